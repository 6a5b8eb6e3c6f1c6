// A client and our side of the wire in one thread: a body in, all bodies out. What is tested
// through it needs no threads and no time: `send` returns when nothing more can happen.
#pragma once

#include "server/lsp/rpc.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::lsp {

class Session {
 public:
  Session() {
    rpc.set_log([this](std::string_view level, std::string_view text) {
      if (level != "debug") sent_.push_back("log " + std::string(level) + " " + std::string(text));
    });
  }

  /// As a message of the client; the answers so far are in `take()`.
  void send(std::string body) {
    asio::post(io, [this, body = std::move(body)] { rpc.receive(body); });
    settle();
  }

  void settle() {
    io.restart();
    io.poll();
  }

  void add(std::string line) { sent_.push_back(std::move(line)); }

  std::vector<std::string> take() { return std::exchange(sent_, {}); }

  asio::io_context io{1};
  std::vector<std::string> sent_{};
  Rpc rpc{io.get_executor(), [this](std::string body, Priority) { add(std::move(body)); }};
};

}  // namespace server::lsp
