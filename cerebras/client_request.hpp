// What every request to the service carries, and what it stopped carrying because the service
// refused it. Included by client*.cpp only. Pure.
#pragma once

#include "cerebras/client.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cerebras {

/// Without the key: Client adds it, in one place.
HttpRequest make_request(const ClientSettings& settings, std::string method, std::string url);

/// Names of optional fields that this service has refused.
using RefusedFields = std::vector<std::string_view>;

/// Notes the optional fields that `error` names.
void note_refused_fields(const Error& error, RefusedFields& refused);
void leave_out(const RefusedFields& refused, ChatCompletionRequest& request);

}  // namespace cerebras
