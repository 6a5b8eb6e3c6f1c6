// FrameReader: any split of any stream gives the same frames, and what it accepted can be written
// and read again. The first byte of the input is the size of the pieces.
#include "protocol/frame.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

struct Said {
  std::vector<std::string> bodies;
  std::vector<std::string> errors;
  bool in_frame = false;
  bool operator==(const Said&) const = default;
};

Said read(std::string_view stream, std::size_t piece) {
  protocol::FrameReader reader(1 << 16);
  Said said;
  while (!stream.empty()) {
    reader.push(stream.substr(0, piece));
    stream.remove_prefix(std::min(piece, stream.size()));
  }
  while (auto frame = reader.next()) {
    if (*frame) {
      said.bodies.push_back(std::move(**frame));
      continue;
    }
    said.errors.push_back(frame->error().message);
    if (frame->error().fatal) return said;
  }
  said.in_frame = reader.in_frame();
  return said;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream = fuzz::text_of(data + 1, size - 1);
  const Said whole = read(stream, size);
  fuzz::require(read(stream, data[0] + std::size_t{1}) == whole, "pieces give the same frames");
  std::string written;
  for (const auto& body : whole.bodies) written += protocol::encode_frame(body);
  fuzz::require(read(written, size).bodies == whole.bodies, "what was read can be written");
  return 0;
}
