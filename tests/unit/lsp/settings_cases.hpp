// Short forms for the tests of settings*.cpp.
#pragma once

#include "server/lsp/settings.hpp"

#include <boost/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace server::lsp {

inline json::object object(const std::string& text) {
  return text.empty() ? json::object() : json::parse(text).as_object();
}

struct Outcome {
  Settings settings;
  std::vector<std::string> messages;
};

/// A user's file, and initialization options above it.
inline Outcome outcome(const std::string& file, const std::string& initialization = {}) {
  SettingsLayers layers;
  auto messages = layers.set(Layer::user_file, object(file));
  for (auto& message : layers.set(Layer::initialization, object(initialization))) {
    messages.push_back(std::move(message));
  }
  return {layers.current(), std::move(messages)};
}

}  // namespace server::lsp
