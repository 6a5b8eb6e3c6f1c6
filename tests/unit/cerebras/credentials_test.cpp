#include "cerebras/credentials.hpp"

#include "tests/unit/cerebras/temporary_folder.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

namespace cerebras {
namespace {

namespace asio = boost::asio;

const Origin service{"https", "api.cerebras.ai", "443"};
const Origin elsewhere{"https", "gateway.example", "443"};

ApiKey key(const std::string& text) {
  return *ApiKey::parse(text);
}

/// The key, or "! " and the message of a no_key error, or "cancelled".
asio::awaitable<std::string> key_text(Credentials& credentials, Origin origin) {
  const auto answer = co_await credentials.key_for(std::move(origin));
  if (answer) co_return std::string(answer->reveal());
  if (answer.error().failure == Failure::cancelled) co_return std::string("cancelled");
  EXPECT_EQ(to_string(answer.error().failure), "no_key");
  EXPECT_NE(answer.error().hint.find("CEREBRAS_API_KEY"), std::string::npos);
  co_return "! " + answer.error().message;
}

/// Where a spawned key_text ends.
auto into(std::string& result) {
  return [&result](std::exception_ptr fault, std::string text) {
    EXPECT_EQ(fault, nullptr);
    EXPECT_EQ(result, "") << "answered twice";
    result = std::move(text);
  };
}

std::string ask(Credentials& credentials, const Origin& origin = service) {
  asio::io_context context;
  std::string result;
  asio::co_spawn(context, key_text(credentials, origin), into(result));
  context.run();
  return result;
}

class CredentialsTest : public testing::Test {
 protected:
  CredentialsTest() { unsetenv("CEREBRAS_API_KEY"); }
  ~CredentialsTest() override { unsetenv("CEREBRAS_API_KEY"); }

  CredentialSettings settings() {
    CredentialSettings result;
    result.origin = service;
    result.credentials_file = folder_.file("credentials");
    return result;
  }
  static std::vector<std::string> shell(const std::string& script) {
    return {"/bin/sh", "-c", script};
  }

  TemporaryFolder folder_;
};

TEST_F(CredentialsTest, FirstSourceThatHasAKeyWins) {
  auto all = settings();
  all.api_key = "from-settings";
  all.api_key_command = shell("echo from-command");
  setenv("CEREBRAS_API_KEY", "from-environment", 1);
  ASSERT_TRUE(write_credentials_file(all.credentials_file, service, key("from-file")));

  Credentials credentials(all);
  credentials.set(key("from-client"), std::nullopt);
  EXPECT_EQ(ask(credentials), "from-client");
  EXPECT_EQ(to_string(credentials.source()), "setCredential");
  credentials.set(std::nullopt, std::nullopt);
  EXPECT_EQ(ask(credentials), "from-settings");
  EXPECT_EQ(to_string(credentials.source()), "apiKey");

  all.api_key = "";  // an empty setting is an unset one
  Credentials with_command(all);
  EXPECT_EQ(ask(with_command), "from-command");
  EXPECT_EQ(to_string(with_command.source()), "apiKeyCommand");

  all.api_key_command.clear();
  Credentials with_environment(all);
  EXPECT_EQ(ask(with_environment), "from-environment");
  EXPECT_EQ(to_string(with_environment.source()), "CEREBRAS_API_KEY");

  unsetenv("CEREBRAS_API_KEY");
  EXPECT_EQ(ask(with_environment), "from-file");
  EXPECT_EQ(to_string(with_environment.source()), "credentials file");

  ASSERT_TRUE(write_credentials_file(all.credentials_file, service, std::nullopt));
  EXPECT_EQ(ask(with_environment), "! No API key for https://api.cerebras.ai.");
  EXPECT_EQ(to_string(with_environment.source()), "none");
}

TEST_F(CredentialsTest, AKeyGoesToItsOriginOnly) {
  auto all = settings();
  all.api_key = "from-settings";
  setenv("CEREBRAS_API_KEY", "from-environment", 1);
  Credentials credentials(all);
  EXPECT_EQ(ask(credentials, elsewhere), "! No API key for https://gateway.example.");
  credentials.set(key("from-client"), std::nullopt);
  EXPECT_EQ(ask(credentials, elsewhere), "! No API key for https://gateway.example.");
  for (const Origin& near :
       {Origin{"http", "api.cerebras.ai", "443"}, Origin{"https", "api.cerebras.ai", "8443"},
        Origin{"https", "api.cerebras.ai.example", "443"}}) {
    EXPECT_TRUE(ask(credentials, near).starts_with("! ")) << near.text();
  }
  credentials.set(key("for-the-gateway"), elsewhere);
  EXPECT_EQ(ask(credentials, elsewhere), "for-the-gateway");
  EXPECT_EQ(ask(credentials), "from-settings");
  ASSERT_TRUE(write_credentials_file(all.credentials_file, elsewhere, key("filed")));
  credentials.set(std::nullopt, std::nullopt);
  EXPECT_EQ(ask(credentials, elsewhere), "filed");
}

TEST_F(CredentialsTest, ABrokenSourceIsNamedNotPassedOver) {
  setenv("CEREBRAS_API_KEY", "from environment", 1);
  auto all = settings();
  Credentials environment(all);
  EXPECT_EQ(
      ask(environment),
      "! CEREBRAS_API_KEY is not a key: it has blanks, control or non-ASCII characters in it.");
  all.api_key = "a b";
  Credentials setting(all);
  EXPECT_TRUE(ask(setting).starts_with("! The setting apiKey is not a key"));
  unsetenv("CEREBRAS_API_KEY");
  all.api_key.reset();
  folder_.write("credentials", "not JSON\n");
  Credentials file(all);
  EXPECT_NE(ask(file).find("line 1: expected {"), std::string::npos);
}

TEST_F(CredentialsTest, OneRunForAllWhoAsk) {
  auto with_command = settings();
  const auto count = folder_.file("count");
  with_command.api_key_command = shell("echo run >> " + count + "; sleep 0.1; echo the-key");
  Credentials credentials(with_command);
  asio::io_context context;
  std::array<std::string, 3> answers;
  for (auto& answer : answers) {
    asio::co_spawn(context, key_text(credentials, service), into(answer));
  }
  context.run();
  for (const auto& answer : answers) EXPECT_EQ(answer, "the-key");
  EXPECT_EQ(ask(credentials), "the-key");
  EXPECT_EQ(folder_.read("count"), "run\n");
}

TEST_F(CredentialsTest, WhoCancelsDoesNotTakeTheOthersAlong) {
  auto with_command = settings();
  with_command.api_key_command = shell("sleep 0.2; echo the-key");
  Credentials credentials(with_command);
  asio::io_context context;
  asio::cancellation_signal cancel;
  std::string first;
  std::string second;
  asio::co_spawn(context, key_text(credentials, service),
                 asio::bind_cancellation_slot(cancel.slot(), into(first)));
  asio::co_spawn(context, key_text(credentials, service), into(second));
  asio::post(context, [&] { cancel.emit(asio::cancellation_type::terminal); });
  context.run();
  EXPECT_EQ(first, "cancelled");
  EXPECT_EQ(second, "the-key");
}

TEST_F(CredentialsTest, CredentialsMayGoWhileTheCommandRuns) {
  auto with_command = settings();
  with_command.api_key_command = shell("sleep 0.1; echo the-key");
  auto credentials = std::make_unique<Credentials>(with_command);
  asio::io_context context;
  std::string result;
  asio::co_spawn(context, key_text(*credentials, service), into(result));
  context.run_one();
  credentials.reset();
  context.run();
  EXPECT_EQ(result, "the-key");
}

TEST_F(CredentialsTest, AFailedCommandIsNotRunWithEveryRequest) {
  auto with_command = settings();
  with_command.api_key_command = shell("echo run >> " + folder_.file("count") + "; exit 1");
  setenv("CEREBRAS_API_KEY", "from-environment", 1);
  Credentials credentials(with_command);
  EXPECT_EQ(ask(credentials), "! apiKeyCommand ended with exit status 1.");
  EXPECT_EQ(ask(credentials), "! apiKeyCommand ended with exit status 1.");
  EXPECT_EQ(folder_.read("count"), "run\n");
}

TEST_F(CredentialsTest, ARejectedKeyIsAskedForOnceMore) {
  auto with_command = settings();
  const auto current = folder_.write("current", "old-key\n");
  with_command.api_key_command = {"cat", current};
  Credentials credentials(with_command);
  EXPECT_EQ(ask(credentials), "old-key");
  folder_.write("current", "new-key\n");
  EXPECT_EQ(ask(credentials), "old-key");
  EXPECT_TRUE(credentials.refresh_after_rejection());
  EXPECT_TRUE(credentials.refresh_after_rejection()) << "of another request with the same key";
  EXPECT_EQ(ask(credentials), "new-key");
  // A short-lived key may expire again; the same key twice is a wrong key.
  EXPECT_TRUE(credentials.refresh_after_rejection());
  EXPECT_EQ(ask(credentials), "new-key");
  EXPECT_FALSE(credentials.refresh_after_rejection());

  Credentials fixed(settings());
  fixed.set(key("given"), std::nullopt);
  EXPECT_FALSE(fixed.refresh_after_rejection());
}

}  // namespace
}  // namespace cerebras
