#include "server/completion/few_shot.hpp"

#include <algorithm>
#include <array>

namespace server::completion {
namespace {

Scene example(std::string path, std::string language, std::string before, std::string after,
              Mode mode) {
  Scene scene;
  scene.path = std::move(path);
  scene.language = std::move(language);
  scene.indent = {false, 4};
  scene.before = std::move(before);
  scene.after = std::move(after);
  scene.current = scene.before.substr(scene.before.rfind('\n') + 1);
  scene.asked = scene.current;
  scene.mode = mode;
  return scene;
}

using Pairs = std::vector<std::pair<Scene, std::string>>;

/// Blocks by braces.
Pairs brace_pairs() {
  return {{example("src/stack.ts", "typescript",
                   "class Stack {\n    private items: number[] = [];\n\n"
                   "    push(item: number) {\n        this.items.push(it",
                   ");\n    }\n}", Mode::one_line),
           "        this.items.push(item"},
          {example("src/stack.ts", "typescript",
                   "class Stack {\n    private items: number[] = [];\n\n"
                   "    pop(): number {\n        ",
                   "\n    }\n}", Mode::block),
           "        const top = this.items.pop();\n"
           "        if (top === undefined) throw new Error(\"empty stack\");\n"
           "        return top;"}};
}

/// Blocks by indentation.
Pairs indentation_pairs() {
  return {{example("stack.py", "python",
                   "class Stack:\n    def __init__(self):\n        self.items = []\n\n"
                   "    def push(self, item):\n        self.items.append(it",
                   ")\n", Mode::one_line),
           "        self.items.append(item"},
          {example("stack.py", "python",
                   "class Stack:\n    def __init__(self):\n        self.items = []\n\n"
                   "    def pop(self):\n        ",
                   "\n\n    def size(self):\n        return len(self.items)", Mode::block),
           "        if not self.items:\n"
           "            raise IndexError(\"empty stack\")\n"
           "        return self.items.pop()"}};
}

/// Blocks by words.
Pairs word_pairs() {
  return {{example("stack.rb", "ruby",
                   "class Stack\n    def initialize\n        @items = []\n    end\n\n"
                   "    def push(item)\n        @items.push(it",
                   ")\n    end\nend", Mode::one_line),
           "        @items.push(item"},
          {example("stack.rb", "ruby",
                   "class Stack\n    def initialize\n        @items = []\n    end\n\n"
                   "    def pop\n        ",
                   "\n    end\nend", Mode::block),
           "        raise \"empty stack\" if @items.empty?\n"
           "        @items.pop"}};
}

constexpr std::array<std::string_view, 6> by_indentation = {"python",  "yaml",   "nim",
                                                            "haskell", "fsharp", "coffeescript"};
constexpr std::array<std::string_view, 7> by_words = {"ruby", "lua",   "elixir", "shellscript",
                                                      "bash", "julia", "pascal"};

}  // namespace

std::vector<std::pair<Scene, std::string>> few_shot_pairs(std::string_view language) {
  const auto is_in = [language](const auto& family) {
    return std::find(family.begin(), family.end(), language) != family.end();
  };
  if (is_in(by_indentation)) return indentation_pairs();
  return is_in(by_words) ? word_pairs() : brace_pairs();
}

}  // namespace server::completion
