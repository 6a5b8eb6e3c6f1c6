#include "pipe.hpp"
#include "protocol/frame.hpp"
#include "server/lsp/stdio.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <thread>
#include <vector>

namespace server::lsp {

namespace {

using testing::ElementsAre;
using testing::StartsWith;

struct ReaderTest : testing::Test {
  InputHandlers handlers() {
    InputHandlers handlers;
    handlers.on_body = [this](const std::string& body) { seen.push_back("body " + body); };
    handlers.on_unreadable = [this](const std::string& why) { seen.push_back("bad " + why); };
    handlers.on_end = [this](InputEnd end, const std::string& why) {
      seen.push_back("end " + std::to_string(static_cast<int>(end)) + " " + why);
      io.stop();
    };
    return handlers;
  }

  /// All that comes until the end of the input.
  std::vector<std::string> read_all(std::string_view input) {
    const Reader reader(pipe.read_end(), io.get_executor(), handlers());
    pipe.write(input);
    pipe.close_write();
    io.run();
    return seen;
  }

  Pipe pipe;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::vector<std::string> seen;
};

TEST_F(ReaderTest, FramesInOrder) {
  EXPECT_THAT(read_all(protocol::encode_frame("one") + protocol::encode_frame("") +
                       protocol::encode_frame("three")),
              ElementsAre("body one", "body ", "body three", "end 0 "));
}

TEST_F(ReaderTest, EndInsideAFrame) {
  EXPECT_THAT(read_all(protocol::encode_frame("one") + "Content-Length: 10\r\n\r\nhalf"),
              ElementsAre("body one", "end 1 "));
}

TEST_F(ReaderTest, UnreadableFrameInTheMiddle) {
  EXPECT_THAT(read_all("Content-Length: 2\r\nContent-Type: text/x; charset=latin1\r\n\r\n{}" +
                       protocol::encode_frame("next")),
              ElementsAre(StartsWith("bad "), "body next", "end 0 "));
}

TEST_F(ReaderTest, LostFramingIsTheEnd) {
  EXPECT_THAT(read_all(protocol::encode_frame("one") + "Content-Length: -1\r\n\r\n" +
                       protocol::encode_frame("never seen")),
              ElementsAre("body one", StartsWith("end 2 ")));
}

TEST_F(ReaderTest, NonBlockingInputIsWaitedFor) {
  ::fcntl(pipe.read_end(), F_SETFL, O_NONBLOCK);
  EXPECT_THAT(read_all(protocol::encode_frame("one")), ElementsAre("body one", "end 0 "));
}

TEST_F(ReaderTest, NothingIsHandledAfterItsEnd) {
  {
    const Reader reader(pipe.read_end(), io.get_executor(), handlers());
    pipe.write(protocol::encode_frame("one"));
  }  // its thread still sits in read(), or has posted "one" already
  pipe.leave_read();
  io.poll();
  EXPECT_THAT(seen, ElementsAre());
}

/// The Asio thread (nobody runs `io` here) does not react to the end.
TEST_F(ReaderTest, StuckMainThreadIsNoticed) {
  std::promise<void> stuck;
  auto all = handlers();
  all.on_stuck = [&] { stuck.set_value(); };
  all.grace = std::chrono::milliseconds(1);
  const Reader reader(pipe.read_end(), io.get_executor(), std::move(all));
  pipe.close_write();
  stuck.get_future().wait();
  EXPECT_THAT(seen, ElementsAre());
}

}  // namespace

}  // namespace server::lsp
