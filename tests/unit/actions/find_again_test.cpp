#include "server/actions/plan.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>

namespace server::actions {
namespace {

/// A plan for the one place of `range` in `document` that begins at `begin`.
Plan plan_for(std::string_view document, std::size_t begin, std::string_view range) {
  const std::hash<std::string_view> digest;
  Plan plan;
  plan.original = range;
  plan.bytes_before = begin;
  plan.bytes_after = document.size() - begin - range.size();
  plan.before = digest(document.substr(0, begin));
  plan.after = digest(document.substr(begin + range.size()));
  plan.unique =
      document.find(range) == begin && document.find(range, begin + 1) == std::string_view::npos;
  return plan;
}

struct Row {
  const char* name;
  std::string before;  ///< the document when the action was asked for
  std::size_t begin;
  std::string range;
  std::string now;
  std::optional<std::size_t> found;
};

const Row rows[] = {
    {"unchanged", "x\na();\ny\n", 2, "a();\n", "x\na();\ny\n", 2},
    {"lines in front", "x\na();\ny\n", 2, "a();\n", "x\nnew\na();\ny\n", 6},
    {"lines behind", "x\na();\ny\n", 2, "a();\n", "x\na();\nnew\ny\n", 2},
    {"on both sides", "x\na();\ny\n", 2, "a();\n", "w\nx\na();\ny\nz\n", 4},
    {"the range itself", "x\na();\n", 2, "a();\n", "x\na(1);\n", std::nullopt},
    {"only the end of another line", "a();\ndata();\n", 0, "a();\n", "a(1);\ndata();\n",
     std::nullopt},
    {"the other of two equal ones", "a();\nx\na();\n", 0, "a();\n", "a(1);\nx\na();\ny\n",
     std::nullopt},
    {"a last line that goes on", "x\nfoo()", 2, "foo()", "x\nfoo() + y", std::nullopt},
    {"typed in front on its line", "foo();\n", 0, "foo();\n", "int x = foo();\n", std::nullopt},
    {"behind a byte order mark",
     "\xEF\xBB\xBF"
     "a();\n",
     3, "a();\n",
     "\xEF\xBB\xBF"
     "a();\nx\n",
     3},
};

TEST(FindAgain, WholeLinesOrNothing) {
  for (const auto& row : rows) {
    const auto span = find_again(plan_for(row.before, row.begin, row.range), row.now);
    EXPECT_EQ(span.has_value(), row.found.has_value()) << row.name;
    EXPECT_EQ(span ? span->begin : 0, row.found.value_or(0)) << row.name;
  }
}

}  // namespace
}  // namespace server::actions
