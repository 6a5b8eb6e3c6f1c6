// Generator::generate is the one way from a feature to the model: chooses the model that is really
// offered, builds the request, reserves budget, sends, falls back when the model is gone, records
// the outcome. Features do not see Client, Budget or the catalogue. Asio thread.
#pragma once

#include "cerebras/api.hpp"
#include "cerebras/budget.hpp"
#include "cerebras/client.hpp"
#include "cerebras/error.hpp"
#include "server/generate/recent.hpp"
#include "server/lsp/settings.hpp"

#include <boost/asio/awaitable.hpp>
#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::generate {

/// What a feature asks for. Settings under `parameters` override the feature's own values.
struct Ask {
  std::string feature;     ///< "inlineCompletion", "completion", "cerebras.fix", "textCompletion"
  bool automatic = false;  ///< not asked for by a person: leaves reserveForExplicit alone
  std::optional<std::string> model;  ///< nullopt: the setting `model`
  std::vector<cerebras::ChatMessage> messages;
  std::int64_t max_completion_tokens = 128;
  std::int64_t min_completion_tokens = 16;  ///< refused rather than shrunk below
  std::optional<double> temperature;
  std::optional<double> top_p;
  std::optional<double> frequency_penalty;
  std::optional<double> presence_penalty;
  std::vector<std::string> stop;
  bool stream = false;
  bool user_parameters =
      true;                  ///< the settings' `parameters` apply (not for cerebras.textCompletion)
  cerebras::OnText on_text;  ///< may be empty
};

struct Answer {
  std::string content;
  cerebras::FinishReason finish_reason = cerebras::FinishReason::stop;
  std::string model;  ///< that answered
  cerebras::Usage usage;
  bool usage_estimated = false;  ///< `usage.total_tokens` is the charged bound
  std::uint64_t recent_id = 0;   ///< to add what a filter did with it: Recent::set_outcome
};

/// Failure with what was spent on it (0 when nothing was sent).
struct AskFailure {
  cerebras::Error error;
  std::uint64_t charged_tokens = 0;
  bool sent = false;
  std::string model;
};

/// The seam for tests of features: they take this function, not the Generator.
using Generate = std::function<boost::asio::awaitable<tl::expected<Answer, AskFailure>>(Ask ask)>;

struct GeneratorHooks {
  std::function<void(std::string notice)> on_notice;  ///< for a person, each text once
  std::function<void()> on_change;                    ///< status may have changed
};

class Generator {
 public:
  Generator(const lsp::Settings& settings, cerebras::Client& client,
            cerebras::Credentials& credentials, cerebras::Budget& budget, Recent& recent,
            GeneratorHooks hooks);
  ~Generator();

  boost::asio::awaitable<tl::expected<Answer, AskFailure>> generate(Ask ask);
  /// The request as it would be sent, without sending (`complete --dry-run`, textCompletion tests).
  [[nodiscard]] cerebras::ChatCompletionRequest build(const Ask& ask) const;

  /// Fetches the list of offered models (again); notices a fallback.
  boost::asio::awaitable<tl::expected<std::vector<std::string>, cerebras::Error>> refresh_models();
  /// cerebras.selectModel: for this process. The error says what is offered.
  tl::expected<std::string, std::string> select_model(std::string_view name);
  /// The budget was raised, reset or set anew: an earlier refusal says nothing any more.
  void budget_changed();
  /// The configured model and the one really used.
  [[nodiscard]] std::string configured_model() const;
  [[nodiscard]] std::string current_model() const;
  [[nodiscard]] const std::vector<std::string>& offered_models() const;

  [[nodiscard]] std::size_t running() const;
  /// The last failure that still describes the state (cleared by a success).
  [[nodiscard]] const std::optional<cerebras::Error>& last_failure() const;

 private:
  struct State;
  using Outcome = tl::expected<Answer, AskFailure>;
  static boost::asio::awaitable<Outcome> send_once(std::shared_ptr<State> state, const Ask& ask,
                                                   std::uint64_t recent_id);
  static boost::asio::awaitable<tl::expected<std::vector<std::string>, cerebras::Error>>
  refresh_models(std::shared_ptr<State> state);
  static void finish(State& state, std::uint64_t recent_id, const Outcome& outcome);
  static void settled(State& state, std::uint64_t recent_id, const cerebras::Charge& charge);

  std::shared_ptr<State> state_;  // kept by running coroutines
};

}  // namespace server::generate
