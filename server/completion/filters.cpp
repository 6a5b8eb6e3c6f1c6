#include "server/completion/filters.hpp"

#include "server/completion/draft.hpp"
#include "server/completion/echo.hpp"
#include "server/completion/endings.hpp"
#include "server/completion/extract.hpp"
#include "server/completion/layout.hpp"
#include "server/completion/lines.hpp"
#include "server/completion/suffix.hpp"

#include <array>
#include <vector>

namespace server::completion {
namespace {

struct NamedFilter {
  std::string_view name;
  Filter apply;
};

/// Extraction, echoes, layout, repetition of what follows, ends. Each sees what those before left.
constexpr std::array<NamedFilter, 17> filters = {{
    {"fences", fences},
    {"prose", prose},
    {"markers", markers},
    {"prompt_echo", prompt_echo},
    {"tabs", tabs},
    {"previous_lines", previous_lines},
    {"current_line", current_line},
    {"leading_blank", leading_blank},
    {"indent", indent},
    {"one_line", one_line},
    {"loops", loops},
    {"scope", scope},
    {"following_lines", following_lines},
    {"closer", closer},
    {"rest_of_line", rest_of_line},
    {"next_lines", next_lines},
    {"nothing", nothing},
}};

struct Outcome {
  Filtered filtered;
  bool complete = false;
};

Outcome run(const Scene& scene, std::string_view raw) {
  Draft draft;
  for (const auto line : lines_of(raw)) draft.lines.emplace_back(line);
  Outcome outcome;
  bool solid = !draft.blank();
  for (const auto& filter : filters) {
    filter.apply(scene, draft);
    if (draft.blank() && (solid || filter.name == "nothing")) {
      outcome.filtered.dropped_by = filter.name;
      outcome.complete = draft.complete && !draft.may_be_echo;
      return outcome;
    }
    solid = !draft.blank();
  }
  outcome.filtered.text = draft.text();
  outcome.filtered.replaced = draft.replaced;
  outcome.complete = draft.complete && !draft.may_be_echo;
  return outcome;
}

std::string without_carriage_returns(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c != '\r') result += c;
  }
  return result;
}

}  // namespace

std::vector<std::string_view> filter_names() {
  std::vector<std::string_view> names;
  for (const auto& filter : filters) names.push_back(filter.name);
  return names;
}

bool AnswerReader::push(std::string_view piece) {
  if (result_) return false;
  raw_ += without_carriage_returns(piece);
  // Looked at after each whole line, whatever the pieces were.
  for (std::size_t end = raw_.find('\n', checked_); end != std::string::npos;
       end = raw_.find('\n', checked_)) {
    checked_ = end + 1;
    auto outcome = run(scene_, std::string_view(raw_).substr(0, end));
    if (!outcome.complete) continue;
    result_ = std::move(outcome.filtered);
    return false;
  }
  return true;
}

Filtered AnswerReader::finish(bool truncated) const {
  if (result_) return *result_;
  std::string_view whole = raw_;
  if (truncated && scene_.mode == Mode::block) {
    const std::size_t end = whole.rfind('\n');
    if (end != std::string_view::npos && !text::is_blank(whole.substr(0, end))) {
      whole = whole.substr(0, end);
    }
  }
  return run(scene_, whole).filtered;
}

Filtered filter_answer(const Scene& scene, std::string_view raw, bool truncated) {
  AnswerReader reader(scene);
  reader.push(raw);
  return reader.finish(truncated);
}

}  // namespace server::completion
