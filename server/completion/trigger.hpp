// Whether a completion request is worth asking the model, and how long to wait for the next key.
// Pure; `now` is an argument.
#pragma once

#include "server/lsp/settings.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace server::completion {

/// InlineCompletionTriggerKind. 3.18: 1 invoked, 2 automatic. `old_kinds` (the proposed version
/// that clients of 3.17 follow): 0 invoked, 1 automatic.
bool is_automatic(std::uint32_t trigger_kind, bool old_kinds);

/// cerebras.enabled, completion.enabled, completion.languages.
bool enabled_for(const lsp::Settings& settings, std::string_view language);

/// The cursor is inside a line whose rest is more than closers and punctuation: a suggestion there
/// mostly repeats it. For automatic requests only.
bool in_mid_line(std::string_view rest);

/// The automatic requests of one editor, as far as waiting is concerned.
class Typing {
 public:
  using Now = std::chrono::steady_clock::time_point;

  /// Notes a request at `now` behind `line`, the current line up to the cursor. No wait for the
  /// first key after a pause, behind a sign that asks for more, and on a new line; else 20 ms, so
  /// that fast keys make one request. The setting overrides all of it.
  std::chrono::milliseconds wait(std::string_view line, std::optional<std::int64_t> setting,
                                 Now now);

 private:
  std::optional<Now> last_;
};

}  // namespace server::completion
