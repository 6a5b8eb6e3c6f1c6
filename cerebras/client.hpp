// Client::complete is the one way a token is spent: it takes a Reservation and nothing else can
// send a chat completion. Attaches the key (for its origin only), always sends
// max_completion_tokens, settles the reservation on every path:
//   nothing sent, an HTTP error status, or an
//   answer that begins with a refusal ("queue_exceeded") -> released
//   408, 502, 504, 52x: a box in the middle gave up      -> charged at the bound
//   usage came with the end                              -> settled with it
//   anything else after dispatch                         -> charged at the bound
// A cancelled or stopped call returns at once; the transfer is drained in the background for at
// most a second, because the usage that ends it is worth more than the bytes. Nothing is sent
// twice: trying again is the caller's, with a reservation of its own. Asio thread.
#pragma once

#include "cerebras/api.hpp"
#include "cerebras/budget.hpp"
#include "cerebras/credentials.hpp"
#include "cerebras/error.hpp"
#include "cerebras/http.hpp"
#include "cerebras/origin.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <tl/expected.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cerebras {

struct ClientSettings {
  BaseUrl base_url;
  HttpOptions http;
  Timeouts timeouts;
  /// Sent with every request; Authorization, Host and what describes the body stay ours.
  std::vector<std::pair<std::string, std::string>> extra_headers;
  std::string user_agent = "cerebras-ls";
};

/// A finished completion with what it cost.
struct Completed {
  ChatCompletion completion;
  std::uint64_t charged_tokens = 0;
  bool usage_estimated = false;  ///< no usage came (yet): charged_tokens is the bound
  bool stopped_early = false;    ///< on_text said enough; settled in the background
  std::chrono::microseconds first_text{};
  std::chrono::microseconds total{};
};

struct CompletionFailure {
  Error error;
  bool sent = false;
  std::uint64_t charged_tokens = 0;  ///< when cancelled: the bound, until the drain has settled it
  std::string partial_content;
};

/// New text of a streamed answer. False: enough.
using OnText = std::function<bool(std::string_view)>;

struct ClientState;

class Client {
 public:
  Client(boost::asio::any_io_executor executor, ClientSettings settings, Credentials& credentials);
  /// Ends what still runs; what was sent and has no usage yet is charged at its bound.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// `request.max_completion_tokens` is replaced by the reservation's. Streams iff request.stream;
  /// `on_text` may be empty and is not called after the return. Optional fields that the service
  /// has refused by name once are left out from then on.
  boost::asio::awaitable<tl::expected<Completed, CompletionFailure>> complete(
      ChatCompletionRequest request, Reservation reservation, OnText on_text);

  /// GET {base}/models: ids in the service's order. After a 401 once more with a fresh key, if
  /// Credentials has another.
  boost::asio::awaitable<tl::expected<std::vector<std::string>, Error>> models();

  /// Opens the connection (GET /v1/tcp_warming on the service's own origin, {base}/models
  /// elsewhere); any answer has done the job, so it goes without the key. 1 s at most, errors
  /// ignored.
  boost::asio::awaitable<void> warm_up();

  /// For the requests from now on.
  void set_timeouts(Timeouts timeouts);
  [[nodiscard]] const ClientSettings& settings() const;
  /// Transfers that still run, drained ones included (shutdown and tests wait for 0).
  [[nodiscard]] std::size_t open_transfers() const;
  /// "1.1" or "2" of the last response, "" before.
  [[nodiscard]] std::string_view http_version() const;

 private:
  std::shared_ptr<ClientState> state_;
};

}  // namespace cerebras
