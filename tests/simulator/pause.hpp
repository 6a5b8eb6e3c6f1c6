// A wait inside a coroutine. Does not throw; 0 ms does not suspend.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace simulator {

boost::asio::awaitable<void> pause(std::chrono::milliseconds time);

}  // namespace simulator
