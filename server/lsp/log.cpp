#include "server/lsp/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>

#include <array>
#include <cstdio>
#include <mutex>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace server::lsp {

namespace {

constexpr std::size_t kFileBytes = std::size_t{4} << 20;
constexpr std::size_t kFiles = 8;
/// With time and level a line stays below PIPE_BUF (4096): poll() then promises that the write does
/// not block.
constexpr std::size_t kLineBytes = 3800;
constexpr auto kPattern = "%Y-%m-%dT%H:%M:%S.%e%z %l %v";

struct LevelName {
  LogLevel level;
  std::string_view name;
  spdlog::level::level_enum theirs;
};
constexpr std::array<LevelName, 5> kLevels{{{LogLevel::error, "error", spdlog::level::err},
                                            {LogLevel::warn, "warn", spdlog::level::warn},
                                            {LogLevel::info, "info", spdlog::level::info},
                                            {LogLevel::debug, "debug", spdlog::level::debug},
                                            {LogLevel::trace, "trace", spdlog::level::trace}}};

spdlog::level::level_enum theirs(LogLevel level) {
  return kLevels[static_cast<std::size_t>(level)].theirs;
}

/// stderr with a ceiling.
class StderrSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  StderrSink(int fd, std::size_t limit) : fd_(fd), left_(limit) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    if (suppressed_) return;
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    if (line.size() <= left_) {
      left_ -= line.size();
      write_now({line.data(), line.size()});
      return;
    }
    suppressed_ = true;
    write_now("further messages are suppressed; --log-file PATH keeps them\n");
  }
  void flush_() override {}

 private:
  void write_now(std::string_view line) const {
    pollfd writable{fd_, POLLOUT, 0};
    if (::poll(&writable, 1, 0) != 1 || (writable.revents & POLLOUT) == 0) return;
    [[maybe_unused]] const auto written = ::write(fd_, line.data(), line.size());
  }

  int fd_;
  std::size_t left_;
  bool suppressed_ = false;
};

spdlog::sink_ptr file_sink(const std::string& path) {
  spdlog::file_event_handlers handlers;
  handlers.after_open = [](const std::string&, std::FILE* file) { ::fchmod(::fileno(file), 0600); };
  // `kFiles - 1` rotated ones beside the current one.
  return std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path, kFileBytes, kFiles - 1, false,
                                                                handlers);
}

std::string one_line(std::string_view text) {
  std::string line(text.substr(0, kLineBytes));
  for (auto& character : line) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x20 || byte == 0x7F) character = ' ';
  }
  return line;
}

}  // namespace

std::optional<LogLevel> log_level(std::string_view name) {
  for (const auto& entry : kLevels) {
    if (entry.name == name) return entry.level;
  }
  return std::nullopt;
}

struct Log::State {
  explicit State(LogOptions o)
      : options(std::move(o)),
        logger("cerebras-ls",
               std::make_shared<StderrSink>(options.stderr_fd, options.stderr_limit)) {}
  const LogOptions options;
  spdlog::logger logger;
};

Log::Log(LogOptions options) : state_(std::make_unique<State>(std::move(options))) {
  auto& logger = state_->logger;
  const auto& wanted = state_->options;
  std::string fault;
  if (!wanted.file.empty()) {
    try {
      logger.sinks().front() = file_sink(wanted.file);
    } catch (const spdlog::spdlog_ex& error) {
      fault = std::string("the log file can not be used: ") + error.what();
    }
  }
  const bool to_file = !wanted.file.empty() && fault.empty();
  logger.set_level(theirs(wanted.level.value_or(to_file ? LogLevel::info : LogLevel::warn)));
  logger.flush_on(spdlog::level::trace);
  logger.set_pattern(kPattern);
  logger.set_error_handler([](const std::string&) {});  // a full disk is no reason for noise
  if (!fault.empty()) write(LogLevel::error, fault);
}

Log::~Log() = default;

void Log::write(LogLevel level, std::string_view text) {
  const auto wanted = theirs(level);
  if (!state_->logger.should_log(wanted)) return;
  std::string line(text);
  if (state_->options.redact) line = state_->options.redact(std::move(line));
  state_->logger.log(wanted, spdlog::string_view_t(one_line(line)));
}

void Log::write(std::string_view level, std::string_view text) {
  write(log_level(level).value_or(LogLevel::error), text);
}

}  // namespace server::lsp
