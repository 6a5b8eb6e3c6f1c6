#include "server/context/glob.hpp"

#include <fnmatch.h>
#include <vector>

namespace server::context {
namespace {

using Components = std::vector<std::string>;

Components components(std::string_view path) {
  Components result;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (slash != 0) result.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return result;
}

/// Iterative with one point of return: `**` again takes one component more. Linear in practice.
bool matches(const Components& pattern, const Components& path) {
  std::size_t p = 0;
  std::size_t at = 0;
  std::size_t star = pattern.size();  // the last `**`
  std::size_t star_at = 0;
  while (at < path.size()) {
    if (p < pattern.size() && pattern[p] == "**") {
      star = p++;
      star_at = at;
    } else if (p < pattern.size() && fnmatch(pattern[p].c_str(), path[at].c_str(), 0) == 0) {
      ++p;
      ++at;
    } else if (star < pattern.size()) {
      p = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == "**") ++p;
  return p == pattern.size();
}

}  // namespace

bool glob_matches(const std::string& pattern, std::string_view path) {
  Components wanted = components(pattern);
  if (wanted.empty()) return false;
  if (pattern.front() != '/') wanted.insert(wanted.begin(), "**");
  if (pattern.back() == '/') wanted.insert(wanted.end(), {"**", "*"});
  return matches(wanted, components(path));
}

}  // namespace server::context
