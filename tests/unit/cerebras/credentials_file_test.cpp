#include "cerebras/credentials.hpp"
#include "tests/unit/cerebras/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace cerebras {
namespace {

const Origin service{"https", "api.cerebras.ai", "443"};
const Origin local{"http", "127.0.0.1", "8080"};

ApiKey key(const std::string& text) {
  return *ApiKey::parse(text);
}

/// The key, "" when there is none, or "! " and the fault.
std::string stored(const std::string& path, const Origin& origin = service) {
  const auto got = read_credentials_file(path, origin);
  if (!got) return "! " + got.error();
  return *got ? std::string((*got)->reveal()) : "";
}

mode_t mode_of(const std::string& path) {
  struct stat info {};
  stat(path.c_str(), &info);
  return info.st_mode & 0777U;
}

TEST(CredentialsFile, KeysOfEachOriginComeAndGo) {
  const TemporaryFolder folder;
  const auto path = folder.file("new/folder/credentials");
  EXPECT_EQ(stored(path), "");
  ASSERT_TRUE(write_credentials_file(path, service, key("csk-one")));
  EXPECT_EQ(mode_of(path), 0600U);
  EXPECT_EQ(mode_of(folder.file("new/folder")), 0700U);
  ASSERT_TRUE(write_credentials_file(path, local, key("local\"key")));
  ASSERT_TRUE(write_credentials_file(path, service, key("csk-two")));
  EXPECT_EQ(stored(path), "csk-two");
  EXPECT_EQ(stored(path, local), "local\"key");
  EXPECT_EQ(folder.read("new/folder/credentials"),
            "{\"origin\":\"http://127.0.0.1:8080\",\"apiKey\":\"local\\\"key\"}\n"
            "{\"origin\":\"https://api.cerebras.ai\",\"apiKey\":\"csk-two\"}\n");
  ASSERT_TRUE(write_credentials_file(path, service, std::nullopt));
  EXPECT_EQ(stored(path), "");
  EXPECT_EQ(stored(path, local), "local\"key");
  ASSERT_TRUE(write_credentials_file(path, local, std::nullopt));
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_TRUE(write_credentials_file(path, local, std::nullopt)) << "removing nothing is fine";
}

TEST(CredentialsFile, NoPathNoKey) {
  EXPECT_FALSE(write_credentials_file("", service, key("csk-one")));
  const TemporaryFolder folder;
  folder.write("file", "");
  EXPECT_FALSE(write_credentials_file(folder.file("file/below"), service, key("csk-one")));
}

TEST(CredentialsFile, AFailedWriteLeavesNothingBehind) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.file("credentials/occupied"));
  const auto wrote = write_credentials_file(folder.file("credentials"), service, key("csk-one"));
  EXPECT_FALSE(wrote);
  std::size_t entries = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.file(""))) {
    ++entries;
    EXPECT_EQ(entry.path().filename(), "credentials");
  }
  EXPECT_EQ(entries, 1U);
}

TEST(CredentialsFile, OthersMayNotReadIt) {
  const TemporaryFolder folder;
  const std::string line = R"({"origin":"https://api.cerebras.ai","apiKey":"csk-one"})";
  for (const auto mode : {0640U, 0604U, 0610U, 0666U, 0777U}) {
    const auto path = folder.write("credentials", line, mode);
    EXPECT_EQ(stored(path),
              "! " + path + " is accessible to other users; run `chmod 600 " + path + "`");
    EXPECT_FALSE(write_credentials_file(path, service, key("csk-two")));
    EXPECT_EQ(folder.read("credentials"), line) << "a refused file is left as it is";
  }
  EXPECT_EQ(stored(folder.write("credentials", line, 0400)), "csk-one");
}

TEST(CredentialsFile, OnlyRegularFilesOfTheUser) {
  const TemporaryFolder folder;
  const auto real = folder.write("real", R"({"origin":"https://api.cerebras.ai","apiKey":"k"})");
  std::filesystem::create_symlink(real, folder.file("link"));
  EXPECT_NE(stored(folder.file("link")).find("symbolic link"), std::string::npos);
  std::filesystem::create_directory(folder.file("directory"));
  chmod(folder.file("directory").c_str(), 0700);
  EXPECT_NE(stored(folder.file("directory")).find("not a regular file"), std::string::npos);
  ASSERT_EQ(mkfifo(folder.file("fifo").c_str(), 0600), 0);
  EXPECT_NE(stored(folder.file("fifo")).find("not a regular file"), std::string::npos);
  if (geteuid() == 0) {  // only root can give a file away
    ASSERT_EQ(chown(real.c_str(), 1, 1), 0);
    EXPECT_NE(stored(real).find("belongs to another user"), std::string::npos);
  }
  folder.write("large", std::string((64U << 10U) + 1, '\n'));
  EXPECT_NE(stored(folder.file("large")).find("larger than 64 KiB"), std::string::npos);
}

TEST(CredentialsFile, FaultsInItAreNamedByLineWithoutTheKey) {
  const TemporaryFolder folder;
  const std::vector<std::string> faulty = {
      "csk-secret",
      R"(["csk-secret"])",
      R"({"apiKey":"csk-secret"})",
      R"({"origin":"https://api.cerebras.ai"})",
      R"({"origin":"https://api.cerebras.ai","apiKey":7})",
      R"({"origin":"http://api.cerebras.ai","apiKey":"csk-secret"})",
      R"({"origin":"https://api.cerebras.ai","apiKey":"csk secret"})",
      R"({"origin":"https://api.cerebras.ai","apiKey":"csk-secret"} trailing)",
  };
  for (const auto& line : faulty) {
    const auto got = stored(folder.write("credentials", "\n" + line + "\n"));
    EXPECT_TRUE(got.starts_with("! ")) << line;
    EXPECT_NE(got.find("line 2: "), std::string::npos) << got;
    EXPECT_EQ(got.find("secret"), std::string::npos) << got;
  }
}

}  // namespace
}  // namespace cerebras
