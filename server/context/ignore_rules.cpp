#include "server/context/ignore_rules.hpp"

#include "server/text/utf8.hpp"

#include <fstream>
#include <git2.h>
#include <git2/sys/repository.h>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <sys/stat.h>
#include <tuple>

namespace server::context {
namespace {

constexpr off_t max_bytes = off_t{1} << 20;

using Repository = std::unique_ptr<git_repository, decltype(&git_repository_free)>;

/// The user's global git settings (core.excludesFile) are not ours: no search path, no config.
void initialise_libgit2() {
  static std::once_flag once;
  std::call_once(once, [] {
    git_libgit2_init();
    for (const int level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
                            GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL}) {
      git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
    }
  });
}

/// A repository without files or objects, as the carrier of rules. Null on failure.
Repository repository_with_rules(const std::string& rules) {
  initialise_libgit2();
  git_repository* raw = nullptr;
  if (git_repository_new(&raw) != 0) return {nullptr, git_repository_free};
  Repository repository(raw, git_repository_free);
  git_config* config = nullptr;
  if (git_config_new(&config) != 0) return {nullptr, git_repository_free};
  git_repository_set_config(raw, config);
  git_config_free(config);
  if (git_ignore_add_rule(raw, rules.c_str()) != 0) repository.reset();
  return repository;
}

std::optional<std::string> read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const bool is_text = bytes.find('\0') == std::string::npos && text::is_valid_utf8(bytes);
  if (in.bad() || !is_text) return std::nullopt;
  return bytes;
}

/// Changes whenever the file's content may have.
using Stamp = std::tuple<dev_t, ino_t, off_t, time_t, long, time_t, long>;

struct Rules {
  Stamp stamp;
  Repository repository{nullptr, git_repository_free};  // null: could not be read
};

const Rules& rules_of(const std::string& file, const struct stat& status) {
  static std::map<std::string, Rules> known;
  const Stamp stamp{status.st_dev,         status.st_ino,          status.st_size,
                    status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
                    status.st_ctim.tv_nsec};
  const auto found = known.find(file);
  if (found != known.end() && found->second.stamp == stamp) return found->second;
  Rules rules{stamp};
  if (S_ISREG(status.st_mode) && status.st_size <= max_bytes) {
    if (const auto text = read_text(file)) rules.repository = repository_with_rules(*text);
  }
  return known.insert_or_assign(file, std::move(rules)).first->second;
}

}  // namespace

std::optional<std::string> ignored_by(const std::string& ignore_file, const std::string& relative) {
  struct stat status = {};
  if (stat(ignore_file.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    return ignore_file + " can not be read";
  }
  const Rules& rules = rules_of(ignore_file, status);
  if (!rules.repository) return ignore_file + " can not be read as a text file of ignore rules";
  int ignored = 1;
  const int failed = git_ignore_path_is_ignored(&ignored, rules.repository.get(), relative.c_str());
  if (failed != 0) return ignore_file + " could not be applied";
  if (ignored != 0) return "excluded by " + ignore_file;
  return std::nullopt;
}

}  // namespace server::context
