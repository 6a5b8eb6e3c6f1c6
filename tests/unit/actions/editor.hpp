// An editor, our side of the wire and a model that answers from a script, in one thread.
#pragma once

#include "protocol/json.hpp"
#include "server/actions/code_action.hpp"
#include "server/actions/run_action.hpp"
#include "server/text/text_edit.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace server::actions {

namespace json = boost::json;
namespace asio = boost::asio;

inline constexpr const char* main_uri = "file:///home/me/src/a.cpp";

class Editor {
 public:
  explicit Editor(std::function<void(protocol::ClientCapabilities&)> change = {}) {
    client.code_action_resolve_edit = client.code_action_data = client.code_action_llm_tag = true;
    client.document_changes = client.change_annotations = client.create_file = true;
    client.apply_edit = client.show_document = client.text_document_content = true;
    if (change) change(client);
    register_code_action(rpc, services());
    const auto add = [this](const std::string& name, auto command) {
      rpc.on_request(name, [this, command](json::value params) {
        return command(std::move(params.as_array()), std::optional<json::value>("bar"), services());
      });
    };
    add("run", run_action_command);
    add("instruct", apply_instruction_command);
    add("explain", explain_command);
  }

  ActionServices services() {
    return {documents,
            rpc,
            progress,
            [this](generate::Ask ask) { return answer(*this, std::move(ask)); },
            [this]() -> generate::Recent& { return recent; },
            [this]() -> const lsp::Settings& { return settings; },
            [this]() -> const protocol::ClientCapabilities& { return client; },
            [this]() -> const std::vector<protocol::WorkspaceFolder>& { return folders; },
            shown};
  }

  void open(const std::string& text, const std::string& language = "cpp",
            const std::string& uri = main_uri) {
    documents.open({uri, language, 1, text});
  }
  /// didChange: puts `text` in front of line `line`.
  void insert_line(std::uint32_t line, const std::string& text) {
    protocol::DidChangeTextDocumentParams params;
    params.textDocument = {main_uri, documents.find(main_uri)->version + 1};
    params.contentChanges = {{protocol::Range{{line, 0}, {line, 0}}, text}};
    documents.change(params);
  }

  /// The reply to a request: its result, or {"error": ...}. Null when none came.
  json::value request(const std::string& method, json::value params) {
    const std::int64_t id = ++last_id_;
    receive(protocol::request_text(protocol::Id(id), method, std::move(params)));
    return reply(id);
  }
  json::value reply(std::int64_t id) {
    const auto found = replies_.find(id);
    return found == replies_.end() ? json::value() : found->second;
  }
  [[nodiscard]] std::int64_t last_id() const { return last_id_; }

  void receive(std::string body) {
    asio::post(io, [this, body = std::move(body)] { rpc.receive(body); });
    settle();
  }
  void settle() {
    io.restart();
    io.poll();
  }

  /// The model's next answer.
  void script(std::string content, cerebras::FinishReason reason = cerebras::FinishReason::stop) {
    generate::Answer next;
    next.content = std::move(content);
    next.finish_reason = reason;
    next.model = "fake";
    next.usage.total_tokens = 30;
    scripted.emplace_back(std::move(next));
  }
  [[nodiscard]] std::string prompt() const { return asked.back().messages.back().content; }

  asio::io_context io{1};
  protocol::ClientCapabilities client;
  lsp::Settings settings;
  std::vector<protocol::WorkspaceFolder> folders{{"file:///home/me", "me"}};
  text::DocumentStore documents;
  generate::Recent recent;
  std::shared_ptr<ShownDocuments> shown = std::make_shared<ShownDocuments>();
  lsp::Rpc rpc{io.get_executor(), [this](const std::string& body, lsp::Priority) { sent(body); }};
  lsp::ProgressRegistry progress{rpc};

  std::deque<tl::expected<generate::Answer, generate::AskFailure>> scripted;
  std::vector<generate::Ask> asked;
  std::function<void()> while_asking;  ///< runs when the model is asked
  bool model_hangs = false;
  std::vector<json::object> notifications;
  std::vector<json::object> client_requests;
  std::map<std::string, json::value> client_answers;  ///< method -> result

 private:
  static asio::awaitable<tl::expected<generate::Answer, generate::AskFailure>> answer(
      Editor& self, generate::Ask ask) {
    self.asked.push_back(std::move(ask));
    if (self.while_asking) self.while_asking();
    if (self.model_hangs) {
      const auto executor = co_await asio::this_coro::executor;
      asio::steady_timer never(executor, asio::steady_timer::time_point::max());
      co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    if (self.scripted.empty()) co_return tl::unexpected(generate::AskFailure{});
    auto next = std::move(self.scripted.front());
    self.scripted.pop_front();
    if (next) next->recent_id = self.recent.add({});
    co_return next;
  }

  void sent(const std::string& body) {
    auto message = json::parse(body).as_object();
    if (!message.contains("method")) {
      const auto* result = message.if_contains("result");
      json::object error;
      if (result == nullptr) error["error"] = message["error"];
      replies_[message["id"].as_int64()] = result != nullptr ? *result : json::value(error);
    } else if (message.contains("id")) {
      const std::string id(message["id"].as_string());
      const auto scripted_answer = client_answers[std::string(message["method"].as_string())];
      client_requests.push_back(std::move(message));
      asio::post(io, [this, id, scripted_answer] {
        rpc.receive(protocol::result_text(protocol::Id(id), scripted_answer));
      });
    } else {
      notifications.push_back(std::move(message));
    }
  }

  std::int64_t last_id_ = 0;
  std::map<std::int64_t, json::value> replies_;
};

}  // namespace server::actions
