#include "cerebras/credentials.hpp"

#include "cerebras/credentials_command.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstdlib>
#include <utility>

namespace cerebras {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr auto wait_result = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds command_timeout{10};
/// A command that failed may have asked a person for a passphrase: not again with every keystroke.
constexpr std::chrono::seconds pause_after_failure{30};
/// A command that gave the rejected key again has no better one; later it may (short-lived keys).
constexpr std::chrono::minutes pause_after_vain_rerun{5};

Error no_key(std::string message) {
  Error error;
  error.failure = Failure::no_key;
  error.message = std::move(message);
  error.hint = "set CEREBRAS_API_KEY, or store a key with `cerebras-ls auth set`";
  return error;
}

}  // namespace

/// What the key command gave, shared with its run, which may outlive the Credentials.
struct Credentials::Command {
  /// One run, and who waits for it: `finished` never expires, it is cancelled.
  struct Run {
    explicit Run(const asio::any_io_executor& executor)
        : finished(executor, Clock::time_point::max()) {}
    asio::steady_timer finished;
    std::optional<tl::expected<ApiKey, std::string>> result;
  };

  std::optional<ApiKey> key;
  std::optional<ApiKey> rejected;  // the last one that the service did not take
  Clock::time_point vain_until;    // the rerun gave the rejected key again
  std::string failure;
  Clock::time_point failed_at;
  std::shared_ptr<Run> run;  // while it runs

  static std::shared_ptr<Run> join(const std::shared_ptr<Command>& self,
                                   const std::vector<std::string>& argv,
                                   const asio::any_io_executor& executor);
  void take(tl::expected<ApiKey, std::string> result);
};

std::shared_ptr<Credentials::Command::Run> Credentials::Command::join(
    const std::shared_ptr<Command>& self, const std::vector<std::string>& argv,
    const asio::any_io_executor& executor) {
  if (self->run) return self->run;
  auto run = std::make_shared<Run>(executor);
  self->run = run;
  run_key_command(executor, argv, command_timeout, [self, run](KeyCommandResult line) {
    auto given = line ? ApiKey::parse(std::move(*line))
                      : tl::expected<ApiKey, std::string>(tl::unexpected(std::move(line.error())));
    run->result = given;
    self->take(std::move(given));
    self->run.reset();
    run->finished.cancel();
  });
  return run;
}

void Credentials::Command::take(tl::expected<ApiKey, std::string> result) {
  if (!result) {
    failure = std::move(result.error());
    failed_at = Clock::now();
    return;
  }
  failure.clear();
  const bool same = rejected && rejected->reveal() == result->reveal();
  vain_until = same ? Clock::now() + pause_after_vain_rerun : Clock::time_point();
  key = std::move(*result);
}

Credentials::Credentials(CredentialSettings settings)
    : settings_(std::move(settings)), command_(std::make_shared<Command>()) {}

void Credentials::set(std::optional<ApiKey> key, std::optional<Origin> origin) {
  set_.reset();
  if (key) set_.emplace(origin.value_or(settings_.origin), std::move(*key));
}

Credentials::Found Credentials::find(const Origin& origin) const {
  if (set_ && set_->first == origin) return {KeySource::set_credential, set_->second, {}};
  if (origin == settings_.origin) {
    if (settings_.api_key && !settings_.api_key->empty()) {
      auto key = ApiKey::parse(*settings_.api_key);
      if (key) return {KeySource::settings, std::move(*key), {}};
      return {KeySource::settings, {}, "The setting apiKey is not a key: " + key.error() + "."};
    }
    if (!settings_.api_key_command.empty()) return {KeySource::command, command_->key, {}};
    if (const char* value = std::getenv("CEREBRAS_API_KEY"); value != nullptr && *value != 0) {
      auto key = ApiKey::parse(value);
      if (key) return {KeySource::environment, std::move(*key), {}};
      return {KeySource::environment, {}, "CEREBRAS_API_KEY is not a key: " + key.error() + "."};
    }
  }
  if (settings_.credentials_file.empty()) return {};
  auto key = read_credentials_file(settings_.credentials_file, origin);
  if (!key) return {KeySource::file, {}, std::move(key.error())};
  if (!*key) return {};
  return {KeySource::file, std::move(*key), {}};
}

asio::awaitable<tl::expected<ApiKey, Error>> Credentials::key_for(Origin origin) {
  co_await asio::this_coro::throw_if_cancelled(false);
  Found found = find(origin);
  if (found.key) co_return std::move(*found.key);
  if (!found.problem.empty()) co_return tl::unexpected(no_key(std::move(found.problem)));
  if (found.source != KeySource::command) {
    co_return tl::unexpected(no_key("No API key for " + origin.text() + "."));
  }
  if (!command_->failure.empty() && Clock::now() - command_->failed_at < pause_after_failure) {
    co_return tl::unexpected(no_key("apiKeyCommand " + command_->failure + "."));
  }
  const auto executor = co_await asio::this_coro::executor;
  const auto run = Command::join(command_, settings_.api_key_command, executor);
  // From here on *this may be gone.
  if (!run->result) co_await run->finished.async_wait(wait_result);
  if (!run->result) {
    Error cancelled;
    cancelled.failure = Failure::cancelled;
    cancelled.message = "Cancelled.";
    co_return tl::unexpected(std::move(cancelled));
  }
  if (!*run->result) {
    co_return tl::unexpected(no_key("apiKeyCommand " + run->result->error() + "."));
  }
  co_return run->result->value();
}

bool Credentials::refresh_after_rejection() {
  if (source() != KeySource::command) return false;
  if (!command_->key) return true;  // another request's rejection came first: its rerun is awaited
  if (Clock::now() < command_->vain_until) return false;
  command_->rejected = std::move(command_->key);
  command_->key.reset();
  return true;
}

KeySource Credentials::source() const {
  return find(settings_.origin).source;
}

}  // namespace cerebras
