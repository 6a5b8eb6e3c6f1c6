// The one answer to one request, as a type: move-only, answers once, and answers -32603 by itself
// when it is destroyed without an answer. Used by rpc.cpp only. Asio thread.
#pragma once

#include "server/lsp/rpc.hpp"

#include <memory>

namespace server::lsp {

class Reply {
 public:
  /// `send` is shared with the Rpc, which empties it when it ends: then nothing is sent any more.
  Reply(std::shared_ptr<Send> send, protocol::Id id);
  Reply(Reply&&) noexcept = default;  // leaves the source answered (without `send_`)
  Reply& operator=(Reply&&) = delete;
  ~Reply();

  /// The first answer counts, a later one is dropped.
  void answer(Result<> outcome);

 private:
  std::shared_ptr<Send> send_;
  protocol::Id id_;
};

}  // namespace server::lsp
