#include "cerebras/credentials_command.hpp"

#include "tests/unit/cerebras/temporary_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace cerebras {
namespace {

namespace asio = boost::asio;

std::vector<std::string> shell(const std::string& script) {
  return {"/bin/sh", "-c", script};
}

struct CommandRow {
  std::vector<std::string> argv;
  std::string result;
};

KeyCommandResult run_command(const std::vector<std::string>& argv,
                             std::chrono::milliseconds timeout = std::chrono::seconds(60)) {
  asio::io_context context;
  std::optional<KeyCommandResult> result;
  run_key_command(context.get_executor(), argv, timeout,
                  [&](KeyCommandResult got) { result = std::move(got); });
  EXPECT_FALSE(result) << "must not be called from inside";
  context.run();
  return *result;
}

/// Puts a file in the place of stdin.
class Stdin {
 public:
  explicit Stdin(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    dup2(file, STDIN_FILENO);
    close(file);
  }
  Stdin(const Stdin&) = delete;
  Stdin& operator=(const Stdin&) = delete;
  ~Stdin() {
    dup2(saved_, STDIN_FILENO);
    close(saved_);
  }

 private:
  int saved_ = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
};

TEST(KeyCommand, Results) {
  const TemporaryFolder folder;
  const Stdin ours(folder.write("stdin", "what the editor says\n"));
  const std::vector<CommandRow> rows = {
      {shell("echo key; echo more"), "key"},
      {shell("printf key"), "key"},
      {shell("printf '\\nkey'"), ""},
      {{"printf", "%s\n", "$HOME; echo pwned"}, "$HOME; echo pwned"},  // no shell in between
      {shell("cat; echo done"), "done"},                               // stdin is at its end
      {shell("echo secret >&2; echo key"), "key"},
      {shell("sleep 100 & echo key"), "key"},  // what stays behind may hold the pipe
      {shell("head -c 4096 /dev/zero | tr '\\0' k"), std::string(4096, 'k')},
      {shell("head -c 4097 /dev/zero | tr '\\0' k"), "! printed more than 4096 bytes"},
      {shell("yes"), "! printed more than 4096 bytes"},
      {shell("echo secret; exit 3"), "! ended with exit status 3"},
      {shell("kill -9 $$"), "! ended by signal 9"},
      {{"/no/such/program"}, "! can not run /no/such/program: No such file or directory"},
      {{""}, "! names no program"},
      {{}, "! names no program"},
  };
  for (const auto& row : rows) {
    const auto got = run_command(row.argv);
    EXPECT_EQ(got ? *got : "! " + got.error(), row.result)
        << (row.argv.empty() ? "" : row.argv.back());
  }
}

TEST(KeyCommand, WhatWasPrintedBeforeTheEndIsNotLost) {
  asio::io_context context;
  std::string printed;
  run_key_command(context.get_executor(), shell("head -c 4000 /dev/zero | tr '\\0' k"),
                  std::chrono::seconds(60),
                  [&](const KeyCommandResult& got) { printed = got.value_or("failed"); });
  siginfo_t ended{};
  waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT);  // it is over before anything was read
  context.run();
  EXPECT_EQ(printed, std::string(4000, 'k'));
}

/// A FIFO that commands hold open: says when the last of them has gone.
class Watched {
 public:
  explicit Watched(std::string path) : path_(std::move(path)) {
    mkfifo(path_.c_str(), 0600);
    fifo_ = open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  ~Watched() { close(fifo_); }

  /// Shell text: tells that it runs, and stays, with a child.
  [[nodiscard]] std::string script() const {
    return "exec 3>" + path_ + "; echo >&3; sleep 1000 & sleep 1000";
  }
  [[nodiscard]] bool running() const {
    char byte = 0;
    return read(fifo_, &byte, 1) == 1;
  }
  /// False when somebody still holds it after a long time.
  [[nodiscard]] bool all_gone() const {
    pollfd hang_up{fifo_, 0, 0};
    return poll(&hang_up, 1, 20'000) == 1 && (hang_up.revents & POLLHUP) != 0;
  }

 private:
  std::string path_;
  int fifo_ = -1;
};

TEST(KeyCommand, ALateCommandIsKilledWithItsChildren) {
  const TemporaryFolder folder;
  const Watched watched(folder.file("fifo"));
  asio::io_context context;
  std::string result;
  run_key_command(context.get_executor(), shell(watched.script()), std::chrono::milliseconds(300),
                  [&](const KeyCommandResult& got) { result = got ? *got : got.error(); });
  while (result.empty()) context.run_one();
  EXPECT_EQ(result, "did not end within 300 ms");
  ASSERT_TRUE(watched.all_gone());
  context.run();
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "no zombie";
}

TEST(KeyCommand, ACommandDoesNotOutliveTheReactor) {
  const TemporaryFolder folder;
  const Watched watched(folder.file("fifo"));
  {
    asio::io_context context;
    run_key_command(context.get_executor(), shell(watched.script()), std::chrono::seconds(60),
                    [](const KeyCommandResult&) { ADD_FAILURE(); });
    while (!watched.running()) context.run_one();
  }
  EXPECT_TRUE(watched.all_gone());
  waitpid(-1, nullptr, 0);  // nobody else is left to collect it
}

}  // namespace
}  // namespace cerebras
