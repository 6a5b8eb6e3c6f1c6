#include "protocol/uri.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <string>

namespace protocol {
namespace {

std::string path_or_error(std::string_view uri) {
  const auto path = path_from_uri(uri);
  return path ? *path : "error: " + path.error();
}

struct Case {
  const char* input;
  const char* output;
};

TEST(Uri, BecomesAPath) {
  const std::array<Case, 27> cases = {{
      {"file:///a/b.cpp", "/a/b.cpp"},
      {"file:///a%20b/c.cpp", "/a b/c.cpp"},
      {"file:///", "/"},
      {"FILE:///a", "/a"},
      {"file:/a", "/a"},  // RFC 8089, appendix B
      {"file://localhost/a", "/a"},
      {"file://LocalHost/a", "/a"},
      {"file:///caf%C3%A9", "/café"},
      {"file:///café", "/café"},
      {"file:///%F0%9F%98%80", "/\xF0\x9F\x98\x80"},
      {"file:///a%2fb%2Fc", "/a/b/c"},
      {"file:///a/../b", "/a/../b"},
      {"file:///c%3A/x", "/c:/x"},
      {"file:///c%23/x#.cs?", "/c#/x#.cs?"},  // a name, not a fragment
      {"file:///a+b", "/a+b"},
      {"file://server/share", "error: the URI names another host: server"},
      {"file:a/b", "error: the URI's path is not absolute"},
      {"file:", "error: the URI's path is not absolute"},
      {"file://", "error: the URI's path is not absolute"},
      {"file:///a%2", "error: bad percent escape in the URI"},
      {"file:///a%", "error: bad percent escape in the URI"},
      {"file:///a%zz", "error: bad percent escape in the URI"},
      {"file:///a%00b", "error: the URI's path contains NUL"},
      {"file:///a%ff", "error: the URI's path is not UTF-8"},
      {"untitled:Untitled-1", "error: not a file: URI but untitled:"},
      {"/a/b", "error: the URI has no scheme"},
      {"", "error: the URI has no scheme"},
  }};
  for (const auto& [uri, expected] : cases) EXPECT_EQ(path_or_error(uri), expected) << uri;
}

TEST(Uri, RefusesWhatIsNotWellFormedUtf8) {
  for (const char* escapes : {"%C0%AF", "%E0%80%80", "%ED%A0%80", "%F4%90%80%80", "%80", "%C3",
                              "%E2%82", "%F0%9F%98", "%C3%28", "%F8%88%80%80", "%F0%80%80%80"})
    EXPECT_EQ(path_or_error(std::string("file:///") + escapes),
              "error: the URI's path is not UTF-8")
        << escapes;
  for (const char* escapes :
       {"%E0%A0%80", "%ED%9F%BF", "%EE%80%80", "%F0%90%80%80", "%F4%8F%BF%BF"})
    EXPECT_TRUE(path_from_uri(std::string("file:///") + escapes)) << escapes;
}

TEST(Uri, IsMadeFromAPath) {
  const std::array<Case, 5> cases = {{
      {"/a b/c.cpp", "file:///a%20b/c.cpp"},
      {"/", "file:///"},
      {"/c#/d?e%f:g", "file:///c%23/d%3Fe%25f%3Ag"},
      {"/café", "file:///caf%C3%A9"},
      {"/A-z_0.9~/x", "file:///A-z_0.9~/x"},
  }};
  for (const auto& [path, expected] : cases) EXPECT_EQ(uri_from_path(path), expected) << path;
}

RC_GTEST_PROP(Uri, APathSurvivesTheRoundTrip, ()) {
  // ASCII without NUL, and a character of each UTF-8 length.
  const auto piece =
      rc::gen::oneOf(rc::gen::map(rc::gen::inRange(1, 128),
                                  [](int c) { return std::string(1, static_cast<char>(c)); }),
                     rc::gen::element<std::string>("é", "€", "\xF0\x9F\x98\x80"));
  std::string path = "/";
  for (const auto& text : *rc::gen::container<std::vector<std::string>>(piece)) path += text;
  RC_ASSERT(path_or_error(uri_from_path(path)) == path);
}

TEST(Uri, SchemeIsLowerCased) {
  const std::array<Case, 8> cases = {{
      {"file:///a", "file"},
      {"Untitled:x", "untitled"},
      {"vscode-notebook-cell:/a#b", "vscode-notebook-cell"},
      {"a+b.c-1:", "a+b.c-1"},
      {"1a:b", ""},
      {"a b:c", ""},
      {":a", ""},
      {"file", ""},
  }};
  for (const auto& [uri, expected] : cases) EXPECT_EQ(scheme_of(uri), expected) << uri;
}

}  // namespace
}  // namespace protocol
