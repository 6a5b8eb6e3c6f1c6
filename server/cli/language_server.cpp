#include "server/cli/language_server.hpp"

#include "cerebras/origin.hpp"
#include "server/actions/code_action.hpp"
#include "server/actions/run_action.hpp"
#include "server/cli/environment.hpp"
#include "server/commands/budget.hpp"
#include "server/commands/connection.hpp"
#include "server/commands/custom_requests.hpp"
#include "server/commands/models.hpp"
#include "server/commands/text_completion.hpp"
#include "server/completion/completion.hpp"
#include "server/completion/inline_completion.hpp"
#include "server/text/document_sync.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <unistd.h>
#include <utility>

namespace server::cli {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

/// window/showMessage, MessageType.Info.
constexpr int message_type_info = 3;

lsp::LogOptions log_options(const ServeOptions& options) {
  lsp::LogOptions result;
  result.file = options.log_file;
  if (!options.log_level.empty()) result.level = lsp::log_level(options.log_level);
  result.redact = [](std::string line) { return cerebras::redact(std::move(line), std::nullopt); };
  return result;
}

}  // namespace

LanguageServer::LanguageServer(asio::io_context& io, const ServeOptions& options,
                               std::string version)
    : io_(io),
      paths_(lsp::default_paths()),
      layers_(environment_base_url()),
      log_(std::make_unique<lsp::Log>(log_options(options))),
      writer_(STDOUT_FILENO, io.get_executor(), [this] { exit(1); }),
      rpc_(io.get_executor(),
           [this](std::string body, lsp::Priority priority) {
             writer_.send(std::move(body), priority);
           }),
      progress_(rpc_),
      folders_(rpc_, {}),
      status_(rpc_, io.get_executor(), [this] { return status(); }),
      configuration_(rpc_, io.get_executor(), layers_, [this] { settings_changed(); }),
      lifecycle_(rpc_, io.get_executor(), std::move(version), lifecycle_hooks()) {
  rpc_.set_log([this](std::string_view level, std::string_view text) { log_->write(level, text); });
  if (options.client_process_id) lifecycle_.watch_parent(*options.client_process_id);
  register_features();
}

LanguageServer::~LanguageServer() = default;

lsp::LifecycleHooks LanguageServer::lifecycle_hooks() {
  lsp::LifecycleHooks hooks;
  hooks.on_initialize = [this](const lsp::InitializeInfo& info) { initialize(info); };
  hooks.on_initialized = [this] { initialized(); };
  hooks.on_exit = [this](int code) { exit(code); };
  hooks.congested = [this] { return writer_.congested(); };
  return hooks;
}

lsp::InputHandlers LanguageServer::input_handlers() {
  lsp::InputHandlers handlers;
  handlers.on_body = [this](const std::string& body) { rpc_.receive(body); };
  handlers.on_unreadable = [this](std::string message) {
    rpc_.receive_unreadable(std::move(message));
  };
  handlers.on_end = [this](lsp::InputEnd end, const std::string& message) {
    input_ended(end, message);
  };
  handlers.on_stuck = [] { _exit(1); };
  return handlers;
}

int LanguageServer::run() {
  reader_ = std::make_unique<lsp::Reader>(STDIN_FILENO, io_.get_executor(), input_handlers());
  const auto work = asio::make_work_guard(io_);
  io_.run();
  // What still runs unwinds while everything that it uses is alive.
  rpc_.cancel_all();
  io_.restart();
  io_.poll();
  return exit_code_;
}

void LanguageServer::initialize(const lsp::InitializeInfo& info) {
  client_ = info.client;
  documents_.set_encoding(client_.position_encoding);
  folders_.set(info.workspace_folders);
  progress_.set_client_support(client_.work_done_progress);
  load_files();
  configuration_.initialize(info);
  was_enabled_ = layers_.current().enabled;
  // The settings refuse a base URL that does not parse, so that this one does.
  auto base_url = cerebras::parse_base_url(layers_.current().base_url);
  generate::GeneratorHooks hooks;
  hooks.on_notice = [this](const std::string& text) { notice(text); };
  hooks.on_change = [this] { status_.changed(); };
  backend_ = std::make_unique<generate::Backend>(io_.get_executor(), layers_.current(), paths_,
                                                 std::move(*base_url), std::move(hooks));
  log_->write(
      lsp::LogLevel::info,
      "initialize by " +
          (info.client.client_name.empty() ? "a client without a name" : info.client.client_name) +
          ", service " + backend_->client.settings().base_url.origin.text());
}

void LanguageServer::initialized() {
  configuration_.initialized();
  status_.start();
  connect();
}

/// Opens the connection before it is needed and learns which models are offered.
void LanguageServer::connect() {
  if (!layers_.current().enabled) return;
  asio::co_spawn(io_, backend_->client.warm_up(), asio::detached);
  refresh_models();
}

void LanguageServer::input_ended(lsp::InputEnd end, const std::string& message) {
  if (!message.empty()) log_->write(lsp::LogLevel::error, message);
  if (end == lsp::InputEnd::framing_lost) {
    exit(1);
  } else {
    lifecycle_.client_gone();
  }
}

void LanguageServer::exit(int code) {
  exit_code_ = code;
  io_.stop();
}

void LanguageServer::load_files() {
  load_settings(layers_, paths_, [this](std::string message) {
    log_->write(lsp::LogLevel::warn, message);
    configuration_.show({std::move(message)});
  });
}

void LanguageServer::settings_changed() {
  if (!backend_) return;
  const auto& settings = layers_.current();
  backend_->budget.set_limits(settings.budget);
  backend_->client.set_timeouts(settings.timeouts);
  backend_->generator.budget_changed();
  if (settings.enabled && !std::exchange(was_enabled_, settings.enabled)) connect();
  was_enabled_ = settings.enabled;
}

void LanguageServer::reload() {
  load_files();
  settings_changed();
  refresh_models();
}

namespace {

asio::awaitable<void> refresh(generate::Generator& generator) {
  co_await generator.refresh_models();
}

}  // namespace

void LanguageServer::refresh_models() {
  if (!layers_.current().enabled) return;
  asio::co_spawn(io_, refresh(backend_->generator), asio::detached);
}

void LanguageServer::notice(const std::string& text) {
  log_->write(lsp::LogLevel::info, text);
  rpc_.notify("window/showMessage", json::object{{"type", message_type_info}, {"message", text}});
}

json::object LanguageServer::status() const {
  return generate::status_object(*backend_, layers_.current(), acceptance_);
}

void LanguageServer::register_features() {
  text::register_document_sync(rpc_, documents_);
  const auto completions = completion_services();
  completion::register_inline_completion(rpc_, completions);
  completion::register_completion(rpc_, completions);
  actions::register_code_action(rpc_, action_services());
  commands::register_custom_requests(rpc_, command_services());
  auto table = std::make_shared<commands::CommandTable>();
  register_commands(*table, completions);
  commands::CommandTable::register_on(rpc_, std::move(table));
}

void LanguageServer::register_commands(commands::CommandTable& table,
                                       const completion::CompletionServices& completions) {
  const auto services = command_services();
  commands::register_budget_commands(table, services);
  commands::register_model_commands(table, services);
  commands::register_state_commands(table, services);
  commands::register_test_connection(table, services);
  commands::register_text_completion(
      table, [this](generate::Ask ask) { return backend_->generator.generate(std::move(ask)); });
  const auto actions = action_services();
  using Token = std::optional<json::value>;
  table.add(std::string(completion::accepted_command),
            [completions](json::array arguments, Token) -> asio::awaitable<lsp::Result<>> {
              co_return completion::completion_accepted(completions, arguments);
            });
  table.add("cerebras.runAction", [actions](json::array arguments, Token token) {
    return actions::run_action_command(std::move(arguments), std::move(token), actions);
  });
  table.add("cerebras.applyInstruction", [actions](json::array arguments, Token token) {
    return actions::apply_instruction_command(std::move(arguments), std::move(token), actions);
  });
  table.add("cerebras.explain", [actions](json::array arguments, Token token) {
    return actions::explain_command(std::move(arguments), std::move(token), actions);
  });
}

actions::ActionServices LanguageServer::action_services() {
  return {documents_,
          rpc_,
          progress_,
          [this](generate::Ask ask) { return backend_->generator.generate(std::move(ask)); },
          [this]() -> generate::Recent& { return backend_->recent; },
          [this]() -> const lsp::Settings& { return layers_.current(); },
          [this]() -> const protocol::ClientCapabilities& { return client_; },
          [this]() -> const std::vector<protocol::WorkspaceFolder>& { return folders_.all(); },
          shown_documents_};
}

completion::CompletionServices LanguageServer::completion_services() {
  return {documents_,
          acceptance_,
          [this]() -> const lsp::Settings& { return layers_.current(); },
          [this](generate::Ask ask) { return backend_->generator.generate(std::move(ask)); },
          [this]() -> generate::Recent& { return backend_->recent; },
          [this]() -> const protocol::ClientCapabilities& { return client_; },
          [this] {
            std::vector<std::string> uris;
            for (const auto& folder : folders_.all()) uris.push_back(folder.uri);
            return uris;
          },
          io_.get_executor(),
          [this] { status_.changed(); }};
}

commands::CommandServices LanguageServer::command_services() {
  return {[this]() -> generate::Backend& { return *backend_; },
          [this]() -> const lsp::Settings& { return layers_.current(); },
          [this] { return status(); },
          [this](std::string_view key) { return layers_.is_locked(key); },
          [this] { status_.changed(); },
          [this] { reload(); }};
}

int serve(const ServeOptions& options, const std::string& version) {
  asio::io_context io(1);
  LanguageServer server(io, options, version);
  return server.run();
}

}  // namespace server::cli
