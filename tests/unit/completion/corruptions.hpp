// The ways in which chat models were seen to spoil an answer, each as a function of the right one.
// Written from their description, not from the filters.
#pragma once

#include "tests/unit/completion/samples.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

namespace server::completion {

inline std::string join(const std::vector<std::string_view>& lines) {
  std::string text;
  for (const auto line : lines) text.append(line).append("\n");
  return text;
}

/// The last (or first) solid lines of a text, untrimmed.
inline std::vector<std::string_view> solid(std::string_view text, std::size_t count,
                                           bool from_end) {
  std::vector<std::string_view> lines;
  for (const auto line : lines_of(text)) {
    if (!is_blank(line)) lines.push_back(line);
  }
  if (lines.size() > count && from_end)
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
  if (lines.size() > count) lines.resize(count);
  return lines;
}

inline std::string each_line(const std::string& text,
                             const std::function<void(std::string&)>& change) {
  std::string result;
  bool first = true;
  for (const auto view : lines_of(text)) {
    std::string line(view);
    if (!first) change(line);
    result.append(first ? "" : "\n").append(line);
    first = false;
  }
  return result;
}

inline std::string fenced(const Sample& s, const std::string& code) {
  return "```" + s.scene.language + "\n" + code + "\n```";
}

inline std::string after_rest(const Sample& s) {
  return s.scene.current + s.truth + std::string(s.scene.rest());
}

inline const char* pick(Random& random, std::initializer_list<const char*> choices) {
  return *(choices.begin() + static_cast<std::ptrdiff_t>(random() % choices.size()));
}

/// "" when the corruption does not apply to the sample.
using Corrupt = std::string (*)(const Sample&, Random&);

struct Corruption {
  const char* name;
  Corrupt corrupt;
};

inline const Corruption corruptions[] = {
    {"clean", [](const Sample& s, Random&) { return s.truth; }},
    {"clean, whole line", [](const Sample& s, Random&) { return s.scene.current + s.truth; }},
    {"fence", [](const Sample& s, Random&) { return fenced(s, s.truth); }},
    {"fence with the indentation",
     [](const Sample& s, Random&) {
       return fenced(s, std::string(indent_of(s.scene.current)) + s.truth);
     }},
    {"lead-in and fence",
     [](const Sample& s, Random& random) {
       return std::string(
                  pick(random, {"Here is the completed code:", "Sure! Here's the missing part:",
                                "The missing code is:", "Certainly, this completes the line:"})) +
              "\n\n" + fenced(s, s.truth);
     }},
    {"fence and explanation",
     [](const Sample& s, Random& random) {
       return fenced(s, s.truth) + "\n\n" +
              pick(random, {"This code does what the function above asks for.",
                            "Explanation: the value is computed in one pass.",
                            "Let me know if you need anything else."});
     }},
    {"explanation behind a blank line",
     [](const Sample& s, Random& random) {
       return s.truth + "\n\n" +
              pick(random, {"This code does what the function above asks for.",
                            "Note that the value may be empty here.",
                            "The loop ends when there is nothing left to read."});
     }},
    {"line prefix repeated",
     [](const Sample& s, Random&) {
       return is_blank(s.scene.current) ? std::string()
                                        : std::string(trimmed(s.scene.current)) +
                                              (s.scene.current.ends_with(' ') ? " " : "") + s.truth;
     }},
    {"indentation repeated",
     [](const Sample& s, Random&) {
       return is_blank(s.scene.current) ? s.scene.current + s.truth : std::string();
     }},
    {"two lines before",
     [](const Sample& s, Random&) {
       return join(solid(s.scene.above(), 2, true)) + s.scene.current + s.truth;
     }},
    {"next line",
     [](const Sample& s, Random&) {
       const auto next = solid(s.scene.below(), 1, false);
       const bool tells = !next.empty() && is_telling(trimmed(next[0]));
       return tells ? s.truth + "\n" + std::string(next[0]) : std::string();
     }},
    {"next three lines",
     [](const Sample& s, Random&) {
       return s.truth + "\n" + join(solid(s.scene.below(), 3, false));
     }},
    {"everything around, fenced",
     [](const Sample& s, Random&) {
       return fenced(s, join(solid(s.scene.above(), 6, true)) + after_rest(s) + "\n" +
                            join(solid(s.scene.below(), 4, false)));
     }},
    {"rest of the line repeated",
     [](const Sample& s, Random&) {
       return s.closers.empty() ? std::string() : s.truth + s.closers;
     }},
    {"body dedented",
     [](const Sample& s, Random&) {
       const std::size_t depth = indent_of(s.scene.current).size();
       if (s.scene.mode == Mode::one_line) return std::string();
       return each_line(s.truth, [depth](std::string& line) {
         line.erase(0, std::min(depth, indent_of(line).size()));
       });
     }},
    {"answer tags",
     [](const Sample& s, Random& random) {
       const std::string name =
           pick(random, {"answer", "completion", "code", "current_line", "result"});
       return "<" + name + ">" + s.truth + "</" + name + ">";
     }},
    {"closing tag",
     [](const Sample& s, Random& random) {
       return s.truth + pick(random, {"</answer>", "\n</completion>", "\n</after>",
                                      "</current_line>", "\n</before>\n<after>\nfoo"});
     }},
    {"hole marker",
     [](const Sample& s, Random& random) {
       return pick(random,
                   {"<|cursor|>", "<|fim_middle|>", "<cursor>", "{{FILL_HERE}}", "<|im_start|>"}) +
              s.truth;
     }},
    {"leading newline", [](const Sample& s, Random&) { return "\n" + s.truth; }},
    {"trailing blanks", [](const Sample& s, Random&) { return s.truth + "   \n\n  \n"; }},
    {"last line six times",
     [](const Sample& s, Random&) {
       const auto lines = lines_of(s.truth);
       const std::string last = (lines.size() == 1 ? std::string(indent_of(s.scene.current)) : "") +
                                std::string(lines.back());
       std::string text = s.truth;
       for (int n = 0; n < 6; ++n) text += "\n" + last;
       return text;
     }},
    {"another function",
     [](const Sample& s, Random&) {
       const std::string body =
           s.scene.language == "python"
               ? "\n\ndef unrelated(values):\n    return [value for value in values]\n"
               : "\n\nint unrelated(int value) {\n  return value * 2;\n}\n";
       return s.truth + body;
     }},
    {"tabs for spaces",
     [](const Sample& s, Random&) {
       if (s.scene.mode == Mode::one_line) return std::string();
       const bool to_spaces = s.scene.indent.tabs;
       const std::size_t width = to_spaces ? 1 : s.scene.indent.width;
       return each_line(s.truth, [&](std::string& line) {
         const std::size_t levels = indent_of(line).size() / width;
         line.replace(0, levels * width,
                      to_spaces ? std::string(levels * 4, ' ') : std::string(levels, '\t'));
       });
     }},
};

}  // namespace server::completion
