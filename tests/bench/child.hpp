// A program under measurement with pipes on its stdin and stdout. Owned by one function; ends with
// it.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace bench {

class Child {
 public:
  /// Starts `arguments[0]`. `environment`: NAME=VALUE; nothing else is inherited. Ends the
  /// benchmark with a message when the program can not be started.
  Child(std::vector<std::string> arguments, std::vector<std::string> environment);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// All of `bytes`, blocking.
  void write(std::string_view bytes) const;
  /// What has come, at least one byte, blocking; "" at the end of the stream.
  std::string read() const;
  /// Up to the first line feed (not included).
  std::string read_line() const;

  /// A line of /proc/PID/status in KiB ("VmRSS").
  long status_kib(std::string_view name) const;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int to_child_ = -1;
  int from_child_ = -1;
};

/// Prints "inline_bench: TEXT" and ends the program with 1.
[[noreturn]] void give_up(std::string_view text);

}  // namespace bench
