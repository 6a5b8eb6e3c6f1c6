// The commands of run_action.hpp: arguments in, workspace/applyEdit or a shown text out.
#include "protocol/json.hpp"
#include "server/actions/run_action.hpp"
#include "server/generate/refusal.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/describe.hpp>

#include <utility>

namespace server::actions {

namespace asio = boost::asio;
namespace json = boost::json;

using generate::refusal;
using protocol::ResponseError;

namespace {

struct ActionArguments {
  std::string uri;
  protocol::Range range;
  std::optional<std::string> id;
  std::optional<std::string> instruction;
  std::optional<std::vector<protocol::Diagnostic>> diagnostics;
};
BOOST_DESCRIBE_STRUCT(ActionArguments, (), (uri, range, id, instruction, diagnostics))

ResponseError invalid(std::string message) {
  return {protocol::ErrorCode::invalid_params, std::move(message), std::nullopt};
}

// `fixed_id` "" = from the arguments.
lsp::Result<ActionInput> input_from(const json::array& arguments, std::string fixed_id,
                                    std::optional<json::value> token) {
  if (arguments.empty()) return tl::unexpected(invalid("arguments.0: expected object"));
  auto decoded = protocol::decode<ActionArguments>(arguments.front(), "arguments.0");
  if (!decoded) return tl::unexpected(lsp::invalid_params(decoded.error()));
  if (fixed_id.empty() && !decoded->id) {
    return tl::unexpected(invalid("arguments.0.id: expected string"));
  }
  ActionInput input;
  input.id = fixed_id.empty() ? std::move(*decoded->id) : std::move(fixed_id);
  input.uri = std::move(decoded->uri);
  input.range = decoded->range;
  input.instruction = decoded->instruction.value_or("");
  if (decoded->diagnostics) input.diagnostics = std::move(*decoded->diagnostics);
  input.work_done_token = std::move(token);
  return input;
}

json::object summary(const ActionOutcome& outcome) {
  json::object usage;
  usage["prompt_tokens"] = outcome.usage.prompt_tokens;
  usage["completion_tokens"] = outcome.usage.completion_tokens;
  usage["total_tokens"] = outcome.usage.total_tokens;
  json::object result;
  result["applied"] = false;
  result["model"] = outcome.model;
  result["usage"] = std::move(usage);
  return result;
}

json::value apply_params(const std::string& title, const protocol::WorkspaceEdit& edit) {
  json::object params;
  params["label"] = title;
  params["edit"] = protocol::encode(edit);
  return params;
}

// nullopt: applied. Else why not.
std::optional<std::string> not_applied(const lsp::Result<json::value>& answer) {
  if (!answer) return answer.error().message;
  const auto* result = answer->if_object();
  const auto* applied = result != nullptr ? result->if_contains("applied") : nullptr;
  if (applied != nullptr && applied->is_bool() && applied->get_bool()) return std::nullopt;
  const auto* reason = result != nullptr ? result->if_contains("failureReason") : nullptr;
  return reason != nullptr && reason->is_string() ? std::string(reason->get_string())
                                                  : "no reason given";
}

asio::awaitable<lsp::Result<>> deliver(ActionOutcome outcome, ActionServices services) {
  json::object result = summary(outcome);
  if (auto* text = std::get_if<ShownText>(&outcome.what)) {
    result["markdown"] = text->markdown;
    auto client = services.client();
    std::string topic = "explain";
    co_await show_markdown(services.rpc, services.shown, std::move(client), std::move(topic),
                           std::move(text->markdown));
    co_return json::value(std::move(result));
  }
  const auto* edit = std::get_if<protocol::WorkspaceEdit>(&outcome.what);
  if (edit == nullptr) {
    result["message"] = "nothing to change";
    show_message(services.rpc, outcome.title + ": nothing to change");
    co_return json::value(std::move(result));
  }
  auto params = apply_params(outcome.title, *edit);
  const auto answer = co_await services.rpc.request("workspace/applyEdit", std::move(params));
  if (auto reason = not_applied(answer)) {
    services.recent().set_outcome(outcome.recent_id, "failed", "rejected_edit");
    co_return tl::unexpected(refusal("rejected_edit",
                                     "the editor did not apply the edit: " + *reason,
                                     "nothing was changed; run the action again"));
  }
  services.recent().set_outcome(outcome.recent_id, "applied", "");
  result["applied"] = true;
  co_return json::value(std::move(result));
}

asio::awaitable<lsp::Result<>> run_and_deliver(lsp::Result<ActionInput> input,
                                               ActionServices services) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!input) co_return tl::unexpected(std::move(input.error()));
  auto taken = std::move(*input);
  auto outcome = co_await run_action(std::move(taken), services);
  if (!outcome) co_return tl::unexpected(std::move(outcome.error()));
  const bool is_edit = std::holds_alternative<protocol::WorkspaceEdit>(outcome->what);
  if (is_edit && !services.client().apply_edit) {
    co_return tl::unexpected(refusal("rejected_edit", "this editor can not apply edits", ""));
  }
  auto done = std::move(*outcome);
  co_return co_await deliver(std::move(done), services);
}

}  // namespace

asio::awaitable<lsp::Result<>> run_action_command(json::array arguments,
                                                  std::optional<json::value> work_done_token,
                                                  ActionServices services) {
  return run_and_deliver(input_from(arguments, "", std::move(work_done_token)),
                         std::move(services));
}

asio::awaitable<lsp::Result<>> apply_instruction_command(json::array arguments,
                                                         std::optional<json::value> work_done_token,
                                                         ActionServices services) {
  auto input = input_from(arguments, "cerebras.edit", std::move(work_done_token));
  if (input && input->instruction.empty()) {
    input = tl::unexpected(invalid("arguments.0.instruction: expected string, not empty"));
  }
  return run_and_deliver(std::move(input), std::move(services));
}

asio::awaitable<lsp::Result<>> explain_command(json::array arguments,
                                               std::optional<json::value> work_done_token,
                                               ActionServices services) {
  return run_and_deliver(input_from(arguments, "cerebras.explain", std::move(work_done_token)),
                         std::move(services));
}

}  // namespace server::actions
