// What every subcommand needs: settings from the environment and the user's file, and the backend
// on an event loop of its own. Single-threaded.
#pragma once

#include "server/generate/backend.hpp"
#include "server/lsp/settings.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <tl/expected.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace server::cli {

namespace asio = boost::asio;

/// Exit codes of the command line (docs/protocol.md).
inline constexpr int exit_success = 0;
inline constexpr int exit_failure = 1;
inline constexpr int exit_usage = 2;

struct Environment {
  asio::io_context io;
  lsp::Paths paths;
  lsp::SettingsLayers layers;
  std::unique_ptr<generate::Backend> backend;

  Environment();

  /// Runs `operation` to its end; its transfers in the background are settled too.
  template <class T>
  T run(asio::awaitable<T> operation);
};

/// Layers of the user's file, the environment and managed.json; `say` gets the messages.
void load_settings(lsp::SettingsLayers& layers, const lsp::Paths& paths,
                   const std::function<void(std::string)>& say);

/// CEREBRAS_BASE_URL, "" when not set.
std::string environment_base_url();

/// One line on stderr: "cerebras-ls: TEXT".
void complain(std::string_view text);
/// "message (hint)", and `exit_failure`.
int fail(const cerebras::Error& error);
/// nullopt when there is a key for the configured origin, else why there is none.
asio::awaitable<std::optional<cerebras::Error>> missing_key(generate::Backend& backend);
/// stdout is a terminal and NO_COLOR is not set.
bool use_colour();

template <class T>
T Environment::run(asio::awaitable<T> operation) {
  std::optional<T> result;
  std::exception_ptr failure;
  asio::co_spawn(io, std::move(operation), [&](std::exception_ptr exception, T value) {
    failure = exception;
    result = std::move(value);
  });
  io.restart();
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

}  // namespace server::cli
