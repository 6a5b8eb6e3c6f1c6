// What the service's headers say about its rate limits. Pure: `now` is an argument; any thread.
#pragma once

#include "cerebras/http.hpp"

#include <chrono>
#include <optional>

namespace cerebras {

/// How long to wait before the next try: Retry-After-Ms, else Retry-After (seconds or an HTTP
/// date), else the longest x-ratelimit-reset-* (seconds) of the buckets with nothing remaining.
/// Within 0.25 s and 1 h; nullopt when no header tells.
std::optional<std::chrono::milliseconds> retry_after(const HttpResponse& response,
                                                     std::chrono::system_clock::time_point now);

}  // namespace cerebras
