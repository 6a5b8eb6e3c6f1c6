#include "protocol/frame.hpp"
#include "server/lsp/handover.hpp"
#include "server/lsp/stdio.hpp"

#include <cerrno>
#include <poll.h>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace server::lsp {

struct Reader::State {
  void read_all(const std::shared_ptr<State>& self, int fd);
  bool hand_over(const std::shared_ptr<State>& self, protocol::FrameReader& frames);
  void end(const std::shared_ptr<State>& self, InputEnd why, std::string message);

  const Handover to_main;
  const InputHandlers handlers;
};

namespace {

/// Bytes read, 0 at the end. A terminal that went away (EIO) ends the input like EOF.
std::size_t read_some(int fd, char* buffer, std::size_t size) {
  while (true) {
    const auto got = ::read(fd, buffer, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return 0;
    // Someone who shares the description made it non-blocking.
    pollfd readable{fd, POLLIN, 0};
    ::poll(&readable, 1, -1);
  }
}

}  // namespace

/// Posts all complete frames; false when the framing is lost.
bool Reader::State::hand_over(const std::shared_ptr<State>& self, protocol::FrameReader& frames) {
  while (auto frame = frames.next()) {
    if (*frame) {
      to_main.post([self, body = std::move(**frame)] { self->handlers.on_body(body); });
    } else if (!frame->error().fatal) {
      to_main.post([self, why = frame->error().message] { self->handlers.on_unreadable(why); });
    } else {
      end(self, InputEnd::framing_lost, frame->error().message);
      return false;
    }
  }
  return true;
}

void Reader::State::end(const std::shared_ptr<State>& self, InputEnd why, std::string message) {
  to_main.post([self, why, text = std::move(message)] { self->handlers.on_end(why, text); });
  if (!to_main.wait_closed(handlers.grace) && handlers.on_stuck) handlers.on_stuck();
}

void Reader::State::read_all(const std::shared_ptr<State>& self, int fd) {
  std::vector<char> buffer(std::size_t{64} << 10);
  protocol::FrameReader frames;
  while (const auto got = read_some(fd, buffer.data(), buffer.size())) {
    frames.push(std::string_view(buffer.data(), got));
    if (!hand_over(self, frames)) return;
  }
  end(self, frames.in_frame() ? InputEnd::eof_in_frame : InputEnd::eof, {});
}

Reader::Reader(int fd, boost::asio::any_io_executor executor, InputHandlers handlers)
    : state_(new State{Handover(std::move(executor)), std::move(handlers)}) {
  start_thread([fd, state = state_] { state->read_all(state, fd); });
}

Reader::~Reader() {
  state_->to_main.close();
}

}  // namespace server::lsp
