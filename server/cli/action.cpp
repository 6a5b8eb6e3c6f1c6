// cerebras-ls action ID FILE:FIRST-LAST: one code action as a unified diff, or written to the file.
#include "protocol/uri.hpp"
#include "server/actions/run_action.hpp"
#include "server/cli/environment.hpp"
#include "server/cli/location.hpp"
#include "server/cli/subcommands.hpp"
#include "server/lsp/progress.hpp"
#include "server/text/text_edit.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <variant>

namespace server::cli {

namespace json = boost::json;

namespace {

struct ActionOptions {
  std::string id;
  std::string place;
  std::string instruction;
  std::vector<std::string> diagnostics;
  bool write = false;
  bool json = false;
};

/// What the actions need of an editor: open documents and capabilities, nobody to talk to.
struct SilentEditor {
  explicit SilentEditor(Environment& environment)
      : rpc(environment.io.get_executor(), [](const std::string&, lsp::Priority) {}),
        progress(rpc),
        documents(text::PositionEncoding::utf32) {
    client.position_encoding = text::PositionEncoding::utf32;
    client.document_changes = true;
    client.create_file = true;
  }
  lsp::Rpc rpc;
  lsp::ProgressRegistry progress;
  text::DocumentStore documents;
  protocol::ClientCapabilities client;
  std::vector<protocol::WorkspaceFolder> folders;
};

actions::ActionServices action_services(Environment& environment, SilentEditor& editor) {
  auto& backend = *environment.backend;
  return {editor.documents,
          editor.rpc,
          editor.progress,
          [&backend](generate::Ask ask) { return backend.generator.generate(std::move(ask)); },
          [&backend]() -> generate::Recent& { return backend.recent; },
          [&environment]() -> const lsp::Settings& { return environment.layers.current(); },
          [&editor]() -> const protocol::ClientCapabilities& { return editor.client; },
          [&editor]() -> const std::vector<protocol::WorkspaceFolder>& { return editor.folders; },
          std::make_shared<actions::ShownDocuments>()};
}

/// "LINE:COL:MESSAGE", 1-based.
tl::expected<protocol::Diagnostic, std::string> parse_diagnostic(const std::string& text) {
  std::istringstream stream(text);
  protocol::Diagnostic diagnostic;
  std::int64_t line = 0;
  std::int64_t column = 0;
  char first = 0;
  char second = 0;
  stream >> line >> first >> column >> second >> std::ws;
  std::getline(stream, diagnostic.message);
  constexpr std::int64_t most = 1 << 30;
  if (line < 1 || line > most || column < 1 || column > most || first != ':' || second != ':' ||
      diagnostic.message.empty()) {
    return tl::unexpected("\"" + text + "\": expected LINE:COL:MESSAGE, counted from 1");
  }
  const auto at = [](std::int64_t number) { return static_cast<protocol::UInteger>(number); };
  diagnostic.range.start = {at(line - 1), at(column - 1)};
  diagnostic.range.end = {at(line - 1), at(column)};
  diagnostic.severity = 1;
  return diagnostic;
}

tl::expected<actions::ActionInput, std::string> to_input(const ActionOptions& options,
                                                         const LinesArgument& lines) {
  actions::ActionInput input;
  input.id = options.id;
  input.instruction = options.instruction;
  input.range.start = {lines.first - 1, 0};
  input.range.end = {lines.last, 0};
  for (const auto& text : options.diagnostics) {
    auto diagnostic = parse_diagnostic(text);
    if (!diagnostic) return tl::unexpected(std::move(diagnostic.error()));
    input.diagnostics.push_back(std::move(*diagnostic));
  }
  return input;
}

struct FileChange {
  std::string shown_path;  ///< relative to the current folder where that is shorter
  std::string before;
  std::string after;
};
/// Keyed by path.
using FileChanges = std::map<std::string, FileChange>;

tl::expected<FileChanges, std::string> changes_of(const protocol::WorkspaceEdit& edit,
                                                  const text::DocumentStore& documents) {
  FileChanges changes;
  for (const auto& change : edit.documentChanges.value_or(
           std::vector<std::variant<protocol::TextDocumentEdit, protocol::CreateFile>>())) {
    const auto* file_edit = std::get_if<protocol::TextDocumentEdit>(&change);
    if (!file_edit) continue;
    auto path = protocol::path_from_uri(file_edit->textDocument.uri);
    if (!path) return tl::unexpected(std::move(path.error()));
    const auto* open = documents.find(file_edit->textDocument.uri);
    const auto before = open ? open->text.bytes() : read_file(*path).value_or(std::string());
    auto after = text::apply_edits(text::Text(before), file_edit->edits, documents.encoding());
    if (!after) return tl::unexpected(std::move(after.error()));
    changes[*path] = {std::filesystem::proximate(*path).string(), before, std::move(*after)};
  }
  return changes;
}

void print_diff(const std::string& diff) {
  if (!use_colour()) {
    std::cout << diff;
    return;
  }
  std::istringstream lines(diff);
  for (std::string line; std::getline(lines, line);) {
    const char* colour = "";
    if (line.starts_with('+')) colour = "\033[32m";
    if (line.starts_with('-')) colour = "\033[31m";
    if (line.starts_with("@@")) colour = "\033[36m";
    std::cout << colour << line << (*colour ? "\033[0m" : "") << "\n";
  }
}

int write_all(const FileChanges& changes) {
  for (const auto& [path, change] : changes) {
    if (auto written = write_file(path, change.after); !written) {
      complain(written.error());
      return exit_failure;
    }
  }
  return exit_success;
}

void print_text(const actions::ActionOutcome& outcome, const FileChanges& changes) {
  if (const auto* shown = std::get_if<actions::ShownText>(&outcome.what)) {
    std::cout << shown->markdown << "\n";
  } else if (changes.empty()) {
    complain("nothing to change");
  }
  for (const auto& [path, change] : changes) {
    print_diff(text::unified_diff(change.before, change.after, change.shown_path));
  }
}

void print_json(const actions::ActionOutcome& outcome, const FileChanges& changes) {
  json::object result{{"title", outcome.title},
                      {"model", outcome.model},
                      {"usage_prompt_tokens", outcome.usage.prompt_tokens},
                      {"usage_completion_tokens", outcome.usage.completion_tokens},
                      {"usage_total_tokens", outcome.usage.total_tokens}};
  std::string diff;
  for (const auto& [path, change] : changes) {
    diff += text::unified_diff(change.before, change.after, change.shown_path);
  }
  result["diff"] = diff;
  if (const auto* shown = std::get_if<actions::ShownText>(&outcome.what)) {
    result["markdown"] = shown->markdown;
  }
  std::cout << json::serialize(result) << "\n";
}

int finish(const actions::ActionOutcome& outcome, const text::DocumentStore& documents,
           const ActionOptions& options) {
  tl::expected<FileChanges, std::string> changes;
  if (const auto* edit = std::get_if<protocol::WorkspaceEdit>(&outcome.what)) {
    changes = changes_of(*edit, documents);
    if (!changes) {
      complain(changes.error());
      return exit_failure;
    }
  }
  if (options.json) {
    print_json(outcome, *changes);
  } else {
    print_text(outcome, *changes);
  }
  return options.write ? write_all(*changes) : exit_success;
}

int run_action_command_line(const ActionOptions& options) {
  auto lines = parse_lines(options.place);
  auto input = lines
                   ? to_input(options, *lines)
                   : tl::expected<actions::ActionInput, std::string>(tl::unexpected(lines.error()));
  if (!input) {
    complain(input.error());
    return exit_usage;
  }
  auto item = open_file(lines->path);
  if (!item) {
    complain(item.error());
    return exit_failure;
  }
  if (auto there = check_line(*item, lines->first); !there) {
    complain(there.error());
    return exit_usage;
  }
  Environment environment;
  SilentEditor editor(environment);
  input->uri = item->uri;
  editor.folders.push_back({protocol::uri_from_path(absolute_path(".")), "."});
  editor.documents.open(std::move(*item));
  auto services = action_services(environment, editor);
  auto outcome = environment.run(actions::run_action(std::move(*input), std::move(services)));
  if (!outcome) {
    complain(outcome.error().message);
    return outcome.error().code == protocol::ErrorCode::invalid_params ? exit_usage : exit_failure;
  }
  return finish(*outcome, editor.documents, options);
}

}  // namespace

void add_action(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ActionOptions>();
  auto* command = app.add_subcommand("action", "One code action, as a unified diff");
  command->add_option("ID", options->id, "As in cerebras.document")->required();
  command->add_option("FILE:FIRST-LAST", options->place, "Lines, counted from 1")->required();
  command->add_option("--instruction", options->instruction, "What cerebras.edit shall do");
  command->add_option("--diagnostic", options->diagnostics, "LINE:COL:MESSAGE for cerebras.fix");
  command->add_flag("--write", options->write, "Change the file");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &exit_code] { exit_code = run_action_command_line(*options); });
}

}  // namespace server::cli
