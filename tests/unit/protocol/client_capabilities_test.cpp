#include "protocol/client_capabilities.hpp"

#include "protocol/json.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace protocol {
namespace {

json::value initialize_params(const std::string& name) {
  std::ifstream file(std::string(TEST_DATA_DIR) + "/" + name + ".json");
  std::stringstream text;
  text << file.rdbuf();
  auto value = parse_json(text.str());
  EXPECT_TRUE(value) << name;
  return value ? *value : json::value();
}

/// The facts that are true, in the order of the struct; one line.
std::string facts(const json::value& params) {
  const ClientCapabilities client = client_capabilities(params);
  std::string line = client.client_name + " " + std::string(to_string(client.position_encoding));
  const auto add = [&](bool is_set, const char* name) {
    if (is_set) line += std::string(" ") + name;
  };
  add(client.inline_completion, "inline");
  add(client.old_inline_trigger_kinds, "old_kinds");
  add(client.code_action_resolve_edit, "resolve_edit");
  add(client.code_action_data, "data");
  add(client.code_action_llm_tag, "llm_tag");
  add(client.document_changes, "document_changes");
  add(client.change_annotations, "annotations");
  add(client.create_file, "create");
  add(client.apply_edit, "apply_edit");
  add(client.work_done_progress, "progress");
  add(client.show_document, "show_document");
  add(client.text_document_content, "content");
  add(client.configuration, "configuration");
  add(client.configuration_dynamic, "configuration_dynamic");
  return line;
}

struct Case {
  const char* input;
  const char* facts;
};

TEST(ClientCapabilities, OfTheEditorsWeKnow) {
  const std::vector<Case> clients = {
      {"vscode-languageclient-11",
       "Visual Studio Code utf-16 inline resolve_edit data llm_tag document_changes annotations "
       "create apply_edit progress show_document content configuration configuration_dynamic"},
      {"vscode-languageclient-9",
       "Visual Studio Code utf-16 inline old_kinds resolve_edit data document_changes annotations "
       "create apply_edit progress show_document configuration configuration_dynamic"},
      {"neovim-0.12",
       "Neovim utf-8 inline resolve_edit data document_changes annotations create apply_edit "
       "progress show_document configuration"},
      {"helix-25.07",
       "helix utf-8 resolve_edit data document_changes create apply_edit progress show_document "
       "configuration"},
      {"eglot-1.17",
       "Eglot utf-8 resolve_edit data document_changes apply_edit progress show_document "
       "configuration"},
      {"lsp-mode-10",
       "emacs utf-8 resolve_edit data document_changes create apply_edit progress show_document "
       "configuration"},
      {"kate-26", " utf-16 apply_edit progress show_document configuration"},
  };
  for (const auto& [name, expected] : clients)
    EXPECT_EQ(facts(initialize_params(name)), expected) << name;
}

TEST(ClientCapabilities, AbsentNullOrWronglyTypedMeansNo) {
  const std::vector<Case> cases = {
      {"null", " utf-16"},
      {"[]", " utf-16"},
      {"{}", " utf-16"},
      {R"({"capabilities":null,"clientInfo":null})", " utf-16"},
      {R"({"capabilities":7,"clientInfo":{"name":7}})", " utf-16"},
      {R"({"capabilities":{"workspace":null,"textDocument":[],"window":1,"general":"x"}})",
       " utf-16"},
      {R"({"capabilities":{"workspace":{"applyEdit":1,"configuration":"true",)"
       R"("workspaceEdit":{"documentChanges":null,"changeAnnotationSupport":true,)"
       R"("resourceOperations":"create"},"textDocumentContent":true,"didChangeConfiguration":[]}}})",
       " utf-16"},
      {R"({"capabilities":{"textDocument":{"inlineCompletion":true,"codeAction":{"dataSupport":{},)"
       R"("resolveSupport":["edit"],"tagSupport":{"valueSet":[2,"1"]}}}}})",
       " utf-16"},
      {R"({"capabilities":{"window":{"workDoneProgress":[true],"showDocument":true}}})", " utf-16"},
      {R"({"clientInfo":{"name":"x"},"capabilities":{"textDocument":{"inlineCompletion":{}}}})",
       "x utf-16 inline"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(facts(*parse_json(text)), expected) << text;
}

TEST(ClientCapabilities, PositionEncodingIsTheCheapestOffered) {
  const std::vector<Case> cases = {
      {R"(["utf-16","utf-8"])", "utf-8"},  {R"(["utf-32","utf-16"])", "utf-16"},
      {R"(["utf-32"])", "utf-32"},         {R"([])", "utf-16"},
      {R"(["utf-7", 8, null])", "utf-16"}, {R"("utf-8")", "utf-16"},
  };
  for (const auto& [offered, expected] : cases) {
    const json::value params = {
        {"capabilities", {{"general", {{"positionEncodings", *parse_json(offered)}}}}}};
    EXPECT_EQ(to_string(client_capabilities(params).position_encoding), expected) << offered;
  }
}

TEST(ClientCapabilities, OldTriggerKindsNeedTheOldLibrary) {
  const std::vector<std::pair<const char*, bool>> cases = {
      {R"({"textDocument":{"inlineCompletion":{}},)"
       R"("general":{"regularExpressions":{"engine":"ECMAScript"}}})",
       true},
      {R"({"textDocument":{},"general":{"regularExpressions":{"engine":"ECMAScript"}}})", false},
      {R"({"textDocument":{"inlineCompletion":{}},)"
       R"("general":{"regularExpressions":{"engine":"PCRE"}}})",
       false},
      {R"({"textDocument":{"inlineCompletion":{}},)"
       R"("general":{"regularExpressions":{"engine":"ECMAScript"}},)"
       R"("workspace":{"workspaceEdit":{"metadataSupport":true}}})",
       false},
  };
  for (const auto& [capabilities, expected] : cases) {
    const json::value params = {{"capabilities", *parse_json(capabilities)}};
    EXPECT_EQ(client_capabilities(params).old_inline_trigger_kinds, expected) << capabilities;
  }
}

}  // namespace
}  // namespace protocol
