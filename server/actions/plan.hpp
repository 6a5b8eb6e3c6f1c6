// Everything an action needs before the model is asked, taken from the documents at once: the
// range, the prompt, and the bytes to find the range again when the document has moved on. Asio
// thread.
#pragma once

#include "protocol/jsonrpc.hpp"
#include "server/actions/new_file.hpp"
#include "server/actions/rewrite.hpp"
#include "server/actions/run_action.hpp"
#include "server/actions/services.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace server::actions {

struct Plan {
  lsp::ActionSettings action;
  std::string uri;
  std::string language;
  std::string original;  ///< the range's bytes in the document
  std::string source;    ///< the same without the AI: comment, which the edit takes out
  std::string shown;     ///< `source` as the model saw it
  std::string context_before;
  std::string context_after;
  bool unique = false;           ///< `original` was nowhere else in the document
  std::size_t bytes_before = 0;  ///< of the document in front of and behind the range
  std::size_t bytes_after = 0;
  std::size_t before = 0;  ///< hashes of these bytes
  std::size_t after = 0;
  std::string line_ending;
  text::IndentStyle style;
  RewriteRules rules;
  std::optional<NewFileTarget> target;  ///< for output "newFile"
  generate::Ask ask;
};

tl::expected<Plan, protocol::ResponseError> make_plan(const ActionInput& input,
                                                      const ActionServices& services);

/// The range in the document as it is now: unchanged and at most shifted; nullopt when it changed.
std::optional<text::Span> find_again(const Plan& plan, std::string_view document);

RewriteInput rewrite_input(const Plan& plan);

/// nullopt, or why `uri` can not be worked on: disabled, not open, ignored.
std::optional<protocol::ResponseError> refused_document(const std::string& uri,
                                                        const ActionServices& services);

}  // namespace server::actions
