#include "server/actions/new_file.hpp"

#include "protocol/uri.hpp"
#include "server/actions/targets.hpp"
#include "server/actions/test_path.hpp"
#include "server/actions/workspace_edit.hpp"
#include "server/generate/refusal.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace server::actions {
namespace {

namespace fs = std::filesystem;
using generate::refusal;

constexpr std::uintmax_t largest_file = std::uintmax_t{4} << 20;

// "log" of "x.cpp" -> "x_log.cpp"; the tests have their own rule.
fs::path path_for(const fs::path& source, const std::string& language, const std::string& id) {
  if (id == "cerebras.tests") return test_path_of(source.string(), language);
  const std::string name = id.substr(id.rfind('.') + 1);
  const std::string file = source.stem().string() + "_" + name + source.extension().string();
  return source.parent_path() / file;
}

tl::expected<std::string, std::string> read_text(const std::string& path) {
  std::error_code failed;
  if (fs::file_size(path, failed) > largest_file || failed) {
    return tl::unexpected(path + " is too big or can not be read");
  }
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file.eof() && file.fail()) return tl::unexpected(path + " can not be read");
  return text::valid_utf8(std::move(bytes));
}

// One edit at the end of `text`, a blank line in front.
protocol::TextEdit appended(const text::Text& text, std::string added,
                            protocol::PositionEncoding encoding) {
  const std::string line_end(text.line_ending());
  const auto& bytes = text.bytes();
  std::string lead;
  if (!bytes.empty()) lead = bytes.back() == '\n' ? line_end : line_end + line_end;
  const auto end = text.range_from_span({bytes.size(), bytes.size()}, encoding);
  std::string wanted;
  for (const char c : added) {
    if (c == '\r') continue;
    if (c == '\n') {
      wanted += line_end;
    } else {
      wanted += c;
    }
  }
  return {end, lead + wanted, {}};
}

}  // namespace

tl::expected<NewFileTarget, protocol::ResponseError> new_file_target(
    const std::string& source_uri, const std::string& language, const std::string& action_id,
    const ActionServices& services) {
  const auto source = protocol::path_from_uri(source_uri);
  if (!source) {
    return tl::unexpected(refusal("rejected_edit", "a new file needs a saved source file",
                                  "save the document first"));
  }
  const fs::path path = path_for(*source, language, action_id);
  NewFileTarget target;
  target.uri = protocol::uri_from_path(path.string());
  target.name = path.filename().string();
  if (auto reason = refused_target(target.uri, services.documents, services.folders())) {
    return tl::unexpected(refusal("rejected_edit", path.string() + ": " + *reason,
                                  "open the folder of the file as a workspace folder"));
  }
  std::error_code failed;
  target.exists = services.documents.find(target.uri) != nullptr || fs::exists(path, failed);
  if (!target.exists && !services.client().create_file) {
    return tl::unexpected(refusal("rejected_edit", "this editor does not let a server create files",
                                  "create " + path.string() + " yourself and try again"));
  }
  return target;
}

tl::expected<protocol::WorkspaceEdit, protocol::ResponseError> new_file_edit(
    const NewFileTarget& target, std::string text, const std::string& label,
    const ActionServices& services) {
  FileEdit edit;
  edit.uri = target.uri;
  edit.leaves_range = true;
  edit.create = !target.exists;
  if (!text.ends_with('\n')) text += '\n';
  text::Text before;
  if (const auto* document = services.documents.find(target.uri)) {
    edit.version = document->version;
    before = document->text;
  } else if (target.exists) {
    auto bytes = read_text(protocol::path_from_uri(target.uri).value_or(""));
    if (!bytes) return tl::unexpected(refusal("rejected_edit", bytes.error(), "open the file"));
    before = text::Text(std::move(*bytes));
  }
  edit.edits = {appended(before, std::move(text), services.documents.encoding())};
  return workspace_edit(std::move(edit), services.client(), services.settings().edits.confirm,
                        label);
}

}  // namespace server::actions
