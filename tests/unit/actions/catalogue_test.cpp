#include "server/actions/catalogue.hpp"

#include <gtest/gtest.h>

namespace server::actions {
namespace {

TEST(Catalogue, HasTheSevenBuiltInActions) {
  std::string ids;
  for (const auto& action : catalogue({})) ids += action.id + " " + action.kind + "|";
  EXPECT_EQ(ids,
            "cerebras.fix quickfix|cerebras.edit refactor.rewrite.cerebras|"
            "cerebras.implement refactor.rewrite.cerebras|"
            "cerebras.document refactor.rewrite.cerebras|"
            "cerebras.simplify refactor.rewrite.cerebras|cerebras.tests source.cerebras|"
            "cerebras.explain source.cerebras|");
}

TEST(Catalogue, AUsersEntryReplacesWhatItNames) {
  lsp::ActionSettings own;
  own.id = "cerebras.explain";
  own.title = "Erklaeren";
  own.model = "big";
  const auto action = find_action({own}, "cerebras.explain");
  ASSERT_TRUE(action);
  EXPECT_EQ(action->title, "Erklaeren");
  EXPECT_EQ(action->model, "big");
  EXPECT_EQ(action->kind, "source.cerebras");
  EXPECT_EQ(action->output, "show");
  EXPECT_EQ(catalogue({own}).size(), 7U);
}

TEST(Catalogue, AUsersOwnActionComesLast) {
  lsp::ActionSettings own;
  own.id = "log";
  own.languages = {"go"};
  EXPECT_EQ(catalogue({own}).back().id, "log");
  EXPECT_TRUE(fits_language(own, "go"));
  EXPECT_FALSE(fits_language(own, "cpp"));
  EXPECT_FALSE(find_action({own}, "logs"));
}

struct KindRow {
  const char* kind;
  std::optional<std::vector<std::string>> only;
  bool wanted;
};

const KindRow kind_rows[] = {
    {"quickfix", std::nullopt, true},
    {"quickfix", {{}}, true},
    {"quickfix", {{"quickfix"}}, true},
    {"quickfix", {{""}}, true},
    {"quickfix", {{"refactor"}}, false},
    {"refactor.rewrite.cerebras", {{"refactor"}}, true},
    {"refactor.rewrite.cerebras", {{"refactor.rewrite"}}, true},
    {"refactor.rewrite.cerebras", {{"refactor.rewrite.cerebras.x"}}, false},
    {"refactor.rewrite.cerebras", {{"refactor.rew"}}, false},
    {"source.cerebras", {{"quickfix", "source"}}, true},
};

TEST(Catalogue, KindsAreHierarchical) {
  for (const auto& row : kind_rows) {
    EXPECT_EQ(kind_is_wanted(row.kind, row.only), row.wanted) << row.kind;
  }
}

}  // namespace
}  // namespace server::actions
