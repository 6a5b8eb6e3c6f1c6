// Spans of real code hidden from their document: a line, a block, the middle of a line. The files
// under data/ are small programs in six languages.
#pragma once

#include "server/completion/lines.hpp"
#include "server/completion/scene.hpp"
#include "server/text/text.hpp"

#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace server::completion {

using text::indent_of;
using text::is_blank;
using text::trimmed;
using Random = std::mt19937_64;

struct Sample {
  Scene scene;
  std::string truth;
  std::string closers;  ///< behind the cursor, of the line that was cut
};

inline std::string read_file(const std::string& name) {
  std::ifstream in(std::string(TEST_DATA_DIR) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline Scene scene_of(const std::string& language, const std::string& source, std::size_t from,
                      std::size_t to, Mode mode) {
  const text::Text document(source.substr(0, from) + source.substr(to));
  SceneOptions options;
  options.path = "src/sample";
  options.language = language;
  options.multiline = mode == Mode::block ? Multiline::always : Multiline::never;
  return make_scene(window_at(document, from, 2000), std::move(options));
}

inline bool is_comment(std::string_view line) {
  const auto text = trimmed(line);
  return text.starts_with("//") || text.starts_with('#') || text.starts_with("\"\"\"") ||
         text.starts_with("/*") || text.starts_with('*');
}

/// A document, and the places in it where something can be hidden.
struct SampleFile {
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

inline SampleFile sample_file(const std::string& language, const std::string& file) {
  SampleFile result{language, read_file(file), {0}};
  for (std::size_t i = 0; i < result.text.size(); ++i) {
    if (result.text[i] == '\n') result.starts.push_back(i + 1);
  }
  return result;
}

inline bool usable(const SampleFile& source, std::size_t i) {
  const auto line = source.line(i);
  return i >= 5 && !indent_of(line).empty() && trimmed(line).size() >= 8 && !is_comment(line);
}

inline std::optional<Sample> hide_line(const SampleFile& source, std::size_t i) {
  if (!usable(source, i) || opens(source.line(i))) return std::nullopt;
  const std::size_t from = source.content(i);
  Sample sample{scene_of(source.language, source.text, from, source.end(i), Mode::one_line),
                source.text.substr(from, source.end(i) - from), ""};
  return sample;
}

inline std::optional<Sample> hide_block(const SampleFile& source, std::size_t i, Random& random) {
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

inline std::optional<Sample> hide_middle(const SampleFile& source, std::size_t i, bool keep_closers,
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

inline std::vector<Sample> samples(std::uint64_t seed) {
  const SampleFile sources[] = {
      sample_file("cpp", "matrix.cpp"),      sample_file("typescript", "cache.ts"),
      sample_file("python", "inventory.py"), sample_file("go", "router.go"),
      sample_file("rust", "lexer.rs"),       sample_file("ruby", "tasks.rb")};
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

}  // namespace server::completion
