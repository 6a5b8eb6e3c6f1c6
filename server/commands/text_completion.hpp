// cerebras.textCompletion and `cerebras-ls prompt`: one text completion, with the parameters,
// ranges and output fields of docs/protocol.md. Asio thread.
#pragma once

#include "server/commands/table.hpp"
#include "server/generate/generator.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json.hpp>
#include <tl/expected.hpp>

#include <optional>
#include <string>

namespace server::commands {

struct TextCompletionInput {
  std::string prompt;
  std::optional<std::string> system;
  std::string model;  ///< wire id
  double temperature = 1.0;
  std::int64_t max_tokens = 1000;
  double top_p = 1.0;
  double frequency_penalty = 0.0;
  double presence_penalty = 0.0;
};

/// Reads and checks the argument object. The error names the field, the value and the range
/// ("temperature: 3.5 is out of range 0.0-2.0").
tl::expected<TextCompletionInput, std::string> parse_text_completion(const json::object& object);

/// Penalties and top_p only when they differ from the default.
generate::Ask to_ask(TextCompletionInput input);

/// The output object. A failure after sending is an object with finish_reason "error" as well; one
/// before is the error.
tl::expected<json::object, cerebras::Error> text_completion_output(
    tl::expected<generate::Answer, generate::AskFailure> outcome);

void register_text_completion(CommandTable& table, generate::Generate generate);

}  // namespace server::commands
