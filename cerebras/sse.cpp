#include "cerebras/sse.hpp"

#include <utility>

namespace cerebras {

void SseParser::push(std::string_view bytes) {
  while (!bytes.empty() && !overflowed_) {
    if (std::exchange(after_cr_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const auto end = bytes.find_first_of("\r\n");
    const auto piece = bytes.substr(0, end);
    if (piece.size() > max_line_ - line_.size()) {
      overflowed_ = true;
      line_ = {};
      return;
    }
    if (end == std::string_view::npos) {
      line_.append(piece);
      return;
    }
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    end_line(piece);
  }
}

void SseParser::end_line(std::string_view tail) {
  if (line_.empty()) {
    read_line(tail);
    return;
  }
  line_.append(tail);
  read_line(line_);
  line_.clear();
}

void SseParser::read_line(std::string_view line) {
  if (std::exchange(at_start_, false) && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (line.empty()) {
    dispatch();
    return;
  }
  const auto colon = line.find(':');
  const auto field = line.substr(0, colon);
  auto value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  // "id" and "retry" are for reconnecting, which would spend tokens again; an empty field name is a
  // comment.
  if (field == "event") {
    pending_.event = value;
  } else if (field == "data") {
    if (std::exchange(has_data_, true)) pending_.data += '\n';
    pending_.data += value;
    overflowed_ = pending_.data.size() > max_line_;
  }
}

void SseParser::dispatch() {
  if (std::exchange(has_data_, false)) ready_.push_back(std::move(pending_));
  pending_ = {};
}

std::optional<SseEvent> SseParser::next() {
  if (ready_.empty()) return std::nullopt;
  auto event = std::move(ready_.front());
  ready_.pop_front();
  return event;
}

}  // namespace cerebras
