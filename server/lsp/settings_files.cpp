// Where settings are kept on the machine, and how they are read from there.
#include "server/lsp/settings.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <pwd.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace server::lsp {
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 20;  // bytes

struct Descriptor {
  int number = -1;
  explicit Descriptor(int n) : number(n) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

std::string system_message(int error) {
  return std::generic_category().message(error);
}

/// Bytes of an open regular file; the message on failure.
std::string read_all(int file, std::string& text) {
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto got = read(file, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_message(errno);
    if (got == 0) return {};
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > largest_file) return "is larger than 1 MiB";
  }
}

/// Comments and trailing commas are welcome: people write these files.
SettingsFile parse(const std::string& path, const std::string& text) {
  SettingsFile result;
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) return result;
  json::parse_options options;
  options.allow_comments = true;
  options.allow_trailing_commas = true;
  options.max_depth = 32;
  json::stream_parser parser({}, options);
  boost::system::error_code error;
  const auto consumed = parser.write_some(text, error);
  if (!error && consumed < text.size() &&
      text.find_first_not_of(" \t\r\n", consumed) != std::string::npos) {
    error = json::error::extra_data;
  }
  if (!error) parser.finish(error);
  if (error) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(consumed, text.size()));
    const auto line = 1 + std::count(text.begin(), end, '\n');
    result.message = path + ": not valid JSON near line " + std::to_string(line) + ": " +
                     error.message() + "; the file is not used";
    return result;
  }
  auto value = parser.release();
  if (value.is_object()) {
    result.values = std::move(value.get_object());
  } else {
    result.message = path + ": expected a JSON object; the file is not used";
  }
  return result;
}

/// `check` says why a file must not be used, "" when it may.
template <class Check>
SettingsFile read_file(const std::string& path, Check check) {
  SettingsFile result;
  if (path.empty()) return result;
  const auto refuse = [&](const std::string& why) {
    result.message = path + ": " + why + "; the file is not used";
    return result;
  };
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number < 0 && (errno == ENOENT || errno == ENOTDIR)) return result;
  if (file.number < 0) return refuse(system_message(errno));
  struct stat info {};
  if (fstat(file.number, &info) != 0) return refuse(system_message(errno));
  if (!S_ISREG(info.st_mode)) return refuse("is not a regular file");
  if (auto why = check(info); !why.empty()) return refuse(why);
  std::string text;
  if (auto why = read_all(file.number, text); !why.empty()) return refuse(why);
  return parse(path, text);
}

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string home_directory() {
  auto home = from_environment("HOME");
  if (!home.empty()) return home;
  std::vector<char> buffer(16 << 10);
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found) return {};
  return found->pw_dir == nullptr ? std::string() : std::string(found->pw_dir);
}

/// The XDG base directory specification: relative paths are invalid and ignored.
std::string base_directory(const char* variable, const std::string& below_home) {
  auto directory = from_environment(variable);
  if (directory.starts_with('/')) return directory;
  const auto home = home_directory();
  return home.starts_with('/') ? home + below_home : std::string();
}

}  // namespace

SettingsFile read_settings_file(const std::string& path) {
  return read_file(path, [](const struct stat&) { return std::string(); });
}

SettingsFile read_managed_file(const std::string& path, unsigned owner) {
  return read_file(path, [&](const struct stat& info) -> std::string {
    if (info.st_uid != owner) return "does not belong to root; run `chown root " + path + "`";
    if ((info.st_mode & 022U) != 0) {
      return "can be changed by others than root; run `chmod go-w " + path + "`";
    }
    return {};
  });
}

Paths default_paths() {
  Paths paths;
  const auto config = base_directory("XDG_CONFIG_HOME", "/.config");
  if (!config.empty()) {
    paths.config_file = config + "/cerebras-ls/config.json";
    paths.credentials_file = config + "/cerebras-ls/credentials";
  }
  const auto state = base_directory("XDG_STATE_HOME", "/.local/state");
  if (!state.empty()) paths.state_dir = state + "/cerebras-ls";
  return paths;
}

}  // namespace server::lsp
