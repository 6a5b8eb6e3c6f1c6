#include "server/lsp/handover.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <future>

namespace server::lsp {

namespace {

using std::chrono::milliseconds;

struct HandoverTest : testing::Test {
  int runs() {
    io.poll();
    return count;
  }
  std::function<void()> task = [this] { ++count; };
  int count = 0;
  boost::asio::io_context io;
  Handover handover{io.get_executor()};
};

TEST_F(HandoverTest, TasksRunOnTheAsioThread) {
  std::promise<void> posted;
  start_thread([&] {
    handover.post(task);
    posted.set_value();
  });
  posted.get_future().wait();
  EXPECT_EQ(count, 0);
  EXPECT_EQ(runs(), 1);
}

TEST_F(HandoverTest, CloseDropsWhatWasPosted) {
  handover.post(task);
  handover.close();
  handover.post(task);
  EXPECT_EQ(runs(), 0);
}

TEST_F(HandoverTest, WaitsForClose) {
  EXPECT_FALSE(handover.wait_closed(milliseconds(1)));
  std::promise<bool> closed;
  start_thread([&closed, handover = handover] {
    closed.set_value(handover.wait_closed(std::chrono::hours(1)));
  });
  handover.close();
  EXPECT_TRUE(closed.get_future().get());
  EXPECT_TRUE(handover.wait_closed(milliseconds(0)));
}

}  // namespace

}  // namespace server::lsp
