// The command line of cerebras-sim. Pure but for reading the scenario file.
#pragma once

#include "tests/simulator/scenario.hpp"
#include "tests/simulator/service.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>

namespace simulator {

struct Options {
  std::uint16_t port = 0;  ///< 0: a free one
  bool tls = false;
  std::string certificate_file;  ///< where to write the self-signed certificate, "" = nowhere
  bool exit_with_stdin = false;
  ServiceSettings service;
  Scenario scenario;
};

/// What to do instead of serving: print `text` (stdout when `code` is 0) and end with `code`.
struct Ending {
  int code = 0;
  std::string text;
};

tl::expected<Options, Ending> parse_options(int argc, const char* const* argv);

}  // namespace simulator
