#include "server/generate/build_request.hpp"

#include <gtest/gtest.h>

namespace server::generate {
namespace {

constexpr auto scout = "llama-4-scout-17b-16e-instruct";

Ask simple_ask() {
  Ask ask;
  ask.messages = {{"user", "hello"}};
  ask.max_completion_tokens = 48;
  ask.temperature = 0;
  return ask;
}

TEST(BuildRequest, FeatureValuesWithoutSettings) {
  const auto request = build_request(simple_ask(), {}, scout, true);
  EXPECT_EQ(request.model, scout);
  EXPECT_EQ(request.max_completion_tokens, 48);
  EXPECT_EQ(request.temperature, 0);
  EXPECT_FALSE(request.top_p);
  EXPECT_FALSE(request.reasoning_effort);
}

TEST(BuildRequest, UserParametersOverrideUnlessTheFeatureHasItsOwn) {
  lsp::Settings settings;
  settings.parameters.temperature = 0.7;
  settings.parameters.max_tokens = 64;
  settings.parameters.seed = 7;
  auto ask = simple_ask();
  auto request = build_request(ask, settings, scout, true);
  EXPECT_EQ(request.temperature, 0.7);
  EXPECT_EQ(request.max_completion_tokens, 64);
  EXPECT_EQ(request.seed, 7);
  ask.user_parameters = false;
  request = build_request(ask, settings, scout, true);
  EXPECT_EQ(request.temperature, 0);
  EXPECT_EQ(request.max_completion_tokens, 48);
}

TEST(BuildRequest, ReasoningIsKeptLowWithHeadroomOnTop) {
  const auto request = build_request(simple_ask(), {}, "gpt-oss-120b", true);
  EXPECT_EQ(request.reasoning_effort, "low");
  EXPECT_EQ(request.max_completion_tokens, 48 + reasoning_headroom);
  const auto can_switch_off = build_request(simple_ask(), {}, "qwen-3.8-27b", true);
  EXPECT_EQ(can_switch_off.reasoning_effort, "none");
  EXPECT_EQ(can_switch_off.max_completion_tokens, 48);
}

TEST(BuildRequest, NeverMoreThanTheModelCanGive) {
  auto ask = simple_ask();
  ask.max_completion_tokens = 1'000'000;
  EXPECT_LE(build_request(ask, {}, scout, true).max_completion_tokens, 8192);
}

TEST(BuildRequest, UsageIsAskedForOnlyFromOthersAndOnlyInStreams) {
  auto ask = simple_ask();
  EXPECT_FALSE(build_request(ask, {}, scout, false).include_usage);
  ask.stream = true;
  EXPECT_TRUE(build_request(ask, {}, scout, false).include_usage);
  EXPECT_FALSE(build_request(ask, {}, scout, true).include_usage);
}

}  // namespace
}  // namespace server::generate
