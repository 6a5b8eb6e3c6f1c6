// JSON-RPC 2.0 as LSP uses it: one parse -> Request | Notification | Response; error codes; the
// text of replies. Knows no method names. Pure; any thread.
#pragma once

#include <boost/json.hpp>
#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace protocol {

namespace json = boost::json;

/// LSP 3.18, ErrorCodes and LSPErrorCodes.
enum class ErrorCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  server_not_initialized = -32002,
  request_failed = -32803,
  server_cancelled = -32802,
  content_modified = -32801,
  request_cancelled = -32800,
};

struct ResponseError {
  ErrorCode code = ErrorCode::internal_error;
  std::string message;
  std::optional<json::value> data;
};

/// integer | string, as the client chose it.
using Id = std::variant<std::int64_t, std::string>;

/// The id's JSON text: the key of tables of running requests (1 and "1" differ).
std::string to_key(const Id& id);

struct Request {
  Id id;
  std::string method;
  json::value params;  ///< null when absent
};

struct Notification {
  std::string method;
  json::value params;
};

struct Response {
  Id id;
  tl::expected<json::value, ResponseError> result;
};

using Message = std::variant<Request, Notification, Response>;

/// Why a body is no message, and what to answer (`id` is null in the reply when absent here).
struct MessageError {
  ResponseError error;
  std::optional<Id> id;
  bool is_response = false;  ///< log only: two peers answering broken answers would never stop
};

/// One body -> one message. Batches, odd ids (float, object, > 2^63), a missing "jsonrpc" and
/// non-objects are invalid_request; bad JSON or UTF-8 is parse_error. `params` that are neither
/// object, array nor null are invalid_request. A response with "error" (not null) is an error even
/// beside a "result"; its code and message may be missing.
tl::expected<Message, MessageError> parse_message(std::string_view body);

std::string request_text(const Id& id, std::string_view method, json::value params);
std::string notification_text(std::string_view method, json::value params);
std::string result_text(const Id& id, json::value result);
/// `id` nullopt writes null (the id could not be read).
std::string error_text(const std::optional<Id>& id, const ResponseError& error);

}  // namespace protocol
