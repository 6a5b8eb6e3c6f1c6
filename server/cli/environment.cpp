#include "server/cli/environment.hpp"

#include "cerebras/origin.hpp"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace server::cli {

std::string environment_base_url() {
  const char* value = std::getenv("CEREBRAS_BASE_URL");
  return value ? value : "";
}

void load_settings(lsp::SettingsLayers& layers, const lsp::Paths& paths,
                   const std::function<void(std::string)>& say) {
  auto load = [&](lsp::Layer layer, lsp::SettingsFile file) {
    if (!file.message.empty()) {
      say(std::move(file.message));
      return;  // what the layer held before stays: a half-saved file must not loosen a limit
    }
    for (auto& message : layers.set(layer, std::move(file.values))) say(std::move(message));
  };
  load(lsp::Layer::user_file, lsp::read_settings_file(paths.config_file));
  load(lsp::Layer::managed, lsp::read_managed_file(paths.managed_file));
}

Environment::Environment() : paths(lsp::default_paths()), layers(environment_base_url()) {
  load_settings(layers, paths, [](const std::string& message) { complain(message); });
  // The settings refuse a base URL that does not parse, so that this one does.
  auto base_url = cerebras::parse_base_url(layers.current().base_url);
  generate::GeneratorHooks hooks;
  hooks.on_notice = [](const std::string& notice) { complain(notice); };
  backend = std::make_unique<generate::Backend>(io.get_executor(), layers.current(), paths,
                                                std::move(*base_url), std::move(hooks));
}

void complain(std::string_view text) {
  std::cerr << "cerebras-ls: " << text << "\n";
}

int fail(const cerebras::Error& error) {
  complain(error.hint.empty() ? error.message : error.message + " (" + error.hint + ")");
  return exit_failure;
}

asio::awaitable<std::optional<cerebras::Error>> missing_key(generate::Backend& backend) {
  auto origin = backend.client.settings().base_url.origin;
  auto key = co_await backend.credentials.key_for(std::move(origin));
  if (key) co_return std::nullopt;
  co_return std::move(key.error());
}

bool use_colour() {
  return isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
}

}  // namespace server::cli
