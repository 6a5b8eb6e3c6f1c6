#include "cerebras/limits.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cerebras {
namespace {

using namespace std::chrono_literals;
using Headers = std::vector<std::pair<std::string, std::string>>;

// 2026-11-24 12:00:00 UTC, a Tuesday.
constexpr auto now = std::chrono::sys_days{std::chrono::year(2026) / 11 / 24} + 12h;

std::optional<std::chrono::milliseconds> wait_of(Headers headers) {
  HttpResponse response;
  response.headers = std::move(headers);
  return retry_after(response, now);
}

struct Row {
  const char* name;
  Headers headers;
  std::optional<std::chrono::milliseconds> wait;
};

const std::vector<Row> rows{
    {"nothing", {}, {}},
    {"seconds", {{"retry-after", "2"}}, 2000ms},
    {"fractions of a second", {{"retry-after", "1.5"}}, 1500ms},
    {"milliseconds win", {{"retry-after", "9"}, {"retry-after-ms", "700"}}, 700ms},
    {"zero", {{"retry-after", "0"}}, 250ms},
    {"very long", {{"retry-after", "1e9"}}, 1h},
    {"negative", {{"retry-after", "-1"}}, {}},
    {"garbage", {{"retry-after", "soon"}}, {}},
    {"not a number", {{"retry-after", "nan"}}, {}},
    {"trailing garbage", {{"retry-after", "2 s"}}, {}},
    {"a date", {{"retry-after", "Tue, 24 Nov 2026 12:00:30 GMT"}}, 30s},
    {"a date that has passed", {{"retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"}}, 250ms},
    {"a date far away", {{"retry-after", "Tue, 24 Nov 2099 12:00:30 GMT"}}, 1h},
    {"a date that is none", {{"retry-after", "Tue, 31 Feb 2026 12:00:30 GMT"}}, {}},
    {"a month that is none", {{"retry-after", "Tue, 24 anF 2026 12:00:30 GMT"}}, {}},
    {"a time that is none", {{"retry-after", "Tue, 24 Nov 2026 24:00:30 GMT"}}, {}},
    {"an exhausted bucket",
     {{"x-ratelimit-remaining-tokens-minute", "0"},
      {"x-ratelimit-reset-tokens-minute", "11.382867097854614"}},
     11382ms},
    {"a bucket with something left",
     {{"x-ratelimit-remaining-tokens-minute", "5"}, {"x-ratelimit-reset-tokens-minute", "11"}},
     {}},
    {"the longest of the exhausted",
     {{"x-ratelimit-remaining-tokens-minute", "0"},
      {"x-ratelimit-reset-tokens-minute", "11"},
      {"x-ratelimit-remaining-requests-day", "0"},
      {"x-ratelimit-reset-requests-day", "600"},
      {"x-ratelimit-remaining-requests-hour", "3"},
      {"x-ratelimit-reset-requests-hour", "3000"}},
     600s},
    {"an exhausted bucket without a reset", {{"x-ratelimit-remaining-tokens-day", "0"}}, {}},
    {"garbage falls through to the bucket",
     {{"retry-after", "soon"},
      {"x-ratelimit-remaining-tokens-minute", "0"},
      {"x-ratelimit-reset-tokens-minute", "3"}},
     3s},
};

TEST(Limits, RetryAfter) {
  for (const auto& row : rows) EXPECT_EQ(wait_of(row.headers), row.wait) << row.name;
}

}  // namespace
}  // namespace cerebras
