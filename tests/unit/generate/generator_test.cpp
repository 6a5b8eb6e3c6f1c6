#include "server/generate/generator.hpp"

#include "server/generate/backend.hpp"
#include "server/generate/status_object.hpp"
#include "tests/unit/cerebras/coroutine_run.hpp"
#include "tests/unit/cerebras/loopback_server.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <cstdlib>

namespace server::generate {
namespace {

namespace asio = boost::asio;
using cerebras::Failure;
using cerebras::test::json_response;
using cerebras::test::LoopbackServer;
using cerebras::test::Reply;

constexpr auto scout = "llama-4-scout-17b-16e-instruct";

std::string answer_text(const std::string& model, int total) {
  return R"({"id":"1","model":")" + model +
         R"(","choices":[{"index":0,"finish_reason":"stop","message":{"content":"done"}}],)" +
         R"("usage":{"prompt_tokens":)" + std::to_string(total - 3) +
         R"(,"completion_tokens":3,"total_tokens":)" + std::to_string(total) + "}}";
}
Reply answer(const std::string& model, int total = 20) {
  return json_response(200, answer_text(model, total));
}
Reply models(const std::string& list) {
  return json_response(200, R"({"object":"list","data":[)" + list + "]}");
}
Reply model_gone() {
  return json_response(404,
                       R"({"message":"Model does not exist or you do not have access to it.",)"
                       R"("type":"not_found_error","param":"model","code":"model_not_found"})");
}

/// A backend against a scripted service.
struct Bench {
  explicit Bench(std::vector<Reply> replies, lsp::Settings initial = {})
      : service(std::move(replies)), settings(std::move(initial)) {
    unsetenv("CEREBRAS_API_KEY");
    settings.api_key = "csk-test";
    settings.base_url = service.url("/v1");
    GeneratorHooks hooks;
    hooks.on_notice = [this](const std::string& notice) { notices.push_back(notice); };
    backend.emplace(io.get_executor(), settings, lsp::Paths(),
                    *cerebras::parse_base_url(settings.base_url), std::move(hooks));
  }

  tl::expected<Answer, AskFailure> ask(bool automatic = false, std::string content = "hello") {
    Ask ask;
    ask.feature = "test";
    ask.automatic = automatic;
    ask.messages.push_back({"user", std::move(content)});
    ask.max_completion_tokens = 16;
    return cerebras::test::run(io, backend->generator.generate(std::move(ask)));
  }
  std::uint64_t used() {
    const auto now = std::chrono::system_clock::now();
    const auto window = backend->budget.state(cerebras::Scope::session, now);
    EXPECT_EQ(window.reserved, 0U);
    return window.used;
  }

  asio::io_context io;
  LoopbackServer service;
  lsp::Settings settings;
  std::vector<std::string> notices;
  std::optional<Backend> backend;
};

TEST(Generator, AnAnswerIsChargedAndRecorded) {
  Bench bench({answer(scout, 20)});
  auto outcome = bench.ask();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->content, "done");
  EXPECT_EQ(bench.used(), 20U);
  const auto* entry = bench.backend->recent.find(outcome->recent_id);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->charged_tokens, 20U);
  EXPECT_EQ(entry->model, scout);
}

TEST(Generator, AModelThatHasGoneFallsBackOnceWithANotice) {
  Bench bench({model_gone(), models(R"({"id":"gpt-oss-120b"})"), answer("gpt-oss-120b")});
  auto outcome = bench.ask();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->model, "gpt-oss-120b");
  ASSERT_EQ(bench.notices.size(), 1U);
  EXPECT_NE(bench.notices[0].find(scout), std::string::npos);
  EXPECT_NE(bench.notices[0].find("gpt-oss-120b"), std::string::npos);
  EXPECT_TRUE(bench.ask());
  EXPECT_EQ(bench.notices.size(), 1U);
  EXPECT_EQ(bench.service.requests().size(), 4U);  // the second one went there at once
}

TEST(Generator, AModelThatHasGoneWithoutFallbackSaysWhatIsOffered) {
  lsp::Settings settings;
  settings.fallback_models.clear();
  Bench bench({model_gone(), models(R"({"id":"gpt-oss-120b"})")}, settings);
  auto outcome = bench.ask();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().error.failure, Failure::model_not_found);
  EXPECT_EQ(bench.used(), 0U);
  EXPECT_EQ(bench.service.requests().size(), 2U);
}

TEST(Generator, TheBudgetRefusesWithNumbersAndSendsNothing) {
  lsp::Settings settings;
  settings.budget.session_tokens = 10;
  Bench bench({answer(scout)}, settings);
  auto outcome = bench.ask(false, std::string(4000, 'x'));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().error.failure, Failure::budget);
  EXPECT_NE(outcome.error().error.message.find("10 left"), std::string::npos)
      << outcome.error().error.message;
  EXPECT_TRUE(bench.service.requests().empty());
  EXPECT_EQ(status_object(*bench.backend, bench.settings, {}).at("kind").as_string(),
            "budgetExhausted");
}

TEST(Generator, AWrongKeyIsAnErrorOfTheStatus) {
  Bench bench({json_response(401, R"({"message":"Wrong API Key","code":"wrong_api_key"})")});
  auto outcome = bench.ask();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().error.failure, Failure::auth);
  EXPECT_EQ(bench.used(), 0U);
  EXPECT_EQ(status_object(*bench.backend, bench.settings, {}).at("kind").as_string(), "error");
}

TEST(Generator, WhatAStoppedAnswerCostIsRecordedWhenItIsKnown) {
  const std::string text = R"({"choices":[{"index":0,"delta":{"content":"enough"}}]})";
  const std::string end =
      R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],)"
      R"("usage":{"prompt_tokens":30,"completion_tokens":12,"total_tokens":42}})";
  Bench bench({cerebras::test::events({text, "", end, "[DONE]"})});
  Ask ask;
  ask.messages.push_back({"user", "hello"});
  ask.stream = true;
  ask.on_text = [](std::string_view) { return false; };
  auto outcome = cerebras::test::run(bench.io, bench.backend->generator.generate(std::move(ask)));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->content, "enough");
  const auto* entry = bench.backend->recent.find(outcome->recent_id);
  EXPECT_EQ(entry->charged_tokens, 0U);
  bench.service.open_gate();
  cerebras::test::run_until(bench.io, [&] { return bench.backend->client.open_transfers() == 0; });
  EXPECT_EQ(entry->charged_tokens, 42U);
  EXPECT_EQ(entry->completion_tokens, 12U);
  EXPECT_EQ(bench.used(), 42U);
}

TEST(Generator, ThresholdsAreNoticedOnce) {
  lsp::Settings settings;
  settings.budget.session_tokens = 2000;
  Bench bench({answer(scout, 1200), answer(scout, 20)}, settings);
  ASSERT_TRUE(bench.ask(false, std::string(1500, 'y')));
  ASSERT_EQ(bench.notices.size(), 1U);
  EXPECT_NE(bench.notices[0].find("60 %"), std::string::npos);
  ASSERT_TRUE(bench.ask());
  EXPECT_EQ(bench.notices.size(), 1U);
}

TEST(Generator, SelectModelChecksTheOffer) {
  Bench bench({models(R"({"id":"gpt-oss-120b"},{"id":"llama3.1-8b"})"), answer("llama3.1-8b")});
  auto& generator = bench.backend->generator;
  ASSERT_TRUE(cerebras::test::run(bench.io, generator.refresh_models()));
  auto wrong = generator.select_model("nonsense");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().find("gpt-oss-120b, llama3.1-8b"), std::string::npos);
  EXPECT_EQ(generator.select_model("Llama 3.1 8B"), "llama3.1-8b");
  EXPECT_EQ(generator.current_model(), "llama3.1-8b");
  EXPECT_EQ(bench.ask()->model, "llama3.1-8b");
}

}  // namespace
}  // namespace server::generate
