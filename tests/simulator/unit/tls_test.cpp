// HTTPS and HTTP/2, seen by a client that is not ours: libcurl.
#include "tests/simulator/unit/program.hpp"

#include <curl/curl.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace simulator {
namespace {

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeMulti {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// One transfer; the handle can be performed alone or in a multi.
struct Transfer {
  Transfer(const std::string& url, const std::string& ca_file, long version,
           const std::string& body) {
    auto* easy = handle.get();
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    if (!ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, version);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &text);
    curl_easy_setopt(
        easy, CURLOPT_WRITEFUNCTION, +[](char* data, size_t, size_t size, void* out) {
          static_cast<std::string*>(out)->append(data, size);
          return size;
        });
    headers.reset(curl_slist_append(nullptr, "Authorization: Bearer k"));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    if (!body.empty()) curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body.c_str());
  }
  CURLcode perform() { return curl_easy_perform(handle.get()); }
  long info(CURLINFO what) const {
    long value = 0;
    curl_easy_getinfo(handle.get(), what, &value);
    return value;
  }

  std::unique_ptr<CURL, FreeEasy> handle{curl_easy_init()};
  std::unique_ptr<curl_slist, FreeList> headers;
  std::string text;
};

constexpr long http2 = CURL_HTTP_VERSION_2TLS;
constexpr long http1 = CURL_HTTP_VERSION_1_1;
constexpr auto chat_path = "/v1/chat/completions";

std::string body(const std::string& fields = "") {
  return R"({"model":"llama3.1-8b","messages":[{"role":"user","content":"hi"}],"stream":true)" +
         fields + "}";
}

struct Tls : testing::Test {
  Tls() : certificate(temporary_file("certificate.pem", "")) {}

  std::vector<std::string> arguments(const std::string& reply = "") const {
    std::vector<std::string> list{"--tls", "--cert-out", certificate};
    if (reply.empty()) return list;
    const auto rules = R"({"rules":[{"times":1,"reply":{)" + reply + "}}]}";
    list.insert(list.end(), {"--scenario", temporary_file("tls-scenario.json", rules)});
    return list;
  }
  std::string meter(const Program& program) const {
    Transfer transfer(program.root() + "/sim/meter", certificate, http2, "");
    EXPECT_EQ(transfer.perform(), CURLE_OK);
    return transfer.text;
  }

  std::string certificate;
};

TEST_F(Tls, BothVersionsWithATrustedCertificate) {
  Program program(arguments());
  EXPECT_TRUE(program.first_line().starts_with("listening on https://127.0.0.1:"));
  const auto by_name = "https://localhost:" + std::to_string(program.port());
  for (const auto& root : {program.root(), by_name}) {
    for (const auto& [wanted, seen] :
         {std::pair(http2, long{CURL_HTTP_VERSION_2_0}), {http1, http1}}) {
      Transfer transfer(root + chat_path, certificate, wanted, body());
      EXPECT_EQ(transfer.perform(), CURLE_OK);
      EXPECT_EQ(transfer.info(CURLINFO_RESPONSE_CODE), 200);
      EXPECT_EQ(transfer.info(CURLINFO_HTTP_VERSION), seen);
      EXPECT_TRUE(transfer.text.ends_with("data: [DONE]\n\n")) << transfer.text;
    }
  }
  EXPECT_NE(meter(program).find(R"("posts":4,"connections":4,"undelivered":0)"), std::string::npos);
}

TEST_F(Tls, NobodyElseTrustsIt) {
  Program program(arguments());
  Transfer transfer(program.root() + chat_path, "", http2, body());
  EXPECT_EQ(transfer.perform(), CURLE_PEER_FAILED_VERIFICATION);
  EXPECT_NE(meter(program).find(R"("posts":0,)"), std::string::npos);
}

TEST_F(Tls, ManyStreamsOnOneConnection) {
  auto with_delays = arguments();
  with_delays.insert(with_delays.end(), {"--delay-ms", "20", "--chunk-delay-ms", "1"});
  Program program(with_delays);
  const std::unique_ptr<CURLM, FreeMulti> multi(curl_multi_init());
  std::vector<std::unique_ptr<Transfer>> transfers;
  for (int i = 0; i < 50; ++i) {
    transfers.push_back(
        std::make_unique<Transfer>(program.root() + chat_path, certificate, http2, body()));
    curl_multi_add_handle(multi.get(), transfers.back()->handle.get());
  }
  for (int running = 1; running > 0;) {
    ASSERT_EQ(curl_multi_perform(multi.get(), &running), CURLM_OK);
    curl_multi_poll(multi.get(), nullptr, 0, 1000, nullptr);
  }
  for (const auto& transfer : transfers) {
    EXPECT_EQ(transfer->info(CURLINFO_RESPONSE_CODE), 200);
    EXPECT_TRUE(transfer->text.ends_with("data: [DONE]\n\n"));
    curl_multi_remove_handle(multi.get(), transfer->handle.get());
  }
  EXPECT_NE(meter(program).find(R"("posts":50,"connections":1,"undelivered":0)"), std::string::npos)
      << meter(program);
}

TEST_F(Tls, BigBodiesInBothDirections) {
  Program program(arguments(R"("chunks":["0123456789abcdef"],"repeat":100000)"));
  Transfer transfer(program.root() + chat_path, certificate, http2,
                    std::string(3 << 20, ' ') + body());
  EXPECT_EQ(transfer.perform(), CURLE_OK);
  EXPECT_EQ(transfer.text.size(), 1'600'000U);
}

TEST_F(Tls, RepliesBreakOffAsTold) {
  const struct {
    const char* reply;
    bool succeeds;
    const char* posts;
    const char* part;
  } rows[] = {
      {R"("content":"a","close":"mid_stream","close_after":2)", false, "1",
       R"("delta":{"content":"a"})"},
      {R"("close":"after_headers")", false, "1", ""},
      {R"("close":"before_reply")", false, "1", ""},
      // "Not processed": libcurl asks again by itself.
      {R"("close":"refuse_stream")", true, "2", "[DONE]"},
      {R"("content":"a","close":"after_reply")", true, "1", "[DONE]"},
  };
  for (const auto& row : rows) {
    Program program(arguments(row.reply));
    Transfer transfer(program.root() + chat_path, certificate, http2, body());
    const auto outcome = transfer.perform();
    EXPECT_EQ(outcome == CURLE_OK, row.succeeds) << row.reply;
    EXPECT_NE(outcome, CURLE_OPERATION_TIMEDOUT) << row.reply;
    EXPECT_NE(transfer.text.find(row.part), std::string::npos) << row.reply << transfer.text;
    EXPECT_NE(meter(program).find(std::string(R"("posts":)") + row.posts + ","), std::string::npos)
        << row.reply << meter(program);
  }
}

TEST_F(Tls, GoAwayIsAnsweredOnTheNextConnection) {
  Program program(arguments(R"("close":"goaway")"));
  Transfer transfer(program.root() + chat_path, certificate, http2, body());
  const auto first = transfer.perform();
  EXPECT_NE(first, CURLE_OPERATION_TIMEDOUT);
  if (first != CURLE_OK) {  // whether libcurl asks again by itself depends on its version
    EXPECT_EQ(transfer.perform(), CURLE_OK);
  }
  EXPECT_NE(meter(program).find(R"("posts":2,"connections":2,)"), std::string::npos)
      << meter(program);
}

TEST_F(Tls, AfterReplyMeansANewConnection) {
  for (const bool closes : {false, true}) {
    Program program(arguments(closes ? R"("content":"a","close":"after_reply")" : ""));
    Transfer transfer(program.root() + chat_path, certificate, http2, body());
    EXPECT_EQ(transfer.perform(), CURLE_OK);
    meter(program);  // the server has done everything that it had to do before it answers this
    EXPECT_EQ(transfer.perform(), CURLE_OK);
    const std::string connections = closes ? "2" : "1";
    EXPECT_NE(meter(program).find(R"("posts":2,"connections":)" + connections), std::string::npos)
        << meter(program);
  }
}

}  // namespace
}  // namespace simulator
