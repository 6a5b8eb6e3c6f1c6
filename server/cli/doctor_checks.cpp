#include "server/cli/doctor.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace server::cli {

using asio::ip::tcp;
using cerebras::Failure;

namespace {

constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);
constexpr auto network_patience = std::chrono::seconds(5);

Check passed(std::string name, std::string detail) {
  return {std::move(name), Verdict::pass, std::move(detail), ""};
}
Check failed(std::string name, std::string detail, std::string cure) {
  return {std::move(name), Verdict::fail, std::move(detail), std::move(cure)};
}
Check skipped(std::string name, std::string detail) {
  return {std::move(name), Verdict::skipped, std::move(detail), ""};
}

std::string environment_variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// Plain http goes to loopback only, never through a proxy.
std::string proxy_of(const lsp::Settings& settings, const cerebras::Origin& origin) {
  if (origin.scheme == "http") return "";
  if (!settings.proxy.empty()) return settings.proxy;
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    if (auto value = environment_variable(name); !value.empty()) return value;
  }
  return "";
}

/// A proxy URL may carry a password: only its host is shown.
std::string without_user_info(const std::string& proxy) {
  const auto at = proxy.rfind('@');
  return at == std::string::npos ? proxy : proxy.substr(at + 1);
}

Check settings_check(const std::vector<std::string>& messages, const lsp::Paths& paths) {
  if (messages.empty()) return passed("settings", paths.config_file);
  return failed("settings", messages.front(),
                "correct it where it is set: " + paths.config_file + ", CEREBRAS_BASE_URL, or " +
                    paths.managed_file);
}

Check ca_check(const lsp::Settings& settings) {
  const auto file =
      settings.ca_file.empty() ? environment_variable("SSL_CERT_FILE") : settings.ca_file;
  if (file.empty()) return passed("CA", "system store");
  std::error_code error;
  if (std::filesystem::is_regular_file(file, error)) return passed("CA", file);
  return failed("CA", file + " can not be read",
                "correct the setting cerebras.network.caFile, or SSL_CERT_FILE");
}

asio::awaitable<Check> dns_check(cerebras::Origin origin, tcp::resolver::results_type& found) {
  tcp::resolver resolver(co_await asio::this_coro::executor);
  auto [error, results] = co_await resolver.async_resolve(origin.host, origin.port, nothrow);
  if (error) {
    co_return failed("DNS", origin.host + ": " + error.message(),
                     "check the network, or the host in cerebras.baseUrl");
  }
  found = results;
  co_return passed("DNS", origin.host + " is " + results.begin()->endpoint().address().to_string());
}

asio::awaitable<Check> tcp_check(tcp::resolver::results_type endpoints) {
  using asio::experimental::awaitable_operators::operator||;
  const auto executor = co_await asio::this_coro::executor;
  tcp::socket socket(executor);
  asio::steady_timer timer(executor, network_patience);
  auto connecting = asio::async_connect(socket, endpoints, nothrow);
  auto waiting = timer.async_wait(nothrow);
  auto first = co_await (std::move(connecting) || std::move(waiting));
  if (first.index() == 1) {
    co_return failed("TCP", "no answer within 5 s", "check firewall, proxy and VPN");
  }
  const auto error = std::get<0>(std::get<0>(first));
  if (error) co_return failed("TCP", error.message(), "check firewall, proxy and VPN");
  co_return passed("TCP", "connected");
}

Check key_check(const std::optional<cerebras::Error>& missing,
                const cerebras::Credentials& credentials) {
  if (missing) return failed("key", missing->message, missing->hint);
  return passed("key", "from " + std::string(to_string(credentials.source())));
}

/// TLS, the HTTP version and the key are all seen by one request for the list of models.
std::vector<Check> service_checks(Environment& environment) {
  auto& backend = *environment.backend;
  auto listed = environment.run(backend.generator.refresh_models());
  if (!listed) {
    const auto& error = listed.error();
    if (error.failure == Failure::tls) return {failed("TLS", error.message, error.hint)};
    return {failed("models", error.message, error.hint)};
  }
  std::vector<Check> checks;
  const auto& origin = backend.client.settings().base_url.origin;
  checks.push_back(origin.scheme == "https" ? passed("TLS", "certificate accepted")
                                            : skipped("TLS", "plain http to loopback"));
  checks.push_back(passed("HTTP", "HTTP/" + std::string(backend.client.http_version())));
  checks.push_back(passed("key accepted", std::to_string(listed->size()) + " models offered"));
  const auto used = backend.generator.current_model();
  const auto configured = backend.generator.configured_model();
  checks.push_back(used == configured
                       ? passed("model", used)
                       : failed("model", configured + " is not offered; " + used + " is used",
                                "set cerebras.model to one that `cerebras-ls models` lists"));
  return checks;
}

Check clock_check() {
  const auto now = std::chrono::system_clock::now();
  const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(now));
  const int year = static_cast<int>(today.year());
  if (year >= 2026) return passed("clock", "year " + std::to_string(year));
  return failed("clock", "year " + std::to_string(year), "set the system clock");
}

}  // namespace

std::vector<Check> run_checks(Environment& environment, const std::vector<std::string>& messages,
                              const std::function<void(const Check&)>& report) {
  std::vector<Check> checks;
  auto add = [&](Check check) {
    report(check);
    checks.push_back(std::move(check));
  };
  const auto& settings = environment.layers.current();
  const auto& origin = environment.backend->client.settings().base_url.origin;
  const auto proxy = proxy_of(settings, origin);

  add(settings_check(messages, environment.paths));
  auto missing = environment.run(missing_key(*environment.backend));
  add(key_check(missing, environment.backend->credentials));
  add(passed("origin", environment.backend->client.settings().base_url.url));
  add(passed("proxy", proxy.empty() ? "none" : without_user_info(proxy)));
  add(ca_check(settings));
  if (proxy.empty()) {
    tcp::resolver::results_type endpoints;
    add(environment.run(dns_check(origin, endpoints)));
    if (!endpoints.empty()) add(environment.run(tcp_check(endpoints)));
  } else {
    add(skipped("DNS", "the proxy's business"));
  }
  if (!missing) {
    for (auto& check : service_checks(environment)) add(std::move(check));
  } else {
    add(skipped("service", "not asked without a key"));
  }
  add(clock_check());
  return checks;
}

}  // namespace server::cli
