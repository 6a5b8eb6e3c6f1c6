#include "server/context/privacy.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace server::context {
namespace {

namespace fs = std::filesystem;

class Privacy : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "privacy-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = fs::canonical(name);
    privacy_.deny = {".env*", "*.pem", "private/"};
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string uri(const std::string& name) const {
    return "file://" + (folder_ / name).string();
  }
  [[nodiscard]] std::string why(const std::string& uri) const {
    return denied(uri, privacy_, {"file://" + folder_.string()}).value_or("");
  }
  [[nodiscard]] bool is_denied(const std::string& name) const { return !why(uri(name)).empty(); }

  fs::path folder_;
  lsp::PrivacySettings privacy_;
};

TEST_F(Privacy, SchemeTable) {
  const std::pair<const char*, bool> rows[] = {
      {"file:///w/a.cpp", false},
      {"untitled:Untitled-1", false},
      {"untitled:/w/.env", true},
      {"git:/w/a.cpp", true},
      {"output:x", true},
      {"vscode-userdata:/User/x.json", true},
      {"vscode-remote://ssh/w/a.cpp", true},
      {"file://host/w/a.cpp", true},
      {"file:///w/%zz", true},
      {"/w/a.cpp", true},
      {"", true},
  };
  for (const auto& [uri, expected] : rows) EXPECT_EQ(!why(uri).empty(), expected) << uri;
}

TEST_F(Privacy, DenyTable) {
  const std::pair<const char*, bool> rows[] = {
      {"src/a.cpp", false},       {".env", true},        {"x/.env.local", true},
      {"certs/server.pem", true}, {"private/a/b", true}, {"x/../.env", true},
      {"x/%2Eenv", true},
  };
  for (const auto& [name, expected] : rows) EXPECT_EQ(is_denied(name), expected) << name;
  EXPECT_EQ(why(uri(".env")), "matches .env* in privacy.deny");
}

TEST_F(Privacy, SettingsOfEditorsAreNeverSent) {
  privacy_.deny.clear();
  for (const char* path :
       {"/home/u/.config/Code/User/settings.json",
        "/home/u/.config/Code/User/profiles/1/settings.json", "/home/u/.config/zed/settings.json",
        "/home/u/.config/cerebras-ls/config.json", "/home/u/.config/cerebras-ls/credentials"}) {
    EXPECT_FALSE(why(std::string("file://") + path).empty()) << path;
  }
  EXPECT_EQ(why("file:///w/.vscode/settings.json"), "");
}

TEST_F(Privacy, FilesOutsideAnyFolderAreAllowed) {
  write(".aiignore", "*\n");
  EXPECT_EQ(why("file:///elsewhere/a.cpp"), "");
  EXPECT_EQ(why("file://" + folder_.string() + "-other/a.cpp"), "");
}

TEST_F(Privacy, IgnoreFilesFollowGit) {
  write(".aiignore", "*.gen.c\n!keep.gen.c\nsecret/\n/top.txt\n# comment\ndocs/**/x\n");
  const std::pair<const char*, bool> rows[] = {
      {"a.gen.c", true},      {"keep.gen.c", false}, {"sub/secret/a.c", true}, {"top.txt", true},
      {"sub/top.txt", false}, {"docs/a/b/x", true},  {"src/a.c", false},
  };
  for (const auto& [name, expected] : rows) EXPECT_EQ(is_denied(name), expected) << name;
  EXPECT_EQ(why(uri("a.gen.c")), "excluded by " + (folder_ / ".aiignore").string());
}

TEST_F(Privacy, ChangedIgnoreFileCountsAtOnce) {
  EXPECT_FALSE(is_denied("a.c"));
  write(".aiignore", "*.c\n");
  EXPECT_TRUE(is_denied("a.c"));
  write(".aiignore", "*.d\n");  // same size, perhaps within one tick of the clock
  fs::last_write_time(folder_ / ".aiignore",
                      fs::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_FALSE(is_denied("a.c"));
  fs::remove(folder_ / ".aiignore");
  EXPECT_FALSE(is_denied("a.d"));
}

TEST_F(Privacy, SeveralIgnoreFilesAdd) {
  privacy_.ignore_files = {".aiignore", ".cursorignore"};
  write(".aiignore", "a.c\n");
  write(".cursorignore", "!a.c\nb.c\n");
  EXPECT_TRUE(is_denied("a.c"));
  EXPECT_TRUE(is_denied("b.c"));
}

TEST_F(Privacy, UnreadableIgnoreFilesDenyEverything) {
  fs::create_directory(folder_ / ".aiignore");
  EXPECT_TRUE(is_denied("a.c")) << "a folder";
  fs::remove(folder_ / ".aiignore");
  write(".aiignore", std::string("a\0b", 3));
  EXPECT_TRUE(is_denied("c.c")) << "binary";
  write(".aiignore", "\xFF\xFE");
  EXPECT_TRUE(is_denied("c.c")) << "UTF-16";
  fs::remove(folder_ / ".aiignore");
  fs::create_symlink(folder_ / ".aiignore", folder_ / ".aiignore");
  EXPECT_TRUE(is_denied("c.c")) << "a link to itself";
}

TEST_F(Privacy, LinksToDeniedFilesAreDenied) {
  write(".env", "X=1");
  fs::create_symlink(folder_ / ".env", folder_ / "harmless.txt");
  EXPECT_TRUE(is_denied("harmless.txt"));
}

}  // namespace
}  // namespace server::context
