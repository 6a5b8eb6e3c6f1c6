#include "server/lsp/log.hpp"

#include "pipe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace server::lsp {

namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

struct LogTest : testing::Test {
  ~LogTest() override { std::filesystem::remove_all(folder); }

  LogOptions on_pipe() const {
    LogOptions options;
    options.stderr_fd = pipe.write_end();
    return options;
  }
  [[nodiscard]] std::vector<std::string> from_pipe() const {
    return lines_of(pipe.read_available());
  }
  static std::vector<std::string> from_file(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return lines_of(text.str());
  }

  Pipe pipe;
  std::string folder = testing::TempDir() + "cerebras_ls_log_test_" + std::to_string(::getpid());
  std::string file = folder + "/server.log";
};

TEST_F(LogTest, StderrGetsErrorsAndWarnings) {
  Log log(on_pipe());
  for (const char* level : {"error", "warn", "info", "debug", "trace"}) log.write(level, level);
  EXPECT_THAT(from_pipe(), ElementsAre(MatchesRegex("....-..-..T..:..:......[-+]..:.. error error"),
                                       EndsWith(" warning warn")));
}

TEST_F(LogTest, LevelIsAsAskedFor) {
  auto options = on_pipe();
  options.level = LogLevel::error;
  Log log(std::move(options));
  log.write(LogLevel::warn, "w");
  log.write(LogLevel::error, "e");
  EXPECT_THAT(from_pipe(), ElementsAre(EndsWith("error e")));
}

TEST_F(LogTest, StderrHasACeiling) {
  auto options = on_pipe();
  options.stderr_limit = 200;
  Log log(std::move(options));
  for (int count = 0; count < 100; ++count) log.write(LogLevel::error, std::string(100, 'x'));
  EXPECT_THAT(from_pipe(), ElementsAre(EndsWith("xxx"), HasSubstr("suppressed")));
}

TEST_F(LogTest, FullStderrDoesNotStopUs) {
  Log log(on_pipe());
  for (int count = 0; count < 1000; ++count) log.write(LogLevel::error, std::string(1000, 'x'));
  EXPECT_LT(from_pipe().size(), 100U);  // what the pipe could hold
}

TEST_F(LogTest, OneEventIsOneShortLine) {
  Log log(on_pipe());
  log.write(LogLevel::error, "a\nb\x1B[31m\r\x7F");
  log.write(LogLevel::error, std::string(10'000, 'x'));
  const auto lines = from_pipe();
  EXPECT_THAT(lines, ElementsAre(EndsWith("error a b [31m  "), EndsWith("x")));
  EXPECT_LT(lines[1].size(), 4096U);
}

TEST_F(LogTest, EveryLineIsRedacted) {
  std::filesystem::create_directories(folder);
  for (const bool to_file : {false, true}) {
    auto options = on_pipe();
    if (to_file) options.file = file;
    options.redact = [](std::string line) {
      const auto at = line.find("csk-1");
      return at == std::string::npos ? line : line.replace(at, 5, "[key]");
    };
    Log log(std::move(options));
    log.write(LogLevel::error, "the key csk-1 is bad");
    EXPECT_THAT(to_file ? from_file(file) : from_pipe(),
                ElementsAre(EndsWith("the key [key] is bad")));
  }
}

TEST_F(LogTest, FileGetsInfoAndStderrNothing) {
  auto options = on_pipe();
  options.file = file;  // the folder is made
  Log log(std::move(options));
  log.write("info", "i");
  log.write("debug", "d");
  EXPECT_THAT(from_file(file), ElementsAre(EndsWith(" info i")));
  EXPECT_THAT(from_pipe(), ElementsAre());
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(LogTest, FilesRotate) {
  auto options = on_pipe();
  options.file = file;
  Log log(std::move(options));
  for (int count = 0; count < 12'000; ++count) log.write("info", std::string(3500, 'x'));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    EXPECT_LE(entry.file_size(), std::size_t{4} << 20);
    EXPECT_EQ(static_cast<unsigned>(entry.status().permissions()), 0600U);
    ++files;
  }
  EXPECT_EQ(files, 8U);  // 40 MiB were written
}

TEST_F(LogTest, UnusableFileFallsBackToStderr) {
  auto options = on_pipe();
  options.file = "/dev/null/server.log";
  Log log(std::move(options));
  log.write("warn", "w");
  EXPECT_THAT(from_pipe(),
              ElementsAre(HasSubstr("error the log file can not be used"), EndsWith(" warning w")));
}

TEST(LogLevelTest, Names) {
  EXPECT_EQ(log_level("trace"), LogLevel::trace);
  EXPECT_EQ(log_level("warning"), std::nullopt);
}

}  // namespace

}  // namespace server::lsp
