#include "server/actions/targets.hpp"

#include "protocol/uri.hpp"
#include "server/actions/test_path.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace server::actions {
namespace {

namespace fs = std::filesystem;

class Targets : public testing::Test {
 protected:
  Targets() {
    std::string pattern = (fs::temp_directory_path() / "targetsXXXXXX").string();
    root_ = fs::canonical(mkdtemp(pattern.data()));
    fs::create_directories(root_ / "work/.git");
    fs::create_directories(root_ / "other");
    fs::create_symlink(root_ / "work/.git", root_ / "work/link");
    fs::create_symlink(root_ / "other", root_ / "work/out");
    folders_ = {{protocol::uri_from_path((root_ / "work").string()), "work"}};
  }
  ~Targets() override { fs::remove_all(root_); }
  Targets(const Targets&) = delete;
  Targets& operator=(const Targets&) = delete;

  std::string run(const std::string& path) {
    const auto uri =
        path.starts_with("untitled:") ? path : protocol::uri_from_path((root_ / path).string());
    return refused_target(uri, documents_, folders_).value_or("");
  }
  void open(const std::string& uri) { documents_.open({uri, "cpp", 1, "a\n"}); }

  fs::path root_;
  text::DocumentStore documents_;
  std::vector<protocol::WorkspaceFolder> folders_;
};

TEST_F(Targets, AreFilesOfTheWorkspaceButNotItsConfiguration) {
  const std::pair<const char*, const char*> rows[] = {
      {"work/a.cpp", ""},
      {"work/new/deep/a.cpp", ""},
      {"work/.github/dependabot.yml", ""},
      {"other/a.cpp", "the file is in no folder of the workspace"},
      {"work2/a.cpp", "the file is in no folder of the workspace"},
      {"work/../other/a.cpp", "the path leads upwards"},
      {"work/.git/config", "files in .git are never edited"},
      {"work/link/config", "files in .git are never edited"},
      {"work/out/a.cpp", "the file is in no folder of the workspace"},
      {"work/.vscode/settings.json", "files in .vscode are never edited"},
      {"work/.github/workflows/ci.yml", "workflow files are never edited"},
      {"work/a.code-workspace", "a.code-workspace is never edited"},
      {"work/.envrc", ".envrc is never edited"},
      {"work/sub/.nvim.lua", ".nvim.lua is never edited"},
      {"work/.aiignore", ".aiignore is never edited"},
      {"work/.bashrc", ".bashrc is never edited"},
      {"untitled:Untitled-1", "only files and open documents are edited"},
  };
  for (const auto& [path, wanted] : rows) EXPECT_EQ(run(path), wanted) << path;
}

TEST_F(Targets, AreOpenDocumentsAnywhere) {
  open(protocol::uri_from_path((root_ / "other/a.cpp").string()));
  open(protocol::uri_from_path((root_ / "work/.envrc").string()));
  open("untitled:Untitled-1");
  EXPECT_EQ(run("other/a.cpp"), "");
  EXPECT_EQ(run("untitled:Untitled-1"), "");
  EXPECT_EQ(run("work/.envrc"), ".envrc is never edited");
}

TEST_F(Targets, OfAWorkspaceEditAreAllChecked) {
  const auto uri = [this](const char* path) {
    return protocol::uri_from_path((root_ / path).string());
  };
  protocol::WorkspaceEdit edit;
  edit.changes.emplace();
  (*edit.changes)[uri("work/a.cpp")] = {};
  EXPECT_EQ(refused_target(edit, documents_, folders_), std::nullopt);
  edit.documentChanges.emplace();
  edit.documentChanges->emplace_back(protocol::CreateFile{"create", uri("work/.exrc"), {}});
  EXPECT_EQ(refused_target(edit, documents_, folders_), ".exrc is never edited");
}

TEST(TestPath, IsNextToTheSource) {
  const std::tuple<const char*, const char*, const char*> rows[] = {
      {"/p/x.py", "python", "/p/test_x.py"},
      {"/p/test_x.py", "python", "/p/test_x.py"},
      {"/p/x.go", "go", "/p/x_test.go"},
      {"/p/x_test.go", "go", "/p/x_test.go"},
      {"/p/x.ts", "typescript", "/p/x.test.ts"},
      {"/p/x.tsx", "typescriptreact", "/p/x.test.tsx"},
      {"/p/x.test.js", "javascript", "/p/x.test.js"},
      {"/p/x.cpp", "cpp", "/p/x_test.cpp"},
      {"/p/x.hpp", "cpp", "/p/x_test.cpp"},
      {"/p/x.h", "cpp", "/p/x_test.cpp"},
      {"/p/x.h", "c", "/p/x_test.c"},
      {"/p/Box.java", "java", "/p/BoxTest.java"},
      {"/p/x.rb", "ruby", "/p/x_test.rb"},
  };
  for (const auto& [path, language, wanted] : rows) EXPECT_EQ(test_path_of(path, language), wanted);
}

}  // namespace
}  // namespace server::actions
