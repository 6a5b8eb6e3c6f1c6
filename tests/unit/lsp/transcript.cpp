#include "transcript.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <string_view>
#include <utility>

namespace server::lsp {

namespace {

namespace json = boost::json;
constexpr std::string_view kIn = "--> ";
constexpr std::string_view kOut = "<-- ";

}  // namespace

Transcript read_transcript(const std::string& path) {
  Transcript transcript(1);
  std::vector<std::string> comments;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    auto& session = transcript.back();
    if (line.starts_with(kIn)) {
      session.push_back(Turn{std::exchange(comments, {}), line.substr(kIn.size()), {}});
    } else if (line.starts_with(kOut) && !session.empty()) {
      session.back().answers.push_back(line.substr(kOut.size()));
    } else if (line == "---") {
      session.push_back(Turn{std::exchange(comments, {}), {}, {}});
      transcript.emplace_back();
    } else {
      comments.push_back(line);
    }
  }
  transcript.back().push_back(Turn{std::move(comments), {}, {}});
  return transcript;
}

void write_transcript(const std::string& path, const Transcript& transcript) {
  std::ofstream file(path);
  for (std::size_t session = 0; session < transcript.size(); ++session) {
    for (const auto& turn : transcript[session]) {
      for (const auto& comment : turn.comments) file << comment << '\n';
      if (!turn.input.empty()) file << kIn << turn.input << '\n';
      for (const auto& answer : turn.answers) file << kOut << answer << '\n';
    }
    if (session + 1 < transcript.size()) file << "---\n";
  }
}

std::string body_of_line(const std::string& input) {
  boost::system::error_code bad;
  auto value = json::parse(input, bad);
  if (bad || !value.is_object() || value.get_object().contains("jsonrpc")) return input;
  value.get_object()["jsonrpc"] = "2.0";
  return json::serialize(value);
}

std::string line_of_body(const std::string& body) {
  boost::system::error_code bad;
  auto value = json::parse(body, bad);
  if (bad || !value.is_object()) return body;
  const auto* version = value.get_object().if_contains("jsonrpc");
  if (version == nullptr || *version != "2.0") return body;
  json::object without;  // `erase` would change the order
  for (auto& member : value.get_object()) {
    if (member.key() != "jsonrpc") without.emplace(member.key(), std::move(member.value()));
  }
  return json::serialize(without);
}

}  // namespace server::lsp
