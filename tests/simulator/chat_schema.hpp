// The fields that a chat request may have, with their ranges. Pure.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace simulator {

/// Every complaint about `body`, one per field, worded as the service does
/// ("body.X: property 'body.X' is unsupported"). Empty: fine. The shapes of `model` and `messages`,
/// which decide what the request means, are checked in chat_request.cpp.
std::vector<std::string> unsupported_fields(const boost::json::object& body);
std::vector<std::string> bad_values(const boost::json::object& body);

}  // namespace simulator
