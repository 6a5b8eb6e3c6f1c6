#include "server/completion/trigger.hpp"

#include "server/completion/lines.hpp"
#include "server/text/indentation.hpp"

namespace server::completion {

bool is_automatic(std::uint32_t trigger_kind, bool old_kinds) {
  return trigger_kind == (old_kinds ? 1U : 2U);
}

bool enabled_for(const lsp::Settings& settings, std::string_view language) {
  if (!settings.enabled || !settings.completion.enabled) return false;
  const auto& languages = settings.completion.languages;
  const auto own = languages.find(std::string(language));
  const auto any = languages.find("*");
  if (own != languages.end()) return own->second;
  return any == languages.end() || any->second;
}

bool in_mid_line(std::string_view rest) {
  // ^\s*[)>}\]"'`]*\s*[:{;,]?\s*$
  const auto skip = [&rest](std::string_view characters) {
    const std::size_t end = rest.find_first_not_of(characters);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
  };
  skip(" \t\r");
  skip(")>}]\"'`");
  skip(" \t\r");
  if (!rest.empty() && std::string_view(":{;,").find(rest.front()) != std::string_view::npos) {
    rest.remove_prefix(1);
  }
  skip(" \t\r");
  return !rest.empty();
}

std::chrono::milliseconds Typing::wait(std::string_view line, std::optional<std::int64_t> setting,
                                       Now now) {
  constexpr std::chrono::milliseconds pause(500);
  constexpr std::chrono::milliseconds while_typing(20);
  const bool after_pause = !last_ || now - *last_ >= pause;
  last_ = now;
  if (setting) return std::chrono::milliseconds(*setting);
  const bool new_line = text::is_blank(line);
  const bool asks_for_more =
      !line.empty() &&
      std::string_view(".,:;=({[<>\"' ").find(line.back()) != std::string_view::npos;
  const bool at_once = after_pause || new_line || asks_for_more;
  return at_once ? std::chrono::milliseconds(0) : while_typing;
}

}  // namespace server::completion
