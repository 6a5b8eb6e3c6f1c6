#include "tests/simulator/unit/program.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace simulator {
namespace {

const std::string get_meter = "GET /sim/meter HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

std::string meter(const Program& program) {
  Wire wire(program.port());
  wire.send(get_meter);
  return wire.read_all();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

std::string scenario(const std::string& replies) {
  return temporary_file("scenario.json", R"({"rules":[)" + replies + "]}");
}

TEST(Program, SaysWhereItListensAndEndsBySignal) {
  for (const int number : {SIGTERM, SIGINT}) {
    Program program({});
    EXPECT_TRUE(program.first_line().starts_with("listening on http://127.0.0.1:"))
        << program.first_line();
    EXPECT_TRUE(program.first_line().ends_with("/v1"));
    program.send_signal(number);
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.errors(), "");
  }
}

TEST(Program, EndsWhileAReplyIsUnderWay) {
  Program program({"--delay-ms", "3600000"});
  const Wire wire(program.port());
  wire.send(chat_request());
  while (!has(meter(program), R"("posts":1)")) continue;
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
}

TEST(Program, EndsWithStdinWhenAsked) {
  Program program({"--exit-with-stdin"});
  program.close_stdin();
  EXPECT_EQ(program.wait(), 0);
}

TEST(Program, MistakesOnTheCommandLine) {
  const auto bad_scenario = scenario(R"({"reply":{"stauts":1}})");
  const struct {
    std::vector<std::string> arguments;
    int code;
    std::string error;
  } rows[] = {
      {{"--nonsense"}, 2, "nonsense"},
      {{"--delay-ms", "soon"}, 2, "delay-ms"},
      {{"--tokens-per-event", "0"}, 2, "tokens-per-event"},
      {{"--cert-out", "x.pem"}, 2, "--tls"},
      {{"--scenario", "/nowhere/x.json"}, 2, "can not read the scenario /nowhere/x.json"},
      {{"--scenario", bad_scenario}, 2, bad_scenario + ": rules.0.reply.stauts: unknown key"},
      {{"--tls", "--cert-out", "/nowhere/x.pem"}, 1, "can not write /nowhere/x.pem"},
  };
  for (const auto& row : rows) {
    Program program(row.arguments);
    EXPECT_EQ(program.wait(), row.code) << row.error;
    const auto errors = program.errors();
    EXPECT_TRUE(has(errors, row.error)) << errors;
    EXPECT_EQ(program.first_line(), "");
  }
}

TEST(Program, HelpSaysThatItIsASimulation) {
  Program program({"--help"});
  EXPECT_EQ(program.wait(), 0);
  EXPECT_TRUE(has(program.first_line(), "SIMULATION")) << program.first_line();
}

TEST(Http1, KeepsTheConnection) {
  Program program({});
  Wire wire(program.port());
  for (int i = 0; i < 3; ++i) {
    wire.send(chat_request(R"("stream":true)"));
    const auto reply = wire.read_until("\r\n0\r\n\r\n");
    EXPECT_TRUE(reply.starts_with("HTTP/1.1 200 OK\r\n")) << reply;
    EXPECT_TRUE(has(reply, "transfer-encoding: chunked\r\n"));
    EXPECT_TRUE(has(reply, "data: [DONE]\n\n"));
  }
  EXPECT_TRUE(has(meter(program), R"("requests":3,"posts":3,"connections":1,"undelivered":0)"));
}

TEST(Http1, RepliesBreakOffAsTold) {
  const struct {
    std::string reply;
    std::string head;  ///< what arrives begins so; "" = nothing arrives
    bool ends;         ///< with the last chunk
    bool resets;
    std::string billed;
  } rows[] = {
      {R"("close":"before_reply")", "", false, false, "0"},
      {R"("close":"before_reply","reset":true)", "", false, true, "0"},
      {R"("close":"goaway")", "", false, false, "0"},
      {R"("content":"a b","close":"after_headers")", "HTTP/1.1 200 OK", false, false, "10"},
      {R"("content":"a b","close":"mid_stream")", "HTTP/1.1 200 OK", false, false, "10"},
      {R"("content":"a b","close":"mid_stream","close_after":1,"reset":true)", "HTTP/1.1 200 OK",
       false, true, "10"},
      {R"("content":"a b","close":"after_reply")", "HTTP/1.1 200 OK", true, false, "10"},
      {R"("raw":"220 hello\r\n")", "220 hello\r\n", false, false, "0"},
  };
  for (const auto& row : rows) {
    Program program({"--scenario", scenario("{\"reply\":{" + row.reply + "}}")});
    Wire wire(program.port());
    wire.send(chat_request(R"("stream":true)"));
    const auto reply = wire.read_all();
    EXPECT_EQ(wire.was_reset(), row.resets) << row.reply;
    // A reset may overtake bytes that were on their way.
    if (!row.resets) {
      EXPECT_EQ(reply.substr(0, row.head.size()), row.head) << row.reply;
    }
    if (row.head.empty()) {
      EXPECT_EQ(reply, "") << row.reply;
    }
    EXPECT_EQ(reply.ends_with("\r\n0\r\n\r\n"), row.ends) << row.reply << reply;
    const auto totals = meter(program);
    EXPECT_TRUE(has(totals, R"("posts":1,)")) << totals;
    EXPECT_TRUE(has(totals, R"("billed_tokens":)" + row.billed + ",")) << row.reply << totals;
  }
}

TEST(Http1, MidStreamCountsEvents) {
  Program program({"--scenario",
                   scenario(R"({"reply":{"content":"a","close":"mid_stream","close_after":2}})")});
  Wire wire(program.port());
  wire.send(chat_request(R"("stream":true)"));
  const auto reply = wire.read_all();
  EXPECT_TRUE(has(reply, R"("delta":{"content":"a"})")) << reply;
  EXPECT_FALSE(has(reply, "finish_reason"));
}

TEST(Http1, OneByteAtATimeIsTheSameReply) {
  Program slow({"--scenario", scenario(R"({"reply":{"content":"a b","write_bytes":1}})")});
  Wire wire(slow.port());
  wire.send(chat_request(R"("stream":true)"));
  EXPECT_TRUE(has(wire.read_until("\r\n0\r\n\r\n"), R"("delta":{"content":"a b"})"));
}

TEST(Http1, OwnFramingHeadersAreKept) {
  Program program(
      {"--scenario",
       scenario(R"({"reply":{"body":"0123456789","headers":{"Content-Length":"99"}}})")});
  Wire wire(program.port());
  wire.send(chat_request());
  const auto reply = wire.read_until("0123456789");
  EXPECT_TRUE(has(reply, "Content-Length: 99\r\n")) << reply;
  EXPECT_FALSE(has(reply, "content-length: 10"));
}

TEST(Http1, ExpectContinueAndBadRequests) {
  Program program({});
  Wire polite(program.port());
  polite.send(
      "POST /v1/x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(polite.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  polite.send("{}");
  EXPECT_TRUE(polite.read_until("}").starts_with("HTTP/1.1 404 "));
  Wire rude(program.port());
  rude.send("hello\r\n\r\n");
  EXPECT_EQ(rude.read_all(), "");
  EXPECT_TRUE(has(meter(program), R"("requests":1,)"));
}

TEST(Http1, AClientThatLeavesIsBilledInFull) {
  Program program({"--chunk-delay-ms", "5", "--tokens-per-event", "1", "--scenario",
                   scenario(R"({"reply":{"content":"1 2 3 4 5 6 7 8 9"}})")});
  {
    Wire wire(program.port());
    wire.send(chat_request(R"("stream":true)"));
    wire.read_until("\"content\"");
  }
  const auto totals = meter(program);
  EXPECT_TRUE(has(totals, R"("completion_tokens":9,)")) << totals;
  EXPECT_TRUE(has(totals, R"("undelivered":1,)")) << totals;
}

}  // namespace
}  // namespace simulator
