// POST /v1/chat/completions: body -> request, or the error that the service answers. Unknown fields
// are rejected, ranges are checked. Pure. What was recorded from the service and what is only
// plausible is said in README.md.
#pragma once

#include "tests/simulator/http_message.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

struct ApiError {
  int status = 400;
  std::string message;
  std::string type;
  std::string param;
  std::string code;
};

/// Flat {"message","type","param","code"}, as the service sends it.
Reply error_reply(const ApiError& error);

struct Message {
  std::string role;
  std::string content;  ///< text parts joined
};

struct ChatRequest {
  std::string model;
  std::vector<Message> messages;
  std::optional<std::int64_t> max_completion_tokens;  ///< absent or -1: the model's maximum
  std::vector<std::string> stop;
  std::string reasoning_effort;  ///< "" when absent
  bool stream = false;

  [[nodiscard]] std::string all_text() const;
};

tl::expected<ChatRequest, ApiError> parse_chat_request(std::string_view body);

/// Content of all messages and the chat template around them.
std::uint64_t count_prompt_tokens(const ChatRequest& request);

}  // namespace simulator
