#include "server/lsp/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace server::lsp {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class SettingsFiles : public testing::Test {
 protected:
  SettingsFiles() {
    auto pattern = (std::filesystem::temp_directory_path() / "cerebras-ls.XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~SettingsFiles() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string write(const std::string& text, mode_t mode = 0600) {
    const auto path = folder_ + "/config.json";
    std::ofstream(path, std::ios::binary) << text;
    chmod(path.c_str(), mode);
    return path;
  }

  std::string folder_;
};

TEST_F(SettingsFiles, WhatIsReadAndWhatIsRefused) {
  struct Row {
    std::string text;
    std::string values;   ///< "": refused
    std::string message;  ///< contained
  };
  const std::vector<Row> rows = {
      {R"({"model": "m"})", R"({"model":"m"})", ""},
      {"// ours\n{\"model\": \"m\", /* more */\n}\n", R"({"model":"m"})", ""},
      {"", "{}", ""},
      {" \n", "{}", ""},
      {"[]", "", "expected a JSON object"},
      {"{\n\n\"model\": csk-secret}", "", "not valid JSON near line 3"},
      {"{\"model\": \"m\"", "", "not valid JSON near line 1"},
      {"{} {}", "", "not valid JSON near line 1"},
      {std::string(40, '[') + std::string(40, ']'), "", "not valid JSON"},
      {std::string((1U << 20U) + 1, ' '), "", "is larger than 1 MiB"},
  };
  for (const auto& row : rows) {
    const auto path = write(row.text);
    const auto got = read_settings_file(path);
    EXPECT_EQ(json::serialize(got.values), row.values.empty() ? "{}" : row.values) << row.text;
    if (!row.values.empty()) {
      EXPECT_EQ(got.message, "") << row.text;
      continue;
    }
    EXPECT_THAT(got.message, testing::StartsWith(path + ": "));
    EXPECT_THAT(got.message, HasSubstr(row.message));
    EXPECT_THAT(got.message, EndsWith("; the file is not used"));
    EXPECT_THAT(got.message, testing::Not(HasSubstr("secret")));
  }
}

TEST_F(SettingsFiles, NoFileIsNoFault) {
  for (const auto& path : {std::string(), folder_ + "/none", write("{}") + "/below"}) {
    const auto got = read_settings_file(path);
    EXPECT_TRUE(got.values.empty());
    EXPECT_EQ(got.message, "") << path;
  }
  EXPECT_EQ(read_managed_file(folder_ + "/none").message, "");
}

TEST_F(SettingsFiles, OnlyRegularFiles) {
  EXPECT_THAT(read_settings_file(folder_).message, HasSubstr("is not a regular file"));
  const auto fifo = folder_ + "/fifo";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(read_settings_file(fifo).message, HasSubstr("is not a regular file"));
}

TEST_F(SettingsFiles, TheManagedFileBelongsToItsOwnerAlone) {
  struct Row {
    mode_t mode;
    unsigned owner;
    std::string message;
  };
  const unsigned self = geteuid();
  const std::vector<Row> rows = {
      {0644, self, ""},
      {0600, self, ""},
      {0664, self, "run `chmod go-w"},
      {0646, self, "run `chmod go-w"},
      {0644, self + 1, "does not belong to root"},
  };
  for (const auto& row : rows) {
    const auto got = read_managed_file(write(R"({"model": "m"})", row.mode), row.owner);
    EXPECT_EQ(got.values.empty(), !row.message.empty());
    EXPECT_THAT(got.message, HasSubstr(row.message));
    EXPECT_EQ(got.message.empty(), row.message.empty());
  }
  EXPECT_EQ(read_managed_file(write("{}")).message.empty(), self == 0);
}

/// Sets or (nullopt) unsets a variable, and puts it back.
class Variable {
 public:
  Variable(const char* name, const std::optional<std::string>& value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    put(value);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { put(before_); }

 private:
  void put(const std::optional<std::string>& value) {
    value ? setenv(name_, value->c_str(), 1) : unsetenv(name_);
  }
  const char* name_;
  std::optional<std::string> before_;
};

TEST(SettingsPaths, FollowTheBaseDirectories) {
  struct Row {
    std::optional<std::string> config;
    std::optional<std::string> state;
    std::string config_file;
    std::string state_dir;
  };
  const std::vector<Row> rows = {
      {"/c", "/s", "/c/cerebras-ls/config.json", "/s/cerebras-ls"},
      {{}, {}, "/home/x/.config/cerebras-ls/config.json", "/home/x/.local/state/cerebras-ls"},
      {"", "", "/home/x/.config/cerebras-ls/config.json", "/home/x/.local/state/cerebras-ls"},
      {"rel", "rel", "/home/x/.config/cerebras-ls/config.json", "/home/x/.local/state/cerebras-ls"},
  };
  const Variable home("HOME", "/home/x");
  for (const auto& row : rows) {
    const Variable config("XDG_CONFIG_HOME", row.config);
    const Variable state("XDG_STATE_HOME", row.state);
    const auto paths = default_paths();
    EXPECT_EQ(paths.config_file, row.config_file);
    EXPECT_EQ(paths.state_dir, row.state_dir);
    EXPECT_THAT(paths.credentials_file, EndsWith("/cerebras-ls/credentials"));
    EXPECT_EQ(paths.managed_file, "/etc/cerebras-ls/managed.json");
  }
}

TEST(SettingsPaths, WithoutHomeTheUserDatabaseIsAsked) {
  const Variable config("XDG_CONFIG_HOME", std::nullopt);
  const Variable state("XDG_STATE_HOME", std::nullopt);
  std::string expected;
  {
    const Variable home("HOME", std::nullopt);
    expected = default_paths().config_file;
    EXPECT_TRUE(expected.empty() || expected.starts_with('/'));
  }
  const Variable home("HOME", "");
  EXPECT_EQ(default_paths().config_file, expected) << "an empty HOME is none";
}

}  // namespace
}  // namespace server::lsp
