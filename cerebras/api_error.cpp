// What an error body says. Shapes seen: flat {"message","type","param","code"} (the service),
// nested under "error" (its streams, most gateways), "error" as a string, "errors" as a list
// (Cloudflare), "detail" (FastAPI), HTML pages, nothing.
#include "cerebras/api_json.hpp"
#include "cerebras/sanitize.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace cerebras {
namespace {

struct Fields {
  std::string_view message;
  std::string_view type;
  std::string code;
  int status = 0;  ///< that the body itself names, 0 when none
};

template <class T, std::size_t N>
using Table = std::array<std::pair<std::string_view, T>, N>;

constexpr Table<Failure, 19> codes{{{"wrong_api_key", Failure::auth},
                                    {"invalid_api_key", Failure::auth},
                                    {"authentication_error", Failure::auth},
                                    {"permission_error", Failure::auth},
                                    {"payment_required", Failure::payment_required},
                                    {"payment_required_error", Failure::payment_required},
                                    {"insufficient_quota", Failure::payment_required},
                                    {"model_not_found", Failure::model_not_found},
                                    {"not_found_error", Failure::model_not_found},
                                    {"context_length_exceeded", Failure::context_too_long},
                                    {"request_quota_exceeded", Failure::rate_limited},
                                    {"token_quota_exceeded", Failure::rate_limited},
                                    {"rate_limit_exceeded", Failure::rate_limited},
                                    {"too_many_requests_error", Failure::rate_limited},
                                    {"too_many_tokens_error", Failure::rate_limited},
                                    {"queue_exceeded", Failure::queue},
                                    {"overloaded_error", Failure::queue},
                                    {"wrong_api_format", Failure::invalid_request},
                                    {"invalid_request_error", Failure::invalid_request}}};

std::optional<Failure> by_name(std::string_view name) {
  const auto* found = std::find_if(codes.begin(), codes.end(),
                                   [&](const auto& entry) { return entry.first == name; });
  return found == codes.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Failure> by_status(int status) {
  switch (status) {
    case 401:
    case 403:
    case 451:
      return Failure::auth;
    case 402:
      return Failure::payment_required;
    case 404:
      return Failure::model_not_found;
    case 407:
      return Failure::network;
    case 408:
    case 504:
    case 522:  // Cloudflare: no connection to the origin, no answer from it
    case 524:
      return Failure::timeout;
    case 409:
    case 503:
    case 529:
      return Failure::queue;
    case 413:
      return Failure::context_too_long;
    case 429:
      return Failure::rate_limited;
    default:
      break;
  }
  if (status >= 400 && status < 500) return Failure::invalid_request;
  return status >= 300 ? std::optional(Failure::bad_response) : std::nullopt;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// `code` (or a `type` in its place) decides first, then the status, then the type.
Failure classify(const Fields& fields, int status) {
  if (const auto failure = by_name(fields.code)) return *failure;
  const auto failure = by_status(status);
  if (!failure) return by_name(fields.type).value_or(Failure::bad_response);
  const bool too_long = contains(fields.message, "while limit is") ||
                        contains(fields.message, "context length") ||
                        contains(fields.message, "context window");
  if (*failure == Failure::invalid_request && too_long) return Failure::context_too_long;
  return *failure;
}

std::string_view hint_for(Failure failure) {
  switch (failure) {
    case Failure::auth:
      return "check the API key (`cerebras-ls auth set`, or CEREBRAS_API_KEY), and that it may be "
             "used from here";
    case Failure::payment_required:
      return "add a payment method or credits at https://cloud.cerebras.ai";
    case Failure::rate_limited:
      return "wait until the limit refills; a smaller maxTokens uses less of it";
    case Failure::queue:
      return "the service is busy: try again in a few seconds";
    case Failure::model_not_found:
      return "choose another model with the setting cerebras.model; `cerebras-ls models` lists "
             "what this key can use";
    case Failure::context_too_long:
      return "select less text, or lower completion.contextTokens or maxTokens";
    case Failure::invalid_request:
      return "check the settings parameters, extraBody and extraHeaders: the service did not "
             "accept the request";
    case Failure::timeout:
      return "the service did not answer in time: try again";
    case Failure::network:
      return "check the setting network.proxy and the proxy's user name and password";
    default:
      return "check the setting baseUrl; when it is right, try again later";
  }
}

/// A `code` that is a number, or a number as text, repeats the status (OpenRouter, LiteLLM).
int status_in(std::string_view code) {
  int status = 0;
  const auto [end, fault] = std::from_chars(code.data(), code.data() + code.size(), status);
  const bool whole = fault == std::errc{} && end == code.data() + code.size();
  return whole && status >= 100 && status < 600 ? status : 0;
}

Fields fields_of(const json::value* error) {
  Fields fields;
  fields.message = text_of(error);
  if (fields.message.empty()) fields.message = text_of(member(error, "message"));
  if (fields.message.empty()) fields.message = text_of(member(error, "msg"));
  fields.type = text_of(member(error, "type"));
  fields.code = text_of(member(error, "code"));
  const json::value* code = member(error, "code");
  if (code && code->is_int64()) fields.code = std::to_string(code->get_int64());
  fields.status = status_in(fields.code);
  return fields;
}

bool is_truthy(const json::value* value) {
  if (!value) return false;
  if (const bool* flag = value->if_bool()) return *flag;
  return !value->is_string() || !text_of(value).empty();
}

/// Where the body keeps its error; nullptr when it has none.
const json::value* error_value(const json::value* body) {
  const json::value* error = member(body, "error");
  if (is_truthy(error)) return error->is_array() ? first_element(error) : error;
  if (member(body, "choices") || member(body, "data")) return nullptr;
  if (const json::value* first = first_element(member(body, "errors"))) return first;
  if (!text_of(member(body, "message")).empty()) return body;
  const json::value* detail = member(body, "detail");
  if (const json::value* first = first_element(detail)) return first;
  if (detail) return detail;
  return text_of(body).empty() ? nullptr : body;
}

Error make_error(const Fields& fields, int http_status) {
  Error error;
  error.status = http_status >= 300 || fields.status == 0 ? http_status : fields.status;
  error.failure = classify(fields, error.status);
  error.message = one_line(fields.message);
  if (error.message.empty()) {
    error.message = "the service answered with HTTP status " + std::to_string(error.status);
  }
  error.hint = hint_for(error.failure);
  if (contains(error.message, "per day")) {
    error.hint = "the day's quota of this key is used up: use another key or plan, or wait";
  }
  if (status_in(fields.code) == 0) error.code = one_line(fields.code, 100);
  return error;
}

bool is_html(std::string_view body) {
  const auto first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && body[first] == '<';
}

std::string_view html_title(std::string_view page) {
  constexpr std::string_view opening = "<title>";
  const auto start = page.find(opening);
  if (start == std::string_view::npos) return {};
  const auto text = page.substr(start + opening.size());
  return text.substr(0, text.find('<'));
}

/// A page was not written by the API: what the API's 404 means (no such model) does not hold.
Error html_error(int status, std::string_view page) {
  Error error = make_error({}, status);
  if (error.failure == Failure::model_not_found || error.failure == Failure::invalid_request) {
    error.failure = Failure::bad_response;
    error.hint = hint_for(error.failure);
  }
  error.message = "a web page instead of an API answer (HTTP status " + std::to_string(status);
  const auto title = one_line(html_title(page), 200);
  error.message += title.empty() ? ")" : "): " + title;
  return error;
}

}  // namespace

std::optional<Error> find_error(const json::value* body, int status) {
  const json::value* value = error_value(body);
  if (!value) return std::nullopt;
  Fields fields = fields_of(value);
  if (const json::value* told = member(body, "status_code"); told && told->is_int64()) {
    fields.status = static_cast<int>(std::clamp<std::int64_t>(told->get_int64(), 0, 599));
  }
  return make_error(fields, status);
}

Error not_an_answer(std::string message) {
  Error error;
  error.failure = Failure::bad_response;
  error.message = std::move(message);
  error.hint = hint_for(error.failure);
  error.status = 200;
  return error;
}

Error parse_error(int status, std::string_view body) {
  const ParsedJson parsed(body);
  if (auto error = find_error(parsed.value(), status)) return std::move(*error);
  if (is_html(body)) return html_error(status, body);
  Fields fields;
  if (!parsed.value()) fields.message = body;  // plain text
  Error error = make_error(fields, status);
  if (status >= 300 && status < 400) {
    error.message =
        "the service redirects to another address, which is not followed (HTTP status " +
        std::to_string(status) + ")";
  }
  return error;
}

}  // namespace cerebras
