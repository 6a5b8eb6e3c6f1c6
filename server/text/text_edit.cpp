#include "server/text/text_edit.hpp"

#include "server/text/line_diff.hpp"
#include "server/text/utf8.hpp"

#include <algorithm>
#include <utility>

namespace server::text {
namespace {

struct Replacement {
  Span span;
  std::string_view text;
};

bool continues_character(std::string_view bytes, std::size_t at) {
  return at < bytes.size() && is_continuation(bytes[at]);
}

bool inside_crlf(std::string_view bytes, std::size_t at) {
  return at > 0 && at < bytes.size() && bytes[at - 1] == '\r' && bytes[at] == '\n';
}

// Cuts what both sides begin and end with. A cut lies between two characters, never inside CRLF.
Replacement trimmed(std::string_view bytes, Span span, std::string_view replacement) {
  const std::string_view old = bytes.substr(span.begin, span.end - span.begin);
  const std::size_t shorter = std::min(old.size(), replacement.size());
  std::size_t head = 0;
  while (head < shorter && old[head] == replacement[head]) ++head;
  while (head > 0 && (continues_character(old, head) || continues_character(replacement, head) ||
                      inside_crlf(bytes, span.begin + head))) {
    --head;
  }
  std::size_t tail = 0;
  while (tail < shorter - head &&
         old[old.size() - 1 - tail] == replacement[replacement.size() - 1 - tail]) {
    ++tail;
  }
  while (tail > 0 &&
         (continues_character(old, old.size() - tail) || inside_crlf(bytes, span.end - tail))) {
    --tail;
  }
  return {{span.begin + head, span.end - tail},
          replacement.substr(head, replacement.size() - head - tail)};
}

std::vector<std::size_t> offsets_of(const std::vector<std::string_view>& lines) {
  std::vector<std::size_t> offsets{0};
  for (const auto line : lines) offsets.push_back(offsets.back() + line.size());
  return offsets;
}

protocol::TextEdit to_text_edit(const Text& text, const Replacement& edit,
                                PositionEncoding encoding) {
  return {text.range_from_span(edit.span, encoding), std::string(edit.text), {}};
}

}  // namespace

std::vector<protocol::TextEdit> minimal_edits(const Text& text, Span span,
                                              std::string_view replacement,
                                              PositionEncoding encoding) {
  const std::string_view bytes = text.bytes();
  std::string widened;
  if (inside_crlf(bytes, span.begin) || inside_crlf(bytes, span.end)) {
    // No LSP position names the place between CR and LF: take the neighbour in, unchanged.
    const bool front = inside_crlf(bytes, span.begin);
    const bool back = inside_crlf(bytes, span.end);
    widened = (front ? "\r" : "") + std::string(replacement) + (back ? "\n" : "");
    span = {span.begin - (front ? 1 : 0), span.end + (back ? 1 : 0)};
    replacement = widened;
  }
  const auto before = split_lines(bytes.substr(span.begin, span.end - span.begin));
  const auto after = split_lines(replacement);
  const auto old_offsets = offsets_of(before);
  const auto new_offsets = offsets_of(after);
  std::vector<protocol::TextEdit> edits;
  for (const auto& hunk : diff_lines(before, after)) {
    const Span old{span.begin + old_offsets[hunk.old_begin],
                   span.begin + old_offsets[hunk.old_end]};
    const std::size_t from = new_offsets[hunk.new_begin];
    const auto edit =
        trimmed(bytes, old, replacement.substr(from, new_offsets[hunk.new_end] - from));
    edits.push_back(to_text_edit(text, edit, encoding));
  }
  return edits;
}

tl::expected<std::string, std::string> apply_edits(const Text& text,
                                                   const std::vector<protocol::TextEdit>& edits,
                                                   PositionEncoding encoding) {
  std::vector<Replacement> ordered;
  for (const auto& edit : edits) {
    ordered.push_back({text.span_from_range(edit.range, encoding), edit.newText});
  }
  // Stable: insertions at one place keep the order of the array.
  std::stable_sort(ordered.begin(), ordered.end(), [](const Replacement& a, const Replacement& b) {
    return std::pair(a.span.begin, a.span.end) < std::pair(b.span.begin, b.span.end);
  });
  std::string result;
  std::size_t copied = 0;
  for (const auto& edit : ordered) {
    if (edit.span.begin < copied) {
      return tl::unexpected("two edits overlap at byte " + std::to_string(edit.span.begin));
    }
    result.append(text.bytes(), copied, edit.span.begin - copied);
    result.append(edit.text);
    copied = edit.span.end;
  }
  return result.append(text.bytes(), copied);
}

}  // namespace server::text
