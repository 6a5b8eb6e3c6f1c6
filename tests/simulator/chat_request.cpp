#include "tests/simulator/chat_request.hpp"

#include "tests/simulator/chat_schema.hpp"
#include "tests/simulator/recorded_errors.hpp"
#include "tests/simulator/tokens.hpp"

#include <boost/json.hpp>

#include <array>

namespace simulator {
namespace {

namespace json = boost::json;

constexpr std::uint64_t template_tokens_per_message = 4;
constexpr std::uint64_t template_tokens_of_answer = 3;

std::string join_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

std::optional<std::string> text_of(const json::value& content) {
  if (content.is_string()) return std::string(content.get_string());
  if (content.is_null()) return std::string();
  if (!content.is_array()) return {};
  std::string text;
  for (const auto& part : content.get_array()) {
    const auto* object = part.if_object();
    const auto* piece = object ? object->if_contains("text") : nullptr;
    if (piece == nullptr || !piece->is_string()) return {};
    text += piece->get_string();
  }
  return text;
}

tl::expected<Message, ApiError> parse_message(const json::value& value, std::size_t index) {
  const auto path = "messages." + std::to_string(index);
  const auto* object = value.if_object();
  if (object == nullptr) return tl::unexpected(wrong_format(path + ": value must be an object"));
  const auto* role = object->if_contains("role");
  constexpr auto roles =
      std::to_array<std::string_view>({"system", "developer", "user", "assistant", "tool"});
  bool known = false;
  for (const auto name : roles)
    known = known || (role && role->is_string() && role->get_string() == name);
  if (!known) {
    return tl::unexpected(wrong_format(
        path + ".role: value must be one of system, developer, user, assistant, tool"));
  }
  const auto* content = object->if_contains("content");
  auto text = content ? text_of(*content) : std::string();
  if (!text) {
    return tl::unexpected(wrong_format(path + ".content: value must be a string or text parts"));
  }
  return Message{std::string(role->get_string()), std::move(*text)};
}

tl::expected<std::vector<Message>, ApiError> parse_messages(const json::object& body) {
  const auto* list = body.if_contains("messages");
  if (list == nullptr || !list->is_array() || list->get_array().empty()) {
    return tl::unexpected(wrong_format("body.messages: value must be a non-empty array"));
  }
  std::vector<Message> messages;
  for (const auto& value : list->get_array()) {
    auto message = parse_message(value, messages.size());
    if (!message) return tl::unexpected(std::move(message.error()));
    messages.push_back(std::move(*message));
  }
  return messages;
}

std::optional<std::int64_t> integer(const json::object& body, std::string_view field) {
  const auto* value = body.if_contains(field);
  if (value == nullptr || !value->is_number()) return {};
  boost::system::error_code error;
  const auto number = value->to_number<std::int64_t>(error);
  if (error || number < 0) return {};
  return number;
}

std::string string_field(const json::object& body, std::string_view field) {
  const auto* value = body.if_contains(field);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::vector<std::string> parse_stop(const json::object& body) {
  const auto* value = body.if_contains("stop");
  if (value == nullptr) return {};
  if (value->is_string()) return {std::string(value->get_string())};
  std::vector<std::string> stop;
  if (value->is_array()) {
    for (const auto& item : value->get_array()) stop.emplace_back(item.get_string());
  }
  return stop;
}

}  // namespace

Reply error_reply(const ApiError& error) {
  const json::object body{{"message", error.message},
                          {"type", error.type},
                          {"param", error.param},
                          {"code", error.code}};
  Reply reply;
  reply.status = error.status;
  reply.headers = {{"content-type", "application/json"}};
  reply.pieces = {json::serialize(body)};
  return reply;
}

std::string ChatRequest::all_text() const {
  std::string text;
  for (const auto& message : messages) text += message.content + "\n";
  return text;
}

tl::expected<ChatRequest, ApiError> parse_chat_request(std::string_view text) {
  boost::system::error_code error;
  const auto value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object()) {
    return tl::unexpected(wrong_format("body: the request is not a JSON object"));
  }
  const auto& body = value.get_object();
  auto complaints = unsupported_fields(body);
  if (complaints.empty()) complaints = bad_values(body);
  if (!complaints.empty()) return tl::unexpected(wrong_format(join_lines(complaints)));

  ChatRequest request;
  request.model = string_field(body, "model");
  if (request.model.empty()) {
    return tl::unexpected(wrong_format("body.model: value must be a non-empty string"));
  }
  auto messages = parse_messages(body);
  if (!messages) return tl::unexpected(std::move(messages.error()));
  request.messages = std::move(*messages);
  request.max_completion_tokens = integer(body, "max_completion_tokens");
  if (!request.max_completion_tokens) request.max_completion_tokens = integer(body, "max_tokens");
  request.stop = parse_stop(body);
  request.reasoning_effort = string_field(body, "reasoning_effort");
  const auto* stream = body.if_contains("stream");
  request.stream = stream && stream->is_bool() && stream->get_bool();
  return request;
}

std::uint64_t count_prompt_tokens(const ChatRequest& request) {
  std::uint64_t tokens = template_tokens_of_answer;
  for (const auto& message : request.messages) {
    tokens += template_tokens_per_message + count_tokens(message.content);
  }
  return tokens;
}

}  // namespace simulator
