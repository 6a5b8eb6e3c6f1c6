// Spans of real code, hidden from a document, come back as a model's answer in the ways in which
// chat models were seen to spoil them. The filters must give the span back exactly (but for blanks
// at line ends). The corruptions are written from their description, not from the filters.
#include "server/completion/filters.hpp"
#include "server/completion/lines.hpp"
#include "server/text/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace server::completion {
namespace {

using text::indent_of;
using text::is_blank;
using text::trimmed;
using Random = std::mt19937_64;

struct Sample {
  Scene scene;
  std::string truth;
  std::string closers;  ///< behind the cursor, of the line that was cut
};

std::string read_file(const std::string& name) {
  std::ifstream in(std::string(TEST_DATA_DIR) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Scene scene_of(const std::string& language, const std::string& source, std::size_t from,
               std::size_t to, Mode mode) {
  const text::Text document(source.substr(0, from) + source.substr(to));
  SceneOptions options;
  options.path = "src/sample";
  options.language = language;
  options.multiline = mode == Mode::block ? Multiline::always : Multiline::never;
  return make_scene(window_at(document, from, 2000), std::move(options));
}

bool is_comment(std::string_view line) {
  const auto text = trimmed(line);
  return text.starts_with("//") || text.starts_with('#') || text.starts_with("\"\"\"") ||
         text.starts_with("/*") || text.starts_with('*');
}

/// A document, and the places in it where something can be hidden.
struct Source {
  std::string language;
  std::string text;
  std::vector<std::size_t> starts;  // of the lines

  [[nodiscard]] std::string_view line(std::size_t i) const {
    return std::string_view(text).substr(starts[i], starts[i + 1] - starts[i] - 1);
  }
  [[nodiscard]] std::size_t content(std::size_t i) const {
    return starts[i] + indent_of(line(i)).size();
  }
  [[nodiscard]] std::size_t end(std::size_t i) const { return starts[i + 1] - 1; }
};

Source source(const std::string& language, const std::string& file) {
  Source result{language, read_file(file), {0}};
  for (std::size_t i = 0; i < result.text.size(); ++i) {
    if (result.text[i] == '\n') result.starts.push_back(i + 1);
  }
  return result;
}

bool usable(const Source& source, std::size_t i) {
  const auto line = source.line(i);
  return i >= 5 && !indent_of(line).empty() && trimmed(line).size() >= 8 && !is_comment(line);
}

std::optional<Sample> hide_line(const Source& source, std::size_t i) {
  if (!usable(source, i) || opens(source.line(i))) return std::nullopt;
  const std::size_t from = source.content(i);
  Sample sample{scene_of(source.language, source.text, from, source.end(i), Mode::one_line),
                source.text.substr(from, source.end(i) - from), ""};
  return sample;
}

std::optional<Sample> hide_block(const Source& source, std::size_t i, Random& random) {
  if (!usable(source, i)) return std::nullopt;
  const std::size_t depth = indent_of(source.line(i)).size();
  const std::size_t wanted = 2 + random() % 5;
  std::size_t last = i;
  while (last + 2 < source.starts.size() && last - i + 1 < wanted) {
    const auto next = source.line(last + 1);
    if (!is_blank(next) && indent_of(next).size() < depth) break;
    ++last;
  }
  while (last > i && is_blank(source.line(last))) --last;
  const std::size_t from = source.content(i);
  const std::string truth = source.text.substr(from, source.end(last) - from);
  if (last == i || bracket_faults(truth) != 0 || opens(source.line(last))) return std::nullopt;
  if (closes(source.line(i))) return std::nullopt;
  return Sample{scene_of(source.language, source.text, from, source.end(last), Mode::block), truth,
                ""};
}

std::optional<Sample> hide_middle(const Source& source, std::size_t i, bool keep_closers,
                                  Random& random) {
  if (!usable(source, i)) return std::nullopt;
  std::vector<std::size_t> places;
  for (std::size_t at = source.content(i) + 1; at < source.end(i); ++at) {
    if (std::string_view(" (=,.").find(source.text[at - 1]) != std::string_view::npos) {
      places.push_back(at);
    }
  }
  if (places.empty()) return std::nullopt;
  const std::size_t from = places[random() % places.size()];
  std::size_t to = source.end(i);
  while (keep_closers && to > from &&
         std::string_view(")]};,\"'").find(source.text[to - 1]) != std::string_view::npos) {
    --to;
  }
  if (keep_closers && (to == source.end(i) || to < from + 3)) return std::nullopt;
  const std::string truth = source.text.substr(from, to - from);
  if (trimmed(truth).size() < 2) return std::nullopt;
  return Sample{scene_of(source.language, source.text, from, to, Mode::one_line), truth,
                source.text.substr(to, source.end(i) - to)};
}

std::vector<Sample> samples(std::uint64_t seed) {
  const Source sources[] = {source("cpp", "matrix.cpp"),      source("typescript", "cache.ts"),
                            source("python", "inventory.py"), source("go", "router.go"),
                            source("rust", "lexer.rs"),       source("ruby", "tasks.rb")};
  Random random(seed);
  std::vector<Sample> result;
  for (const auto& file : sources) {
    for (int n = 0; n < 150; ++n) {
      const std::size_t i = random() % (file.starts.size() - 1);
      std::optional<Sample> sample;
      switch (random() % 4) {
        case 0:
          sample = hide_line(file, i);
          break;
        case 1:
          sample = hide_block(file, i, random);
          break;
        case 2:
          sample = hide_middle(file, i, false, random);
          break;
        default:
          sample = hide_middle(file, i, true, random);
          break;
      }
      if (sample) result.push_back(std::move(*sample));
    }
  }
  return result;
}

// --- The corruptions ----------------------------------------------------------------------------

std::string join(const std::vector<std::string_view>& lines) {
  std::string text;
  for (const auto line : lines) text.append(line).append("\n");
  return text;
}

/// The last (or first) solid lines of a text, untrimmed.
std::vector<std::string_view> solid(std::string_view text, std::size_t count, bool from_end) {
  std::vector<std::string_view> lines;
  for (const auto line : lines_of(text)) {
    if (!is_blank(line)) lines.push_back(line);
  }
  if (lines.size() > count && from_end)
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
  if (lines.size() > count) lines.resize(count);
  return lines;
}

std::string each_line(const std::string& text, const std::function<void(std::string&)>& change) {
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

std::string fenced(const Sample& s, const std::string& code) {
  return "```" + s.scene.language + "\n" + code + "\n```";
}

std::string after_rest(const Sample& s) {
  return s.scene.current + s.truth + std::string(s.scene.rest());
}

const char* pick(Random& random, std::initializer_list<const char*> choices) {
  return *(choices.begin() + static_cast<std::ptrdiff_t>(random() % choices.size()));
}

/// "" when the corruption does not apply to the sample.
using Corrupt = std::string (*)(const Sample&, Random&);

struct Corruption {
  const char* name;
  Corrupt corrupt;
};

const Corruption corruptions[] = {
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

std::string comparable(std::string_view text) {
  std::string result;
  for (const auto line : lines_of(text)) result.append(trim_right(line)).append("\n");
  while (result.ends_with("\n\n")) result.pop_back();
  return result;
}

/// What the line at the cursor looks like afterwards: a replaced rest counts as well as a cut one.
std::string accepted(const Scene& scene, const Filtered& filtered) {
  return filtered.text + std::string(scene.rest().substr(filtered.replaced));
}

struct Tally {
  int cases = 0;
  int exact = 0;
};

TEST(Corruption, SpansComeBackExactly) {
  std::vector<Tally> tallies(std::size(corruptions));
  Tally all;
  int shown = 0;
  const bool verbose = std::getenv("CORRUPTION_FAILURES") != nullptr;
  Random random(11);
  for (const auto& sample : samples(20240601)) {
    for (std::size_t c = 0; c < std::size(corruptions); ++c) {
      const std::string answer = corruptions[c].corrupt(sample, random);
      if (answer.empty()) continue;
      const Filtered filtered = filter_answer(sample.scene, answer);
      const bool exact = comparable(accepted(sample.scene, filtered)) ==
                         comparable(sample.truth + std::string(sample.scene.rest()));
      for (Tally* tally : {&tallies[c], &all}) {
        ++tally->cases;
        tally->exact += exact ? 1 : 0;
      }
      if (!exact && verbose && shown++ < 200) {
        std::printf(
            "--- %s (%s) dropped by %s\nBEFORE |%s|\nTRUTH  |%s|\nREST |%s|\nANSWER |%s|\nGOT    "
            "|%s|\n",
            corruptions[c].name, sample.scene.language.c_str(),
            std::string(filtered.dropped_by).c_str(),
            sample.scene.before
                .substr(sample.scene.before.size() > 150 ? sample.scene.before.size() - 150 : 0)
                .c_str(),
            sample.truth.c_str(), std::string(sample.scene.after.substr(0, 60)).c_str(),
            answer.c_str(), filtered.text.c_str());
      }
    }
  }
  for (std::size_t c = 0; c < std::size(corruptions); ++c) {
    std::printf("%-34s %5d  %6.2f %%\n", corruptions[c].name, tallies[c].cases,
                100.0 * tallies[c].exact / tallies[c].cases);
  }
  std::printf("%-34s %5d  %6.2f %%\n", "all", all.cases, 100.0 * all.exact / all.cases);
  EXPECT_GE(tallies[0].exact, 0.99 * tallies[0].cases) << "clean";
  EXPECT_GE(tallies[1].exact, 0.99 * tallies[1].cases) << "clean, whole line";
  EXPECT_GE(all.exact, 0.95 * all.cases);
}

}  // namespace
}  // namespace server::completion
