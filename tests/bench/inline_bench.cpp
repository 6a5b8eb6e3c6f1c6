// inline_bench SERVER SIMULATOR SOURCE [ROUNDS]: measures the real server over pipes and plain
// libcurl against the same simulated service, in turns, and prints JSON on stdout:
//   inline: microseconds of an uncached inline completion and of the same request by libcurl
//   start:  milliseconds from the start of the process to the answer to initialize
//   rss:    KiB resident after initialize and one second
// The simulator answers from this machine, so that the difference is the server's own time.
#include "tests/bench/direct.hpp"
#include "tests/bench/session.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

namespace bench {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr auto key = "csk-bench";
constexpr auto uri = "file:///bench/source.hpp";
constexpr int starts = 20;

struct Settings {
  std::string server;
  std::string simulator;
  std::string source;
  int rounds = 1000;
};

double microseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

json::object summary(const std::vector<double>& values) {
  return {{"median", quantile(values, 0.5)}, {"p95", quantile(values, 0.95)}};
}

/// No settings of this machine: the home does not exist.
std::vector<std::string> environment(const std::string& base_url) {
  return {std::string("CEREBRAS_API_KEY=") + key, "CEREBRAS_BASE_URL=" + base_url,
          "HOME=/nonexistent"};
}

json::value initialize_params() {
  json::object text_document{{"inlineCompletion", json::object{}}};
  json::object general{{"positionEncodings", json::array{"utf-8"}}};
  json::object capabilities{{"general", general}, {"textDocument", text_document}};
  // A long run spends more than a day's session.
  const json::object options{{"budget", json::object{{"sessionTokens", nullptr}}}};
  return json::object{{"processId", nullptr},
                      {"rootUri", nullptr},
                      {"capabilities", capabilities},
                      {"initializationOptions", options}};
}

json::value position(int line, int character) {
  return json::object{{"line", line}, {"character", character}};
}

/// The document ends with a line that the benchmark types over and over.
struct Document {
  std::string text;
  int last_line = 0;
  int version = 1;
};

void open(Session& session, const Document& document) {
  json::object item{{"uri", uri}, {"languageId", "cpp"}, {"version", 1}, {"text", document.text}};
  session.notify("textDocument/didOpen", json::object{{"textDocument", item}});
}

/// A line that the server has not seen yet: nothing can be reused.
void type(Session& session, Document& document, const std::string& line) {
  const json::object range{{"start", position(document.last_line, 0)},
                           {"end", position(document.last_line, 1000)}};
  const json::object identifier{{"uri", uri}, {"version", ++document.version}};
  const json::object change{{"range", range}, {"text", line}};
  session.notify("textDocument/didChange", json::object{{"textDocument", identifier},
                                                        {"contentChanges", json::array{change}}});
}

std::string complete(Session& session, const Document& document, const std::string& line) {
  return session.request(
      "textDocument/inlineCompletion",
      json::object{{"textDocument", json::object{{"uri", uri}}},
                   {"position", position(document.last_line, static_cast<int>(line.size()))},
                   {"context", json::object{{"triggerKind", 1}}}});
}

/// What the server really sent: the body of the last chat request the simulator has read.
std::string last_chat_body(Direct& direct, const std::string& root) {
  const auto requests = json::parse(direct.get(root + "/sim/requests")).as_array();
  for (auto request = requests.rbegin(); request != requests.rend(); ++request) {
    const auto& object = request->as_object();
    if (object.at("method") != json::value("POST")) continue;
    const auto& body = object.at("body");
    return body.is_string() ? std::string(body.as_string()) : json::serialize(body);
  }
  give_up("the server has sent no chat request");
}

json::object measure_inline(const Settings& settings, const std::string& base_url,
                            Document document) {
  Child server({settings.server, "--stdio"}, environment(base_url));
  Session session(server);
  session.request("initialize", initialize_params());
  session.notify("initialized", json::object{});
  open(session, document);
  Direct direct(base_url + "/chat/completions", key);
  const std::string root = base_url.substr(0, base_url.rfind("/v1"));

  std::vector<double> through_server;
  std::vector<double> by_libcurl;
  std::vector<double> added;
  std::mt19937 random(1);
  int empty = 0;
  std::string body;
  const int warm_up = 20;
  for (int round = -warm_up; round < settings.rounds; ++round) {
    const std::string line = "BOOST_DESCRIBE_STRUCT(Range" + std::to_string(round + warm_up) + ", ";
    const auto measure_server = [&] {
      const auto start = Clock::now();
      type(session, document, line);
      const auto answer = complete(session, document, line);
      if (answer.find("insertText") == answer.npos) ++empty;
      return microseconds_since(start);
    };
    const auto measure_direct = [&] {
      const auto start = Clock::now();
      direct.post(body);
      return microseconds_since(start);
    };
    const bool server_first = body.empty() || random() % 2 == 0;
    double direct_time = server_first ? 0 : measure_direct();
    const double server_time = measure_server();
    if (body.empty()) body = last_chat_body(direct, root);
    if (server_first) direct_time = measure_direct();
    if (round < 0) continue;
    through_server.push_back(server_time);
    by_libcurl.push_back(direct_time);
    added.push_back(server_time - direct_time);
  }
  if (empty > settings.rounds / 10) give_up("most completions are empty: nothing to compare");
  const double server_median = quantile(through_server, 0.5);
  const double direct_median = quantile(by_libcurl, 0.5);
  return {{"rounds", settings.rounds},
          {"emptyAnswers", empty},
          {"requestBytes", body.size()},
          {"server", summary(through_server)},
          {"libcurl", summary(by_libcurl)},
          {"added", summary(added)},
          {"addedOfMedians", server_median - direct_median},
          {"ratio", server_median / direct_median}};
}

json::object measure_start(const Settings& settings, const std::string& base_url) {
  std::vector<double> milliseconds;
  long resident = 0;
  for (int i = 0; i < starts; ++i) {
    const auto start = Clock::now();
    Child server({settings.server, "--stdio"}, environment(base_url));
    Session session(server);
    session.request("initialize", initialize_params());
    milliseconds.push_back(microseconds_since(start) / 1000);
    if (i + 1 < starts) continue;
    session.notify("initialized", json::object{});
    std::this_thread::sleep_for(std::chrono::seconds(1));
    resident = server.status_kib("VmRSS:");
  }
  return {{"starts", starts}, {"milliseconds", summary(milliseconds)}, {"idleRssKib", resident}};
}

int run(const Settings& settings) {
  std::ifstream file(settings.source, std::ios::binary);
  if (!file) give_up("can not read " + settings.source);
  std::ostringstream content;
  content << file.rdbuf();
  Document document;
  document.text = content.str() + "\n";
  document.last_line =
      static_cast<int>(std::count(document.text.begin(), document.text.end(), '\n'));

  Child simulator({settings.simulator, "--port", "0", "--exit-with-stdin"}, {});
  const std::string greeting = simulator.read_line();
  const std::string announced = "listening on ";
  if (greeting.compare(0, announced.size(), announced) != 0) give_up("no simulator: " + greeting);
  const std::string base_url = greeting.substr(announced.size());

  json::object result{{"inline", measure_inline(settings, base_url, document)},
                      {"start", measure_start(settings, base_url)}};
  std::cout << json::serialize(result) << '\n';
  return 0;
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  if (argc < 4) bench::give_up("usage: inline_bench SERVER SIMULATOR SOURCE [ROUNDS]");
  bench::Settings settings{argv[1], argv[2], argv[3], argc > 4 ? std::atoi(argv[4]) : 1000};
  return bench::run(settings);
}
