// A name server that does not answer must not hold the Asio thread: libcurl would wait for its
// resolver's thread when a transfer is removed. getaddrinfo is replaced in this program for the one
// name that hangs.
#include "cerebras/http.hpp"
#include "coroutine_run.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstring>
#include <dlfcn.h>
#include <mutex>
#include <netdb.h>

namespace {

constexpr const char* hanging_name = "hangs.test";

struct Resolver {
  std::mutex mutex;
  std::condition_variable changed;
  bool entered = false;
  bool released = false;
  bool left = false;
};

Resolver& resolver() {
  static Resolver instance;
  return instance;
}

}  // namespace

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  if (name && std::strcmp(name, hanging_name) == 0) {
    auto& self = resolver();
    std::unique_lock lock(self.mutex);
    self.entered = true;
    self.changed.notify_all();
    self.changed.wait(lock, [&] { return self.released; });
    self.left = true;
    self.changed.notify_all();
    return EAI_AGAIN;
  }
  using Function = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto real = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(name, service, hints, result);
}

namespace cerebras {
namespace {

TEST(HttpResolver, AHangingNameServerHoldsNothing) {
  boost::asio::io_context io;
  Http http(io.get_executor(), {});
  HttpRequest request;
  request.url = std::string("https://") + hanging_name + "/v1";
  request.timeouts.connect = std::chrono::milliseconds(60);
  const auto result = test::run(io, http.perform(std::move(request), {}));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::timeout);
  EXPECT_FALSE(result.error().sent);

  auto& self = resolver();
  std::unique_lock lock(self.mutex);
  EXPECT_TRUE(self.entered);
  EXPECT_FALSE(self.left);  // the resolver still hangs, and we are here
  self.released = true;
  self.changed.notify_all();
  self.changed.wait(lock, [&] { return self.left; });
}

}  // namespace
}  // namespace cerebras
