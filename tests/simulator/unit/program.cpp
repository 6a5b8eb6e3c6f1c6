#include "tests/simulator/unit/program.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

namespace simulator {
namespace {

constexpr int patience_seconds = 20;

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0); }
  std::array<int, 2> ends{};
};

std::string read_line(int file) {
  std::string line;
  char c = 0;
  while (::read(file, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

}  // namespace

Program::Program(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {SIMULATOR_PROGRAM, "--port", "0"});
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const Pipe input;
  const Pipe output;
  const Pipe errors;
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(input.ends[0], STDIN_FILENO);
    ::dup2(output.ends[1], STDOUT_FILENO);
    ::dup2(errors.ends[1], STDERR_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  ::close(input.ends[0]);
  ::close(output.ends[1]);
  ::close(errors.ends[1]);
  input_ = input.ends[1];
  output_ = output.ends[0];
  errors_ = errors.ends[0];
  first_line_ = read_line(output_);
}

Program::~Program() {
  if (!code_) {
    send_signal(SIGTERM);
    wait();
  }
  close_stdin();
  ::close(output_);
  ::close(errors_);
}

std::string Program::root() const {
  const auto start = first_line_.find("http");
  return first_line_.substr(start, first_line_.rfind("/v1") - start);
}

int Program::port() const {
  return std::stoi(root().substr(root().rfind(':') + 1));
}

void Program::close_stdin() {
  if (input_ >= 0) ::close(input_);
  input_ = -1;
}

void Program::send_signal(int number) const {
  ::kill(pid_, number);
}

int Program::wait() {
  if (code_) return *code_;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return *code_;
}

std::string Program::errors() const {
  std::string text;
  std::array<char, 4096> bytes{};
  for (ssize_t size = 0; (size = ::read(errors_, bytes.data(), bytes.size())) > 0;) {
    text.append(bytes.data(), static_cast<std::size_t>(size));
  }
  return text;
}

std::string temporary_file(const std::string& name, const std::string& text) {
  const auto path = testing::TempDir() + "cerebras-sim-" + std::to_string(::getpid()) + "-" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

Wire::Wire(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const timeval patience{patience_seconds, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

Wire::~Wire() {
  ::close(socket_);
}

void Wire::send(const std::string& bytes) const {
  EXPECT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(bytes.size()));
}

std::string Wire::read_until(const std::string& end) {
  std::string text;
  std::array<char, 4096> bytes{};
  while (end.empty() || text.find(end) == text.npos) {
    const auto size = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (size < 0) reset_ = errno == ECONNRESET;
    if (size <= 0) break;
    text.append(bytes.data(), static_cast<std::size_t>(size));
  }
  return text;
}

std::string chat_request(const std::string& fields) {
  const std::string body = R"({"model":"llama3.1-8b","messages":[{"role":"user","content":"hi"}])" +
                           (fields.empty() ? "" : "," + fields) + "}";
  return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace simulator
