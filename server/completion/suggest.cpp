#include "server/completion/suggest.hpp"

#include "protocol/uri.hpp"
#include "server/completion/filters.hpp"
#include "server/completion/prompt.hpp"

#include <boost/asio/this_coro.hpp>

#include <cmath>
#include <exception>
#include <memory>

namespace server::completion {

namespace asio = boost::asio;

namespace {

/// The path below a workspace folder, else the file's name.
std::string shown_path(const std::string& uri, const std::vector<std::string>& workspace_folders) {
  const auto path = protocol::path_from_uri(uri).value_or(uri);
  for (const auto& name : workspace_folders) {
    auto folder =
        protocol::scheme_of(name) == "file" ? protocol::path_from_uri(name).value_or("") : name;
    if (!folder.empty() && folder.back() != '/') folder += '/';
    if (folder.size() > 1 && path.starts_with(folder)) return path.substr(folder.size());
  }
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

std::int64_t whole(double tokens) {
  return static_cast<std::int64_t>(std::ceil(tokens));
}

}  // namespace

SuggestInput input_at(const text::Document& document, std::size_t offset,
                      const lsp::Settings& settings,
                      const std::vector<std::string>& workspace_folders,
                      const std::optional<SelectedText>& selected) {
  SuggestInput input;
  input.window = window_at(document.text, offset, settings.completion.context_tokens);
  if (selected) {
    std::string& before = input.window.before;
    std::string& after = input.window.after;
    before.erase(before.size() - std::min(before.size(), offset - selected->span.begin));
    before += selected->text;
    after.erase(0, selected->span.end - offset);
  }
  SceneOptions options;
  options.path = shown_path(document.uri, workspace_folders);
  options.language = document.language_id;
  options.multiline = multiline_of(settings.completion.multiline);
  options.redact_secrets = settings.privacy.redact_secrets;
  options.max_tokens = settings.completion.max_tokens;
  input.scene = make_scene(input.window, std::move(options));
  input.model = settings.completion.model;
  input.max_tokens = settings.completion.max_tokens;
  return input;
}

SuggestRequest build_ask(const SuggestInput& input) {
  const Scene& scene = input.scene;
  const Window& window = input.window;
  SuggestRequest request;
  request.ask.feature = input.feature;
  request.ask.automatic = input.automatic;
  request.ask.model = input.model;
  request.ask.messages = messages_for(scene);
  request.ask.max_completion_tokens = answer_cap(scene, input.max_tokens);
  request.ask.temperature = 0.0;
  request.ask.stop = stops_for(scene);
  request.ask.stream = true;
  request.sources = {{scene.path, window.first_line, window.cursor_line, "text before the cursor",
                      whole(window.tokens_before)},
                     {scene.path, window.cursor_line, window.last_line, "text after the cursor",
                      whole(window.tokens_after)}};
  return request;
}

namespace {

/// The reader is shared: the transfer may outlive the coroutine by its last pieces.
cerebras::OnText read_into(std::shared_ptr<AnswerReader> reader) {
  return [reader = std::move(reader)](std::string_view piece) { return reader->push(piece); };
}

Suggestion failed(cerebras::Error error) {
  Suggestion suggestion;
  suggestion.reason = to_string(error.failure);
  suggestion.error = std::move(error);
  return suggestion;
}

Suggestion internal_fault(const std::exception& bug) {
  cerebras::Error error;
  error.message = std::string("internal error: ") + bug.what();
  return failed(std::move(error));
}

Suggestion filtered(const AnswerReader& reader, generate::Answer answer) {
  const bool truncated = answer.finish_reason == cerebras::FinishReason::length;
  Filtered result = reader.finish(truncated);
  Suggestion suggestion;
  suggestion.text = std::move(result.text);
  suggestion.replaced = result.replaced;
  if (!result.dropped_by.empty()) {
    suggestion.text.clear();
    suggestion.reason = "filtered:" + std::string(result.dropped_by);
  }
  suggestion.recent_id = answer.recent_id;
  suggestion.model = std::move(answer.model);
  suggestion.usage = answer.usage;
  return suggestion;
}

}  // namespace

asio::awaitable<Suggestion> suggest(SuggestInput input, generate::Generate generate) {
  co_await asio::this_coro::throw_if_cancelled(false);
  Suggestion suggestion;
  try {
    auto request = build_ask(input);
    auto reader = std::make_shared<AnswerReader>(std::move(input.scene));
    request.ask.on_text = read_into(reader);
    auto answer = co_await generate(std::move(request.ask));
    suggestion =
        answer ? filtered(*reader, std::move(*answer)) : failed(std::move(answer.error().error));
  } catch (const std::exception& bug) {
    suggestion = internal_fault(bug);
  }
  co_return suggestion;
}

}  // namespace server::completion
