// The credentials file: one JSON object per line, owned by the user, mode 0600, replaced at once.
#include "cerebras/credentials.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace cerebras {
namespace {

namespace json = boost::json;
using Fault = tl::unexpected<std::string>;

constexpr std::size_t largest_file = 64 << 10;  // bytes

/// Text read from or on its way to the file; wiped.
struct SecretText {
  std::string text;
  SecretText() = default;
  SecretText(SecretText&&) = default;
  SecretText& operator=(SecretText&&) = default;
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText() { wipe(text); }
};

struct Descriptor {
  int number = -1;
  explicit Descriptor(int n) : number(n) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

std::string because(const std::string& path, int error) {
  return path + ": " + std::generic_category().message(error);
}

/// Why the file can not be trusted with a key, with the cure; "" when it can.
std::string fault_of(const std::string& path, int file) {
  struct stat info {};
  if (fstat(file, &info) != 0) return because(path, errno);
  if (!S_ISREG(info.st_mode)) {
    return path + " is not a regular file; remove it and run `cerebras-ls auth set`";
  }
  if (info.st_uid != geteuid()) {
    return path + " belongs to another user; run `chown $USER " + path + "` or remove it";
  }
  if ((info.st_mode & 077U) != 0) {
    return path + " is accessible to other users; run `chmod 600 " + path + "`";
  }
  if (static_cast<std::size_t>(info.st_size) > largest_file) return path + " is larger than 64 KiB";
  return {};
}

/// "" when there is no such file.
tl::expected<SecretText, std::string> read_trusted(const std::string& path) {
  // Non-blocking: the open of a FIFO would wait for a writer.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.number < 0 && errno == ENOENT) return SecretText{};
  if (file.number < 0 && errno == ELOOP) {
    return Fault(path + " is a symbolic link, not a regular file; remove it and run " +
                 "`cerebras-ls auth set`");
  }
  if (file.number < 0) return Fault(because(path, errno));
  if (auto fault = fault_of(path, file.number); !fault.empty()) return Fault(std::move(fault));
  SecretText result;
  result.text.resize(largest_file);
  std::size_t size = 0;
  while (size < largest_file) {
    const auto got = read(file.number, result.text.data() + size, largest_file - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Fault(because(path, errno));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  result.text.resize(size);
  return result;
}

struct Record {
  Origin origin;
  ApiKey key;
};

tl::expected<Record, std::string> parse_record(std::string_view line) {
  boost::system::error_code error;
  auto value = json::parse({line.data(), line.size()}, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* origin = object != nullptr ? object->if_contains("origin") : nullptr;
  auto* key = object != nullptr ? value.as_object().if_contains("apiKey") : nullptr;
  if (origin == nullptr || key == nullptr || !origin->is_string() || !key->is_string()) {
    return Fault(R"(expected {"origin": "https://...", "apiKey": "..."})");
  }
  auto url = parse_base_url(origin->as_string());
  auto parsed = ApiKey::parse(std::string(key->as_string()));
  explicit_bzero(key->as_string().data(), key->as_string().size());
  if (!url) return Fault("origin: " + url.error());
  if (!parsed) return Fault("apiKey: " + parsed.error());
  return Record{std::move(url->origin), std::move(*parsed)};
}

tl::expected<std::vector<Record>, std::string> read_records(const std::string& path) {
  auto secret = read_trusted(path);
  if (!secret) return tl::unexpected(std::move(secret.error()));
  std::vector<Record> records;
  std::size_t number = 0;
  for (std::string_view rest = secret->text; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto record = parse_record(line);
    if (!record) {
      return Fault(path + ", line " + std::to_string(number) + ": " + record.error());
    }
    records.push_back(std::move(*record));
  }
  return records;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto wrote = write(file, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

/// The directory keeps the new name over a power failure only when it is synced too.
void sync_directory(const std::filesystem::path& directory) {
  const Descriptor descriptor(open(directory.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (descriptor.number >= 0) fsync(descriptor.number);
}

tl::expected<void, std::string> replace_file(const std::string& path, std::string_view text) {
  std::string temporary = path + ".XXXXXX";
  const Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));  // created 0600
  if (file.number < 0) return Fault(because(path, errno));
  const bool done = fchmod(file.number, 0600) == 0 && write_all(file.number, text) &&
                    fsync(file.number) == 0 && rename(temporary.c_str(), path.c_str()) == 0;
  if (!done) {
    const int error = errno;
    unlink(temporary.c_str());
    return Fault(because(path, error));
  }
  sync_directory(std::filesystem::path(path).parent_path());
  return {};
}

}  // namespace

tl::expected<std::optional<ApiKey>, std::string> read_credentials_file(const std::string& path,
                                                                       const Origin& origin) {
  auto records = read_records(path);
  if (!records) return tl::unexpected(std::move(records.error()));
  for (auto& record : *records) {
    if (record.origin == origin) return std::move(record.key);
  }
  return std::nullopt;
}

tl::expected<void, std::string> write_credentials_file(const std::string& path,
                                                       const Origin& origin,
                                                       const std::optional<ApiKey>& key) {
  if (path.empty()) return Fault("no credentials file: neither XDG_CONFIG_HOME nor HOME is set");
  auto records = read_records(path);
  if (!records) return tl::unexpected(std::move(records.error()));
  std::erase_if(*records, [&](const Record& record) { return record.origin == origin; });
  if (key) records->push_back({origin, *key});
  if (records->empty()) {
    if (unlink(path.c_str()) != 0 && errno != ENOENT) return Fault(because(path, errno));
    return {};
  }
  std::error_code error;
  const auto directory = std::filesystem::path(path).parent_path();
  if (std::filesystem::create_directories(directory, error)) {
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  }
  if (error) return Fault(directory.string() + ": " + error.message());
  SecretText secret;
  for (const auto& record : *records) {
    const json::object line{{"origin", record.origin.text()}, {"apiKey", record.key.reveal()}};
    secret.text += json::serialize(line) + "\n";
  }
  return replace_file(path, secret.text);
}

}  // namespace cerebras
