// A bare LSP client for measuring: sends one message, waits for the answer, adds nothing to the
// time.
#pragma once

#include "protocol/frame.hpp"
#include "tests/bench/child.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace bench {

class Session {
 public:
  explicit Session(Child& server) : server_(server) {}

  void notify(std::string_view method, boost::json::value params);
  /// Blocks until the answer is there; its text. Answers the server's own requests with null.
  std::string request(std::string_view method, boost::json::value params);

 private:
  std::string next_body();

  Child& server_;
  protocol::FrameReader frames_;
  int last_id_ = 0;
};

}  // namespace bench
