#include "protocol/jsonrpc.hpp"

#include "protocol/json.hpp"

#include <limits>
#include <string>
#include <utility>

namespace protocol {
namespace {

using Parsed = tl::expected<Message, MessageError>;

tl::unexpected<MessageError> invalid(std::string why, std::optional<Id> id = std::nullopt) {
  return tl::unexpected(
      MessageError{{ErrorCode::invalid_request, std::move(why), {}}, std::move(id)});
}

/// integer | string. A float, a number above 2^63-1, null and everything else can not be echoed
/// exactly by every JSON library: no id.
std::optional<Id> read_id(const json::value& value) {
  if (const auto* number = value.if_int64()) return Id(*number);
  if (const auto* text = value.if_string()) return Id(std::string(text->data(), text->size()));
  return std::nullopt;
}

json::value id_value(const Id& id) {
  return encode(id);
}

json::value taken(json::object& object, std::string_view name) {
  json::value* value = object.if_contains(name);
  return value == nullptr ? json::value() : std::move(*value);
}

/// A client's error may lack or bend any member: it still is the answer to our request.
ResponseError read_error(json::value& value) {
  ResponseError error{ErrorCode::internal_error, "the client sent an error without a message", {}};
  json::object* object = value.if_object();
  if (object == nullptr) return error;
  if (const json::value* code = object->if_contains("code"))
    if (const auto number = decode<int>(*code)) error.code = static_cast<ErrorCode>(*number);
  if (const json::value* message = object->if_contains("message"))
    if (auto text = decode<std::string>(*message)) error.message = std::move(*text);
  if (json::value* data = object->if_contains("data")) error.data = std::move(*data);
  return error;
}

Parsed read_response(json::object& object, const json::value* id_member) {
  std::optional<Id> id = id_member == nullptr ? std::nullopt : read_id(*id_member);
  if (!id) {
    // Also null: the client could not read what we sent.
    MessageError error{
        {ErrorCode::invalid_request, "a response without a usable id", {}}, {}, true};
    return tl::unexpected(std::move(error));
  }
  json::value error = taken(object, "error");
  if (!error.is_null()) return Response{std::move(*id), tl::unexpected(read_error(error))};
  return Response{std::move(*id), taken(object, "result")};
}

Parsed read_call(json::object& object, const json::value* id_member, std::optional<Id> id) {
  const json::string* method = object.at("method").if_string();
  if (method == nullptr) return invalid("\"method\" is not a string", std::move(id));
  std::string name(method->data(), method->size());
  json::value params = taken(object, "params");
  if (!params.is_null() && !params.is_structured())
    return invalid("\"params\" is neither an object nor an array", std::move(id));
  if (id_member == nullptr) return Notification{std::move(name), std::move(params)};
  if (!id) return invalid("\"id\" is neither a string nor an integer below 2^63");
  return Request{std::move(*id), std::move(name), std::move(params)};
}

std::string message_text(json::object message) {
  return json::serialize(json::value(std::move(message)));
}

json::object envelope() {
  return json::object({{"jsonrpc", "2.0"}});
}

}  // namespace

std::string to_key(const Id& id) {
  return json::serialize(id_value(id));
}

tl::expected<Message, MessageError> parse_message(std::string_view body) {
  auto value = parse_json(body);
  if (!value)
    return tl::unexpected(MessageError{{ErrorCode::parse_error, std::move(value.error()), {}}, {}});
  if (value->is_array()) return invalid("batches are not part of the Language Server Protocol");
  json::object* object = value->if_object();
  if (object == nullptr) return invalid("a message must be a JSON object");
  const json::value* id_member = object->if_contains("id");
  const bool is_call = object->contains("method");
  const bool is_response = !is_call && (object->contains("result") || object->contains("error"));
  std::optional<Id> id = id_member == nullptr ? std::nullopt : read_id(*id_member);
  const json::value* version = object->if_contains("jsonrpc");
  if (version == nullptr || *version != "2.0") {
    auto error = invalid("\"jsonrpc\" is not \"2.0\"", std::move(id));
    error.value().is_response = is_response;
    return error;
  }
  if (is_response) return read_response(*object, id_member);
  if (!is_call) return invalid("neither a method nor a result", std::move(id));
  return read_call(*object, id_member, std::move(id));
}

std::string request_text(const Id& id, std::string_view method, json::value params) {
  json::object message = envelope();
  message["id"] = id_value(id);
  message["method"] = json::string_view(method);
  if (!params.is_null()) message["params"] = std::move(params);
  return message_text(std::move(message));
}

std::string notification_text(std::string_view method, json::value params) {
  json::object message = envelope();
  message["method"] = json::string_view(method);
  if (!params.is_null()) message["params"] = std::move(params);
  return message_text(std::move(message));
}

std::string result_text(const Id& id, json::value result) {
  json::object message = envelope();
  message["id"] = id_value(id);
  message["result"] = std::move(result);
  return message_text(std::move(message));
}

std::string error_text(const std::optional<Id>& id, const ResponseError& error) {
  json::object body;
  body["code"] = static_cast<int>(error.code);
  body["message"] = error.message;
  if (error.data) body["data"] = *error.data;
  json::object message = envelope();
  message["id"] = id ? id_value(*id) : json::value();
  message["error"] = std::move(body);
  return message_text(std::move(message));
}

}  // namespace protocol
