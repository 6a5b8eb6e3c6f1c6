#include "server/actions/outcome.hpp"

#include "server/actions/answer.hpp"
#include "server/actions/insertion.hpp"
#include "server/actions/markdown.hpp"
#include "server/actions/targets.hpp"
#include "server/actions/workspace_edit.hpp"
#include "server/generate/refusal.hpp"
#include "server/text/text_edit.hpp"

#include <utility>

namespace server::actions {
namespace {

using generate::refusal;
using protocol::ResponseError;

using What = decltype(ActionOutcome::what);

bool cut_off(const generate::Answer& answer) {
  return answer.finish_reason == cerebras::FinishReason::length;
}

ResponseError refused(const RewriteRefusal& why) {
  const bool truncated = why.kind == RewriteRefusal::Kind::truncated;
  return refusal(to_string(why.kind), why.reason,
                 truncated ? "choose fewer lines or raise cerebras.edits.maxTokens"
                           : "nothing was changed; try again or choose fewer lines");
}

tl::expected<What, ResponseError> edit_of(const Plan& plan, const generate::Answer& answer,
                                          const ActionServices& services) {
  const auto* document = services.documents.find(plan.uri);
  const auto span = document != nullptr ? find_again(plan, document->text.bytes()) : std::nullopt;
  if (!span) {
    return tl::unexpected(refusal("rejected_edit", "the lines were edited in the meantime",
                                  "nothing was changed; run the action again"));
  }
  const auto input = rewrite_input(plan);
  auto replacement = plan.action.output == "insert"
                         ? with_insertion(input, answer.content, cut_off(answer))
                         : rewrite(input, answer.content, cut_off(answer));
  if (!replacement) return tl::unexpected(refused(replacement.error()));
  // A range that was nothing but the AI: comment: what takes its place ends its line as well.
  if (plan.original.ends_with('\n') && !replacement->empty() && !replacement->ends_with('\n')) {
    *replacement += plan.line_ending;
  }
  FileEdit edit;
  edit.uri = plan.uri;
  edit.version = document->version;
  edit.edits =
      text::minimal_edits(document->text, *span, *replacement, services.documents.encoding());
  if (edit.edits.empty()) return What(NothingToChange{});
  return What(workspace_edit(std::move(edit), services.client(), services.settings().edits.confirm,
                             plan.action.title));
}

tl::expected<What, ResponseError> file_of(const Plan& plan, const generate::Answer& answer,
                                          const ActionServices& services) {
  if (cut_off(answer)) {
    return tl::unexpected(
        refused({RewriteRefusal::Kind::truncated, "the answer was cut off at its length limit"}));
  }
  auto text = extract_answer(answer.content, "file", {});
  if (!text) {
    return tl::unexpected(refused({RewriteRefusal::Kind::truncated, std::move(text.error())}));
  }
  auto edit = new_file_edit(*plan.target, std::move(text->text), plan.action.title, services);
  if (!edit) return tl::unexpected(std::move(edit.error()));
  return What(std::move(*edit));
}

tl::expected<What, ResponseError> what_of(const Plan& plan, const generate::Answer& answer,
                                          const ActionServices& services) {
  if (plan.action.output == "newFile") return file_of(plan, answer, services);
  if (plan.action.output != "show") return edit_of(plan, answer, services);
  std::string markdown = sanitized_markdown(answer.content);
  if (cut_off(answer)) markdown += "\n(cut off at the length limit)\n";
  return What(ShownText{std::move(markdown)});
}

}  // namespace

tl::expected<ActionOutcome, ResponseError> outcome_of(const Plan& plan,
                                                      const generate::Answer& answer,
                                                      const ActionServices& services) {
  auto what = what_of(plan, answer, services);
  if (!what) return tl::unexpected(std::move(what.error()));
  if (const auto* edit = std::get_if<protocol::WorkspaceEdit>(&*what)) {
    if (auto reason = refused_target(*edit, services.documents, services.folders())) {
      return tl::unexpected(refusal("rejected_edit", *reason, "nothing was changed"));
    }
  }
  return ActionOutcome{std::move(*what), plan.action.title, answer.model, answer.usage,
                       answer.recent_id};
}

}  // namespace server::actions
