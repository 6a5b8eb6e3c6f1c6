// cerebras::Error -> ResponseError: the one place where a failure on the model's side becomes an
// LSP error: -32803 with data {kind, retryAfterMs?, hint}; a cancelled one -32800.
#pragma once

#include "cerebras/error.hpp"
#include "protocol/jsonrpc.hpp"

namespace server::generate {

protocol::ResponseError refusal(const cerebras::Error& error);
/// For refusals that are not the model's ("disabled", "ignored_file", "rejected_edit", ...).
protocol::ResponseError refusal(std::string_view kind, std::string message, std::string hint);

}  // namespace server::generate
