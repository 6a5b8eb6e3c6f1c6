#include "tests/simulator/options.hpp"
#include "tests/simulator/server.hpp"

#include <iostream>

int main(int argc, char** argv) {
  auto options = simulator::parse_options(argc, argv);
  if (options) return simulator::serve(std::move(*options));
  const auto& ending = options.error();
  (ending.code == 0 ? std::cout : std::cerr) << ending.text;
  return ending.code;
}
