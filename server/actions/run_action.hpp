// One action from its input to its outcome: choose the range, ask the model, judge the answer, make
// the edit. Used by codeAction/resolve, by the commands and by the command line. Asio thread.
#pragma once

#include "cerebras/api.hpp"
#include "protocol/jsonrpc.hpp"
#include "protocol/lsp.hpp"
#include "server/actions/services.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json.hpp>
#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace server::actions {

struct ActionInput {
  std::string id;   ///< of a built-in action or one of the setting `actions`
  std::string uri;  ///< of an open document
  protocol::Range range;
  std::string instruction;  ///< "" = none
  std::vector<protocol::Diagnostic> diagnostics;
  std::optional<std::int32_t> version;  ///< that `range` belongs to; nullopt: the current one
  std::optional<boost::json::value> work_done_token;
};

struct NothingToChange {};
struct ShownText {
  std::string markdown;  ///< sanitized
};

struct ActionOutcome {
  std::variant<NothingToChange, protocol::WorkspaceEdit, ShownText> what;
  std::string title;  ///< of the action
  std::string model;
  cerebras::Usage usage;
  std::uint64_t recent_id = 0;
};

/// Errors are ready for the wire: -32803 with data.kind, -32602 for an unknown id, -32800.
boost::asio::awaitable<tl::expected<ActionOutcome, protocol::ResponseError>> run_action(
    ActionInput input, ActionServices services);

/// cerebras.runAction {id, uri, range, instruction?, diagnostics?}, cerebras.applyInstruction
/// {uri, range, instruction}, cerebras.explain {uri, range}: run it, then workspace/applyEdit or
/// show. Result: {applied, message?, model, usage, markdown?}.
boost::asio::awaitable<lsp::Result<>> run_action_command(
    boost::json::array arguments, std::optional<boost::json::value> work_done_token,
    ActionServices services);
boost::asio::awaitable<lsp::Result<>> apply_instruction_command(
    boost::json::array arguments, std::optional<boost::json::value> work_done_token,
    ActionServices services);
boost::asio::awaitable<lsp::Result<>> explain_command(
    boost::json::array arguments, std::optional<boost::json::value> work_done_token,
    ActionServices services);

}  // namespace server::actions
