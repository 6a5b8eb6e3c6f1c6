// Ask -> ChatCompletionRequest for one model: which settings override what, reasoning kept low with
// headroom, caps. Pure.
#pragma once

#include "cerebras/api.hpp"
#include "server/generate/generator.hpp"
#include "server/lsp/settings.hpp"

#include <string_view>

namespace server::generate {

/// Tokens on top of a cap for models whose reasoning can not be switched off: recorded low-effort
/// runs of gpt-oss-120b reasoned 20-170 tokens on trivial prompts; the cap includes them.
inline constexpr std::int64_t reasoning_headroom = 512;

/// Without `extraBody`, which is the Generator's (protected). `model` is the wire id. `own_origin`:
/// the service itself, not a gateway.
cerebras::ChatCompletionRequest build_request(const Ask& ask, const lsp::Settings& settings,
                                              std::string_view model, bool own_origin);

}  // namespace server::generate
