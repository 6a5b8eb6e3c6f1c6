// The three threads together: a client that writes and never reads must not stop us (a server that
// chained its stdout back to its stdin once hung for hours).
#include "server/lsp/stdio.hpp"

#include "pipe.hpp"
#include "protocol/frame.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace server::lsp {

namespace {

constexpr int kRequests = 500;
constexpr int kNotifications = 10'000;

asio::awaitable<Result<>> kilobyte(json::value) {
  co_return std::string(1024, 'k');
}

struct Server {
  Server(const Pipe& input, const Pipe& output)
      : writer(output.write_end(), io.get_executor(), [] {}),
        reader(input.read_end(), io.get_executor(), handlers()) {
    rpc.on_request("kilobyte", kilobyte);
    rpc.on_notification("note", [this](const json::value&) {
      if (++notes == kNotifications) io.stop();
      return Result<void>();
    });
  }

  InputHandlers handlers() {
    InputHandlers handlers;
    handlers.on_body = [this](const std::string& body) { rpc.receive(body); };
    handlers.on_end = [](InputEnd, const std::string&) {};
    return handlers;
  }

  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  int notes = 0;
  Writer writer;
  Rpc rpc{io.get_executor(),
          [this](std::string body, Priority priority) { writer.send(std::move(body), priority); }};
  Reader reader;
};

void write_session(const Pipe& input) {
  for (int id = 0; id < kRequests; ++id) {
    input.write(protocol::encode_frame(protocol::request_text(protocol::Id(id), "kilobyte", {})));
  }
  const auto note = protocol::encode_frame(protocol::notification_text("note", {}));
  for (int count = 0; count < kNotifications; ++count) input.write(note);
}

std::set<std::int64_t> read_ids(const Pipe& output) {
  std::set<std::int64_t> ids;
  protocol::FrameReader frames;
  while (ids.size() < kRequests) {
    const auto frame = frames.next();
    if (frame) {
      ids.insert(json::parse(frame->value()).at("id").as_int64());
    } else {
      frames.push(output.read());
    }
  }
  return ids;
}

TEST(StdioTest, ClientThatNeverReadsDoesNotStopTheReader) {
  Pipe input;
  const Pipe output;  // holds 64 KiB of the 500 KiB of replies
  Server server(input, output);
  std::thread client([&] { write_session(input); });
  server.io.run();
  client.join();
  EXPECT_EQ(server.notes, kNotifications);
  EXPECT_EQ(read_ids(output).size(), kRequests);
  input.leave_read();  // the reader still waits for more
}

}  // namespace

}  // namespace server::lsp
