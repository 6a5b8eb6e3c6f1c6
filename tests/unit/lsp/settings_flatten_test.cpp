// Keys nested and dotted, and keys that are none: settings_flatten.cpp.
#include "tests/unit/lsp/settings_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace server::lsp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SettingsUnknown, IsNamedWithWhatWasProbablyMeant) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {R"({"modle": 1})", "cerebras.modle: unknown setting; did you mean cerebras.model?"},
      {R"({"Model": "x"})", "cerebras.Model: unknown setting; did you mean cerebras.model?"},
      {R"({"completion": {"maxTokns": 1}})",
       "cerebras.completion.maxTokns: unknown setting; did you mean "
       "cerebras.completion.maxTokens?"},
      {R"({"temperature": 1})",
       "cerebras.temperature: unknown setting; did you mean cerebras.parameters.temperature?"},
      {R"({"proxy": ""})", "cerebras.proxy: unknown setting; did you mean cerebras.network.proxy?"},
      {R"({"api_key": "secret"})",
       "cerebras.api_key: unknown setting; did you mean cerebras.apiKey?"},
      {R"({"telemetry": {"on": "secret"}})", "cerebras.telemetry: unknown setting"},
      {R"({"network": {"a.b": 1}})", "cerebras.network.a.b: unknown setting"},
      {R"({"network": "secret"})", "cerebras.network: expected an object"},
      {"{\"a\\nb\": 1}", "cerebras.a?b: unknown setting"},
      {R"({"": 1})", "cerebras.: unknown setting"},
  };
  for (const auto& [settings, message] : rows) {
    for (const auto layer :
         {Layer::user_file, Layer::initialization, Layer::workspace, Layer::managed}) {
      EXPECT_THAT(SettingsLayers().set(layer, object(settings)), ElementsAre(message)) << settings;
    }
  }
  EXPECT_THAT(
      SettingsLayers().set(Layer::user_file, object("{\"" + std::string(5000, 'm') + "\": 1}")),
      ElementsAre("cerebras." + std::string(100, 'm') + ": unknown setting"));
}

TEST(SettingsUnknown, WhatBelongsToTheExtensionsIsNotOurs) {
  EXPECT_THAT(SettingsLayers().set(Layer::workspace, object(R"({"trace": {"server": "verbose"},
                "server.path": "x", "completion": null})")),
              IsEmpty());
}

TEST(SettingsMessages, EachOnceForTheProcess) {
  SettingsLayers layers;
  EXPECT_EQ(layers.set(Layer::user_file, object(R"({"modle": 1, "enabled": 7})")).size(), 2U);
  EXPECT_THAT(layers.set(Layer::user_file, object(R"({"modle": 2, "enabled": 8})")), IsEmpty());
  EXPECT_THAT(layers.set(Layer::workspace, object(R"({"enabled": "x"})")), IsEmpty());
  EXPECT_THAT(layers.set(Layer::user_file, {}), IsEmpty());
}

}  // namespace
}  // namespace server::lsp
