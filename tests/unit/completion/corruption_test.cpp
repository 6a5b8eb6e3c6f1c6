// Spans of real code come back as a model's answer, spoiled in 22 ways. The filters must give the
// span back exactly (but for blanks at line ends). CORRUPTION_FAILURES=1 prints what did not come
// back.
#include "server/completion/filters.hpp"
#include "tests/unit/completion/corruptions.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace server::completion {
namespace {

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
