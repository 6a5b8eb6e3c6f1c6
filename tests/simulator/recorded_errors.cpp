#include "tests/simulator/recorded_errors.hpp"

#include <utility>

namespace simulator {

ApiError wrong_format(std::string message) {
  return {400, std::move(message), "invalid_request_error", "validation_error", "wrong_api_format"};
}

ApiError wrong_key() {
  return {401, "Wrong API Key", "invalid_request_error", "api_key", "wrong_api_key"};
}

ApiError no_such_model() {
  return {404, "Model does not exist or you do not have access to it.", "not_found_error", "model",
          "model_not_found"};
}

ApiError no_such_path() {
  return {404, "Not Found", "not_found_error", "path", "not_found"};
}

ApiError context_too_long(std::int64_t current, std::int64_t limit) {
  return {400,
          "Please reduce the length of the messages or completion. Current length is " +
              std::to_string(current) + " while limit is " + std::to_string(limit),
          "invalid_request_error", "messages", "context_length_exceeded"};
}

ApiError usual_error(int status) {
  switch (status) {
    case 400:
    case 422:
      return {status, wrong_format("body: the request is not valid").message,
              "invalid_request_error", "validation_error", "wrong_api_format"};
    case 401:
      return wrong_key();
    case 402:
      return {402, "Please add a payment method to unlock your free credits.",
              "payment_required_error", "", "payment_required"};
    case 404:
      return no_such_model();
    case 429:
      return {429, "Requests per minute limit exceeded - too many requests sent.",
              "too_many_requests_error", "quota", "request_quota_exceeded"};
    case 503:
      return {503, "We're experiencing high traffic right now! Please try again soon.",
              "too_many_requests_error", "queue", "queue_exceeded"};
    default:
      return {status, "Internal server error", "api_error", "", "internal_error"};
  }
}

}  // namespace simulator
