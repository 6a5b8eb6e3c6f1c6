// A client with a key and a budget, against a scripted loopback server.
#pragma once

#include "cerebras/client.hpp"
#include "coroutine_run.hpp"
#include "loopback_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cerebras::test {

using Result = tl::expected<Completed, CompletionFailure>;

inline constexpr const char* test_key = "csk-test-key-0123456789";
/// Prompt 30, completion 12.
inline constexpr const char* usage_42 =
    R"("usage":{"prompt_tokens":30,"completion_tokens":12,"total_tokens":42})";

/// One chunk of a stream: `members` are further members of the object.
inline std::string text_chunk(const std::string& text, const std::string& members = {}) {
  return R"({"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":")" + text + "\"}}]" +
         (members.empty() ? "" : "," + members) + "}";
}
inline std::string finish_chunk(const std::string& reason, const std::string& members = {}) {
  return R"({"choices":[{"index":0,"delta":{},"finish_reason":")" + reason + "\"}]" +
         (members.empty() ? "" : "," + members) + "}";
}

inline ChatCompletionRequest simple_request(bool stream = true) {
  ChatCompletionRequest request;
  request.model = "m";
  request.messages = {{"user", "hello"}};
  request.max_completion_tokens = 50;
  request.stream = stream;
  return request;
}

inline ClientSettings settings_for(const LoopbackServer& server) {
  constexpr std::chrono::seconds long_time{120};
  ClientSettings settings;
  settings.base_url = *parse_base_url(server.url());
  settings.timeouts = {long_time, long_time, long_time, long_time};
  return settings;
}

inline CredentialSettings key_for(const Origin& origin) {
  CredentialSettings settings;
  settings.origin = origin;
  settings.api_key = test_key;
  return settings;
}

struct ClientBench {
  explicit ClientBench(std::vector<Reply> replies, BudgetLimits limits = {})
      : server(std::move(replies)), budget(limits) {
    use(settings_for(server));
  }

  /// With other settings than the usual ones.
  void use(ClientSettings settings) {
    client.reset();
    credentials.emplace(key_for(settings.base_url.origin));
    client.emplace(io.get_executor(), std::move(settings), *credentials);
  }

  Reservation reserve(const ChatCompletionRequest& request) {
    auto reservation = budget.reserve(request, {}, std::chrono::system_clock::now());
    if (!reservation) throw std::runtime_error(reservation.error().message);
    bound = reservation->bound();
    return std::move(*reservation);
  }
  Pending<Result> start(ChatCompletionRequest request, OnText on_text = {}) {
    auto reservation = reserve(request);
    auto result = std::make_shared<std::optional<Result>>();
    start_with(io, client->complete(std::move(request), std::move(reservation), std::move(on_text)),
               result, [&](auto done) {
                 return boost::asio::bind_cancellation_slot(cancel.slot(), std::move(done));
               });
    return result;
  }
  Result complete(ChatCompletionRequest request, OnText on_text = {}) {
    return wait(start(std::move(request), std::move(on_text)));
  }
  Result wait(const Pending<Result>& result) {
    run_until(io, [&] { return result->has_value(); });
    return std::move(**result);
  }
  /// Until the transfers in the background have ended.
  void drain() {
    run_until(io, [&] { return client->open_transfers() == 0; });
  }
  [[nodiscard]] WindowState session() const {
    return budget.state(Scope::session, std::chrono::system_clock::now());
  }

  boost::asio::io_context io;
  LoopbackServer server;
  Budget budget;
  std::optional<Credentials> credentials;
  std::optional<Client> client;
  boost::asio::cancellation_signal cancel;
  std::uint64_t bound = 0;  ///< of the last reservation
};

}  // namespace cerebras::test
