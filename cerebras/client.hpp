// Client::complete is the one way a token is spent: it takes a Reservation and nothing else can send
// a chat completion. Attaches the key (for its origin only), always sends max_completion_tokens,
// settles the reservation on every path:
//   nothing sent, or an HTTP error status   -> released
//   usage came                              -> settled with it
//   anything else after dispatch            -> charged at the bound
// A cancelled or stopped call returns at once; the transfer is drained in the background for at most
// a second, because the usage that ends it is worth more than the bytes. Asio thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <tl/expected.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cerebras/api.hpp"
#include "cerebras/budget.hpp"
#include "cerebras/credentials.hpp"
#include "cerebras/error.hpp"
#include "cerebras/http.hpp"
#include "cerebras/origin.hpp"

namespace cerebras {

struct ClientSettings {
  BaseUrl base_url;
  HttpOptions http;
  Timeouts timeouts;
  std::vector<std::pair<std::string, std::string>> extra_headers;
  std::string user_agent = "cerebras-ls";
};

/// A finished completion with what it cost.
struct Completed {
  ChatCompletion completion;
  std::uint64_t charged_tokens = 0;
  bool usage_estimated = false;  ///< no usage came, the bound was charged
  bool stopped_early = false;    ///< on_text said enough; settled in the background
  std::chrono::microseconds first_text{};
  std::chrono::microseconds total{};
};

struct CompletionFailure {
  Error error;
  bool sent = false;
  std::uint64_t charged_tokens = 0;
  std::string partial_content;
};

/// New text of a streamed answer. False: enough.
using OnText = std::function<bool(std::string_view)>;

class Client {
 public:
  Client(boost::asio::any_io_executor executor, ClientSettings settings, Credentials& credentials);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// `request.max_completion_tokens` is replaced by the reservation's. Streams iff request.stream.
  boost::asio::awaitable<tl::expected<Completed, CompletionFailure>> complete(
      ChatCompletionRequest request, Reservation reservation, OnText on_text);

  /// GET {base}/models: ids in the service's order.
  boost::asio::awaitable<tl::expected<std::vector<std::string>, Error>> models();

  /// Opens the connection (GET /v1/tcp_warming on the service's own origin, {base}/models elsewhere);
  /// any answer has done the job. 1 s at most, errors ignored.
  boost::asio::awaitable<void> warm_up();

  [[nodiscard]] const ClientSettings& settings() const;
  /// Transfers that still run, drained ones included (shutdown and tests wait for 0).
  [[nodiscard]] std::size_t open_transfers() const;
  /// "1.1" or "2" of the last response, "" before.
  [[nodiscard]] std::string_view http_version() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace cerebras
