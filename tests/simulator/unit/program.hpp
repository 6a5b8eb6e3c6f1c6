// Starts the real cerebras-sim and talks to it over the loopback, for the tests of what only the
// whole program shows. Every wait is bounded.
#pragma once

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace simulator {

class Program {
 public:
  /// Starts it with `--port 0` and `arguments`.
  explicit Program(std::vector<std::string> arguments);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// First line on stdout, without its end.
  const std::string& first_line() const { return first_line_; }
  /// "http://127.0.0.1:PORT"
  std::string root() const;
  int port() const;

  void close_stdin();
  void send_signal(int number) const;
  /// Exit code; -1 when a signal ended it.
  int wait();
  /// What it wrote to stderr; after wait().
  std::string errors() const;

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::string first_line_;
  std::optional<int> code_;
};

/// A file in the test's temporary folder.
std::string temporary_file(const std::string& name, const std::string& text);

/// One TCP connection.
class Wire {
 public:
  explicit Wire(int port);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void send(const std::string& bytes) const;
  /// Reads until `end` was seen, or to the end of the connection.
  std::string read_until(const std::string& end);
  std::string read_all() { return read_until(""); }
  /// The last read ended with a reset instead of an orderly end.
  bool was_reset() const { return reset_; }

 private:
  int socket_;
  bool reset_ = false;
};

/// A chat request as HTTP/1.1 bytes.
std::string chat_request(const std::string& fields = "");

}  // namespace simulator
