// Accepts connections on 127.0.0.1 and hands them to http1 or http2, until SIGTERM or SIGINT. One
// Asio thread does everything.
#pragma once

#include "tests/simulator/options.hpp"

namespace simulator {

/// Prints the first line, serves, returns the exit code.
int serve(Options options);

}  // namespace simulator
