#include "tests/simulator/meter.hpp"

#include <boost/json.hpp>

namespace simulator {
namespace {

namespace json = boost::json;

constexpr std::size_t remembered = 100;

void add(Bill& sum, const Bill& bill) {
  sum.prompt_tokens += bill.prompt_tokens;
  sum.completion_tokens += bill.completion_tokens;
}

bool is_secret(std::string_view header) {
  return header == "authorization" || header == "proxy-authorization" || header == "cookie";
}

json::value body_to_json(const std::string& body) {
  boost::system::error_code error;
  auto value = json::parse(body, error);
  if (error) return json::string(body);
  return value;
}

}  // namespace

std::uint64_t Meter::count(const Request& request) {
  ++requests_;
  if (request.method == "POST") ++posts_;
  connections_.insert(request.connection);
  Record record;
  record.number = ++last_number_;
  record.request = request;
  for (auto& [name, value] : record.request.headers) {
    if (is_secret(name)) value = "present";
  }
  records_.push_back(std::move(record));
  if (records_.size() > remembered) records_.pop_front();
  return last_number_;
}

Meter::Record* Meter::find(std::uint64_t number) {
  for (auto& record : records_) {
    if (record.number == number) return &record;
  }
  return nullptr;
}

void Meter::answered(std::uint64_t record, int status, std::size_t rule) {
  if (auto* found = find(record)) {
    found->status = status;
    found->rule = rule;
  }
}

void Meter::bill(std::uint64_t record, std::string_view model, Bill bill) {
  add(bill_, bill);
  auto& per_model = models_[std::string(model)];
  ++per_model.requests;
  add(per_model.bill, bill);
  if (auto* found = find(record)) add(found->bill, bill);
}

void Meter::delivered(std::uint64_t record) {
  if (record <= forgotten_) return;
  ++delivered_;
  if (auto* found = find(record)) found->delivered = true;
}

void Meter::reset() {
  const auto number = last_number_;
  *this = Meter{};
  last_number_ = number;
  forgotten_ = number;
}

json::object Meter::totals() const {
  json::object by_model;
  for (const auto& [id, model] : models_) {
    by_model[id] = {{"requests", model.requests},
                    {"billed_tokens", model.bill.total()},
                    {"prompt_tokens", model.bill.prompt_tokens},
                    {"completion_tokens", model.bill.completion_tokens}};
  }
  return {{"requests", requests_},
          {"posts", posts_},
          {"connections", connections_.size()},
          {"undelivered", requests_ - delivered_},
          {"billed_tokens", bill_.total()},
          {"prompt_tokens", bill_.prompt_tokens},
          {"completion_tokens", bill_.completion_tokens},
          {"by_model", std::move(by_model)}};
}

json::object Meter::to_json(const Record& record) {
  json::object headers;
  for (const auto& [name, value] : record.request.headers) headers[name] = value;
  json::object result{{"number", record.number},
                      {"method", record.request.method},
                      {"target", record.request.target},
                      {"http_version", record.request.http_version},
                      {"connection", record.request.connection},
                      {"headers", std::move(headers)}};
  result["body"] = body_to_json(record.request.body);
  result["status"] = record.status;
  result["rule"] = record.rule;
  result["billed_tokens"] = record.bill.total();
  result["delivered"] = record.delivered;
  return result;
}

json::array Meter::requests() const {
  json::array list;
  for (const auto& record : records_) list.push_back(to_json(record));
  return list;
}

}  // namespace simulator
