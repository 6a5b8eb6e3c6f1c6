#include "cerebras/client.hpp"

#include "cerebras/client_exchange.hpp"
#include "cerebras/client_request.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace cerebras {

namespace asio = boost::asio;

struct ClientState {
  asio::any_io_executor executor;
  ClientSettings settings;
  Credentials& credentials;
  std::optional<Http> http;                      // empty when the client is gone
  std::map<std::string, RefusedFields> refused;  // by model
  std::string http_version;
  std::size_t open_transfers = 0;
};

namespace {

using StatePtr = std::shared_ptr<ClientState>;
using Models = tl::expected<std::vector<std::string>, Error>;

constexpr std::chrono::milliseconds warm_up_time{1000};
constexpr std::size_t shortest_part_of_key = 8;
/// Bytes of a stream per token: an event of one token is about 260.
constexpr std::size_t stream_bytes_per_token = 1024;

class TransferMark {
 public:
  explicit TransferMark(StatePtr state) : state_(std::move(state)) { ++state_->open_transfers; }
  ~TransferMark() { --state_->open_transfers; }
  TransferMark(const TransferMark&) = delete;
  TransferMark& operator=(const TransferMark&) = delete;

 private:
  StatePtr state_;
};

Error make_error(Failure failure, std::string message, std::string hint) {
  Error error;
  error.failure = failure;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return error;
}

Error cancelled() {
  return make_error(Failure::cancelled, "cancelled", "");
}

tl::unexpected<CompletionFailure> not_sent(Error error) {
  CompletionFailure failure;
  failure.error = std::move(error);
  return tl::unexpected(std::move(failure));
}

/// A service, or a proxy in between, may quote the key that it refuses.
Error without_key(Error error, const ApiKey& key) {
  error.message = redact(std::move(error.message), key);
  error.code = redact(std::move(error.code), key);
  // The message was cut to its length: a key at its end may be there in part.
  const auto secret = key.reveal();
  for (std::size_t length = secret.size(); length-- > shortest_part_of_key;) {
    const auto tail = std::string(secret.substr(0, length)) + "\u2026";
    if (!error.message.ends_with(tail)) continue;
    error.message.replace(error.message.size() - tail.size(), tail.size(), "[redacted]\u2026");
    break;
  }
  return error;
}

/// The origin of a URL that was made from a base URL.
std::optional<Origin> origin_of(const std::string& url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return std::nullopt;
  auto base = parse_base_url(std::string_view(url).substr(0, url.find('/', scheme + 3)));
  return base ? std::optional<Origin>(std::move(base->origin)) : std::nullopt;
}

/// The one place where the key meets a request: only when the request goes to the origin that the
/// key is bound to.
asio::awaitable<tl::expected<ApiKey, Error>> add_key(StatePtr state, HttpRequest& request) {
  const auto origin = origin_of(request.url);
  if (!origin || *origin != state->settings.base_url.origin) {
    auto error = make_error(Failure::invalid_request, "the request does not go to the key's origin",
                            "please report this: the key was not sent");
    co_return tl::unexpected(std::move(error));
  }
  Origin target = *origin;
  auto key = co_await state->credentials.key_for(std::move(target));
  if (key) {
    request.headers.emplace_back("Authorization", "Bearer " + std::string(key->reveal()));
  }
  co_return key;
}

/// The transfer, on its own: it goes on when the caller has left.
asio::awaitable<void> transfer(StatePtr state, std::shared_ptr<Exchange> exchange,
                               HttpRequest request) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!state->http) {
    exchange->end(tl::unexpected(HttpFailure{cancelled(), false}));
    co_return;
  }
  TransferMark mark(state);
  auto sink = exchange->sink();
  auto outcome = co_await state->http->perform(std::move(request), std::move(sink));
  exchange->end(std::move(outcome));
}

void start_transfer(const StatePtr& state, const std::shared_ptr<Exchange>& exchange,
                    HttpRequest request) {
  auto ended = [exchange](std::exception_ptr exception) {
    if (exception) exchange->end(std::move(exception));
  };
  asio::co_spawn(state->executor, transfer(state, exchange, std::move(request)),
                 asio::bind_cancellation_slot(exchange->cancellation_slot(), std::move(ended)));
}

asio::awaitable<Exchange::Result> answer_of(std::shared_ptr<Exchange> exchange) {
  constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!exchange->answered()) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) co_return exchange->abandon();
    auto& wake = exchange->wake();
    co_await wake.async_wait(nothrow);
  }
  co_return exchange->take_result();
}

asio::awaitable<Exchange::Result> complete_with(StatePtr state, ChatCompletionRequest request,
                                                Reservation reservation, OnText on_text) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!reservation.covers(request)) {
    co_return not_sent(make_error(Failure::invalid_request,
                                  "the reservation is for another request",
                                  "please report this: nothing was sent"));
  }
  auto post =
      make_request(state->settings, "POST", state->settings.base_url.url + "/chat/completions");
  auto key = co_await add_key(state, post);
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  if (!state->http || cancellation.cancelled() != asio::cancellation_type::none) {
    co_return not_sent(cancelled());
  }
  if (!key) co_return not_sent(std::move(key.error()));

  request.max_completion_tokens = reservation.max_completion_tokens();
  const std::string model = request.model;
  leave_out(state->refused[model], request);
  post.headers.emplace_back("Content-Type", "application/json");
  post.body = to_body(request);
  const auto tokens = std::clamp<std::int64_t>(request.max_completion_tokens, 0, 1 << 17);
  post.max_response_bytes =
      std::max(post.max_response_bytes, stream_bytes_per_token * static_cast<std::size_t>(tokens));
  auto exchange = std::make_shared<Exchange>(state->executor, std::move(reservation),
                                             std::move(on_text), request.stream);
  start_transfer(state, exchange, std::move(post));
  auto result = co_await answer_of(exchange);
  if (!exchange->http_version().empty()) state->http_version = exchange->http_version();
  if (!result) {
    auto& error = result.error().error;
    error = without_key(std::move(error), *key);
    note_refused_fields(error, state->refused[model]);
  }
  co_return result;
}

bool is_page(const HttpResponse& response) {
  return response.header("content-type").find("text/html") != std::string_view::npos;
}

asio::awaitable<Models> list_models(StatePtr state) {
  co_await asio::this_coro::throw_if_cancelled(false);
  TransferMark mark(state);
  for (bool again = false;; again = true) {
    auto get = make_request(state->settings, "GET", state->settings.base_url.url + "/models");
    auto key = co_await add_key(state, get);
    if (!key) co_return tl::unexpected(std::move(key.error()));
    if (!state->http) co_return tl::unexpected(cancelled());
    HttpSink sink;
    auto response = co_await state->http->perform(std::move(get), std::move(sink));
    if (!response) {
      co_return tl::unexpected(without_key(std::move(response.error().error), *key));
    }
    state->http_version = response->http_version;
    if (response->status >= 200 && response->status < 300 && !is_page(*response)) {
      co_return parse_models(response->body);
    }
    const bool refused = response->status == 401;
    if (refused && !again && state->credentials.refresh_after_rejection()) continue;
    co_return tl::unexpected(without_key(response_error(*response, response->body), *key));
  }
}

asio::awaitable<void> open_connection(StatePtr state) {
  co_await asio::this_coro::throw_if_cancelled(false);
  TransferMark mark(state);
  const BaseUrl& base = state->settings.base_url;
  const bool own = base.origin.is_cerebras();
  auto get = make_request(state->settings, "GET",
                          own ? base.origin.text() + "/v1/tcp_warming" : base.url + "/models");
  get.timeouts = {warm_up_time, warm_up_time, warm_up_time, warm_up_time};
  if (!state->http) co_return;
  HttpSink sink;
  auto response = co_await state->http->perform(std::move(get), std::move(sink));
  if (response) state->http_version = response->http_version;
}

}  // namespace

Client::Client(asio::any_io_executor executor, ClientSettings settings, Credentials& credentials)
    : state_(new ClientState{executor, std::move(settings), credentials, {}, {}, {}, 0}) {
  state_->http.emplace(std::move(executor), state_->settings.http);
}

Client::~Client() {
  state_->http.reset();
}

asio::awaitable<tl::expected<Completed, CompletionFailure>> Client::complete(
    ChatCompletionRequest request, Reservation reservation, OnText on_text) {
  return complete_with(state_, std::move(request), std::move(reservation), std::move(on_text));
}

asio::awaitable<Models> Client::models() {
  return list_models(state_);
}

asio::awaitable<void> Client::warm_up() {
  return open_connection(state_);
}

void Client::set_timeouts(Timeouts timeouts) {
  state_->settings.timeouts = timeouts;
}

const ClientSettings& Client::settings() const {
  return state_->settings;
}

std::size_t Client::open_transfers() const {
  return state_->open_transfers;
}

std::string_view Client::http_version() const {
  return state_->http_version;
}

}  // namespace cerebras
