// The table of actions: the built-in ones in the same form as the setting `actions`, merged with it
// by id. Pure.
#pragma once

#include "server/lsp/settings.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace server::actions {

/// Built-in actions first, in the order of the menu. A user's entry with a built-in id replaces
/// what it names of it.
std::vector<lsp::ActionSettings> catalogue(const std::vector<lsp::ActionSettings>& user);

std::optional<lsp::ActionSettings> find_action(const std::vector<lsp::ActionSettings>& user,
                                               std::string_view id);

/// `languages` is empty or has it.
bool fits_language(const lsp::ActionSettings& action, std::string_view language_id);

/// CodeActionContext.only: kinds are hierarchical ("refactor" covers "refactor.rewrite.cerebras").
bool kind_is_wanted(std::string_view kind, const std::optional<std::vector<std::string>>& only);

}  // namespace server::actions
