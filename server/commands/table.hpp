// workspace/executeCommand: the table of commands. A command registers itself in its own file with
// its name; the names become executeCommandProvider. Asio thread.
#pragma once

#include "server/lsp/rpc.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace server::commands {

namespace asio = boost::asio;
namespace json = boost::json;

/// `work_done_token`: the request's own, for progress.
using CommandHandler = std::function<asio::awaitable<lsp::Result<>>(
    json::array arguments, std::optional<json::value> work_done_token)>;

class CommandTable {
 public:
  void add(std::string name, CommandHandler handler);
  /// Registers workspace/executeCommand and its capability. Call after all `add`s; the table is
  /// shared with the handler.
  static void register_on(lsp::Rpc& rpc, std::shared_ptr<const CommandTable> table);

 private:
  std::map<std::string, CommandHandler, std::less<>> handlers_;
};

/// The first argument as an object ({} when there is none); anything else is -32602.
lsp::Result<json::object> object_argument(json::array arguments);

}  // namespace server::commands
