// A scripted HTTP/1.1 server on a free loopback port, in threads of its own: the n-th request gets
// the n-th reply, whatever connection it comes on; the last reply repeats. It counts what reaches
// it. Waiting is done at gates that the test opens, not by time. To a TLS handshake it answers as a
// plain server does, or not at all when its first reply holds.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cerebras::test {

struct Piece {
  std::string bytes;
  bool gate = false;  ///< wait here until the test opens it
};

struct Reply {
  enum class Then { keep, close, hold };
  std::vector<Piece> pieces;
  Then then = Then::keep;
};

struct Received {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  int connection = 0;
};

/// A complete response with Content-Length; `headers` are lines that end with CR LF.
Reply response(int status, std::string body, std::string headers = {});
Reply json_response(int status, std::string body, std::string headers = {});
/// A chunked event stream; each text is one event's data, "" is a gate.
Reply events(const std::vector<std::string>& data);
/// One chunk of a chunked body.
std::string chunk(const std::string& bytes);
/// The status line and headers that `events` begins with.
std::string event_stream_headers();

class LoopbackServer {
 public:
  explicit LoopbackServer(std::vector<Reply> replies);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& path = "") const;
  std::vector<Received> requests();
  int connections();
  /// Lets one waiting (or future) gate pass.
  void open_gate();

 private:
  void accept_all();
  void serve(int socket, int connection);
  bool write_reply(int socket, const Reply& reply);
  bool pass_gate();

  std::vector<Reply> replies_;
  int listener_ = -1;
  int port_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Received> requests_;
  std::vector<int> sockets_;
  std::size_t gates_open_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace cerebras::test
