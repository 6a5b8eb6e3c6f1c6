// Runs a coroutine on an io_context until it has returned; other work goes on meanwhile.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace cerebras::test {

/// A result that will come; filled by a coroutine started with start().
template <class T>
using Pending = std::shared_ptr<std::optional<T>>;

template <class T, class Token>
void start_with(boost::asio::io_context& io, boost::asio::awaitable<T> work, Pending<T> result,
                Token bind) {
  auto done = [result](std::exception_ptr exception, T value) {
    if (exception) std::rethrow_exception(exception);
    result->emplace(std::move(value));
  };
  boost::asio::co_spawn(io, std::move(work), bind(std::move(done)));
}

template <class T>
Pending<T> start(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  auto result = std::make_shared<std::optional<T>>();
  start_with(io, std::move(work), result, [](auto done) { return done; });
  return result;
}

template <class Condition>
void run_until(boost::asio::io_context& io, Condition condition) {
  while (!condition()) {
    if (io.stopped()) io.restart();
    io.run_one();
  }
}

template <class T>
T run(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  auto result = start(io, std::move(work));
  run_until(io, [&] { return result->has_value(); });
  return std::move(**result);
}

}  // namespace cerebras::test
