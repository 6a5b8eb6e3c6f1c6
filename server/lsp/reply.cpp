#include "server/lsp/reply.hpp"

#include <utility>

namespace server::lsp {

Reply::Reply(std::shared_ptr<Send> send, protocol::Id id)
    : send_(std::move(send)), id_(std::move(id)) {}

Reply::~Reply() {
  protocol::ResponseError unanswered;
  unanswered.message = "internal error: the request was not answered";
  answer(tl::unexpected(std::move(unanswered)));
}

void Reply::answer(Result<> outcome) {
  const auto send = std::exchange(send_, nullptr);
  if (!send || !*send) return;
  (*send)(outcome ? protocol::result_text(id_, std::move(*outcome))
                  : protocol::error_text(id_, outcome.error()),
          Priority::reply);
}

}  // namespace server::lsp
