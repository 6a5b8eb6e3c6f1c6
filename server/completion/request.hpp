// The way of one completion request, shared by inline completion and the popup: may it be asked,
// what is copied from the document, waiting for its turn, and what becomes of the answer.
// Asio thread.
#pragma once

#include "protocol/lsp.hpp"
#include "server/completion/services.hpp"
#include "server/completion/suggest.hpp"
#include "server/lsp/rpc.hpp"

#include <boost/asio/awaitable.hpp>
#include <tl/expected.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace server::completion {

/// A request in the terms of both methods.
struct Wanted {
  std::string feature;
  std::string uri;
  protocol::Position position;
  bool automatic = false;
  std::optional<protocol::SelectedCompletionInfo> selected;
};

/// Ready to be asked. Nothing in it refers to the document.
struct Prepared {
  SuggestInput input;
  std::chrono::milliseconds wait{0};
  std::int32_t version = 0;
  std::string line_ending;
  std::string line_before;       ///< the current line up to the cursor, as in the document
  std::string line_after;        ///< and behind it
  protocol::Range at_cursor;     ///< empty range at the cursor
  protocol::Range rest_of_line;  ///< from the cursor to the line's end
};

/// Why nothing is asked: a reason for cerebras/recent, or (invoked) an error.
struct Refused {
  std::string reason;
  protocol::ResponseError error;
};

/// Takes all that is needed of the document; call before the first wait.
tl::expected<Prepared, Refused> prepare(const CompletionServices& services, const Wanted& wanted);

/// A text to show, or nothing with a reason that is already recorded.
struct Outcome {
  std::string text;  ///< with the document's line ends; "" = nothing
  bool replaces_rest = false;
  protocol::ResponseError error;  ///< the answer of an invoked request, when `failed`
  bool failed = false;
};

/// Waits for its turn, asks, filters, records. An older request of the same document and feature
/// ends at once with an empty outcome.
boost::asio::awaitable<Outcome> complete(CompletionServices services, Wanted wanted,
                                         Prepared prepared);

}  // namespace server::completion
