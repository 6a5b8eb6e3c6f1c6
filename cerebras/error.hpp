// What can go wrong on the model's side, as a value. Translated to LSP (-32803 with data.kind) in
// one place: server/generate/refusal.hpp.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cerebras {

/// The names are the `kind`s of docs/protocol.md ("no_key", "auth", ...); see to_string.
enum class Failure {
  disabled,
  no_key,
  auth,
  payment_required,
  budget,
  rate_limited,
  queue,
  model_not_found,
  context_too_long,
  invalid_request,
  network,
  tls,
  timeout,
  bad_response,
  truncated,
  cancelled,
};

std::string_view to_string(Failure failure);

struct Error {
  Failure failure = Failure::bad_response;
  std::string message;  ///< what happened, one line, sanitized (no HTML, no control characters)
  std::string hint;     ///< what a person can do about it
  std::optional<std::chrono::milliseconds> retry_after;
  int status = 0;    ///< HTTP status, 0 when there was none
  std::string code;  ///< the service's `code`, as in "wrong_api_key"
};

}  // namespace cerebras
