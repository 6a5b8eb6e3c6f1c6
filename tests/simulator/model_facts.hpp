// What the simulated service knows of its models: limits, prices, whether they reason. Recorded
// values of the public catalogue where there are any; unknown ids get plain defaults. Pure.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

struct ModelFacts {
  std::string id;
  std::string name;
  std::int64_t context_tokens = 131'072;
  std::int64_t max_output_tokens = 8'192;
  bool reasons = false;                ///< and can not be told not to
  std::string prompt_price = "0";      ///< USD per token
  std::string completion_price = "0";  ///< USD per token
};

ModelFacts model_facts(std::string_view id);

/// {"object":"list","data":[...]} of GET /v1/models.
boost::json::object model_list(const std::vector<std::string>& ids);
/// One entry of it.
boost::json::object model_entry(std::string_view id);
/// GET /public/v1/models.
boost::json::object public_model_list(const std::vector<std::string>& ids);

}  // namespace simulator
