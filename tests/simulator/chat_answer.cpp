#include "tests/simulator/chat_answer.hpp"

#include "tests/simulator/model_facts.hpp"
#include "tests/simulator/tokens.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string_view>

namespace simulator {
namespace {

namespace json = boost::json;

// Seconds; the orders of magnitude of the recordings.
constexpr double queue_time = 0.0003;
constexpr double seconds_per_prompt_token = 2e-5;
constexpr double seconds_per_completion_token = 4e-4;

std::string cut_at_stop(std::string text, const std::vector<std::string>& stops) {
  auto end = text.size();
  for (const auto& stop : stops) end = std::min(end, text.find(stop));
  text.resize(std::min(end, text.size()));
  return text;
}

/// Models that can not stop reasoning think a little more with every effort.
std::string reasoning_for(const ChatRequest& request) {
  if (!model_facts(request.model).reasons) return {};
  const std::string thought = "(simulated reasoning) Look for the nearest similar text. ";
  if (request.reasoning_effort == "low") return thought;
  return request.reasoning_effort == "high" ? thought + thought + thought : thought + thought;
}

json::object usage_of(const Generated& answer) {
  const auto bill = answer.bill();
  return {{"total_tokens", bill.total()},
          {"completion_tokens", bill.completion_tokens},
          {"completion_tokens_details",
           {{"accepted_prediction_tokens", 0},
            {"rejected_prediction_tokens", 0},
            {"reasoning_tokens", answer.reasoning_tokens}}},
          {"prompt_tokens", bill.prompt_tokens},
          {"prompt_tokens_details", {{"cached_tokens", answer.cached_tokens}}}};
}

json::object time_info(const Generated& answer, const Envelope& envelope) {
  const auto bill = answer.bill();
  const auto prompt = static_cast<double>(bill.prompt_tokens) * seconds_per_prompt_token;
  const auto completion =
      static_cast<double>(bill.completion_tokens) * seconds_per_completion_token;
  return {{"queue_time", queue_time},
          {"prompt_time", prompt},
          {"completion_time", completion},
          {"total_time", queue_time + prompt + completion},
          {"created", envelope.created}};
}

/// Fields of every body and every chunk, in the recorded order.
json::object wrap(json::object choice, const Envelope& envelope, std::string_view object) {
  choice["index"] = 0;
  json::object result{{"id", envelope.id}};
  result["choices"] = json::array{std::move(choice)};
  result["created"] = static_cast<std::int64_t>(envelope.created);
  result["model"] = envelope.model;
  result["system_fingerprint"] = "fp_simulated";
  result["object"] = object;
  return result;
}

void add_costs(json::object& body, const Generated& answer, const Envelope& envelope) {
  if (!envelope.usage) {
    body["usage"] = usage_of(answer);
  } else if (!envelope.usage->is_null()) {
    body["usage"] = *envelope.usage;
  }
  body["time_info"] = time_info(answer, envelope);
}

std::string event(const json::object& chunk) {
  return "data: " + json::serialize(chunk) + "\n\n";
}

std::string delta_event(json::object delta, const Envelope& envelope) {
  json::object choice;
  choice["delta"] = std::move(delta);
  return event(wrap(std::move(choice), envelope, "chat.completion.chunk"));
}

std::string finishing_event(const Generated& answer, const Envelope& envelope) {
  json::object choice;
  choice["delta"] = json::object();
  choice["finish_reason"] = answer.finish_reason;
  auto chunk = wrap(std::move(choice), envelope, "chat.completion.chunk");
  add_costs(chunk, answer, envelope);
  return event(chunk);
}

std::string content_of(const Generated& answer) {
  std::string content;
  for (const auto& token : answer.tokens) content += token;
  return content;
}

}  // namespace

Generated generate(const ChatRequest& request, const std::string& text, std::uint64_t limit) {
  Generated answer;
  answer.prompt_tokens = count_prompt_tokens(request);
  const auto thought = reasoning_for(request);
  for (const auto token : split_tokens(thought)) {
    if (answer.reasoning_tokens == limit) break;
    answer.reasoning += token;
    ++answer.reasoning_tokens;
  }
  if (answer.reasoning.size() < thought.size()) answer.finish_reason = "length";
  const auto content = cut_at_stop(text, request.stop);
  for (const auto token : split_tokens(content)) {
    if (answer.reasoning_tokens + answer.tokens.size() == limit) {
      answer.finish_reason = "length";
      break;
    }
    answer.tokens.emplace_back(token);
  }
  return answer;
}

Reply completion_reply(const Generated& answer, const Envelope& envelope) {
  json::object message;
  message["content"] = content_of(answer);
  if (!answer.reasoning.empty()) message["reasoning"] = answer.reasoning;
  message["role"] = "assistant";
  json::object choice;
  choice["finish_reason"] = answer.finish_reason;
  choice["message"] = std::move(message);
  auto body = wrap(std::move(choice), envelope, "chat.completion");
  add_costs(body, answer, envelope);
  Reply reply;
  reply.headers = {{"content-type", "application/json"}};
  reply.pieces = {json::serialize(body)};
  return reply;
}

Reply stream_reply(const Generated& answer, const Envelope& envelope) {
  Reply reply;
  reply.streamed = true;
  reply.headers = {{"content-type", "text/event-stream; charset=utf-8"},
                   {"cache-control", "no-cache"}};
  reply.pieces.push_back(delta_event({{"role", "assistant"}}, envelope));
  if (!answer.reasoning.empty()) {
    reply.pieces.push_back(delta_event({{"reasoning", answer.reasoning}}, envelope));
  }
  std::string content;
  for (std::size_t i = 0; i < answer.tokens.size(); ++i) {
    content += answer.tokens[i];
    if ((i + 1) % envelope.tokens_per_event != 0 && i + 1 != answer.tokens.size()) continue;
    reply.pieces.push_back(delta_event({{"content", content}}, envelope));
    content.clear();
  }
  reply.pieces.push_back(delta_event({}, envelope));
  reply.pieces.push_back(finishing_event(answer, envelope));
  reply.pieces.emplace_back("data: [DONE]\n\n");
  return reply;
}

}  // namespace simulator
