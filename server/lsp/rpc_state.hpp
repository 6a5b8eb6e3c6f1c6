// The inside of Rpc, shared by rpc.cpp (messages from the client) and rpc_client.cpp (messages to
// it). Lives as long as the Rpc or any request's coroutine, so a handler never loses its tables.
// Asio thread.
#pragma once

#include "server/lsp/reply.hpp"
#include "server/lsp/rpc.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace server::lsp {

struct Rpc::State {
  /// A request of the client whose handler runs.
  struct Running {
    Reply reply;
    std::string key;
    std::string method;
    const RequestHandler* handler;  ///< in `request_handlers`, which never forgets one
    asio::cancellation_signal cancellation{};
    bool cancelled = false;
    bool finished = false;
  };
  /// A request to the client that waits: the timer never expires, it is cancelled by the answer.
  struct Pending {
    explicit Pending(const asio::any_io_executor& executor);
    asio::steady_timer answered;
    std::optional<Result<>> result;
  };

  void receive(const std::shared_ptr<State>& self, protocol::Request request);
  void receive(const std::shared_ptr<State>& self, protocol::Notification notification);
  void receive(const std::shared_ptr<State>& self, protocol::Response response);

  static void start(const std::shared_ptr<State>& self, const RequestHandler& handler,
                    protocol::Request request);
  static asio::awaitable<void> run(std::shared_ptr<State> self, std::shared_ptr<Running> running,
                                   json::value params);
  static asio::awaitable<Result<>> ask(std::shared_ptr<State> self, std::string method,
                                       json::value params);

  void cancel(const json::value& params);
  void refuse(const protocol::Id& id, protocol::ErrorCode code, std::string message) const;
  void send_body(std::string body, Priority priority = Priority::reply) const;
  void say(std::string_view level, std::string_view text) const;

  asio::any_io_executor executor;
  std::shared_ptr<Send> send;
  std::map<std::string, RequestHandler, std::less<>> request_handlers;
  std::map<std::string, NotificationHandler, std::less<>> notification_handlers;
  std::vector<CapabilityWriter> capability_writers;
  Gate gate;
  std::function<void(std::string_view level, std::string_view text)> log;

  std::map<std::string, std::shared_ptr<Running>, std::less<>> running;  ///< by to_key(id)
  std::map<std::string, std::shared_ptr<Pending>, std::less<>> pending;  ///< by our id, "s1"
  std::uint64_t last_request = 0;
  bool client_ready = true;
};

}  // namespace server::lsp
