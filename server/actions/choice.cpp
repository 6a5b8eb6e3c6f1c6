#include "server/actions/choice.hpp"

#include <algorithm>

namespace server::actions {
namespace {

RangeNeed need_of(const ActionInput& input) {
  if (!input.diagnostics.empty()) return RangeNeed::problem;
  const bool definition = input.id == "cerebras.document" || input.id == "cerebras.implement" ||
                          input.id == "cerebras.tests" || input.id == "cerebras.explain";
  return definition ? RangeNeed::definition : RangeNeed::block;
}

// All diagnostics, else the input's own range.
text::Span selection_of(const ActionInput& input, const text::Text& text,
                        protocol::PositionEncoding encoding) {
  if (input.diagnostics.empty()) return text.span_from_range(input.range, encoding);
  text::Span all{text.bytes().size(), 0};
  for (const auto& diagnostic : input.diagnostics) {
    const auto span = text.span_from_range(diagnostic.range, encoding);
    all = {std::min(all.begin, span.begin), std::max(all.end, span.end)};
  }
  return all;
}

// Without an instruction, `cerebras.edit` follows the nearest AI: comment: that comment and, unless
// something is selected, the block that it stands in or in front of.
tl::expected<Chosen, std::string> choose_by_comment(const text::Document& document,
                                                    text::Span selection) {
  const auto& text = document.text;
  const LineRange around{text.line_of(selection.begin), text.line_of(selection.end)};
  auto comment = nearest_ai_comment(text, around, document.language_id);
  if (!comment) {
    return tl::unexpected(std::string("no instruction: write a comment that begins with AI:"));
  }
  if (selection.begin == selection.end) {
    const bool has_next = comment->alone && comment->line + 1 < text.line_count();
    const std::size_t at = text.line_start(comment->line + (has_next ? 1 : 0));
    selection = {at, at};
  }
  auto lines = choose_range(text, selection, RangeNeed::block);
  if (!lines) return tl::unexpected(std::move(lines.error()));
  lines->first = std::min(lines->first, comment->line);
  lines->last = std::max(lines->last, comment->line);
  std::string instruction = comment->instruction;
  return Chosen{*lines, std::move(instruction), std::move(comment)};
}

}  // namespace

tl::expected<Chosen, std::string> choose_lines(const ActionInput& input,
                                               const lsp::ActionSettings& action,
                                               const text::Document& document,
                                               protocol::PositionEncoding encoding) {
  const auto selection = selection_of(input, document.text, encoding);
  const bool asks = action.prompt.find("{{instruction}}") != std::string::npos;
  if (asks && input.instruction.empty()) return choose_by_comment(document, selection);
  const bool reads = action.output == "show" || action.output == "newFile";
  auto lines = choose_range(document.text, selection, need_of(input),
                            reads ? max_read_lines : max_range_lines);
  if (!lines) return tl::unexpected(std::move(lines.error()));
  return Chosen{*lines, input.instruction, std::nullopt};
}

}  // namespace server::actions
