#include "server/lsp/parent_watch.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <csignal>
#include <future>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace server::lsp {

namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

/// A process that lives until it is killed.
class Child {
 public:
  Child() {
    std::string name = "sleep";
    std::string seconds = "1000";
    char* arguments[] = {name.data(), seconds.data(), nullptr};
    if (::posix_spawnp(&id_, "sleep", nullptr, nullptr, arguments, environ) != 0) {
      throw std::runtime_error("no sleep");
    }
  }
  ~Child() { kill(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  [[nodiscard]] int id() const { return id_; }
  void kill() {
    if (killed_) return;
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
    killed_ = true;
  }

 private:
  pid_t id_ = 0;
  bool killed_ = false;
};

struct ParentWatchTest : testing::Test {
  ParentWatchOptions options() {
    ParentWatchOptions options;
    options.on_gone = [this] {
      gone = true;
      io.stop();
    };
    options.interval = milliseconds(1);
    options.grace = milliseconds(1);
    return options;
  }

  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  bool gone = false;
};

TEST_F(ParentWatchTest, DeathOfAWatchedProcess) {
  Child child;
  ParentWatch watch(io.get_executor(), options());
  watch.add(::getpid());
  watch.add(child.id());
  io.run_for(milliseconds(20));
  EXPECT_FALSE(gone);
  child.kill();
  io.restart();
  io.run();
  EXPECT_TRUE(gone);
}

/// Its id is of another namespace, or no id at all.
TEST_F(ParentWatchTest, DeadAtFirstIsIgnored) {
  Child child;
  child.kill();
  ParentWatch watch(io.get_executor(), options());
  for (const int id : {child.id(), 0, -1}) watch.add(id);
  io.run_for(milliseconds(20));
  EXPECT_FALSE(gone);
}

/// Nobody runs `io`: the watch's own thread has to act.
TEST_F(ParentWatchTest, StuckMainThreadIsNoticed) {
  Child child;
  std::promise<void> stuck;
  auto all = options();
  all.on_stuck = [&] { stuck.set_value(); };
  ParentWatch watch(io.get_executor(), std::move(all));
  watch.add(child.id());
  child.kill();
  stuck.get_future().wait();
  EXPECT_FALSE(gone);
}

TEST(ProcessAlive, Rows) {
  EXPECT_TRUE(process_alive(::getpid()));
  EXPECT_TRUE(process_alive(1));  // also when we may not signal it
  Child child;
  EXPECT_TRUE(process_alive(child.id()));
  child.kill();
  EXPECT_FALSE(process_alive(child.id()));
}

}  // namespace

}  // namespace server::lsp
