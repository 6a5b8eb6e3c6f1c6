#include "server/actions/plan.hpp"

#include "cerebras/token_estimate.hpp"
#include "protocol/uri.hpp"
#include "server/actions/catalogue.hpp"
#include "server/actions/choice.hpp"
#include "server/actions/prompt.hpp"
#include "server/actions/targets.hpp"
#include "server/context/privacy.hpp"
#include "server/generate/refusal.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <functional>
#include <vector>

namespace server::actions {
namespace {

using generate::refusal;
using protocol::ResponseError;

constexpr std::size_t lines_before = 60;
constexpr std::size_t lines_after = 40;
constexpr double default_temperature = 0.2;

std::size_t digest(std::string_view bytes) {
  return std::hash<std::string_view>()(bytes);
}

ResponseError invalid(std::string message) {
  return {protocol::ErrorCode::invalid_params, std::move(message), std::nullopt};
}

std::string shown_path(const std::string& uri,
                       const std::vector<protocol::WorkspaceFolder>& folders) {
  const auto path = protocol::path_from_uri(uri);
  if (!path) return uri.substr(uri.find(':') + 1);
  for (const auto& folder : folders) {
    auto root = protocol::path_from_uri(folder.uri).value_or("");
    if (!root.ends_with('/')) root += '/';
    if (root.size() > 1 && path->starts_with(root)) return path->substr(root.size());
  }
  return std::filesystem::path(*path).filename().string();
}

bool asks_to_remove(std::string_view instruction) {
  std::string lower(instruction);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower.find("remove") != std::string::npos || lower.find("delete") != std::string::npos ||
         lower.find("drop ") != std::string::npos || lower.find("strip") != std::string::npos;
}

/// A part of a document without its secrets, which are looked for in the whole of it: the middle of
/// a private key does not look like one.
class Redacted {
 public:
  explicit Redacted(std::string_view bytes)
      : bytes_(bytes), secrets_(context::secret_spans(bytes)) {}

  [[nodiscard]] std::string part(std::size_t from, std::size_t to) const {
    std::string result;
    for (const auto& secret : secrets_) {
      if (secret.end <= from || secret.begin >= to) continue;
      if (secret.begin > from) result.append(bytes_.substr(from, secret.begin - from));
      result += "REDACTED";
      from = std::min(secret.end, to);
    }
    return result.append(bytes_.substr(from, to - from));
  }

 private:
  std::string_view bytes_;
  std::vector<text::Span> secrets_;
};

/// A byte order mark is not the model's business, and stays where it is.
std::size_t mark_size(std::string_view bytes) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  return bytes.starts_with(mark) ? mark.size() : 0;
}

void take_text(const text::Document& document, const Chosen& chosen, Plan& plan) {
  const auto& text = document.text;
  auto span = span_of(text, chosen.lines);
  const std::size_t start = chosen.comment ? 0 : mark_size(text.bytes());
  span.begin = std::max(span.begin, start);
  span.end = std::max(span.end, span.begin);
  const Redacted redacted(text.bytes());
  const std::size_t first = chosen.lines.first - std::min(chosen.lines.first, lines_before);
  const LineRange behind{chosen.lines.last,
                         std::min(text.line_count() - 1, chosen.lines.last + lines_after)};
  plan.language = document.language_id;
  plan.original = text.bytes().substr(span.begin, span.end - span.begin);
  plan.source =
      chosen.comment ? without_comment(text, chosen.lines, *chosen.comment) : plan.original;
  plan.shown =
      chosen.comment ? context::redact_secrets(plan.source) : redacted.part(span.begin, span.end);
  plan.context_before = redacted.part(std::max(text.line_start(first), start), span.begin);
  plan.context_after = redacted.part(span.end, std::max(span.end, span_of(text, behind).end));
  plan.unique = text.bytes().find(plan.original) == span.begin &&
                text.bytes().find(plan.original, span.begin + 1) == std::string::npos;
  plan.bytes_before = span.begin;
  plan.bytes_after = text.bytes().size() - span.end;
  plan.before = digest(std::string_view(text.bytes()).substr(0, span.begin));
  plan.after = digest(std::string_view(text.bytes()).substr(span.end));
  plan.line_ending = text.line_ending();
  plan.style = text::indent_style(text.bytes());
}

// Of the lines that the answer must repeat, with some room.
std::int64_t repeated_tokens(const Plan& plan) {
  constexpr double room = 1.2;
  if (plan.action.output != "edit") return 0;
  return static_cast<std::int64_t>(std::ceil(room * cerebras::estimate_tokens(plan.shown)));
}

generate::Ask ask_for(const Plan& plan, const PromptParts& parts, const lsp::Settings& settings) {
  generate::Ask ask;
  ask.feature = plan.action.id;
  ask.model = plan.action.model ? plan.action.model : settings.edits.model;
  ask.messages = action_messages(plan.action, parts);
  ask.max_completion_tokens = plan.action.max_tokens.value_or(settings.edits.max_tokens);
  ask.temperature = plan.action.temperature.value_or(default_temperature);
  // Near the end of a budget: better no answer than one that must be cut.
  ask.min_completion_tokens = 64 + repeated_tokens(plan);
  return ask;
}

}  // namespace

std::optional<ResponseError> refused_document(const std::string& uri,
                                              const ActionServices& services) {
  const auto& settings = services.settings();
  if (!settings.enabled) {
    return refusal("disabled", "cerebras is switched off", "set cerebras.enabled to true");
  }
  if (services.documents.find(uri) == nullptr) {
    return refusal("invalid_request", "the document is not open: " + uri, "open it in the editor");
  }
  std::vector<std::string> folders;
  for (const auto& folder : services.folders()) folders.push_back(folder.uri);
  if (auto reason = context::denied(uri, settings.privacy, folders)) {
    return refusal("ignored_file", *reason, "see cerebras.privacy");
  }
  return std::nullopt;
}

tl::expected<Plan, ResponseError> make_plan(const ActionInput& input,
                                            const ActionServices& services) {
  Plan plan;
  auto action = find_action(services.settings().actions, input.id);
  if (!action) return tl::unexpected(invalid("params.id: there is no action " + input.id));
  plan.action = std::move(*action);
  plan.uri = input.uri;
  if (auto refused = refused_document(input.uri, services)) {
    return tl::unexpected(std::move(*refused));
  }
  const auto& document = *services.documents.find(input.uri);
  if (input.version && *input.version != document.version) {
    return tl::unexpected(refusal("rejected_edit",
                                  "the document has changed since the action was offered",
                                  "ask for the actions again"));
  }
  auto chosen = choose_lines(input, plan.action, document, services.documents.encoding());
  if (!chosen) return tl::unexpected(refusal("invalid_request", chosen.error(), "select less"));
  take_text(document, *chosen, plan);
  const bool edits_here = plan.action.output == "edit" || plan.action.output == "insert";
  const auto& folders = services.folders();
  if (auto reason =
          edits_here ? refused_target(input.uri, services.documents, folders) : std::nullopt) {
    return tl::unexpected(refusal("rejected_edit", *reason, "edit it yourself"));
  }
  PromptParts parts{shown_path(input.uri, folders),
                    plan.language,
                    plan.style,
                    plan.context_before,
                    plan.shown,
                    plan.context_after,
                    diagnostics_text(input.diagnostics, chosen->lines),
                    context::redact_secrets(chosen->instruction)};
  if (plan.action.output == "newFile") {
    auto target = new_file_target(input.uri, plan.language, plan.action.id, services);
    if (!target) return tl::unexpected(std::move(target.error()));
    if (!parts.instruction.empty()) parts.instruction += ' ';
    parts.instruction += target->exists ? "The text is added at the end of the existing file "
                                        : "The file's name is ";
    parts.instruction += target->name + ".";
    plan.target = std::move(*target);
  }
  plan.rules = {plan.action.id == "cerebras.document",
                plan.action.id == "cerebras.document" || plan.action.id == "cerebras.fix",
                asks_to_remove(chosen->instruction), plan.action.id == "cerebras.fix"};
  plan.ask = ask_for(plan, parts, services.settings());
  if (repeated_tokens(plan) > plan.ask.max_completion_tokens) {
    return tl::unexpected(refusal("invalid_request",
                                  "the lines alone are about " +
                                      std::to_string(repeated_tokens(plan)) +
                                      " tokens, more than an answer may have",
                                  "choose fewer lines or raise cerebras.edits.maxTokens"));
  }
  return plan;
}

std::optional<text::Span> find_again(const Plan& plan, std::string_view document) {
  const std::size_t size = plan.original.size();
  // Only as whole lines: `a();` is also the end of `data();`, and of a line that is being typed.
  const auto is_at = [&](std::size_t at) {
    if (at > document.size() || document.substr(at, size) != plan.original) return false;
    const auto ends_line = [](char c) { return c == '\n' || c == '\r'; };
    const std::size_t end = at + size;
    const bool at_start = at == 0 || at == mark_size(document) || ends_line(document[at - 1]);
    const bool at_end = end == document.size() || ends_line(document[end]) ||
                        (size > 0 && ends_line(document[end - 1]));
    return at_start && at_end;
  };
  const bool stayed =
      is_at(plan.bytes_before) && digest(document.substr(0, plan.bytes_before)) == plan.before;
  const std::size_t tail = plan.bytes_after + size;
  const std::size_t shifted = document.size() - std::min(tail, document.size());
  const bool moved = is_at(shifted) && digest(document.substr(shifted + size)) == plan.after;
  if (stayed && moved && shifted != plan.bytes_before) return std::nullopt;  // a copy came in
  if (stayed) return text::Span{plan.bytes_before, plan.bytes_before + size};
  if (moved) return text::Span{shifted, shifted + size};
  const std::size_t only = document.find(plan.original);  // changed on both sides
  const bool unique = plan.unique && only != std::string_view::npos && is_at(only) &&
                      document.find(plan.original, only + 1) == std::string_view::npos;
  if (!unique) return std::nullopt;
  return text::Span{only, only + size};
}

RewriteInput rewrite_input(const Plan& plan) {
  RewriteInput input;
  input.original = plan.source;
  input.shown = plan.shown;
  input.context_before = plan.context_before;
  input.context_after = plan.context_after;
  input.language = plan.language;
  input.line_ending = plan.line_ending;
  input.style = plan.style;
  input.rules = plan.rules;
  return input;
}

}  // namespace server::actions
