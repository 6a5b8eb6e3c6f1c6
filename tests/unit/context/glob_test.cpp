#include "server/context/glob.hpp"

#include <gtest/gtest.h>

namespace server::context {
namespace {

struct Row {
  const char* pattern;
  const char* path;
  bool matches;
};

const Row rows[] = {
    {".env*", "/w/.env", true},
    {".env*", "/w/a/.env.local", true},
    {".env*", "/w/a/x.env", false},
    {".env*", "/w/.envs/a.py", false},
    {"*.pem", "/w/certs/server.pem", true},
    {"*.pem", "/w/server.pem.txt", false},
    {"*.PEM", "/w/server.pem", false},
    {"id_?sa", "/home/u/.ssh/id_rsa", true},
    {"id_?sa", "/home/u/.ssh/id_rrsa", false},
    {"secrets.*", "/w/secrets.yaml", true},
    {"[Ss]ecret", "/w/Secret", true},
    {".aws/credentials", "/home/u/.aws/credentials", true},
    {".aws/credentials", "/home/u/.aws/x/credentials", false},
    {"**/.aws/*", "/home/u/.aws/config", true},
    {"conf/**/key", "/w/conf/key", true},
    {"conf/**/key", "/w/conf/a/b/key", true},
    {"conf/**/key", "/w/conf/a/b/keys", false},
    {"conf/*/key", "/w/conf/a/b/key", false},
    {"private/", "/w/private/a/b.c", true},
    {"private/", "/w/private", false},
    {"/etc/**", "/etc/shadow", true},
    {"/etc/**", "/w/etc/shadow", false},
    {"**", "/w/a", true},
    {"**/**/**/a*a*a*b", "/a/a/a/a/a/a/a/aaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
    {"", "/w/a", false},
    {"/", "/w/a", false},
};

TEST(Glob, Table) {
  for (const auto& row : rows) {
    EXPECT_EQ(glob_matches(row.pattern, row.path), row.matches) << row.pattern << " " << row.path;
  }
}

}  // namespace
}  // namespace server::context
