// Runs tests/transcripts/*.lsp against the room's own methods and a few for the tests ("test/...").
#include "transcript.hpp"

#include "protocol/lsp.hpp"
#include "server/lsp/configuration.hpp"
#include "server/lsp/lifecycle.hpp"
#include "server/lsp/progress.hpp"
#include "server/lsp/workspace_folders.hpp"
#include "session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace server::lsp {

namespace {

asio::awaitable<void> until_cancelled() {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer never(executor, asio::steady_timer::time_point::max());
  co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<Result<>> wait_for_cancel(json::value) {
  co_await until_cancelled();
  co_return json::value("stopped early");
}

asio::awaitable<Result<protocol::Position>> next_line(protocol::Position position) {
  ++position.line;
  co_return position;
}

asio::awaitable<Result<>> throw_something(json::value) {
  throw std::runtime_error("secret inside");
  co_return json::value();
}

asio::awaitable<Result<>> fail(json::value) {
  protocol::ResponseError error{protocol::ErrorCode::request_failed, "no budget is left", {}};
  error.data = json::object{{"kind", "budget"}};
  co_return tl::unexpected(std::move(error));
}

asio::awaitable<Result<>> ask_client(Rpc& rpc, json::value params) {
  auto answer = co_await rpc.request("window/showMessageRequest", std::move(params));
  co_return answer;
}

asio::awaitable<Result<>> show_progress(ProgressRegistry& registry, Session& session,
                                        json::value params) {
  std::optional<json::value> token;
  if (const auto* object = params.if_object()) {
    if (const auto* given = object->if_contains("workDoneToken")) token = *given;
  }
  std::function<void()> on_cancel = [&session] { session.add("the person cancels"); };
  auto bar = co_await registry.begin(std::move(token), "Working", std::move(on_cancel));
  bar.report("half way", 50);
  bar.report("too soon after the first", 51);
  co_await until_cancelled();
  bar.end("stopped");
  co_return json::value();
}

/// The room as main.cpp puts it together.
struct Server {
  Server() {
    session.rpc.on_request("test/wait", wait_for_cancel);
    session.rpc.on_request<protocol::Position>("test/nextLine", next_line);
    session.rpc.on_request("test/throw", throw_something);
    session.rpc.on_request("test/fail", fail);
    session.rpc.on_request("test/ask", [this](json::value params) {
      return ask_client(session.rpc, std::move(params));
    });
    session.rpc.on_request("test/progress", [this](json::value params) {
      return show_progress(progress, session, std::move(params));
    });
    session.rpc.on_request("test/folders", [this](json::value) { return folder_names(folders); });
    session.rpc.on_notification<protocol::Position>("test/note", [](protocol::Position) {});
    session.rpc.on_notification("test/throwInNote", [](const json::value&) -> Result<void> {
      throw std::runtime_error("secret inside");
    });
  }

  static asio::awaitable<Result<>> folder_names(const WorkspaceFolders& folders) {
    json::array names;
    for (const auto& folder : folders.all()) names.emplace_back(folder.name + " " + folder.uri);
    co_return names;
  }

  LifecycleHooks hooks() {
    LifecycleHooks hooks;
    hooks.on_initialize = [this](const InitializeInfo& info) {
      folders.set(info.workspace_folders);
      progress.set_client_support(info.client.work_done_progress);
      configuration.initialize(info);
    };
    hooks.on_initialized = [this] { configuration.initialized(); };
    hooks.on_exit = [this](int code) { session.add("exit " + std::to_string(code)); };
    return hooks;
  }

  void feed(const std::string& input) {
    if (input == "eof") {
      asio::post(session.io, [this] { lifecycle.client_gone(); });
      session.settle();
    } else {
      session.send(body_of_line(input));
    }
    // An exit with running requests waits for their answers, a few milliseconds at most.
    if (input == "eof" || input.find("\"exit\"") != std::string::npos) {
      session.io.restart();
      session.io.run_for(std::chrono::milliseconds(100));
    }
  }

  Session session;
  std::chrono::steady_clock::time_point now{std::chrono::hours(1)};
  ProgressRegistry progress{session.rpc, [this] { return now; }};
  SettingsLayers layers;
  WorkspaceFolders folders{session.rpc, {}};
  Configuration configuration{session.rpc, session.io.get_executor(), layers,
                              [this] { session.add("settings: model " + layers.current().model); }};
  Lifecycle lifecycle{session.rpc, session.io.get_executor(), "1.2.3", hooks()};
};

std::filesystem::path transcripts() {
  return (std::filesystem::path(TEST_DATA_DIR) / "../../../transcripts").lexically_normal();
}

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(transcripts())) {
    if (entry.path().extension() == ".lsp") found.push_back(entry.path().stem().string());
  }
  return found;
}

class TranscriptTest : public testing::TestWithParam<std::string> {};

TEST_P(TranscriptTest, AnswersAsWritten) {
  const auto path = (transcripts() / (GetParam() + ".lsp")).string();
  auto transcript = read_transcript(path);
  const bool update = std::getenv("UPDATE_GOLDEN") != nullptr;
  for (auto& session : transcript) {
    Server server;
    for (auto& turn : session) {
      if (turn.input.empty()) continue;
      server.feed(turn.input);
      std::vector<std::string> answers;
      for (const auto& body : server.session.take()) answers.push_back(line_of_body(body));
      if (update) {
        turn.answers = answers;
      } else {
        EXPECT_EQ(turn.answers, answers) << path << ": after --> " << turn.input;
      }
    }
  }
  if (update) write_transcript(path, transcript);
}

INSTANTIATE_TEST_SUITE_P(All, TranscriptTest, testing::ValuesIn(names()),
                         [](const auto& row) { return row.param; });

}  // namespace

}  // namespace server::lsp
