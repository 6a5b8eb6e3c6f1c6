// The model's text -> what the service sends: an unstreamed body, or the events of a stream with
// several tokens each, usage and time_info on the finishing chunk, and [DONE]. Pure.
#pragma once

#include "tests/simulator/chat_request.hpp"
#include "tests/simulator/http_message.hpp"
#include "tests/simulator/meter.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace simulator {

/// An answer as generated: cut by stop sequences and by max_completion_tokens.
struct Generated {
  std::vector<std::string> tokens;  ///< of the content
  std::string reasoning;
  std::uint64_t reasoning_tokens = 0;
  std::uint64_t prompt_tokens = 0;
  std::uint64_t cached_tokens = 0;
  std::string finish_reason = "stop";

  [[nodiscard]] Bill bill() const { return {prompt_tokens, reasoning_tokens + tokens.size()}; }
};

/// `limit`: max_completion_tokens or the model's maximum; reasoning counts against it.
Generated generate(const ChatRequest& request, const std::string& text, std::uint64_t limit);

/// What the envelope of an answer says.
struct Envelope {
  std::string id;
  std::string model;
  double created = 0;  ///< Unix time, seconds
  std::size_t tokens_per_event = 7;
  /// Replaces `usage`; null: no usage at all.
  std::optional<boost::json::value> usage;
};

Reply completion_reply(const Generated& answer, const Envelope& envelope);
Reply stream_reply(const Generated& answer, const Envelope& envelope);

}  // namespace simulator
