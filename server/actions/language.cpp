#include "server/actions/language.hpp"

#include "server/text/indentation.hpp"

#include <algorithm>
#include <utility>

namespace server::actions {
using text::trimmed;
namespace {

using Names = std::vector<std::string_view>;

struct Entry {
  Names ids;
  LanguageSyntax syntax;
};

const std::vector<Entry>& table() {
  static const std::vector<Entry> entries = {
      {{"c", "cpp", "objective-c", "objective-cpp", "cuda-cpp", "java", "csharp", "rust", "kotlin",
        "scala", "swift", "dart", "zig"},
       {{"//"}, "/*", "*/", "\"", "", true}},
      {{"javascript", "javascriptreact", "typescript", "typescriptreact", "jsonc"},
       {{"//"}, "/*", "*/", "\"'", "", false, true}},
      {{"go"}, {{"//"}, "/*", "*/", "\"", "", true, true}},
      {{"python"}, {{"#"}, "", "", "\"'", "\"'"}},
      {{"php"}, {{"//", "#"}, "/*", "*/", "\"'"}},
      {{"shellscript", "ruby", "perl", "r", "yaml", "toml", "makefile", "cmake", "dockerfile",
        "elixir", "nix", "tcl", "coffeescript", "powershell"},
       {{"#"}, "", "", "\"'"}},
      {{"lua"}, {{"--"}, "--[[", "]]", "\"'"}},
      {{"haskell"}, {{"--"}, "{-", "-}", "\"", "", true}},
      {{"sql"}, {{"--"}, "/*", "*/", "'"}},
      {{"lisp", "clojure", "scheme", "racket"}, {{";"}, "", "", "\""}},
      {{"ini"}, {{";", "#"}, "", "", ""}},
      {{"erlang", "matlab"}, {{"%"}, "", "", "\""}},
      {{"html", "xml", "vue", "svelte"}, {{}, "<!--", "-->", "", "", false, false, false}},
      {{"css"}, {{}, "/*", "*/", "\"'"}},
      {{"markdown", "plaintext", "latex", "restructuredtext", "git-commit"},
       {{}, "<!--", "-->", "", "", false, false, false}},
  };
  return entries;
}

class Scanner {
 public:
  Scanner(std::string_view text, const LanguageSyntax& syntax) : text_(text), syntax_(syntax) {}

  Scan run() {
    while (at_ < text_.size()) step();
    end_line();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool here(std::string_view marker) const {
    return !marker.empty() && text_.substr(at_).starts_with(marker);
  }

  [[nodiscard]] std::string_view long_quote() const {
    const char c = text_[at_];
    const auto three = text_.substr(at_, 3);
    const bool is_long = three.size() == 3 && three[1] == c && three[2] == c;
    return is_long && syntax_.long_quotes.find(c) != std::string_view::npos ? three
                                                                            : std::string_view();
  }

  [[nodiscard]] bool at_line_comment() const {
    return std::any_of(syntax_.line_comments.begin(), syntax_.line_comments.end(),
                       [this](std::string_view marker) { return here(marker); });
  }

  void step() {
    const char c = text_[at_];
    if (c == '\n' || c == '\r') {
      end_line();
      ++at_;
    } else if (here(syntax_.block_open)) {
      skip_to(syntax_.block_close, syntax_.block_open.size(), false);
    } else if (at_line_comment()) {
      at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
    } else if (const auto quote = long_quote(); !quote.empty()) {
      skip_to(quote, 3, has_code_);  // a docstring stands alone on its lines
    } else if (syntax_.backquoted && c == '`') {
      skip_to("`", 1, true);
    } else if (syntax_.quotes.find(c) != std::string_view::npos) {
      skip_string(c);
    } else if (syntax_.character_literals && c == '\'') {
      skip_character();
    } else {
      count(c);
      has_code_ = has_code_ || !(c == ' ' || c == '\t');
      code_ += c;
      ++at_;
    }
  }

  void end_line() {
    code_.resize(code_.find_last_not_of(" \t") + 1);
    if (has_code_) result_.code_lines.push_back(code_);
    code_.clear();
    has_code_ = false;
  }

  // Over several lines; each of them is code iff `code`.
  void skip_to(std::string_view close, std::size_t opened, bool code) {
    has_code_ = has_code_ || code;
    const std::size_t found = text_.find(close, at_ + opened);
    const std::size_t end = found == std::string_view::npos ? text_.size() : found + close.size();
    for (; at_ < end; ++at_) {
      if (text_[at_] == '\n' || text_[at_] == '\r') {
        end_line();
        has_code_ = code;
      } else if (code) {
        code_ += text_[at_];
      }
    }
  }

  void take(std::size_t count) {
    code_ += text_.substr(at_, count);
    at_ = std::min(at_ + count, text_.size());
  }

  void skip_string(char quote) {
    has_code_ = true;
    take(1);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' || c == '\r') return;
      const bool escapes = c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n';
      take(escapes ? 2 : 1);
      if (!escapes && c == quote) return;
    }
  }

  // 'x' or '\n'; a lone ' is a digit separator or a lifetime.
  void skip_character() {
    has_code_ = true;
    if (text_.substr(at_ + 1, 1) == "\\") {
      skip_string('\'');
    } else {
      take(text_.substr(std::min(at_ + 2, text_.size()), 1) == "'" ? 3 : 1);
    }
  }

  void count(char c) {
    static constexpr std::string_view brackets = "([{)]}";
    const std::size_t which = brackets.find(c);
    if (which == std::string_view::npos) return;
    auto& balance = result_.brackets;
    const std::size_t kind = which % 3;
    balance.net[kind] += which < 3 ? 1 : -1;
    balance.lowest[kind] = std::min(balance.lowest[kind], balance.net[kind]);
  }

  std::string_view text_;
  const LanguageSyntax& syntax_;
  std::size_t at_ = 0;
  std::string code_;  // of the current line
  bool has_code_ = false;
  Scan result_;
};

}  // namespace

const LanguageSyntax& syntax_of(std::string_view language_id) {
  static const LanguageSyntax unknown{{"//", "#"}, "/*", "*/", "\"'"};
  for (const auto& entry : table()) {
    if (std::find(entry.ids.begin(), entry.ids.end(), language_id) != entry.ids.end()) {
      return entry.syntax;
    }
  }
  return unknown;
}

Scan scan(std::string_view text, const LanguageSyntax& syntax) {
  return Scanner(text, syntax).run();
}

std::string_view comment_text(std::string_view line, const LanguageSyntax& syntax) {
  std::string_view rest = trimmed(line);
  const auto opened_by = [&rest](std::string_view marker) {
    return !marker.empty() && rest.starts_with(marker);
  };
  const auto marker =
      std::find_if(syntax.line_comments.begin(), syntax.line_comments.end(), opened_by);
  if (marker != syntax.line_comments.end()) {
    rest.remove_prefix(marker->size());
    while (!rest.empty() && marker->find(rest.front()) != std::string_view::npos) {
      rest.remove_prefix(1);  // "///" and "##"
    }
  } else if (opened_by(syntax.block_open)) {
    rest.remove_prefix(syntax.block_open.size());
    if (rest.ends_with(syntax.block_close)) rest.remove_suffix(syntax.block_close.size());
  } else {
    return {};
  }
  return trimmed(rest);
}

}  // namespace server::actions
