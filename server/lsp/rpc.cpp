#include "server/lsp/rpc.hpp"

#include "server/lsp/rpc_state.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <stdexcept>
#include <utility>

namespace server::lsp {

namespace {

using protocol::ErrorCode;
using protocol::ResponseError;

ResponseError error(ErrorCode code, std::string message) {
  return ResponseError{code, std::move(message), std::nullopt};
}

std::optional<protocol::Id> id_from(const json::value& params) {
  const auto* object = params.if_object();
  const auto* id = object != nullptr ? object->if_contains("id") : nullptr;
  if (id == nullptr) return std::nullopt;
  if (const auto* number = id->if_int64()) return protocol::Id(*number);
  if (const auto* text = id->if_string()) return protocol::Id(std::string(*text));
  return std::nullopt;
}

template <class Handlers, class Handler>
void register_once(Handlers& handlers, std::string method, Handler handler) {
  const auto [place, fresh] = handlers.try_emplace(std::move(method), std::move(handler));
  if (!fresh) throw std::logic_error("two handlers for " + place->first);
}

}  // namespace

// --- What comes in ------------------------------------------------------------------------------

void Rpc::receive(std::string_view body) {
  const auto state = state_;  // a handler of `exit` may end the Rpc
  try {
    auto message = protocol::parse_message(body);
    if (!message && message.error().is_response) {
      state->say("warn", message.error().error.message);  // an answer is never answered
      return;
    }
    if (!message) {
      state->send_body(protocol::error_text(message.error().id, message.error().error));
      return;
    }
    std::visit([&](auto&& part) { state->receive(state, std::move(part)); }, std::move(*message));
  } catch (const std::exception& bug) {
    state->say("error", std::string("a message could not be handled: ") + bug.what());
  } catch (...) {
    state->say("error", "a message could not be handled");
  }
}

void Rpc::receive_unreadable(std::string message) {
  state_->send_body(
      protocol::error_text(std::nullopt, error(ErrorCode::parse_error, std::move(message))));
}

void Rpc::State::receive(const std::shared_ptr<State>& self, protocol::Request request) {
  if (gate) {
    if (const auto refusal = gate(request.method, true)) {
      send_body(protocol::error_text(request.id, *refusal));
      return;
    }
  }
  const auto handler = request_handlers.find(request.method);
  if (handler == request_handlers.end()) {
    refuse(request.id, ErrorCode::method_not_found, "unknown method " + request.method);
  } else if (running.contains(protocol::to_key(request.id))) {
    refuse(request.id, ErrorCode::invalid_request, "a request with this id is still running");
  } else {
    start(self, handler->second, std::move(request));
  }
}

void Rpc::State::receive(const std::shared_ptr<State>&, protocol::Notification notification) {
  const auto& method = notification.method;
  if (gate && gate(method, false)) {
    say("debug", "dropped in this phase: " + method);
    return;
  }
  if (method == "$/cancelRequest") {
    cancel(notification.params);
    return;
  }
  const auto handler = notification_handlers.find(method);
  if (handler == notification_handlers.end()) {
    say("debug", "unknown notification " + method);
    return;
  }
  try {
    const auto done = handler->second(std::move(notification.params));
    if (!done) say("warn", method + ": " + done.error().message);
  } catch (const std::exception& bug) {
    say("error", method + ": " + bug.what());
  }
}

// --- Requests -----------------------------------------------------------------------------------

void Rpc::State::start(const std::shared_ptr<State>& self, const RequestHandler& handler,
                       protocol::Request request) {
  auto key = protocol::to_key(request.id);
  const std::shared_ptr<Running> running(new Running{Reply(self->send, std::move(request.id)),
                                                     std::move(key), std::move(request.method),
                                                     &handler});
  // On the Asio thread this runs the handler inline up to its first suspension. The signal must
  // outlive the coroutine: the completion handler holds it.
  asio::co_spawn(self->executor, run(self, running, std::move(request.params)),
                 asio::bind_cancellation_slot(running->cancellation.slot(),
                                              [running](const std::exception_ptr&) {}));
  if (!running->finished) self->running.emplace(running->key, running);
}

asio::awaitable<void> Rpc::State::run(std::shared_ptr<State> self, std::shared_ptr<Running> running,
                                      json::value params) {
  // For the whole chain of awaitables: a cancelled wait returns its error instead of throwing at
  // some later co_await.
  co_await asio::this_coro::throw_if_cancelled(false);
  Result<> outcome = tl::unexpected(error(ErrorCode::internal_error, "internal error"));
  try {
    auto answer = co_await (*running->handler)(std::move(params));
    outcome = std::move(answer);
  } catch (const std::exception& bug) {
    if (!running->cancelled) self->say("error", running->method + ": " + bug.what());
  } catch (...) {
    self->say("error", running->method + ": threw something that is no exception");
  }
  if (running->cancelled) {
    outcome = tl::unexpected(error(ErrorCode::request_cancelled, "cancelled"));
  }
  running->finished = true;
  self->running.erase(running->key);
  running->reply.answer(std::move(outcome));
}

void Rpc::State::cancel(const json::value& params) {
  const auto id = id_from(params);
  const auto found = id ? running.find(protocol::to_key(*id)) : running.end();
  if (found == running.end()) return;  // answered already, or never asked
  const auto request = found->second;
  request->cancelled = true;
  // `total` and `partial` do not get through co_spawn by default.
  request->cancellation.emit(asio::cancellation_type::terminal);
}

void Rpc::cancel_all() {
  const auto requests = state_->running;
  for (const auto& [key, request] : requests) {
    request->cancelled = true;
    request->cancellation.emit(asio::cancellation_type::terminal);
  }
}

std::size_t Rpc::running() const {
  return state_->running.size();
}

// --- Registration -------------------------------------------------------------------------------

Rpc::Rpc(asio::any_io_executor executor, Send send) : state_(std::make_shared<State>()) {
  state_->executor = std::move(executor);
  state_->send = std::make_shared<Send>(std::move(send));
}

Rpc::~Rpc() {
  set_client_ready(false);
  *state_->send = nullptr;  // what still runs has nobody to answer
  state_->log = nullptr;
}

void Rpc::on_request(std::string method, RequestHandler handler) {
  register_once(state_->request_handlers, std::move(method), std::move(handler));
}

void Rpc::on_notification(std::string method, NotificationHandler handler) {
  register_once(state_->notification_handlers, std::move(method), std::move(handler));
}

void Rpc::capability(CapabilityWriter writer) {
  state_->capability_writers.push_back(std::move(writer));
}

json::object Rpc::capabilities(const protocol::ClientCapabilities& client) const {
  json::object capabilities;
  for (const auto& write : state_->capability_writers) write(client, capabilities);
  return capabilities;
}

void Rpc::set_gate(Gate gate) {
  state_->gate = std::move(gate);
}

void Rpc::set_log(std::function<void(std::string_view level, std::string_view text)> log) {
  state_->log = std::move(log);
}

json::object& section(json::object& capabilities, std::string_view name) {
  auto& value = capabilities[name];
  return value.is_object() ? value.get_object() : value.emplace_object();
}

protocol::ResponseError invalid_params(const protocol::DecodeError& error) {
  return lsp::error(ErrorCode::invalid_params, error.message());
}

}  // namespace server::lsp
