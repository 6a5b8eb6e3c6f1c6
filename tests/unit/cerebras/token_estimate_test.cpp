#include "cerebras/token_estimate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cerebras {
namespace {

/// Counted by hand; "|" in the comments separates the pieces.
struct Row {
  std::string text;
  double pieces;
  double long_letters = 0;      ///< beyond the sixth of a word
  double long_capitals = 0;     ///< beyond the third of an ALL-CAPS word
  double long_punctuation = 0;  ///< beyond the second of a run
  double long_non_ascii = 0;    ///< bytes beyond the sixth of a word
};

const std::vector<Row> rows = {
    {"", 0},
    {"a", 1},
    {"hello world", 2},                                       // hello| world
    {"helloWorld", 2},                                        // hello|World
    {"HTTPServer", 1, 0, 7},                                  // one word; starts with two capitals
    {"MAX_SIZE", 2, 0, 1},                                    // MAX|_SIZE
    {"Max", 1},                                               // one capital is no ALL-CAPS word
    {"international", 1, 7},                                  //
    {"foo_bar", 2},                                           // foo|_bar
    {"__init__", 3},                                          // __|init|__
    {"a.b->c", 4},                                            // a|.b|->|c
    {"(foo)", 2},                                             // (foo|)
    {"((foo))", 3},                                           // ((|foo|))
    {"f(x);\n", 3},                                           // f|(x|);\n
    {"====== x", 2, 0, 0, 4},                                 // ======| x
    {"a == b", 3},                                            // a| ==| b
    {"a + 1", 4},                                             // a| +| |1
    {"12345", 2},                                             // 123|45
    {"x = 1234567;", 7},                                      // x| =| |123|456|7|;
    {"0xFF", 3, 0, 0},                                        // 0|x|FF
    {"\n", 1},                                                //
    {"\n\n\n", 1},                                            //
    {"a\nb", 3},                                              // a|\n|b
    {"a\n  b", 4},                                            // a|\n| | b
    {"a\n\n    b", 4},                                        // a|\n\n|   | b
    {"a  \n b", 3},                                           // a|  \n| b
    {"\tx", 1},                                               // a tab goes with the word
    {"\t\tx", 2},                                             // \t|\tx
    {"{\n    1", 4},                                          // {\n|   | |1
    {"x   ", 2},                                              // x|   (end of text: all of it)
    {"don't", 2},                                             // don|'t
    {"\xc3\xa9t\xc3\xa9", 1},                                 // four non-ASCII bytes
    {" na\xc3\xafve", 1},                                     //
    {"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 1, 0, 0, 0, 3},  // nine bytes
    {std::string("\xff\xfe", 2), 1},                          // invalid UTF-8 is only bytes
    {std::string("\0\x01\x02\x03", 4), 1, 0, 0, 2},           // control characters: punctuation
};

double expected(const Row& row) {
  return 1.0338 * row.pieces + 0.0547 * row.long_letters + 0.1985 * row.long_capitals +
         0.1051 * row.long_punctuation + 0.2 * row.long_non_ascii;
}

TEST(TokenEstimate, HandCountedPieces) {
  for (const auto& row : rows) {
    EXPECT_NEAR(estimate_tokens(row.text), expected(row), 1e-9) << '"' << row.text << '"';
  }
}

TEST(TokenEstimate, NeverAboveTwiceTheBytes) {
  for (const auto& row : rows) {
    EXPECT_LE(estimate_tokens(row.text), 2.0 * static_cast<double>(token_upper_bound(row.text)));
  }
}

TEST(TokenEstimate, NonAsciiBytes) {
  EXPECT_EQ(non_ascii_bytes(""), 0U);
  EXPECT_EQ(non_ascii_bytes("plain\x7f"), 0U);
  EXPECT_EQ(non_ascii_bytes("na\xc3\xafve"), 2U);
}

}  // namespace
}  // namespace cerebras
