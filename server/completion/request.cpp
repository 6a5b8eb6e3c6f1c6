#include "server/completion/request.hpp"

#include "server/completion/lines.hpp"
#include "server/context/privacy.hpp"
#include "server/generate/refusal.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <tuple>

namespace server::completion {

namespace asio = boost::asio;
using protocol::ErrorCode;

// --- Before the model is asked ------------------------------------------------------------------

namespace {

tl::unexpected<Refused> refused(std::string reason, std::string message, std::string hint) {
  auto error = generate::refusal(reason, std::move(message), std::move(hint));
  return tl::unexpected(Refused{std::move(reason), std::move(error)});
}

tl::unexpected<Refused> not_open(const std::string& uri) {
  return tl::unexpected(Refused{
      "not_open", {ErrorCode::invalid_params, "the document is not open: " + uri, std::nullopt}});
}

tl::unexpected<Refused> disabled(const std::string& language) {
  return refused("disabled", "completion is switched off for " + language + " documents",
                 "see the settings cerebras.enabled, completion.enabled and completion.languages");
}

/// The selected item of the editor's own popup as a span around the cursor, when it is one.
std::optional<SelectedText> selected_text(const text::Document& document,
                                          const protocol::SelectedCompletionInfo& selected,
                                          std::size_t cursor, text::PositionEncoding encoding) {
  const auto span = document.text.span_from_range(selected.range, encoding);
  const std::size_t line = document.text.line_of(cursor);
  const bool around = span.begin <= cursor && cursor <= span.end;
  if (!around || document.text.line_of(span.begin) != line ||
      document.text.line_of(span.end) != line) {
    return std::nullopt;
  }
  return SelectedText{span, selected.text};
}

Prepared prepared_at(const CompletionServices& services, const text::Document& document,
                     std::size_t cursor, const std::optional<SelectedText>& selected) {
  const auto encoding = services.documents.encoding();
  const auto& text = document.text;
  const std::size_t line = text.line_of(cursor);
  const std::size_t column = cursor - text.line_start(line);
  Prepared prepared;
  prepared.input =
      input_at(document, cursor, services.settings(), services.workspace_folders(), selected);
  prepared.version = document.version;
  prepared.line_ending = text.line_ending();
  prepared.line_before = text.line(line).substr(0, column);
  prepared.line_after = text.line(line).substr(column);
  prepared.at_cursor = text.range_from_span({cursor, cursor}, encoding);
  prepared.rest_of_line =
      text.range_from_span({cursor, cursor + prepared.line_after.size()}, encoding);
  return prepared;
}

}  // namespace

tl::expected<Prepared, Refused> prepare(const CompletionServices& services, const Wanted& wanted) {
  const lsp::Settings& settings = services.settings();
  const text::Document* document = services.documents.find(wanted.uri);
  if (document == nullptr) return not_open(wanted.uri);
  if (!enabled_for(settings, document->language_id)) return disabled(document->language_id);
  if (const auto why =
          context::denied(wanted.uri, settings.privacy, services.workspace_folders())) {
    return refused("ignored_file", "this file is never sent: " + *why,
                   "see the settings privacy.deny and privacy.ignoreFiles");
  }
  const auto encoding = services.documents.encoding();
  const std::size_t cursor = document->text.offset_from_position(wanted.position, encoding);
  std::optional<SelectedText> selected;
  if (wanted.selected) {
    selected = selected_text(*document, *wanted.selected, cursor, encoding);
    if (!selected) {
      auto answer = refused("invalid_request", "the selected completion is not at the cursor",
                            "close the popup and try again");
      answer.value().reason = "filtered:selected_completion";
      return answer;
    }
  }
  Prepared prepared = prepared_at(services, *document, cursor, selected);
  prepared.input.feature = wanted.feature;
  prepared.input.automatic = wanted.automatic;
  if (!wanted.automatic) return prepared;
  if (in_mid_line(prepared.input.scene.rest())) {
    return refused("mid_word", "the cursor is inside a line", "");
  }
  prepared.wait = services.session->typing.wait(
      prepared.line_before, settings.completion.debounce_ms, Typing::Now::clock::now());
  return prepared;
}

// --- Asking -------------------------------------------------------------------------------------

namespace {

Suggestion cancelled() {
  Suggestion suggestion;
  suggestion.reason = "cancelled";
  suggestion.error = cerebras::Error{};
  suggestion.error->failure = cerebras::Failure::cancelled;
  return suggestion;
}

asio::awaitable<Suggestion> suggest_after(std::chrono::milliseconds wait, SuggestInput input,
                                          generate::Generate generate,
                                          asio::any_io_executor executor) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (wait.count() > 0) {
    asio::steady_timer timer(executor, wait);
    auto waited = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (std::get<0>(waited)) co_return cancelled();
  }
  auto suggestion = co_await suggest(std::move(input), std::move(generate));
  co_return suggestion;
}

asio::awaitable<void> overtaken(std::shared_ptr<Turn> turn) {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await turn->ended.async_wait(asio::as_tuple(asio::use_awaitable));
}

/// Notes why the last request of this feature came to nothing: on its own entry when there is one.
void record_superseded(generate::Recent& recent, const std::string& feature,
                       std::uint64_t newest_before) {
  for (auto entry = recent.entries().rbegin(); entry != recent.entries().rend(); ++entry) {
    if (entry->id <= newest_before) break;
    if (entry->feature != feature || entry->outcome != "cancelled") continue;
    recent.set_outcome(entry->id, "empty", "superseded");
    return;
  }
  recent.add_empty(feature, "superseded");
}

std::uint64_t newest_id(const generate::Recent& recent) {
  return recent.entries().empty() ? 0 : recent.entries().back().id;
}

std::string with_line_ends(const std::string& text, std::string_view line_ending) {
  if (line_ending == "\n") return text;
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += line_ending;
    } else {
      result += c;
    }
  }
  return result;
}

/// Whether what the model saw behind the cursor is what is there: else nothing may replace it.
bool saw_rest(const Prepared& prepared, std::string_view rest) {
  return rest == prepared.line_after;
}

/// Failures are recorded by the generator, unless the request never came to it.
void record(generate::Recent& recent, const Wanted& wanted, const Suggestion& suggestion,
            const std::string& reason, std::uint64_t newest_before) {
  if (suggestion.recent_id != 0) {
    recent.set_outcome(suggestion.recent_id, reason.empty() ? "shown" : "empty", reason);
  } else if (!reason.empty() && newest_id(recent) == newest_before) {
    recent.add_empty(wanted.feature, reason);
  }
}

bool document_moved_on(const CompletionServices& services, const Wanted& wanted,
                       const Prepared& prepared) {
  const text::Document* document = services.documents.find(wanted.uri);
  return document == nullptr || document->version != prepared.version;
}

}  // namespace

asio::awaitable<Outcome> complete(CompletionServices services, Wanted wanted, Prepared prepared) {
  using asio::experimental::awaitable_operators::operator||;
  co_await asio::this_coro::throw_if_cancelled(false);
  const std::string key = wanted.feature + " " + wanted.uri;
  const std::string rest(prepared.input.scene.rest());
  const bool selected = wanted.selected.has_value();
  const std::uint64_t newest_before = newest_id(services.recent());
  const auto turn = services.session->turns.begin(key, services.executor);
  auto asked =
      suggest_after(prepared.wait, std::move(prepared.input), services.generate, services.executor);
  auto newer = overtaken(turn);
  auto first = co_await (std::move(asked) || std::move(newer));
  services.session->turns.finish(key, turn);

  Outcome outcome;
  generate::Recent& recent = services.recent();
  Suggestion suggestion = first.index() == 0 ? std::get<0>(std::move(first)) : cancelled();
  if (turn->superseded) {
    record_superseded(recent, wanted.feature, newest_before);
    co_return outcome;
  }
  std::string reason = suggestion.reason;
  if (reason.empty() && suggestion.replaced > 0 && (selected || !saw_rest(prepared, rest))) {
    reason = "filtered:rest_of_line";
  }
  if (reason.empty() && document_moved_on(services, wanted, prepared)) reason = "superseded";
  record(recent, wanted, suggestion, reason, newest_before);
  if (suggestion.error) {
    outcome.failed = true;
    outcome.error = generate::refusal(*suggestion.error);
  } else if (reason.empty()) {
    outcome.text = with_line_ends(suggestion.text, prepared.line_ending);
    outcome.replaces_rest = suggestion.replaced > 0;
  }
  co_return outcome;
}

}  // namespace server::completion
