#include "tests/bench/child.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

void give_up(std::string_view text) {
  std::cerr << "inline_bench: " << text << '\n';
  std::exit(1);
}

Child::Child(std::vector<std::string> arguments, std::vector<std::string> environment) {
  int input[2];
  int output[2];
  if (pipe2(input, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0) give_up("no pipes");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  auto argv = pointers(arguments);
  auto envp = pointers(environment);
  const int failed = posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  close(input[0]);
  close(output[1]);
  if (failed != 0) give_up("can not start " + arguments[0]);
  to_child_ = input[1];
  from_child_ = output[0];
}

Child::~Child() {
  close(to_child_);
  close(from_child_);
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

void Child::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto count = ::write(to_child_, bytes.data(), bytes.size());
    if (count <= 0) give_up("the program does not read");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::string Child::read() const {
  std::string bytes(65536, '\0');
  const auto count = ::read(from_child_, bytes.data(), bytes.size());
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

std::string Child::read_line() const {
  std::string line;
  char byte = 0;
  while (::read(from_child_, &byte, 1) == 1 && byte != '\n') line.push_back(byte);
  return line;
}

long Child::status_kib(std::string_view name) const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.compare(0, name.size(), name) == 0) return std::atol(line.c_str() + name.size() + 1);
  }
  return 0;
}

}  // namespace bench
