// Runs `apiKeyCommand` beside the Asio thread: argv without a shell, stdin and stderr /dev/null,
// its own process group, killed when it is late. Asio thread; nothing here blocks.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <tl/expected.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace cerebras {

/// First line of what the command printed, or one sentence that says what went wrong (never output
/// of the command).
using KeyCommandResult = tl::expected<std::string, std::string>;

inline constexpr std::size_t key_command_output_limit = 4096;  ///< bytes

/// Calls `done` once from the executor; not at all when the executor's context goes first (then the
/// process group is killed).
void run_key_command(const boost::asio::any_io_executor& executor,
                     const std::vector<std::string>& argv, std::chrono::milliseconds timeout,
                     std::function<void(KeyCommandResult)> done);

}  // namespace cerebras
