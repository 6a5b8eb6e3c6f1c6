// The API key: where it comes from, and the one place that hands it out, for its own origin only.
// The key is never logged, formatted or copied into messages. Asio thread.
#pragma once

#include "cerebras/error.hpp"
#include "cerebras/origin.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <tl/expected.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cerebras {

/// A secret: no operator<<, no formatter, wiped when destroyed or moved from.
class ApiKey {
 public:
  /// Trims; the error says why a text can not be a key (empty, blanks or control characters inside,
  /// too long), without it.
  static tl::expected<ApiKey, std::string> parse(std::string text);
  ApiKey(ApiKey&& other) noexcept;
  ApiKey& operator=(ApiKey&& other) noexcept;
  ApiKey(const ApiKey&) = default;
  ApiKey& operator=(const ApiKey& other);
  ~ApiKey();
  /// For the Authorization header and the redactor only.
  [[nodiscard]] std::string_view reveal() const { return text_; }

 private:
  explicit ApiKey(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// Overwrites a secret's bytes, spare capacity included, and empties it.
void wipe(std::string& secret);

enum class KeySource { none, set_credential, settings, command, environment, file };
/// The name under which a person knows it: "apiKeyCommand", "CEREBRAS_API_KEY", ...
std::string_view to_string(KeySource source);

struct CredentialSettings {
  Origin origin;                             ///< the configured base URL's
  std::optional<std::string> api_key;        ///< setting `apiKey`
  std::vector<std::string> api_key_command;  ///< setting `apiKeyCommand`, argv
  std::string credentials_file;              ///< path; "" = none
};

class Credentials {
 public:
  explicit Credentials(CredentialSettings settings);

  /// cerebras/setCredential: nullopt clears. `origin` defaults to the configured one.
  void set(std::optional<ApiKey> key, std::optional<Origin> origin);

  /// The key for `origin` from the first source that has one; Failure::no_key with a hint else.
  /// May run the command once (10 s at most, first line of stdout, no shell) and remembers it; who
  /// asks meanwhile waits for the same run. A key from the environment, the settings or the command
  /// belongs to the configured origin. A source that is there but broken ends the search.
  boost::asio::awaitable<tl::expected<ApiKey, Error>> key_for(Origin origin);

  /// After a 401: forget what the command gave, so that it runs again (once for all requests that
  /// were rejected with it). False when it gave the same key again or the key has another source.
  bool refresh_after_rejection();

  /// Source of the key for the configured origin, for status and doctor; runs nothing. Never the
  /// value.
  [[nodiscard]] KeySource source() const;

 private:
  struct Command;
  struct Found {
    KeySource source = KeySource::none;
    std::optional<ApiKey> key;  // none: the command must run, or `problem`
    std::string problem;
  };
  [[nodiscard]] Found find(const Origin& origin) const;

  CredentialSettings settings_;
  std::optional<std::pair<Origin, ApiKey>> set_;
  std::shared_ptr<Command> command_;  // outlives a run that outlives this
};

/// `$XDG_CONFIG_HOME/cerebras-ls/credentials`: lines of {"origin":..., "apiKey":...}, mode 0600.
/// nullopt: no such file, or no key of `origin` in it. Refuses a file that is not regular, not
/// owned by the user or accessible to others, with the cure.
tl::expected<std::optional<ApiKey>, std::string> read_credentials_file(const std::string& path,
                                                                       const Origin& origin);
/// Writes or (nullopt) removes the key of `origin`; keys of other origins stay. The new file is
/// 0600 before a byte is in it and replaces the old one at once. Refuses what read_... refuses.
tl::expected<void, std::string> write_credentials_file(const std::string& path,
                                                       const Origin& origin,
                                                       const std::optional<ApiKey>& key);

/// Removes a key's text (and `csk-...` look-alikes) from a message before it is shown or logged.
std::string redact(std::string text, const std::optional<ApiKey>& key);

}  // namespace cerebras
