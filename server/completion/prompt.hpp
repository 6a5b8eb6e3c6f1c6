// The completion prompt of docs/prompts.md: one system message, two static few-shot pairs, one
// user message. Everything but the last message depends on the language's family only, so that the
// service's prompt cache can use it. Pure.
#pragma once

#include "cerebras/api.hpp"
#include "server/completion/scene.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace server::completion {

std::vector<cerebras::ChatMessage> messages_for(const Scene& scene);

/// At most four, and a line feed among them for one line.
std::vector<std::string> stops_for(const Scene& scene);

/// The answer's cap: what the mode needs and the repeated line, within `max_tokens`
/// (completion.maxTokens).
std::int64_t answer_cap(const Scene& scene, std::int64_t max_tokens);

/// The user message (few-shot pairs are written with it too).
std::string user_message(const Scene& scene);

}  // namespace server::completion
