// Scenario files: what the simulator answers instead of its own answer, as ordered rules. The
// format, with examples, is in README.md and scenarios/. Parsing is strict: an unknown key is an
// error, because a misspelt scenario would silently test nothing. Pure.
#pragma once

#include "tests/simulator/http_message.hpp"
#include "tests/simulator/meter.hpp"

#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

struct Match {
  std::string path = "/v1/chat/completions";  ///< without query
  std::optional<std::string> contains;  ///< in the body, as sent or as the messages' decoded text
  std::optional<std::string> model;
  std::optional<std::uint64_t> nth;  ///< only the n-th request (from 1) that matches the rest
};

struct ScriptedReply {
  std::optional<int> status;
  Headers headers;  ///< replace the reply's own of the same name
  std::optional<std::string> body;
  std::optional<std::vector<std::string>> chunks;  ///< body pieces as they are (also from `events`)
  bool event_stream = false;                       ///< `chunks` came from `events`
  std::optional<std::string> raw;

  std::optional<std::string> content;
  std::optional<boost::json::value> usage;  ///< null: none
  std::optional<std::string> finish_reason;
  std::optional<std::string> answering_model;

  std::optional<Bill> bill;
  std::optional<std::chrono::milliseconds> delay;
  std::optional<std::chrono::milliseconds> chunk_delay;
  std::size_t repeat = 1;
  std::size_t write_bytes = 0;
  std::chrono::milliseconds write_delay{};
  Close close = Close::never;
  std::optional<std::size_t> close_after;
  bool reset = false;

  /// Answered as written, whatever the request is worth; otherwise it changes the normal answer.
  [[nodiscard]] bool replaces_answer() const {
    return body || chunks || raw || status.value_or(200) != 200 || close == Close::before_reply ||
           close == Close::refuse_stream || close == Close::goaway;
  }
};

struct Rule {
  Match match;
  std::optional<std::uint64_t> times;  ///< answers at most so often
  ScriptedReply reply;
};

/// The rules with their counters. Owned by the service.
class Scenario {
 public:
  Scenario() = default;
  explicit Scenario(std::vector<Rule> rules);

  struct Hit {
    std::size_t number = 0;  ///< from 1
    const ScriptedReply* reply = nullptr;
  };
  /// The first rule that applies, and counts it as used. `number` 0: none. `text` is what
  /// `contains` looks at beside the body.
  Hit choose(std::string_view path, std::string_view body, std::string_view text,
             std::string_view model);
  void rewind();

 private:
  struct Counted {
    Rule rule;
    std::uint64_t seen = 0;
    std::uint64_t used = 0;
  };
  std::vector<Counted> rules_;
};

/// The error names the place ("rules.0.reply.stauts: unknown key ...").
tl::expected<std::vector<Rule>, std::string> parse_scenario(std::string_view text);

}  // namespace simulator
