#include "loopback_server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace cerebras::test {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

bool read_more(int socket, std::string& buffer) {
  char bytes[4096];
  const auto count = ::recv(socket, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  buffer.append(bytes, static_cast<std::size_t>(count));
  return true;
}

bool write_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

/// Takes one request off the front of `buffer`, reading as needed.
std::optional<Received> read_request(int socket, std::string& buffer, bool silent) {
  while (buffer.find("\r\n\r\n") == std::string::npos) {
    if (!read_more(socket, buffer)) return std::nullopt;
    const bool tls_handshake = buffer.front() == '\x16';
    if (tls_handshake && !silent) {
      write_all(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
      return std::nullopt;
    }
  }
  const auto end = buffer.find("\r\n\r\n");
  Received request;
  const auto first = buffer.substr(0, buffer.find("\r\n"));
  request.method = first.substr(0, first.find(' '));
  request.target = first.substr(request.method.size() + 1);
  request.target = request.target.substr(0, request.target.find(' '));
  for (auto at = first.size() + 2; at < end;) {
    const auto line_end = buffer.find("\r\n", at);
    const auto line = buffer.substr(at, line_end - at);
    const auto colon = line.find(':');
    auto value = line.substr(std::min(colon + 1, line.size()));
    value.erase(0, value.find_first_not_of(' '));
    request.headers[lower(line.substr(0, colon))] = value;
    at = line_end + 2;
  }
  buffer.erase(0, end + 4);
  const auto length = request.headers.find("content-length");
  const std::size_t size = length == request.headers.end() ? 0 : std::stoul(length->second);
  while (buffer.size() < size) {
    if (!read_more(socket, buffer)) return std::nullopt;
  }
  request.body = buffer.substr(0, size);
  buffer.erase(0, size);
  return request;
}

}  // namespace

Reply response(int status, std::string body, std::string headers) {
  std::string text = "HTTP/1.1 " + std::to_string(status) +
                     " Status\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
                     headers + "\r\n" + body;
  return {{{std::move(text)}}};
}

Reply json_response(int status, std::string body, std::string headers) {
  return response(status, std::move(body), headers + "Content-Type: application/json\r\n");
}

std::string chunk(const std::string& bytes) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
  return size + bytes + "\r\n";
}

std::string event_stream_headers() {
  return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
         "Transfer-Encoding: chunked\r\n\r\n";
}

Reply events(const std::vector<std::string>& data) {
  Reply reply{{{event_stream_headers()}}};
  for (const auto& each : data) {
    if (each.empty()) {
      reply.pieces.push_back({"", true});
    } else {
      reply.pieces.push_back({chunk("data: " + each + "\n\n")});
    }
  }
  reply.pieces.push_back({"0\r\n\r\n"});
  return reply;
}

LoopbackServer::LoopbackServer(std::vector<Reply> replies) : replies_(std::move(replies)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("no loopback port");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

LoopbackServer::~LoopbackServer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }
  changed_.notify_all();
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (auto& thread : threads_) thread.join();
  for (const int socket : sockets_) ::close(socket);
  ::close(listener_);
}

std::string LoopbackServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<Received> LoopbackServer::requests() {
  const std::lock_guard lock(mutex_);
  return requests_;
}

int LoopbackServer::connections() {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(sockets_.size());
}

void LoopbackServer::open_gate() {
  const std::lock_guard lock(mutex_);
  ++gates_open_;
  changed_.notify_all();
}

bool LoopbackServer::pass_gate() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return gates_open_ > 0 || stopping_; });
  if (gates_open_ > 0) --gates_open_;
  return !stopping_;
}

void LoopbackServer::accept_all() {
  for (;;) {
    const int socket = ::accept(listener_, nullptr, nullptr);
    if (socket < 0) return;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex_);
    sockets_.push_back(socket);
    if (stopping_) return;
    const int connection = static_cast<int>(sockets_.size());
    threads_.emplace_back([this, socket, connection] { serve(socket, connection); });
  }
}

void LoopbackServer::serve(int socket, int connection) {
  std::string buffer;
  const bool silent = replies_.front().then == Reply::Then::hold;
  while (auto request = read_request(socket, buffer, silent)) {
    Reply reply;
    {
      const std::lock_guard lock(mutex_);
      request->connection = connection;
      requests_.push_back(std::move(*request));
      reply = replies_[std::min(requests_.size(), replies_.size()) - 1];
    }
    if (!write_reply(socket, reply)) break;
    if (reply.then == Reply::Then::hold) {
      while (read_more(socket, buffer)) {
      }
    }
    if (reply.then != Reply::Then::keep) break;
  }
  ::shutdown(socket, SHUT_RDWR);
}

bool LoopbackServer::write_reply(int socket, const Reply& reply) {
  for (const auto& piece : reply.pieces) {
    if (piece.gate && !pass_gate()) return false;
    if (!write_all(socket, piece.bytes)) return false;
  }
  return true;
}

}  // namespace cerebras::test
