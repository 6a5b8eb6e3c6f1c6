// One suggestion, from a place in a document to the text to show: for the editor's requests and for
// `cerebras-ls complete`. Knows no LSP requests, no debounce, no settings layers. Asio thread.
#pragma once

#include "cerebras/api.hpp"
#include "cerebras/error.hpp"
#include "server/completion/scene.hpp"
#include "server/generate/generator.hpp"
#include "server/lsp/settings.hpp"
#include "server/text/document_store.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace server::completion {

/// A copy of everything that a suggestion needs: nothing refers to the document any more.
struct SuggestInput {
  std::string feature = "inlineCompletion";  ///< or "completion"
  bool automatic = false;
  Scene scene;
  Window window;
  std::optional<std::string> model;  ///< completion.model
  std::int64_t max_tokens = 128;     ///< completion.maxTokens
};

/// An excerpt in the prompt and why it is there.
struct Source {
  std::string path;
  std::size_t first_line = 0;  ///< zero-based, inclusive
  std::size_t last_line = 0;
  std::string why;
  std::int64_t tokens = 0;  ///< estimated
};

struct SuggestRequest {
  generate::Ask ask;  ///< streams; `on_text` is empty
  std::vector<Source> sources;
};

struct Suggestion {
  std::string text;          ///< goes in at the cursor, LF line ends; "" when there is none
  std::size_t replaced = 0;  ///< bytes behind the cursor, within the line, that it replaces
  std::string reason;        ///< why there is none: "filtered:NAME", "cancelled", a failure's kind
  std::optional<cerebras::Error> error;  ///< when the model could not be asked or did not answer
  std::uint64_t recent_id = 0;
  std::string model;
  cerebras::Usage usage;
};

/// Where the cursor is taken to be, when not plainly at an offset.
struct SelectedText {
  text::Span span;   ///< within the cursor's line, around the cursor
  std::string text;  ///< stands there instead, the cursor behind it
};

/// Copies the window around `offset`. Whether the document may be sent at all is the caller's check
/// (context::denied).
SuggestInput input_at(const text::Document& document, std::size_t offset,
                      const lsp::Settings& settings,
                      const std::vector<std::string>& workspace_folders,
                      const std::optional<SelectedText>& selected = std::nullopt);

/// The request as it will be sent (`complete --dry-run` prints it).
SuggestRequest build_ask(const SuggestInput& input);

/// Asks and filters; stops reading as soon as the rest can not change the result. Never throws.
boost::asio::awaitable<Suggestion> suggest(SuggestInput input, generate::Generate generate);

}  // namespace server::completion
