#include "server/text/language_id.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace server::text {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

/// Identifiers as in LSP 3.18, "Text Document Language Identifiers".
constexpr std::array<Entry, 58> extensions{{
    {"c", "c"},
    {"h", "cpp"},
    {"cc", "cpp"},
    {"cpp", "cpp"},
    {"cxx", "cpp"},
    {"c++", "cpp"},
    {"hh", "cpp"},
    {"hpp", "cpp"},
    {"hxx", "cpp"},
    {"inl", "cpp"},
    {"m", "objective-c"},
    {"mm", "objective-cpp"},
    {"cs", "csharp"},
    {"java", "java"},
    {"kt", "kotlin"},
    {"scala", "scala"},
    {"go", "go"},
    {"rs", "rust"},
    {"swift", "swift"},
    {"zig", "zig"},
    {"py", "python"},
    {"pyi", "python"},
    {"rb", "ruby"},
    {"php", "php"},
    {"pl", "perl"},
    {"pm", "perl"},
    {"lua", "lua"},
    {"r", "r"},
    {"jl", "julia"},
    {"js", "javascript"},
    {"mjs", "javascript"},
    {"cjs", "javascript"},
    {"ts", "typescript"},
    {"mts", "typescript"},
    {"cts", "typescript"},
    {"jsx", "javascriptreact"},
    {"tsx", "typescriptreact"},
    {"html", "html"},
    {"css", "css"},
    {"scss", "scss"},
    {"less", "less"},
    {"json", "json"},
    {"jsonc", "jsonc"},
    {"yaml", "yaml"},
    {"yml", "yaml"},
    {"toml", "toml"},
    {"xml", "xml"},
    {"sql", "sql"},
    {"sh", "shellscript"},
    {"bash", "shellscript"},
    {"zsh", "shellscript"},
    {"ps1", "powershell"},
    {"cmake", "cmake"},
    {"md", "markdown"},
    {"tex", "latex"},
    {"hs", "haskell"},
    {"ml", "ocaml"},
    {"dart", "dart"},
}};

constexpr std::array<Entry, 4> names{{
    {"CMakeLists.txt", "cmake"},
    {"Makefile", "makefile"},
    {"Dockerfile", "dockerfile"},
    {"Gemfile", "ruby"},
}};

}  // namespace

std::string language_id_of(std::string_view path) {
  const auto name = path.substr(path.rfind('/') + 1);
  const auto is_name = [name](const Entry& entry) { return entry.first == name; };
  if (auto found = std::find_if(names.begin(), names.end(), is_name); found != names.end()) {
    return std::string(found->second);
  }
  const auto dot = name.rfind('.');
  const auto extension = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  const auto is_extension = [extension](const Entry& entry) { return entry.first == extension; };
  if (auto found = std::find_if(extensions.begin(), extensions.end(), is_extension);
      found != extensions.end()) {
    return std::string(found->second);
  }
  return "plaintext";
}

}  // namespace server::text
