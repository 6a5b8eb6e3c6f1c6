// The log of the process: one line per event, never text of a document. By default errors and
// warnings go to stderr, at most 1 MiB per process (editors keep what a server writes there,
// without rotation); with a file everything from `level` up goes there, in 8 files of 4 MiB, 0600.
// Any thread. Never waits for a reader: a line that stderr can not take at once is dropped; a
// file's line is written and flushed at once.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace server::lsp {

enum class LogLevel { error, warn, info, debug, trace };

/// "error", "warn", "info", "debug", "trace"; nullopt for anything else.
std::optional<LogLevel> log_level(std::string_view name);

struct LogOptions {
  std::string file;               ///< "" = stderr
  std::optional<LogLevel> level;  ///< nullopt: warn on stderr, info in a file
  /// Takes secrets out of every line before it is written. Called on the writing thread.
  std::function<std::string(std::string line)> redact;
  int stderr_fd = 2;
  std::size_t stderr_limit = std::size_t{1} << 20;  ///< bytes
};

class Log {
 public:
  /// A file that can not be opened is reported on stderr, which is then used instead.
  explicit Log(LogOptions options);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// Line ends and control characters in `text` become spaces; cut after 3,800 bytes.
  void write(LogLevel level, std::string_view text);
  /// As Rpc::set_log wants it; an unknown level counts as error.
  void write(std::string_view level, std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace server::lsp
