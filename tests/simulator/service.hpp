// The simulated service: Request -> Reply. Routes, checks the key, asks the scenario and then the
// built-in model, bills. No I/O: connections perform the reply. One thread.
#pragma once

#include "tests/simulator/chat_answer.hpp"
#include "tests/simulator/chat_request.hpp"
#include "tests/simulator/http_message.hpp"
#include "tests/simulator/meter.hpp"
#include "tests/simulator/scenario.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

struct ServiceSettings {
  std::vector<std::string> models = {"llama-4-scout-17b-16e-instruct", "llama-3.3-70b",
                                     "llama3.1-8b", "gpt-oss-120b"};
  std::string key;  ///< "" = any non-empty Bearer token
  std::chrono::milliseconds delay{};
  std::chrono::milliseconds chunk_delay{};
  std::size_t tokens_per_event = 7;
  std::optional<std::int64_t> context_tokens;  ///< instead of each model's own limit
};

class Service {
 public:
  Service(ServiceSettings settings, Scenario scenario);

  Answer answer(const Request& request);
  /// The whole reply of that record was written.
  void delivered(std::uint64_t record);

 private:
  using Parsed = tl::expected<ChatRequest, ApiError>;
  struct Asked;  // a request on its way, service.cpp

  Reply simulation_page(const Request& request, std::string_view path);
  Reply load_scenario(const std::string& text);
  Reply route(Asked& asked);
  Reply models_page(std::string_view rest) const;
  Reply chat(Asked& asked);
  Reply generated_reply(Asked& asked);
  Reply written_reply(Asked& asked);
  Bill bill_for(const ScriptedReply& scripted, const ChatRequest* request) const;
  std::optional<ApiError> refuse_key(const Request& request) const;
  std::optional<ApiError> refuse_request(const ChatRequest& request) const;
  std::uint64_t completion_limit(const ChatRequest& request) const;
  std::uint64_t cached_tokens(const std::string& prompt);
  void count_minute(std::uint64_t tokens);
  void add_rate_limits(Headers& headers);
  bool offers(std::string_view model) const;

  ServiceSettings settings_;
  Scenario scenario_;
  Meter meter_;
  std::deque<std::string> prompts_;  // the last ones, for the simulated prompt cache
  std::uint64_t completions_ = 0;
  std::uint64_t minute_tokens_ = 0;
  std::chrono::steady_clock::time_point minute_start_;
};

}  // namespace simulator
