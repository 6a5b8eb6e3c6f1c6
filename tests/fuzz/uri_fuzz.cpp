// path_from_uri and uri_from_path: a path that came out of a URI is absolute, free of NUL and
// survives the round trip.
#include "protocol/uri.hpp"
#include "tests/fuzz/fuzz.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view uri = fuzz::text_of(data, size);
  const auto path = protocol::path_from_uri(uri);
  if (!path) {
    fuzz::require(!path.error().empty(), "the error says why");
    return 0;
  }
  fuzz::require(protocol::scheme_of(uri) == "file", "only file: URIs become paths");
  fuzz::require(path->front() == '/', "the path is absolute");
  fuzz::require(path->find('\0') == std::string::npos, "the path holds no NUL");
  fuzz::require(protocol::path_from_uri(protocol::uri_from_path(*path)) == path, "round trip");
  return 0;
}
