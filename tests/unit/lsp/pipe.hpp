// A pipe whose ends are closed when the test ends, and what a client does with its end.
#pragma once

#include <array>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace server::lsp {

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  ~Pipe() {
    close_read();
    close_write();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int read_end() const { return ends_[0]; }
  [[nodiscard]] int write_end() const { return ends_[1]; }
  void close_read() { close(ends_[0]); }
  void close_write() { close(ends_[1]); }
  /// Stays open for good: a detached thread may still be in a call on it.
  void leave_read() { ends_[0] = -1; }
  void leave_write() { ends_[1] = -1; }

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(ends_[1], bytes.data(), bytes.size());
      if (written < 0) throw std::runtime_error("the pipe takes nothing");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  /// The next bytes, "" at the end; waits for them.
  [[nodiscard]] std::string read() const {
    std::string bytes(std::size_t{64} << 10, '\0');
    const auto got = ::read(ends_[0], bytes.data(), bytes.size());
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
  }

  /// What is there now, without waiting.
  [[nodiscard]] std::string read_available() const {
    ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    std::string all;
    for (auto part = read(); !part.empty(); part = read()) all += part;
    return all;
  }

 private:
  static void close(int& end) {
    if (end >= 0) ::close(std::exchange(end, -1));
  }
  std::array<int, 2> ends_{-1, -1};
};

}  // namespace server::lsp
