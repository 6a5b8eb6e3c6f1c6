#include "server/generate/refusal.hpp"

#include <boost/json.hpp>

namespace server::generate {

using protocol::ErrorCode;
using protocol::ResponseError;

ResponseError refusal(const cerebras::Error& error) {
  if (error.failure == cerebras::Failure::cancelled) {
    return {ErrorCode::request_cancelled, "cancelled", std::nullopt};
  }
  auto result = refusal(to_string(error.failure), error.message, error.hint);
  if (error.retry_after) {
    result.data->as_object()["retryAfterMs"] = error.retry_after->count();
  }
  return result;
}

ResponseError refusal(std::string_view kind, std::string message, std::string hint) {
  if (!hint.empty()) message += " (" + hint + ")";
  boost::json::object data{{"kind", kind}, {"hint", hint}};
  return {ErrorCode::request_failed, std::move(message), boost::json::value(std::move(data))};
}

}  // namespace server::generate
