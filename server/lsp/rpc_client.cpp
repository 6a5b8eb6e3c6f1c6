// The other direction of Rpc: notifications and requests to the client, and its answers.
#include "server/lsp/rpc_state.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace server::lsp {

namespace {

using protocol::ErrorCode;
using protocol::ResponseError;

ResponseError client_not_ready() {
  return ResponseError{ErrorCode::request_failed, "the client can not be asked now", std::nullopt};
}

}  // namespace

Rpc::State::Pending::Pending(const asio::any_io_executor& executor)
    : answered(executor, asio::steady_timer::time_point::max()) {}

void Rpc::State::send_body(std::string body, Priority priority) const {
  if (*send) (*send)(std::move(body), priority);
}

void Rpc::State::refuse(const protocol::Id& id, ErrorCode code, std::string message) const {
  send_body(protocol::error_text(id, ResponseError{code, std::move(message), std::nullopt}));
}

void Rpc::State::say(std::string_view level, std::string_view text) const {
  if (log) log(level, text);
}

void Rpc::notify(std::string_view method, json::value params, Priority priority) {
  state_->send_body(protocol::notification_text(method, std::move(params)), priority);
}

asio::awaitable<Result<>> Rpc::request(std::string method, json::value params) {
  return State::ask(state_, std::move(method), std::move(params));
}

asio::awaitable<Result<>> Rpc::State::ask(std::shared_ptr<State> self, std::string method,
                                          json::value params) {
  if (!self->client_ready) co_return tl::unexpected(client_not_ready());
  const std::string id = "s" + std::to_string(++self->last_request);
  const auto pending = std::make_shared<Pending>(self->executor);
  self->pending.emplace(id, pending);
  self->send_body(protocol::request_text(protocol::Id(id), method, std::move(params)));
  co_await pending->answered.async_wait(asio::as_tuple(asio::use_awaitable));
  self->pending.erase(id);
  if (pending->result) co_return std::move(*pending->result);
  self->send_body(protocol::notification_text("$/cancelRequest", json::object{{"id", id}}));
  co_return tl::unexpected(ResponseError{ErrorCode::request_cancelled, "cancelled", std::nullopt});
}

void Rpc::State::receive(const std::shared_ptr<State>&, protocol::Response response) {
  const auto* id = std::get_if<std::string>(&response.id);
  const auto found = id != nullptr ? pending.find(*id) : pending.end();
  if (found == pending.end() || found->second->result) {
    say("debug", "an answer to nothing that was asked");
    return;
  }
  found->second->result = std::move(response.result);
  found->second->answered.cancel();
}

void Rpc::set_client_ready(bool ready) {
  state_->client_ready = ready;
  if (ready) return;
  for (const auto& [id, request] : state_->pending) {
    if (request->result) continue;
    request->result = tl::unexpected(client_not_ready());
    request->answered.cancel();
  }
}

}  // namespace server::lsp
