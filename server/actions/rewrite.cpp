#include "server/actions/rewrite.hpp"

#include "server/actions/answer.hpp"
#include "server/actions/language.hpp"
#include "server/actions/restore.hpp"
#include "server/text/indentation.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

namespace server::actions {
using text::trimmed;
namespace {

using Kind = RewriteRefusal::Kind;

tl::unexpected<RewriteRefusal> refuse(Kind kind, std::string reason) {
  return tl::unexpected(RewriteRefusal{kind, std::move(reason)});
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

bool has_any(std::string_view text, const std::vector<std::string_view>& words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

bool starts_with_any(std::string_view text, const std::vector<std::string_view>& words) {
  return std::any_of(words.begin(), words.end(),
                     [text](std::string_view word) { return text.starts_with(word); });
}

// "// ... rest of the code ...", "# existing code", "..." on a line of its own.
bool is_elision(std::string_view line, const LanguageSyntax& syntax, bool lines_are_gone) {
  static const std::vector<std::string_view> words = {
      "rest", "existing", "remaining", "unchanged", "same", "other", "omitted", "previous", "here"};
  static const std::vector<std::string_view> phrases = {"rest of the code",
                                                        "rest of the function",
                                                        "rest of the file",
                                                        "rest of the method",
                                                        "rest of the class",
                                                        "rest of your code",
                                                        "rest of the impl",
                                                        "existing code",
                                                        "the existing code",
                                                        "remaining code",
                                                        "code unchanged",
                                                        "unchanged code",
                                                        "the rest of the code",
                                                        "the rest of the function",
                                                        "the rest of the file",
                                                        "same as before",
                                                        "code remains",
                                                        "other code",
                                                        "previous code",
                                                        "keep the rest",
                                                        "implementation unchanged"};
  const auto content = trimmed(line);
  if (content == "..." || content == "\xE2\x80\xA6") return lines_are_gone;
  const std::string comment = lower_case(comment_text(line, syntax));
  if (comment.empty()) return false;
  const bool dots = has_any(comment, {"...", "\xE2\x80\xA6"});
  if (comment.find_first_not_of(". ") == std::string::npos) return true;
  return (dots && has_any(comment, words)) || starts_with_any(comment, phrases);
}

std::optional<RewriteRefusal> cut_or_lazy(const RewriteInput& input, const Restored& result,
                                          bool closed) {
  if (!closed && result.removed == result.total) {
    return RewriteRefusal{Kind::rejected_edit, "the answer is not a rewrite of the range"};
  }
  if (!input.rules.may_drop_tail && (result.lost_tail || (!closed && result.shrunken_tail))) {
    return RewriteRefusal{Kind::truncated, "the answer stops before the last lines of the range"};
  }
  const auto& syntax = syntax_of(input.language);
  for (const auto& line : result.new_lines) {
    if (is_elision(line, syntax, result.removed > 0)) {
      return RewriteRefusal{Kind::rejected_edit,
                            "the answer leaves code out: " + std::string(trimmed(line))};
    }
    if (line.find("REDACTED") != std::string::npos &&
        input.original.find("REDACTED") == std::string_view::npos) {
      return RewriteRefusal{Kind::rejected_edit,
                            "the answer changes a line whose secret was not sent"};
    }
  }
  return std::nullopt;
}

std::optional<RewriteRefusal> damaging(const RewriteInput& input, const Restored& result) {
  const auto& syntax = syntax_of(input.language);
  const Scan before = scan(input.original, syntax);
  const Scan after = scan(result.text, syntax);
  const bool mended = input.rules.mends_brackets && after.brackets == BracketBalance{};
  if (syntax.is_code && before.brackets != after.brackets && !mended) {
    return RewriteRefusal{Kind::rejected_edit, "the brackets of the answer do not balance"};
  }
  if (input.rules.comments_only && before.code_lines != after.code_lines) {
    return RewriteRefusal{Kind::rejected_edit, "the answer changes code, not only comments"};
  }
  // One or two lines are mended by replacing them.
  constexpr std::size_t few_lines = 4;
  const std::size_t survived = result.total - result.removed;
  if (input.rules.keeps_most && result.total >= few_lines && survived * 10 < result.total * 4) {
    return RewriteRefusal{Kind::rejected_edit,
                          "the answer replaces most of the code (" + std::to_string(survived) +
                              " of " + std::to_string(result.total) + " lines survive)"};
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(RewriteRefusal::Kind kind) {
  return kind == Kind::truncated ? "truncated" : "rejected_edit";
}

tl::expected<std::string, RewriteRefusal> rewrite(const RewriteInput& input,
                                                  std::string_view answer, bool cut_off) {
  if (cut_off) return refuse(Kind::truncated, "the answer was cut off at its length limit");
  auto extracted = extract_answer(answer, "range", input.shown);
  if (!extracted) return refuse(Kind::truncated, std::move(extracted.error()));
  auto result = restore(input, without_context(extracted->text, input));
  if (auto refusal = cut_or_lazy(input, result, extracted->closed)) {
    return tl::unexpected(std::move(*refusal));
  }
  if (auto refusal = damaging(input, result)) return tl::unexpected(std::move(*refusal));
  return std::move(result.text);
}

}  // namespace server::actions
