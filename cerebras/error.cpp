#include "cerebras/error.hpp"

namespace cerebras {

std::string_view to_string(Failure failure) {
  switch (failure) {
    case Failure::disabled:
      return "disabled";
    case Failure::no_key:
      return "no_key";
    case Failure::auth:
      return "auth";
    case Failure::payment_required:
      return "payment_required";
    case Failure::budget:
      return "budget";
    case Failure::rate_limited:
      return "rate_limited";
    case Failure::queue:
      return "queue";
    case Failure::model_not_found:
      return "model_not_found";
    case Failure::context_too_long:
      return "context_too_long";
    case Failure::invalid_request:
      return "invalid_request";
    case Failure::network:
      return "network";
    case Failure::tls:
      return "tls";
    case Failure::timeout:
      return "timeout";
    case Failure::bad_response:
      return "bad_response";
    case Failure::truncated:
      return "truncated";
    case Failure::cancelled:
      return "cancelled";
  }
  return "bad_response";
}

}  // namespace cerebras
