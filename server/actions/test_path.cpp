#include "server/actions/test_path.hpp"

#include <filesystem>

namespace server::actions {
namespace {

struct Name {
  std::string stem;
  std::string extension;  ///< with its dot
};

std::string test_name(const Name& name, std::string_view language_id) {
  if (language_id == "python") {
    return name.stem.starts_with("test_") ? name.stem + name.extension
                                          : "test_" + name.stem + name.extension;
  }
  std::string mark = "_test";
  if (language_id.starts_with("typescript") || language_id.starts_with("javascript")) {
    mark = ".test";
  } else if (language_id == "java" || language_id == "kotlin" || language_id == "csharp" ||
             language_id == "scala") {
    mark = "Test";
  }
  if (name.stem.ends_with(mark) || name.stem.ends_with(".spec")) return name.stem + name.extension;
  std::string extension = name.extension;
  if (extension == ".h") extension = language_id == "c" ? ".c" : ".cpp";
  if (extension == ".hpp" || extension == ".hh" || extension == ".hxx") {
    extension.replace(1, 1, "c");
  }
  return name.stem + mark + extension;
}

}  // namespace

std::string test_path_of(std::string_view path, std::string_view language_id) {
  const std::filesystem::path source(path);
  const Name name{source.stem().string(), source.extension().string()};
  return (source.parent_path() / test_name(name, language_id)).string();
}

}  // namespace server::actions
