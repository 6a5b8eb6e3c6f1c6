#include "cerebras/credentials_command.hpp"

#include "cerebras/credentials.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace cerebras {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// How often a child that has not ended is looked at. SIGCHLD would be process-wide state, and a
/// pidfd is not there in every sandbox.
constexpr std::chrono::milliseconds poll_interval{10};

std::string system_message(int error) {
  return std::generic_category().message(error);
}

struct SpawnAttributes {
  posix_spawnattr_t attributes{};
  posix_spawn_file_actions_t actions{};

  SpawnAttributes() {
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_init(&actions);
  }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  ~SpawnAttributes() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

/// The process id, or what the system said.
tl::expected<pid_t, std::string> spawn(const std::vector<std::string>& argv, int output) {
  SpawnAttributes with;
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  // The server ignores SIGPIPE and may block signals; a program expects neither.
  posix_spawnattr_setsigmask(&with.attributes, &none);
  posix_spawnattr_setsigdefault(&with.attributes, &all);
  posix_spawnattr_setpgroup(&with.attributes, 0);
  posix_spawnattr_setflags(
      &with.attributes,
      static_cast<short>(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
  posix_spawn_file_actions_addopen(&with.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&with.actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&with.actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&with.actions, STDERR_FILENO + 1);

  std::vector<std::string> words = argv;
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t pid = -1;
  const int error =
      posix_spawnp(&pid, pointers[0], &with.actions, &with.attributes, pointers.data(), environ);
  if (error != 0) {
    return tl::unexpected("can not run " + argv[0] + ": " + system_message(error));
  }
  return pid;
}

class Child : public std::enable_shared_from_this<Child> {
 public:
  Child(const asio::any_io_executor& executor, pid_t pid, int output,
        std::function<void(KeyCommandResult)> done)
      : pid_(pid),
        output_(executor, output),
        deadline_(executor),
        poll_(executor),
        done_(std::move(done)) {
    text_.reserve(key_command_output_limit + buffer_.size());  // growth would leave copies behind
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    kill_group();
    wipe(text_);
    explicit_bzero(buffer_.data(), buffer_.size());
  }

  void start(std::chrono::milliseconds timeout) {
    deadline_.expires_after(timeout);
    deadline_.async_wait([self = shared_from_this(), timeout](error_code error) {
      if (error) return;
      self->give_up("did not end within " + std::to_string(timeout.count()) + " ms");
    });
    read();
    look_after({});
  }

 private:
  void read() {
    reading_ = true;
    output_.async_read_some(asio::buffer(buffer_),
                            [self = shared_from_this()](error_code error, std::size_t size) {
                              self->reading_ = false;
                              self->take(size);
                              if (self->status_) return self->conclude();
                              if (!error && self->done_) self->read();
                            });
  }

  void take(std::size_t size) {
    text_.append(buffer_.data(), size);
    explicit_bzero(buffer_.data(), size);
    if (text_.size() > key_command_output_limit) {
      give_up("printed more than " + std::to_string(key_command_output_limit) + " bytes");
    }
  }

  void look_after(std::chrono::milliseconds pause) {
    poll_.expires_after(pause);
    poll_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->look();
    });
  }

  /// Until the process has ended and been reaped; also after `done`, so that no zombie is left.
  void look() {
    int status = 0;
    const pid_t ended = waitpid(pid_, &status, WNOHANG);
    if (ended == 0) return look_after(poll_interval);
    pid_ = -1;
    // -1: reaped by somebody else (SIGCHLD is ignored): what it printed decides.
    status_ = ended > 0 ? status : 0;
    if (!reading_) return conclude();
    error_code ignored;
    output_.cancel(ignored);  // what the read has got by now still comes to its handler
  }

  void conclude() {
    drain();
    const int status = *status_;
    if (WIFSIGNALED(status)) {
      return finish(tl::unexpected("ended by signal " + std::to_string(WTERMSIG(status))));
    }
    if (WEXITSTATUS(status) != 0) {
      return finish(
          tl::unexpected("ended with exit status " + std::to_string(WEXITSTATUS(status))));
    }
    finish(text_.substr(0, text_.find('\n')));
  }

  /// What is in the pipe now. Not until its end: something that the command left running may hold
  /// it.
  void drain() {
    error_code error;
    if (!done_) return;
    output_.non_blocking(true, error);
    while (!error && done_) take(output_.read_some(asio::buffer(buffer_), error));
  }

  void give_up(std::string why) {
    kill_group();
    finish(tl::unexpected(std::move(why)));
  }

  void kill_group() {
    if (pid_ > 0) kill(-pid_, SIGKILL);
  }

  void finish(KeyCommandResult result) {
    if (!done_) return;
    deadline_.cancel();
    error_code ignored;
    output_.close(ignored);
    std::exchange(done_, nullptr)(std::move(result));
  }

  pid_t pid_;                  // -1 once reaped
  std::optional<int> status_;  // once reaped
  bool reading_ = false;
  asio::posix::stream_descriptor output_;
  asio::steady_timer deadline_;
  asio::steady_timer poll_;
  std::function<void(KeyCommandResult)> done_;  // empty once called
  std::array<char, 1024> buffer_{};
  std::string text_;
};

}  // namespace

void run_key_command(const asio::any_io_executor& executor, const std::vector<std::string>& argv,
                     std::chrono::milliseconds timeout,
                     std::function<void(KeyCommandResult)> done) {
  const auto fail = [&](std::string why) {
    asio::post(executor,
               [done = std::move(done), why = std::move(why)] { done(tl::unexpected(why)); });
  };
  if (argv.empty() || argv[0].empty()) return fail("names no program");
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return fail(system_message(errno));
  const auto pid = spawn(argv, pipe_ends[1]);
  close(pipe_ends[1]);
  if (!pid) {
    close(pipe_ends[0]);
    return fail(pid.error());
  }
  std::make_shared<Child>(executor, *pid, pipe_ends[0], std::move(done))->start(timeout);
}

}  // namespace cerebras
