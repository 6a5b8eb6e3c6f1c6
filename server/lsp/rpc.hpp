// Dispatch: one body in, exactly one reply per request. Handlers run on the Asio thread in arrival
// order; a request runs inline up to its first co_await and so sees exactly the documents before
// it.
// $/cancelRequest ends a request with -32800; no message can end the process.
// Handlers and their capability are registered together, in the feature's own file:
//   void register_hover(Rpc& rpc, ...) {
//     rpc.on_request<HoverParams>("textDocument/hover", handler);
//     rpc.capability([](const ClientCapabilities&, json::object& caps) { caps["hoverProvider"] =
//     true; });
//   }
#pragma once

#include "protocol/client_capabilities.hpp"
#include "protocol/json.hpp"
#include "protocol/jsonrpc.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/json.hpp>
#include <tl/expected.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace server::lsp {

namespace asio = boost::asio;
namespace json = boost::json;

template <class T = json::value>
using Result = tl::expected<T, protocol::ResponseError>;

/// What may be dropped when the client does not read its stdin (stdout blocked).
enum class Priority { reply, droppable };

/// Hands a body to the writer. Never waits.
using Send = std::function<void(std::string body, Priority priority)>;

using RequestHandler = std::function<asio::awaitable<Result<>>(json::value params)>;
using NotificationHandler = std::function<Result<void>(json::value params)>;
using CapabilityWriter = std::function<void(const protocol::ClientCapabilities&, json::object&)>;

class Rpc {
 public:
  Rpc(asio::any_io_executor executor, Send send);
  ~Rpc();
  Rpc(const Rpc&) = delete;
  Rpc& operator=(const Rpc&) = delete;

  /// One handler per method; a second registration is a bug (std::logic_error). Handlers need no
  /// `throw_if_cancelled(false)` of their own, every request is started with it.
  void on_request(std::string method, RequestHandler handler);
  void on_notification(std::string method, NotificationHandler handler);
  void capability(CapabilityWriter writer);

  /// Typed: decodes `params` (the error path becomes -32602) and encodes the result.
  /// `handler`: asio::awaitable<Result<R>>(Params).
  template <class Params, class Handler>
  void on_request(std::string method, Handler handler);
  /// `handler`: void(Params) or Result<void>(Params).
  template <class Params, class Handler>
  void on_notification(std::string method, Handler handler);

  /// One body from the client. Never throws.
  void receive(std::string_view body);
  /// The frame was unreadable but its borders are known: answers -32700 with id null.
  void receive_unreadable(std::string message);

  void notify(std::string_view method, json::value params, Priority priority = Priority::reply);
  /// Request to the client. `params` as the specification demands for `method`. Ends with an error
  /// when the client is not ready or the server shuts down; a cancelled wait cancels the request.
  asio::awaitable<Result<>> request(std::string method, json::value params);
  /// False: requests to the client fail at once, those on their way too (lifecycle: the client must
  /// not be asked before `initialized` or after `shutdown`). True until told otherwise.
  void set_client_ready(bool ready);

  /// Decides before dispatch (lifecycle): an error refuses a request; a notification is dropped.
  using Gate = std::function<std::optional<protocol::ResponseError>(std::string_view method,
                                                                    bool is_request)>;
  void set_gate(Gate gate);

  [[nodiscard]] json::object capabilities(const protocol::ClientCapabilities& client) const;
  /// Cancels all running requests; each still answers.
  void cancel_all();
  [[nodiscard]] std::size_t running() const;
  /// Lines for the log (an unknown document, a handler's bug). May be empty.
  void set_log(std::function<void(std::string_view level, std::string_view text)> log);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// The object `name` inside `capabilities`, made when missing: several features write "workspace".
json::object& section(json::object& capabilities, std::string_view name);

/// -32602 with the path in the message.
protocol::ResponseError invalid_params(const protocol::DecodeError& error);

template <class Params, class Handler>
void Rpc::on_request(std::string method, Handler handler) {
  on_request(std::move(method),
             [handler = std::move(handler)](json::value params) -> asio::awaitable<Result<>> {
               auto decoded = protocol::decode<Params>(params);
               if (!decoded) co_return tl::unexpected(invalid_params(decoded.error()));
               auto result = co_await handler(std::move(*decoded));
               if (!result) co_return tl::unexpected(std::move(result.error()));
               co_return protocol::encode(*result);
             });
}

template <class Params, class Handler>
void Rpc::on_notification(std::string method, Handler handler) {
  on_notification(std::move(method), [handler = std::move(handler)](json::value params) {
    auto decoded = protocol::decode<Params>(params);
    if (!decoded) return Result<void>(tl::unexpected(invalid_params(decoded.error())));
    if constexpr (std::is_void_v<decltype(handler(std::move(*decoded)))>) {
      handler(std::move(*decoded));
      return Result<void>();
    } else {
      return handler(std::move(*decoded));
    }
  });
}

}  // namespace server::lsp
