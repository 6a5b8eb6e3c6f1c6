// The setting `actions`: each entry is checked by itself, a faulty one is left out.
#include "server/lsp/settings_decode.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

namespace server::lsp {
namespace {

/// Reads the members of one action; what is wrong is noted with its path.
class Members {
 public:
  Members(const json::object& object, std::string path, Faults& faults)
      : object_(object), path_(std::move(path)), faults_(faults) {}

  /// Leaves `target` alone when the member is absent or null.
  template <class T, class Target>
  void read(std::string_view name, const Decoder<T>& decoder, Target& target) {
    const auto* value = object_.if_contains(name);
    if (value == nullptr || value->is_null()) return;
    Faults inner;
    if (auto decoded = decoder.decode(*value, inner)) target = std::move(*decoded);
    for (const auto& fault : inner) fail(name, fault.what);
  }

  void fail(std::string_view name, const std::string& fault) {
    faults_.push_back({path_ + "." + std::string(name), fault});
    failed_ = true;
  }

  void refuse_others(const std::vector<std::string_view>& known) {
    for (const auto& [name, value] : object_) {
      const std::string_view member = name;
      if (std::find(known.begin(), known.end(), member) == known.end()) {
        fail(member, "is not a member of an action");
      }
    }
  }

  [[nodiscard]] bool failed() const { return failed_; }

 private:
  const json::object& object_;
  std::string path_;
  Faults& faults_;
  bool failed_ = false;
};

/// Prompts have line breaks, so that `text` does not do.
Decoder<std::string> prompt_text() {
  return {"a text", [](const json::value& value, Faults& faults) {
            std::optional<std::string> result;
            if (value.is_string() && !value.get_string().empty()) {
              result.emplace(value.get_string());
            } else {
              faults.push_back({{}, "expected a text"});
            }
            return result;
          }};
}

std::optional<ActionSettings> decode_action(const json::value& value, const std::string& path,
                                            Faults& faults) {
  if (!value.is_object()) {
    faults.push_back({path, "expected an object with id, title and prompt"});
    return std::nullopt;
  }
  ActionSettings action;
  Members members(value.get_object(), path, faults);
  members.read("id", word(), action.id);
  members.read("title", text(), action.title);
  members.read("kind", word(), action.kind);
  members.read("prompt", prompt_text(), action.prompt);
  members.read("output", one_of({"edit", "insert", "newFile", "show"}), action.output);
  members.read("model", text(), action.model);
  members.read("temperature", number(0, 2), action.temperature);
  members.read("maxTokens", whole(1, std::numeric_limits<std::int64_t>::max()), action.max_tokens);
  members.read("languages", texts(), action.languages);
  members.refuse_others({"id", "title", "kind", "prompt", "output", "model", "temperature",
                         "maxTokens", "languages"});
  if (action.id.empty() && !members.failed()) members.fail("id", "expected a text");
  // An entry with a built-in id changes some members of that action; a new one needs these.
  const bool built_in = action.id.starts_with("cerebras.");
  if (!built_in && !members.failed()) {
    if (action.title.empty()) members.fail("title", "expected a text");
    if (action.prompt.empty()) members.fail("prompt", "expected a text");
  }
  if (members.failed()) return std::nullopt;
  return action;
}

}  // namespace

Decoder<std::vector<ActionSettings>> user_actions() {
  return {"a list of actions", [](const json::value& value, Faults& faults) {
            std::optional<std::vector<ActionSettings>> result;
            if (!value.is_array()) {
              faults.push_back({{}, "expected a list of actions"});
              return result;
            }
            result.emplace();
            std::size_t index = 0;
            for (const auto& element : value.get_array()) {
              const std::string path = "[" + std::to_string(index++) + "]";
              auto action = decode_action(element, path, faults);
              if (action) result->push_back(std::move(*action));
            }
            return result;
          }};
}

}  // namespace server::lsp
