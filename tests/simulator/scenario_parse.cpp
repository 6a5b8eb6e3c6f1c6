#include "tests/simulator/fields.hpp"
#include "tests/simulator/scenario.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace simulator {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr std::uint64_t day_ms = 86'400'000;
constexpr std::uint64_t many = 1'000'000'000;

constexpr auto close_names =
    std::to_array<std::pair<std::string_view, Close>>({{"before_reply", Close::before_reply},
                                                       {"after_headers", Close::after_headers},
                                                       {"mid_stream", Close::mid_stream},
                                                       {"after_reply", Close::after_reply},
                                                       {"refuse_stream", Close::refuse_stream},
                                                       {"goaway", Close::goaway}});

/// Text for a person to write: a string, or {"hex": "ff fe"} for bytes that JSON can not hold.
std::optional<std::string> bytes_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  const auto* object = value.if_object();
  const auto* hex = object && object->size() == 1 ? object->if_contains("hex") : nullptr;
  if (hex == nullptr || !hex->is_string()) return {};
  std::string digits(hex->get_string());
  digits.erase(std::remove(digits.begin(), digits.end(), ' '), digits.end());
  if (digits.size() % 2 != 0 || digits.find_first_not_of("0123456789abcdefABCDEF") != digits.npos)
    return {};
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

std::optional<std::vector<std::string>> byte_list(Fields& fields, std::string_view name,
                                                  std::string_view suffix) {
  const auto* list = fields.array(name);
  if (list == nullptr) return {};
  std::vector<std::string> pieces;
  for (const auto& item : list->get_array()) {
    auto bytes = bytes_of(item);
    if (!bytes) {
      fields.fail(name, R"(expected strings or {"hex": "ff 00"})");
      return {};
    }
    pieces.push_back(*bytes + std::string(suffix));
  }
  return pieces;
}

std::optional<milliseconds> duration(Fields& fields, std::string_view name) {
  const auto number = fields.number(name, 0, day_ms);
  if (!number) return {};
  return milliseconds(*number);
}

Match parse_match(const json::value& value, const std::string& path, std::string& error) {
  Fields fields(value, path, error);
  Match match;
  match.path = fields.string("path").value_or(match.path);
  match.contains = fields.string("contains");
  match.model = fields.string("model");
  match.nth = fields.number("nth", 1, many);
  fields.finish();
  return match;
}

void parse_headers(Fields& fields, ScriptedReply& reply) {
  const auto* headers = fields.value("headers");
  if (headers == nullptr) return;
  if (!headers->is_object()) return fields.fail("headers", "expected an object of strings");
  for (const auto& field : headers->get_object()) {
    if (!field.value().is_string()) return fields.fail("headers", "expected an object of strings");
    reply.headers.emplace_back(field.key(), field.value().get_string());
  }
}

void parse_close(Fields& fields, ScriptedReply& reply) {
  reply.close_after = fields.number("close_after", 0, many);
  reply.reset = fields.boolean("reset").value_or(false);
  const auto name = fields.string("close");
  if (!name) return;
  for (const auto& [known, close] : close_names) {
    if (known == *name) reply.close = close;
  }
  if (reply.close != Close::never) return;
  std::string text = "expected one of";
  for (const auto& [known, close] : close_names) text += " " + std::string(known);
  fields.fail("close", text);
}

std::optional<Bill> parse_bill(Fields& fields, std::string& error) {
  const auto* value = fields.value("bill");
  if (value == nullptr) return {};
  Fields bill(*value, fields.path("bill"), error);
  const auto prompt = bill.number("prompt_tokens", 0, many);
  const auto completion = bill.number("completion_tokens", 0, many);
  bill.finish();
  return Bill{prompt.value_or(0), completion.value_or(0)};
}

void parse_body(Fields& fields, ScriptedReply& reply) {
  if (const auto* body = fields.value("body")) {
    const auto bytes = bytes_of(*body);
    reply.body = bytes ? *bytes : json::serialize(*body);
  }
  reply.chunks = byte_list(fields, "chunks", "");
  const auto events = byte_list(fields, "events", "\n\n");
  if (events) {
    reply.chunks = events;
    reply.event_stream = true;
  }
  if (const auto* raw = fields.value("raw")) {
    reply.raw = bytes_of(*raw);
    if (!reply.raw) fields.fail("raw", R"(expected a string or {"hex": "ff 00"})");
  }
}

ScriptedReply parse_reply(const json::value& value, const std::string& path, std::string& error) {
  Fields fields(value, path, error);
  ScriptedReply reply;
  if (const auto status = fields.number("status", 200, 599))
    reply.status = static_cast<int>(*status);
  parse_headers(fields, reply);
  parse_body(fields, reply);
  reply.content = fields.string("content");
  if (const auto* usage = fields.value("usage")) reply.usage = *usage;
  reply.finish_reason = fields.string("finish_reason");
  reply.answering_model = fields.string("model");
  reply.bill = parse_bill(fields, error);
  reply.delay = duration(fields, "delay_ms");
  reply.chunk_delay = duration(fields, "chunk_delay_ms");
  reply.repeat = fields.number("repeat", 1, many).value_or(1);
  reply.write_bytes = fields.number("write_bytes", 1, many).value_or(0);
  reply.write_delay = duration(fields, "write_delay_ms").value_or(milliseconds(0));
  parse_close(fields, reply);
  fields.finish();
  return reply;
}

Rule parse_rule(const json::value& value, const std::string& path, std::string& error) {
  Fields fields(value, path, error);
  Rule rule;
  if (const auto* match = fields.value("match")) {
    rule.match = parse_match(*match, fields.path("match"), error);
  }
  rule.times = fields.number("times", 1, many);
  const auto* reply = fields.value("reply");
  if (reply == nullptr) {
    fields.fail("reply", "missing");
  } else {
    rule.reply = parse_reply(*reply, fields.path("reply"), error);
  }
  fields.finish();
  return rule;
}

tl::expected<json::value, std::string> parse_text(std::string_view text) {
  json::parse_options options;
  options.allow_comments = true;
  options.allow_trailing_commas = true;
  json::stream_parser parser({}, options);
  boost::system::error_code failed;
  const auto consumed = parser.write_some(text.data(), text.size(), failed);
  if (!failed && !parser.done()) parser.finish(failed);
  if (!failed && text.substr(consumed).find_first_not_of(" \t\r\n") != text.npos) {
    failed = json::error::extra_data;
  }
  if (!failed) return parser.release();
  const auto line =
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(consumed), '\n');
  return tl::unexpected("line " + std::to_string(line) + ": not JSON: " + failed.message());
}

}  // namespace

tl::expected<std::vector<Rule>, std::string> parse_scenario(std::string_view text) {
  const auto value = parse_text(text);
  if (!value) return tl::unexpected(value.error());
  std::string error;
  std::vector<Rule> rules;
  Fields fields(*value, "", error);
  fields.string("about");
  const auto* list = fields.array("rules");
  if (list == nullptr) {
    fields.fail("rules", "missing");
  } else {
    for (const auto& rule : list->get_array()) {
      rules.push_back(parse_rule(rule, "rules." + std::to_string(rules.size()), error));
    }
  }
  fields.finish();
  if (!error.empty()) return tl::unexpected(std::move(error));
  return rules;
}

}  // namespace simulator
