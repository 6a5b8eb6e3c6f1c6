#include "server/actions/offer.hpp"

#include "protocol/json.hpp"
#include "server/actions/ai_comment.hpp"
#include "server/actions/catalogue.hpp"
#include "server/actions/plan.hpp"
#include "server/actions/range.hpp"
#include "server/actions/targets.hpp"
#include "server/text/utf8.hpp"

#include <utility>

namespace server::actions {

namespace json = boost::json;

namespace {

using Diagnostics = std::vector<protocol::Diagnostic>;

constexpr protocol::UInteger llm_generated = 1;  // CodeActionTag

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 60;
  text = text.substr(0, text.find_first_of("\r\n"));
  if (text.size() <= longest) return std::string(text);
  std::size_t end = longest;
  while (end > 0 && text::is_continuation(text[end])) --end;
  return std::string(text.substr(0, end)) + "\xE2\x80\xA6";
}

class Offer {
 public:
  Offer(const protocol::CodeActionParams& params, const ActionServices& services,
        const text::Document& document)
      : params_(params),
        client_(services.client()),
        document_(document),
        selection_(document.text.span_from_range(params.range, services.documents.encoding())),
        may_edit_(!refused_target(document.uri, services.documents, services.folders())) {}

  std::vector<protocol::CodeAction> run(const std::vector<lsp::ActionSettings>& actions) {
    for (const auto& action : actions) {
      if (!fits_language(action, document_.language_id)) continue;
      if (!kind_is_wanted(action.kind, params_.context.only)) continue;
      if (!may_edit_ && action.output != "show") continue;
      if (!can_deliver(action)) continue;
      offer(action);
    }
    return std::move(offered_);
  }

 private:
  // An edit needs resolve or workspace/applyEdit.
  [[nodiscard]] bool can_deliver(const lsp::ActionSettings& action) const {
    return action.output == "show" || resolves() || client_.apply_edit;
  }

  [[nodiscard]] bool resolves() const {
    return client_.code_action_resolve_edit && client_.code_action_data;
  }

  void offer(const lsp::ActionSettings& action) {
    if (action.id == "cerebras.fix") {
      offer_fixes(action);
    } else if (action.id == "cerebras.edit") {
      const auto& text = document_.text;
      const LineRange lines{text.line_of(selection_.begin), text.line_of(selection_.end)};
      const auto comment = nearest_ai_comment(text, lines, document_.language_id);
      if (comment) add(action, action.title + ": " + shortened(comment->instruction), {});
    } else if (action.id != "cerebras.implement" || is_unwritten()) {
      add(action, action.title, {});
    }
  }

  void offer_fixes(const lsp::ActionSettings& action) {
    const auto& diagnostics = params_.context.diagnostics;
    for (const auto& diagnostic : diagnostics) {
      add(action, action.title + ": " + shortened(diagnostic.message), {diagnostic});
    }
    if (diagnostics.size() < 2) return;
    add(action, action.title + " all " + std::to_string(diagnostics.size()) + " problems",
        diagnostics);
  }

  [[nodiscard]] bool is_unwritten() const {
    const auto lines = choose_range(document_.text, selection_, RangeNeed::definition);
    if (!lines) return false;
    const auto span = span_of(document_.text, *lines);
    const auto code =
        std::string_view(document_.text.bytes()).substr(span.begin, span.end - span.begin);
    return looks_unwritten(code, document_.language_id);
  }

  void add(const lsp::ActionSettings& action, std::string title, Diagnostics diagnostics) {
    protocol::CodeAction offered;
    offered.title = std::move(title);
    offered.kind = action.kind;
    if (client_.code_action_llm_tag) offered.tags = {llm_generated};
    ActionData data{action.id, document_.uri, document_.version, params_.range, std::nullopt};
    if (!diagnostics.empty()) {
      data.diagnostics = diagnostics;
      offered.diagnostics = std::move(diagnostics);
    }
    if (resolves() && action.output != "show") {
      offered.data = protocol::encode(data);
    } else {
      data.version.reset();
      offered.command = protocol::Command{offered.title, "cerebras.runAction",
                                          json::array{protocol::encode(data)}};
    }
    offered_.push_back(std::move(offered));
  }

  const protocol::CodeActionParams& params_;
  const protocol::ClientCapabilities& client_;
  const text::Document& document_;
  text::Span selection_;
  bool may_edit_;
  std::vector<protocol::CodeAction> offered_;
};

}  // namespace

ActionInput input_of(ActionData data) {
  ActionInput input;
  input.id = std::move(data.id);
  input.uri = std::move(data.uri);
  input.range = data.range;
  input.version = data.version;
  if (data.diagnostics) input.diagnostics = std::move(*data.diagnostics);
  return input;
}

std::vector<protocol::CodeAction> offered_actions(const protocol::CodeActionParams& params,
                                                  const ActionServices& services) {
  if (refused_document(params.textDocument.uri, services)) return {};
  const auto& document = *services.documents.find(params.textDocument.uri);
  return Offer(params, services, document).run(catalogue(services.settings().actions));
}

}  // namespace server::actions
