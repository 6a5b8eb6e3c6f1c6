// The objects of one language server process and how they are wired: stdio -> Rpc -> features ->
// Backend. Builds and connects; decides nothing that a feature could. Asio thread.
#pragma once

#include "cerebras/credentials.hpp"
#include "server/actions/services.hpp"
#include "server/cli/serve.hpp"
#include "server/commands/services.hpp"
#include "server/commands/table.hpp"
#include "server/completion/services.hpp"
#include "server/generate/backend.hpp"
#include "server/generate/status_object.hpp"
#include "server/lsp/configuration.hpp"
#include "server/lsp/lifecycle.hpp"
#include "server/lsp/log.hpp"
#include "server/lsp/progress.hpp"
#include "server/lsp/rpc.hpp"
#include "server/lsp/settings.hpp"
#include "server/lsp/status.hpp"
#include "server/lsp/stdio.hpp"
#include "server/lsp/workspace_folders.hpp"
#include "server/text/document_store.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace server::cli {

class LanguageServer {
 public:
  LanguageServer(boost::asio::io_context& io, const ServeOptions& options, std::string version);
  ~LanguageServer();
  LanguageServer(const LanguageServer&) = delete;
  LanguageServer& operator=(const LanguageServer&) = delete;

  /// Reads stdin until the end; returns the exit code.
  int run();

 private:
  void register_features();
  void register_commands(commands::CommandTable& table,
                         const completion::CompletionServices& completions);
  [[nodiscard]] lsp::LifecycleHooks lifecycle_hooks();
  [[nodiscard]] lsp::InputHandlers input_handlers();

  void initialize(const lsp::InitializeInfo& info);
  void initialized();
  void connect();
  void input_ended(lsp::InputEnd end, const std::string& message);
  void exit(int code);

  void load_files();
  /// Settings changed: limits of the budget and the status follow.
  void settings_changed();
  /// cerebras.restart, a new key: settings files and the list of models again.
  void reload();
  void refresh_models();
  void notice(const std::string& text);

  [[nodiscard]] boost::json::object status() const;
  [[nodiscard]] commands::CommandServices command_services();
  [[nodiscard]] actions::ActionServices action_services();
  [[nodiscard]] completion::CompletionServices completion_services();

  boost::asio::io_context& io_;
  lsp::Paths paths_;
  lsp::SettingsLayers layers_;
  std::unique_ptr<lsp::Log> log_;
  protocol::ClientCapabilities client_;
  text::DocumentStore documents_;
  std::unique_ptr<generate::Backend> backend_;  // from initialize on
  generate::Acceptance acceptance_;
  std::shared_ptr<actions::ShownDocuments> shown_documents_ =
      std::make_shared<actions::ShownDocuments>();

  lsp::Writer writer_;
  lsp::Rpc rpc_;
  lsp::ProgressRegistry progress_;
  lsp::WorkspaceFolders folders_;
  lsp::StatusPublisher status_;
  lsp::Configuration configuration_;
  lsp::Lifecycle lifecycle_;
  std::unique_ptr<lsp::Reader> reader_;
  bool was_enabled_ = true;
  int exit_code_ = 1;
};

}  // namespace server::cli
