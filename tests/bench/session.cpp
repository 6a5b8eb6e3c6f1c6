#include "tests/bench/session.hpp"

#include <boost/json.hpp>

namespace bench {

namespace json = boost::json;

void Session::notify(std::string_view method, json::value params) {
  json::object message{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
  server_.write(protocol::encode_frame(json::serialize(message)));
}

std::string Session::request(std::string_view method, json::value params) {
  const std::string id = std::to_string(++last_id_);
  json::object message{
      {"jsonrpc", "2.0"}, {"id", last_id_}, {"method", method}, {"params", std::move(params)}};
  server_.write(protocol::encode_frame(json::serialize(message)));
  for (;;) {
    std::string body = next_body();
    const auto parsed = json::parse(body).as_object();
    const bool is_answer = !parsed.contains("method");
    if (is_answer && parsed.at("id") == json::value(last_id_)) return body;
    if (is_answer || !parsed.contains("id")) continue;
    json::object answer{{"jsonrpc", "2.0"}, {"id", parsed.at("id")}, {"result", nullptr}};
    server_.write(protocol::encode_frame(json::serialize(answer)));
  }
}

std::string Session::next_body() {
  for (;;) {
    if (auto frame = frames_.next()) {
      if (!*frame) give_up("bad frame: " + frame->error().message);
      return std::move(**frame);
    }
    const auto bytes = server_.read();
    if (bytes.empty()) give_up("the server has ended");
    frames_.push(bytes);
  }
}

}  // namespace bench
