// The model's answer to a range rewrite -> the new text of the range, byte for byte what a careful
// person would have typed, or a refusal. Lines that the model only repeated keep their original
// bytes; changed lines get the document's indentation and line ends (docs/decisions/rewrite.md).
// Pure.
#pragma once

#include "server/text/indentation.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace server::actions {

struct RewriteRules {
  bool comments_only = false;   ///< documentation: no line of code may change
  bool keeps_most = false;      ///< fix, document: 40 % of the lines must survive
  bool may_drop_tail = false;   ///< the instruction asks to remove lines
  bool mends_brackets = false;  ///< fix: brackets that did not balance may do so afterwards
};

struct RewriteInput {
  std::string_view original;        ///< the range's bytes, whole lines
  std::string_view shown;           ///< what the model saw of them: same number of lines
  std::string_view context_before;  ///< the read-only lines in front of and behind the range
  std::string_view context_after;
  std::string_view language;
  std::string_view line_ending;  ///< of the document
  text::IndentStyle style;       ///< of the document
  RewriteRules rules;
};

struct RewriteRefusal {
  enum class Kind { truncated, rejected_edit };
  Kind kind = Kind::rejected_edit;
  std::string reason;  ///< for a person
};
/// "truncated", "rejected_edit": the kinds of docs/protocol.md.
std::string_view to_string(RewriteRefusal::Kind kind);

/// `cut_off`: finish_reason was "length"; always refused. The result may equal `original`.
tl::expected<std::string, RewriteRefusal> rewrite(const RewriteInput& input,
                                                  std::string_view answer, bool cut_off);

}  // namespace server::actions
