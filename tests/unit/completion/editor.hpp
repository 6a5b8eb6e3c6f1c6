// An editor and a model for the tests of the two methods: requests go through a real Rpc on an
// io_context, the model is a script.
#pragma once

#include "protocol/jsonrpc.hpp"
#include "server/completion/completion.hpp"
#include "server/completion/inline_completion.hpp"
#include "server/text/text_edit.hpp"
#include "tests/unit/completion/scenes.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace server::completion {

namespace asio = boost::asio;
namespace json = boost::json;

/// One answer of the model; by default it never comes.
struct Reply {
  std::optional<std::string> content = std::nullopt;
  std::optional<cerebras::Error> error = std::nullopt;
  cerebras::FinishReason finish = cerebras::FinishReason::stop;
};

struct Model {
  std::deque<Reply> replies;
  std::vector<generate::Ask> asked;
  std::size_t bytes_read = 0;  ///< until on_text had enough
  std::size_t cancelled = 0;
  std::function<void()> before_answer;
  generate::Recent recent;
};

using Answered = tl::expected<generate::Answer, generate::AskFailure>;

inline Answered failed(Model& model, std::uint64_t id, cerebras::Error error) {
  const bool cancelled = error.failure == cerebras::Failure::cancelled;
  model.recent.set_outcome(id, cancelled ? "cancelled" : "failed",
                           std::string(to_string(error.failure)));
  generate::AskFailure failure;
  failure.error = std::move(error);
  return tl::unexpected(std::move(failure));
}

inline cerebras::Error error_of(cerebras::Failure failure) {
  cerebras::Error error;
  error.failure = failure;
  error.message = "it did not work";
  error.hint = "try again";
  return error;
}

/// As the Generator does: one entry in Recent, text in pieces, cancelled at once.
inline asio::awaitable<Answered> answer(Model& model, generate::Ask ask) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto executor = co_await asio::this_coro::executor;
  generate::RecentEntry entry;
  entry.feature = ask.feature;
  entry.outcome = "running";
  const auto id = model.recent.add(std::move(entry));
  model.asked.push_back(ask);
  Reply reply;
  if (!model.replies.empty()) {
    reply = model.replies.front();
    model.replies.pop_front();
  }
  asio::steady_timer timer(executor);
  if (!reply.content && !reply.error) timer.expires_at(asio::steady_timer::time_point::max());
  auto waited = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (std::get<0>(waited)) {
    ++model.cancelled;
    co_return failed(model, id, error_of(cerebras::Failure::cancelled));
  }
  if (model.before_answer) model.before_answer();
  if (reply.error) co_return failed(model, id, *reply.error);
  for (std::size_t at = 0; at < reply.content->size(); at += 3) {
    const auto piece = std::string_view(*reply.content).substr(at, 3);
    model.bytes_read += piece.size();
    if (ask.on_text && !ask.on_text(piece)) break;
  }
  model.recent.set_outcome(id, "answered", "");
  generate::Answer result;
  result.content = *reply.content;
  result.finish_reason = reply.finish;
  result.recent_id = id;
  co_return result;
}

class Editor {
 public:
  Editor() : rpc(io.get_executor(), [this](std::string body, lsp::Priority) { receive(body); }) {
    services.generate = [this](generate::Ask ask) { return answer(model, std::move(ask)); };
    services.settings = [this]() -> const lsp::Settings& { return settings; };
    services.recent = [this]() -> generate::Recent& { return model.recent; };
    services.client = [this]() -> const protocol::ClientCapabilities& { return client; };
    services.workspace_folders = [] { return std::vector<std::string>{"file:///w"}; };
    services.executor = io.get_executor();
    register_inline_completion(rpc, services);
    register_completion(rpc, services);
    settings.privacy.deny = {".env*"};
  }

  /// Opens a document with the cursor as "¦"; it is at `position` then.
  void open(std::string_view marked, const std::string& name = "file:///w/a.cpp",
            const std::string& language = "cpp") {
    const auto [text, cursor] = at_cursor(marked);
    uri = name;
    documents.open({uri, language, 1, text});
    position = documents.find(uri)->text.position_from_offset(cursor, documents.encoding());
  }

  /// Starts a request; its reply is in `replies` once it came.
  std::int64_t start(const std::string& method, json::object context = {}) {
    json::object params{{"textDocument", {{"uri", uri}}},
                        {"position", protocol::encode(position)},
                        {"context", std::move(context)}};
    rpc.receive(protocol::request_text(protocol::Id(++last_id), method, std::move(params)));
    return last_id;
  }
  void cancel(std::int64_t id) {
    rpc.receive(protocol::notification_text("$/cancelRequest", json::object{{"id", id}}));
  }
  void poll() {
    io.restart();
    io.poll();
  }
  /// A whole request: {"result": ...} or {"error": ...}.
  json::object ask(const std::string& method, json::object context = {}) {
    const auto id = start(method, std::move(context));
    io.restart();
    io.run();
    return replies.at(id);
  }
  json::object ask_inline(int trigger_kind = 1) {
    return ask("textDocument/inlineCompletion", {{"triggerKind", trigger_kind}});
  }
  json::array items(const json::object& reply) {
    if (!reply.contains("result")) ADD_FAILURE() << json::serialize(reply);
    return reply.at("result").as_object().at("items").as_array();
  }
  /// The document with the item's text in it.
  std::string applied(const json::value& range, const json::value& text) {
    const auto edit_range = protocol::decode<protocol::Range>(range);
    const std::vector<protocol::TextEdit> edits = {
        {*edit_range, std::string(text.as_string()), std::nullopt}};
    return *text::apply_edits(documents.find(uri)->text, edits, documents.encoding());
  }
  /// Reason of the newest entry of cerebras/recent.
  [[nodiscard]] std::string reason() const {
    return model.recent.entries().empty() ? "" : model.recent.entries().back().reason;
  }

  asio::io_context io;
  text::DocumentStore documents;
  generate::Acceptance acceptance;
  lsp::Settings settings;
  protocol::ClientCapabilities client;
  Model model;
  CompletionServices services{documents, acceptance, {}, {}, {}, {}, {}, {}, {}};
  std::map<std::int64_t, json::object> replies;
  protocol::Position position;
  std::string uri;
  std::int64_t last_id = 0;
  lsp::Rpc rpc;

 private:
  void receive(const std::string& body) {
    auto message = json::parse(body).as_object();
    if (message.contains("id")) replies[message.at("id").as_int64()] = std::move(message);
  }
};

}  // namespace server::completion
