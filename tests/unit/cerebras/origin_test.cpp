#include "cerebras/origin.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cerebras {
namespace {

/// The normalised URL, or "! " and the error.
std::string parsed(std::string_view text) {
  const auto url = parse_base_url(text);
  return url ? url->url : "! " + url.error();
}

struct Row {
  std::string text;
  std::string url;  ///< "!": refused
};

const std::vector<Row> rows = {
    // with or without the version
    {"https://api.cerebras.ai", "https://api.cerebras.ai/v1"},
    {"https://api.cerebras.ai/", "https://api.cerebras.ai/v1"},
    {"https://api.cerebras.ai/v1", "https://api.cerebras.ai/v1"},
    {"https://api.cerebras.ai/v1///", "https://api.cerebras.ai/v1"},
    {"  https://api.cerebras.ai/v1\n", "https://api.cerebras.ai/v1"},
    {"https://router.huggingface.co/v1beta2", "https://router.huggingface.co/v1beta2"},
    {"https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1"},
    {"https://gateway.example/v1/acct/gw/cerebras", "https://gateway.example/v1/acct/gw/cerebras"},
    {"https://gateway.example/team", "https://gateway.example/team/v1"},
    {"https://gateway.example/version", "https://gateway.example/version/v1"},
    // one spelling per origin
    {"HTTPS://API.Cerebras.AI:443/v1", "https://api.cerebras.ai/v1"},
    {"https://api.cerebras.ai.:0443", "https://api.cerebras.ai/v1"},
    {"https://api.cerebras.ai:/v1", "https://api.cerebras.ai/v1"},
    {"https://host.example:8443", "https://host.example:8443/v1"},
    {"https://[2001:DB8:0::1]:8443/v1", "https://[2001:db8::1]:8443/v1"},
    {"https://10.0.0.1/v1", "https://10.0.0.1/v1"},
    // plain http for loopback only
    {"http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"},
    {"http://127.8.9.1:80/v1", "http://127.8.9.1/v1"},
    {"http://localhost:4000/v1", "http://localhost:4000/v1"},
    {"http://[::1]:4000", "http://[::1]:4000/v1"},
    {"http://[0:0::0:1]", "http://[::1]/v1"},
    {"http://api.cerebras.ai/v1", "!"},
    {"http://localhost.evil.example", "!"},
    {"http://127.0.0.1.evil.example", "!"},
    {"http://127.1", "!"},
    {"http://2130706433", "!"},
    {"http://0.0.0.0", "!"},
    // not base URLs
    {"", "!"},
    {"api.cerebras.ai", "!"},
    {"ftp://api.cerebras.ai", "!"},
    {"https://", "!"},
    {"https:///v1", "!"},
    {"https://user:secret@api.cerebras.ai/v1", "!"},
    {"https://api.cerebras.ai@evil.example/v1", "!"},
    {"https://api.cerebras.ai\\@evil.example/v1", "!"},
    {"https://api.cerebras.ai/v1?x=1", "!"},
    {"https://api.cerebras.ai/v1#x", "!"},
    {"https://api.cerebras.ai/v1/chat/completions", "!"},
    {"https://api.cerebras.ai/v1/../admin", "!"},
    {"https://api.cerebras.ai//v1", "!"},
    {"https://api cerebras.ai", "!"},
    {"https://api.cerebras.ai/v1\r\nX: y", "!"},
    {"https://\xc3\xa4pi.example", "!"},
    {"https://-a..b", "!"},
    {"https://host:0", "!"},
    {"https://host:65536", "!"},
    {"https://host:99999999999999999999", "!"},
    {"https://host:80x", "!"},
    {"https://[::1", "!"},
    {"https://[::1]x", "!"},
    {"https://[fe80::1%eth0]", "!"},
    {"https://[1.2.3.4]", "!"},
};

TEST(Origin, BaseUrls) {
  for (const auto& row : rows) {
    const auto got = parsed(row.text);
    if (row.url == "!") {
      EXPECT_TRUE(got.starts_with("! ") && got.size() > 10) << row.text << " -> " << got;
    } else {
      EXPECT_EQ(got, row.url) << row.text;
      EXPECT_EQ(parsed(row.url), row.url) << "normalising twice changes nothing";
    }
  }
}

TEST(Origin, TextLeavesOutTheDefaultPort) {
  const std::vector<std::pair<Origin, std::string>> cases = {
      {{"https", "api.cerebras.ai", "443"}, "https://api.cerebras.ai"},
      {{"https", "api.cerebras.ai", "80"}, "https://api.cerebras.ai:80"},
      {{"http", "localhost", "80"}, "http://localhost"},
      {{"http", "::1", "8080"}, "http://[::1]:8080"},
  };
  for (const auto& [origin, text] : cases) EXPECT_EQ(origin.text(), text);
}

TEST(Origin, OnlyTheServiceOverTlsIsTheService) {
  EXPECT_TRUE((Origin{"https", "api.cerebras.ai", "443"}).is_cerebras());
  EXPECT_FALSE((Origin{"http", "api.cerebras.ai", "443"}).is_cerebras());
  EXPECT_FALSE((Origin{"https", "api.cerebras.ai", "8443"}).is_cerebras());
  EXPECT_FALSE((Origin{"https", "api.cerebras.ai.evil.example", "443"}).is_cerebras());
}

}  // namespace
}  // namespace cerebras
