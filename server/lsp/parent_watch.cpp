#include "server/lsp/parent_watch.hpp"

#include "server/lsp/handover.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <unistd.h>
#include <utility>
#include <vector>

namespace server::lsp {

struct ParentWatch::State {
  Handover to_main;
  ParentWatchOptions options;
  pid_t parent = ::getppid();
  std::mutex mutex{};
  std::vector<int> watched{};

  bool someone_gone() {
    if (::getppid() != parent) return true;
    const std::lock_guard lock(mutex);
    return !std::all_of(watched.begin(), watched.end(), process_alive);
  }
};

ParentWatch::ParentWatch(boost::asio::any_io_executor executor, ParentWatchOptions options)
    : state_(new State{Handover(std::move(executor)), std::move(options)}) {
  start_thread([state = state_] {
    const auto& [on_gone, on_stuck, interval, grace] = state->options;
    while (!state->to_main.wait_closed(interval)) {
      if (!state->someone_gone()) continue;
      state->to_main.post(on_gone);
      if (!state->to_main.wait_closed(grace) && on_stuck) on_stuck();
      return;
    }
  });
}

ParentWatch::~ParentWatch() {
  state_->to_main.close();
}

void ParentWatch::add(int process_id) {
  if (process_id <= 0 || !process_alive(process_id)) return;
  const std::lock_guard lock(state_->mutex);
  state_->watched.push_back(process_id);
}

bool process_alive(int process_id) {
  return ::kill(process_id, 0) == 0 || errno != ESRCH;
}

}  // namespace server::lsp
