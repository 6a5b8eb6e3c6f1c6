// A bad sample: both forms crash when g++ 12 built them.
asio::awaitable<void> one() { co_await f(Agg{1}); }
asio::awaitable<void> two() {
  co_await g(1,
             [x] { return x; });
}
asio::awaitable<void> fine() { co_await h("{[", name); }  // { [
