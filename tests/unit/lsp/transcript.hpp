// Reads and writes tests/transcripts/*.lsp. A line is one of
//   --> {...}   what the client sends ("jsonrpc" is added to objects without one)
//   --> eof     the client's end is closed
//   <-- {...}   what comes back ("jsonrpc" left out), also `<-- log LEVEL TEXT` and `<-- exit CODE`
//   ---         a new session
// anything else is a comment. UPDATE_GOLDEN=1 writes the answers that really came into the files.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace server::lsp {

struct Turn {
  std::vector<std::string> comments;  ///< in front of it
  std::string input;                  ///< "" at the end of a session
  std::vector<std::string> answers;
};
using Transcript = std::vector<std::vector<Turn>>;

Transcript read_transcript(const std::string& path);
void write_transcript(const std::string& path, const Transcript& transcript);

/// The body to send for a line.
std::string body_of_line(const std::string& input);
/// The line of a body that was sent.
std::string line_of_body(const std::string& body);

}  // namespace server::lsp
