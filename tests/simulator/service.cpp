#include "tests/simulator/service.hpp"

#include "tests/simulator/model.hpp"
#include "tests/simulator/model_facts.hpp"
#include "tests/simulator/recorded_errors.hpp"
#include "tests/simulator/tokens.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>

namespace simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view chat_path = "/v1/chat/completions";
constexpr std::string_view models_path = "/v1/models";

Reply json_reply(const json::value& body) {
  Reply reply;
  reply.headers = {{"content-type", "application/json"}};
  reply.pieces = {json::serialize(body)};
  return reply;
}

void set_header(Headers& headers, const std::string& name, const std::string& value) {
  std::erase_if(headers, [&](const auto& header) { return header.first == name; });
  headers.emplace_back(name, value);
}

void perform_as_scripted(const ScriptedReply& scripted, Reply& reply) {
  if (scripted.status) reply.status = *scripted.status;
  for (const auto& [name, value] : scripted.headers) set_header(reply.headers, name, value);
  if (scripted.delay) reply.delay = *scripted.delay;
  if (scripted.chunk_delay) reply.piece_delay = *scripted.chunk_delay;
  reply.repeat = scripted.repeat;
  reply.write_bytes = scripted.write_bytes;
  reply.write_delay = scripted.write_delay;
  reply.close = scripted.close;
  reply.close_after = scripted.close_after;
  reply.reset = scripted.reset;
}

double unix_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

std::string completion_id(std::uint64_t number) {
  char id[64];
  std::snprintf(id, sizeof id, "chatcmpl-00000000-0000-4000-8000-%012llx",
                static_cast<unsigned long long>(number));
  return id;
}

}  // namespace

/// Everything known of one request while it is answered.
struct Service::Asked {
  const Request& request;
  std::string_view path;
  std::uint64_t record;
  std::optional<Parsed> chat;  ///< only for chat completions
  const ScriptedReply* scripted = nullptr;

  /// The chat request, if it is one and could be read.
  [[nodiscard]] const ChatRequest* readable() const { return chat && *chat ? &**chat : nullptr; }
  [[nodiscard]] bool is_written_out() const { return scripted && scripted->replaces_answer(); }
};

Service::Service(ServiceSettings settings, Scenario scenario)
    : settings_(std::move(settings)), scenario_(std::move(scenario)) {}

Answer Service::answer(const Request& request) {
  const auto path = std::string_view(request.target).substr(0, request.target.find('?'));
  if (path.starts_with("/sim/")) return {simulation_page(request, path), 0};

  Asked asked{request, path, meter_.count(request), std::nullopt, nullptr};
  if (path == chat_path) asked.chat = parse_chat_request(request.body);
  const auto* chat = asked.readable();
  const auto hit =
      scenario_.choose(path, request.body, chat ? chat->all_text() : "", chat ? chat->model : "");
  asked.scripted = hit.reply;
  auto reply = route(asked);
  meter_.answered(asked.record, reply.status, hit.number);
  return {std::move(reply), asked.record};
}

void Service::delivered(std::uint64_t record) {
  meter_.delivered(record);
}

Reply Service::simulation_page(const Request& request, std::string_view path) {
  if (request.method == "GET" && path == "/sim/meter") return json_reply(meter_.totals());
  if (request.method == "GET" && path == "/sim/requests") return json_reply(meter_.requests());
  if (request.method == "POST" && path == "/sim/scenario") return load_scenario(request.body);
  if (request.method == "POST" && path == "/sim/reset") {
    meter_.reset();
    scenario_.rewind();
    prompts_.clear();
    return json_reply(meter_.totals());
  }
  return error_reply(no_such_path());
}

Reply Service::load_scenario(const std::string& text) {
  auto rules = parse_scenario(text);
  if (!rules) {
    return error_reply({400, rules.error(), "invalid_request_error", "scenario", "bad_scenario"});
  }
  const auto count = rules->size();
  scenario_ = Scenario(std::move(*rules));
  return json_reply({{"rules", count}});
}

Reply Service::route(Asked& asked) {
  const auto& request = asked.request;
  if (asked.path == chat_path && request.method == "POST") return chat(asked);
  Reply reply = error_reply(no_such_path());
  if (asked.is_written_out()) {
    reply = written_reply(asked);
  } else if (request.method == "GET" && asked.path == "/v1/tcp_warming") {
    reply = Reply{};
  } else if (request.method == "GET" && asked.path == "/public/v1/models") {
    reply = json_reply(public_model_list(settings_.models));
  } else if (request.method == "GET" && asked.path.starts_with(models_path)) {
    const auto refused = refuse_key(request);
    reply = refused ? error_reply(*refused) : models_page(asked.path.substr(models_path.size()));
  }
  if (asked.scripted) perform_as_scripted(*asked.scripted, reply);
  return reply;
}

/// `rest` of the path behind models_path: "" for the list, "/ID" for one.
Reply Service::models_page(std::string_view rest) const {
  if (rest.empty()) return json_reply(model_list(settings_.models));
  if (rest[0] != '/') return error_reply(no_such_path());
  const auto id = rest.substr(1);
  return offers(id) ? json_reply(model_entry(id)) : error_reply(no_such_model());
}

Reply Service::chat(Asked& asked) {
  Reply reply;
  if (asked.is_written_out()) {
    reply = written_reply(asked);
  } else if (const auto refused = refuse_key(asked.request)) {
    reply = error_reply(*refused);
  } else if (!*asked.chat) {
    reply = error_reply(asked.chat->error());
  } else if (const auto bad = refuse_request(**asked.chat)) {
    reply = error_reply(*bad);
  } else {
    reply = generated_reply(asked);
  }
  // A reply that the scenario writes itself has only the headers that it names: how a client copes
  // without them is what it may be testing.
  if (!asked.is_written_out()) add_rate_limits(reply.headers);
  reply.delay = settings_.delay;
  reply.piece_delay = settings_.chunk_delay;
  if (asked.scripted) perform_as_scripted(*asked.scripted, reply);
  return reply;
}

Reply Service::generated_reply(Asked& asked) {
  const auto& request = **asked.chat;
  const auto* scripted = asked.scripted;
  const auto text = scripted && scripted->content ? *scripted->content : simulate(request.messages);
  auto answer = generate(request, text, completion_limit(request));
  answer.cached_tokens = cached_tokens(request.all_text());
  if (scripted && scripted->finish_reason) answer.finish_reason = *scripted->finish_reason;

  Envelope envelope;
  envelope.id = completion_id(++completions_);
  envelope.model =
      scripted && scripted->answering_model ? *scripted->answering_model : request.model;
  envelope.created = unix_time();
  envelope.tokens_per_event = settings_.tokens_per_event;
  if (scripted) envelope.usage = scripted->usage;
  auto reply = request.stream ? stream_reply(answer, envelope) : completion_reply(answer, envelope);

  const auto bill = scripted && scripted->bill ? *scripted->bill : answer.bill();
  meter_.bill(asked.record, request.model, bill);
  count_minute(bill.total());
  return reply;
}

/// A reply that the scenario writes itself.
Reply Service::written_reply(Asked& asked) {
  const auto& scripted = *asked.scripted;
  const auto* chat = asked.readable();
  const auto bill = bill_for(scripted, chat);
  if (bill.total() > 0) meter_.bill(asked.record, chat ? chat->model : "", bill);
  const auto status = scripted.status.value_or(200);
  if (status >= 400 && !scripted.body && !scripted.chunks) return error_reply(usual_error(status));
  Reply reply;
  reply.raw = scripted.raw;
  reply.streamed = scripted.chunks.has_value();
  reply.headers = {{"content-type", scripted.event_stream ? "text/event-stream; charset=utf-8"
                                                          : "application/json"}};
  if (scripted.chunks) {
    reply.pieces = *scripted.chunks;
  } else if (scripted.body) {
    reply.pieces = {*scripted.body};
  }
  return reply;
}

/// When a written reply looks like an answer, it is billed as one: the prompt, and its text as if
/// that were all tokens of the model, as far as the request's limit allows.
Bill Service::bill_for(const ScriptedReply& scripted, const ChatRequest* request) const {
  if (scripted.bill) return *scripted.bill;
  std::uint64_t tokens = 0;
  if (scripted.status.value_or(200) < 300) {
    if (scripted.raw && scripted.raw->starts_with("HTTP/1.1 2"))
      tokens += count_tokens(*scripted.raw);
    if (scripted.body) tokens += count_tokens(*scripted.body);
    for (const auto& piece : scripted.chunks.value_or(std::vector<std::string>())) {
      tokens += count_tokens(piece);
    }
  }
  if (tokens == 0 || request == nullptr) return {};
  tokens *= scripted.repeat;
  return {count_prompt_tokens(*request), std::min(tokens, completion_limit(*request))};
}

std::optional<ApiError> Service::refuse_key(const Request& request) const {
  constexpr std::string_view scheme = "Bearer ";
  const auto value = request.header("authorization");
  const auto key = value.starts_with(scheme) ? value.substr(scheme.size()) : std::string_view();
  if (!key.empty() && (settings_.key.empty() || key == settings_.key)) return {};
  return wrong_key();
}

std::optional<ApiError> Service::refuse_request(const ChatRequest& request) const {
  if (!offers(request.model)) return no_such_model();
  const auto limit = settings_.context_tokens.value_or(model_facts(request.model).context_tokens);
  const auto prompt = static_cast<std::int64_t>(count_prompt_tokens(request));
  const auto asked = request.max_completion_tokens.value_or(0);
  if (prompt <= limit && asked <= limit - prompt) return {};
  return context_too_long(prompt + asked, limit);
}

std::uint64_t Service::completion_limit(const ChatRequest& request) const {
  const auto most = model_facts(request.model).max_output_tokens;
  return static_cast<std::uint64_t>(std::min(request.max_completion_tokens.value_or(most), most));
}

bool Service::offers(std::string_view model) const {
  return std::find(settings_.models.begin(), settings_.models.end(), model) !=
         settings_.models.end();
}

}  // namespace simulator
