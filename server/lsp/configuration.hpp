// The client's side of the settings: initializationOptions, workspace/configuration (section
// "cerebras") and workspace/didChangeConfiguration become layers of SettingsLayers; its messages
// are shown, once each. Owns no settings. Asio thread.
#pragma once

#include "server/lsp/lifecycle.hpp"
#include "server/lsp/rpc.hpp"
#include "server/lsp/settings.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/json.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace server::lsp {

class Configuration {
 public:
  /// `on_change`: a layer was replaced by another value. May be empty.
  Configuration(Rpc& rpc, asio::any_io_executor executor, SettingsLayers& layers,
                std::function<void()> on_change);
  ~Configuration();

  /// Before the reply to initialize: takes the layer `initialization`. Returns the session's id
  /// ("" when the client sent none).
  std::string initialize(const InitializeInfo& info);
  /// On `initialized`: shows what has been said so far, asks for the settings, and registers for
  /// their changes where the client wants that.
  void initialized();

  /// window/showMessage (Warning), each text once; kept until `initialized`. For the messages of
  /// layers that come from elsewhere (files, commands).
  void show(std::vector<std::string> messages);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace server::lsp
