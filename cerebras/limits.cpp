#include "cerebras/limits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace cerebras {
namespace {

using std::chrono::milliseconds;

/// A number >= 0 that is the whole text. Bounded, so that it can be converted.
std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || !(number >= 0)) {
    return std::nullopt;
  }
  return std::min(number, 1e9);
}

milliseconds clamped(double seconds) {
  return milliseconds(static_cast<std::int64_t>(std::clamp(seconds, 0.25, 3600.0) * 1000));
}

int digits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

/// IMF-fixdate (RFC 9110, 5.6.7), the one form that servers may still write:
/// "Sun, 06 Nov 1994 08:49:37 GMT".
std::optional<std::chrono::sys_seconds> date_of(std::string_view text) {
  constexpr std::string_view shape = "Sun, 06 Nov 1994 08:49:37 GMT";
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != shape.size() || !text.ends_with(" GMT")) return std::nullopt;
  const auto month = months.find(text.substr(8, 3));
  const int day = digits(text.substr(5, 2));
  const int year = digits(text.substr(12, 4));
  const int hour = digits(text.substr(17, 2));
  const int minute = digits(text.substr(20, 2));
  const int second = digits(text.substr(23, 2));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 0 || day < 0 || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

/// The longest reset of the exhausted buckets. Which buckets there are (requests or tokens, minute,
/// hour or day, and kinds not documented yet) is read from the names.
std::optional<double> exhausted_reset(const HttpResponse& response) {
  constexpr std::string_view remaining = "x-ratelimit-remaining-";
  std::optional<double> longest;
  for (const auto& [name, value] : response.headers) {
    if (!name.starts_with(remaining)) continue;
    const auto left = number_of(value);
    if (!left || *left >= 1) continue;
    const auto reset =
        number_of(response.header("x-ratelimit-reset-" + name.substr(remaining.size())));
    if (reset) longest = std::max(longest.value_or(0), *reset);
  }
  return longest;
}

}  // namespace

std::optional<milliseconds> retry_after(const HttpResponse& response,
                                        std::chrono::system_clock::time_point now) {
  if (const auto ms = number_of(response.header("retry-after-ms"))) return clamped(*ms / 1000);
  const auto header = response.header("retry-after");
  if (const auto seconds = number_of(header)) return clamped(*seconds);
  if (const auto date = date_of(header)) {
    return clamped(std::chrono::duration<double>(*date - now).count());
  }
  if (const auto reset = exhausted_reset(response)) return clamped(*reset);
  return std::nullopt;
}

}  // namespace cerebras
