#include "pipe.hpp"
#include "protocol/frame.hpp"
#include "server/lsp/stdio.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace server::lsp {

namespace {

using testing::ElementsAre;

/// The next `count` bodies a client reads.
std::vector<std::string> read_bodies(const Pipe& pipe, std::size_t count) {
  std::vector<std::string> bodies;
  protocol::FrameReader frames;
  while (bodies.size() < count) {
    while (auto frame = frames.next()) bodies.push_back(frame->value());
    if (bodies.size() < count) frames.push(pipe.read());
  }
  return bodies;
}

/// More than a pipe holds (64 KiB): the writer's thread blocks in it until somebody reads.
std::string plug() {
  return std::string(std::size_t{256} << 10, 'p');
}

struct WriterTest : testing::Test {
  void make(std::size_t max_queued = std::size_t{64} << 20) {
    writer.emplace(
        pipe.write_end(), io.get_executor(), [this] { io.stop(); }, max_queued);
  }

  Pipe pipe;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::optional<Writer> writer;
};

TEST_F(WriterTest, FramesInOrderWithOneHeader) {
  make();
  writer->send("{\"a\":1}", Priority::reply);
  writer->send("\xC3\xA4", Priority::droppable);
  writer.reset();
  EXPECT_EQ(pipe.read_available(),
            "Content-Length: 7\r\n\r\n{\"a\":1}Content-Length: 2\r\n\r\n\xC3\xA4");
}

/// The writer's thread has taken the plug, so that 10 bytes of queue are left.
struct BlockedWriterTest : WriterTest {
  BlockedWriterTest() {
    make(10);
    writer->send(plug(), Priority::reply);
    while (writer->congested()) std::this_thread::yield();
    writer->send("old", Priority::droppable);
    writer->send("reply1", Priority::reply);
    writer->send("n", Priority::droppable);
  }
};

TEST_F(BlockedWriterTest, AtTheLimitNothingIsDropped) {
  EXPECT_FALSE(writer->congested());
  EXPECT_THAT(read_bodies(pipe, 4), ElementsAre(plug(), "old", "reply1", "n"));
}

TEST_F(BlockedWriterTest, OneByteMoreDropsTheOldest) {
  writer->send("x", Priority::droppable);
  EXPECT_FALSE(writer->congested());
  EXPECT_THAT(read_bodies(pipe, 4), ElementsAre(plug(), "reply1", "n", "x"));
}

TEST_F(BlockedWriterTest, RepliesAreNeverDropped) {
  writer->send("reply2", Priority::reply);
  EXPECT_TRUE(writer->congested());
  writer->send("x", Priority::droppable);  // goes at once
  writer->send("reply3", Priority::reply);
  EXPECT_THAT(read_bodies(pipe, 4), ElementsAre(plug(), "reply1", "reply2", "reply3"));
}

TEST_F(WriterTest, NonBlockingOutputIsWaitedFor) {
  ::fcntl(pipe.write_end(), F_SETFL, O_NONBLOCK);
  make();
  writer->send(plug(), Priority::reply);
  writer->send("after", Priority::reply);
  EXPECT_THAT(read_bodies(pipe, 2), ElementsAre(plug(), "after"));
}

/// Without SIGPIPE being ignored by the process: the writer's thread does not take it.
TEST_F(WriterTest, ClosedOutputIsReportedOnce) {
  make();
  pipe.close_read();
  writer->send("one", Priority::reply);
  io.run();
  writer->send("two", Priority::reply);
  EXPECT_FALSE(writer->congested());
}

TEST_F(WriterTest, DestructorDoesNotWaitForAClientThatNeverReads) {
  make();
  writer->send(plug(), Priority::reply);
  writer->send("never seen", Priority::reply);
  writer.reset();
  pipe.leave_write();
  pipe.close_read();  // ends the thread
}

}  // namespace

}  // namespace server::lsp
