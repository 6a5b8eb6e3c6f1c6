// A small document with two functions and the ways to be offered actions in it.
#pragma once

#include "editor.hpp"

#include <gtest/gtest.h>

namespace server::actions {

inline const std::string source =
    "int add(int a, int b) {\n"
    "  return a - b;\n"
    "}\n"
    "\n"
    "int twice(int a);\n";

inline json::value range_of(std::uint32_t first, std::uint32_t last) {
  return protocol::encode(protocol::Range{{first, 0}, {last, 0}});
}

inline json::value diagnostic(std::uint32_t line, const std::string& message) {
  return {{"range", range_of(line, line)}, {"message", message}, {"code", 7}};
}

inline json::array offered(Editor& editor, json::array diagnostics = {}, json::array only = {},
                           std::uint32_t line = 1, const std::string& uri = main_uri) {
  json::object context{{"diagnostics", std::move(diagnostics)}};
  if (!only.empty()) context["only"] = std::move(only);
  return editor
      .request("textDocument/codeAction", {{"textDocument", {{"uri", uri}}},
                                           {"range", range_of(line, line)},
                                           {"context", std::move(context)}})
      .as_array();
}

inline std::string titles(const json::array& actions) {
  std::string all;
  for (const auto& action : actions) {
    all += std::string(action.at("title").as_string()) + "|";
  }
  return all;
}

inline json::value with_title(const json::array& actions, const std::string& title) {
  for (const auto& action : actions) {
    if (action.at("title").as_string() == title) return action;
  }
  ADD_FAILURE() << title << " is not in " << titles(actions);
  return {};
}

/// What the first document edit of `edit` makes of the open document.
inline std::string applied(const Editor& editor, const json::value& edit,
                           const std::string& uri = main_uri) {
  const auto decoded = protocol::decode<protocol::WorkspaceEdit>(edit, "edit");
  std::vector<protocol::TextEdit> edits;
  if (decoded->changes) edits = decoded->changes->at(uri);
  if (decoded->documentChanges) {
    edits = std::get<protocol::TextDocumentEdit>(decoded->documentChanges->back()).edits;
  }
  const auto* document = editor.documents.find(uri);
  return text::apply_edits(document != nullptr ? document->text : text::Text(), edits,
                           editor.documents.encoding())
      .value();
}

inline std::string error_kind(const json::value& reply) {
  return std::string(reply.at("error").at("data").at("kind").as_string());
}

inline const std::string fixed_range =
    "<range>\nint add(int a, int b) {\n  return a + b;\n}\n</range>";

inline std::string with(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

}  // namespace server::actions
