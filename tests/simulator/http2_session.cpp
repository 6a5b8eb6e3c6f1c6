#include "tests/simulator/http2_session.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace simulator {
namespace {

constexpr std::size_t body_limit = 64U << 20U;

std::string_view view(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

nghttp2_nv header(const std::string& name, const std::string& value) {
  auto bytes = [](const std::string& text) {
    return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

/// Connection headers of HTTP/1.1 that a scenario may have set do not exist here.
bool exists_in_http2(const std::string& name) {
  return name != "connection" && name != "transfer-encoding";
}

std::string lower(std::string text) {
  for (auto& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

}  // namespace

Http2Session::Http2Session(std::function<void(std::uint64_t, bool)> on_end)
    : on_end_(std::move(on_end)) {
  nghttp2_session* session = nullptr;
  auto* table = callbacks();
  nghttp2_session_server_new(&session, table, this);
  nghttp2_session_callbacks_del(table);
  session_.reset(session);
  const nghttp2_settings_entry streams{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 100};
  nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, &streams, 1);
}

nghttp2_session_callbacks* Http2Session::callbacks() {
  nghttp2_session_callbacks* table = nullptr;
  nghttp2_session_callbacks_new(&table);
  nghttp2_session_callbacks_set_on_header_callback(
      table, [](nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                std::uint8_t, void* user) {
        self(user).add_header(frame->hd.stream_id, view(name, name_size), view(value, value_size));
        return 0;
      });
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
      table,
      [](nghttp2_session*, std::uint8_t, std::int32_t stream, const std::uint8_t* data,
         std::size_t size, void* user) -> int {
        auto& body = self(user).streams_[stream].request.body;
        if (body.size() + size > body_limit) return NGHTTP2_ERR_CALLBACK_FAILURE;
        body.append(view(data, size));
        return 0;
      });
  nghttp2_session_callbacks_set_on_frame_recv_callback(
      table, [](nghttp2_session*, const nghttp2_frame* frame, void* user) {
        const bool carries = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
        const bool ends = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
        if (carries && ends) self(user).complete_.push_back(frame->hd.stream_id);
        return 0;
      });
  nghttp2_session_callbacks_set_on_stream_close_callback(
      table, [](nghttp2_session*, std::int32_t id, std::uint32_t error, void* user) {
        auto& session = self(user);
        const auto* stream = session.find(id);
        if (stream == nullptr) return 0;
        const auto record = stream->answer.record;
        const bool whole = stream->whole && error == NGHTTP2_NO_ERROR;
        const bool answered = stream->answered;
        session.streams_.erase(id);
        if (answered) session.on_end_(record, whole);
        return 0;
      });
  return table;
}

Http2Session::Stream* Http2Session::find(std::int32_t stream) {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? nullptr : &found->second;
}

void Http2Session::add_header(std::int32_t stream, std::string_view name, std::string_view value) {
  auto& request = streams_[stream].request;
  request.http_version = "2";
  if (name == ":method") {
    request.method = value;
  } else if (name == ":path") {
    request.target = value;
  } else if (name == ":authority") {
    request.headers.emplace_back("host", value);
  } else if (!name.starts_with(':')) {
    request.headers.emplace_back(name, value);
  }
}

bool Http2Session::receive(std::string_view bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  return nghttp2_session_mem_recv(session_.get(), data, bytes.size()) >= 0;
}

std::vector<std::int32_t> Http2Session::take_requests() {
  return std::exchange(complete_, {});
}

const Request* Http2Session::request(std::int32_t stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? nullptr : &found->second.request;
}

bool Http2Session::set_answer(std::int32_t id, Answer answer) {
  auto* stream = find(id);
  if (stream == nullptr) return false;
  stream->answer = std::move(answer);
  stream->answered = true;
  return true;
}

void Http2Session::submit(std::int32_t id) {
  auto* stream = find(id);
  if (stream == nullptr) return;
  const auto& reply = stream->answer.reply;
  Headers headers{{":status", std::to_string(reply.status)}};
  for (const auto& [name, value] : reply.headers) {
    if (exists_in_http2(lower(name))) headers.emplace_back(lower(name), value);
  }
  std::vector<nghttp2_nv> table;
  for (const auto& [name, value] : headers) table.push_back(header(name, value));
  nghttp2_data_provider body{};
  body.read_callback = [](nghttp2_session*, std::int32_t stream_id, std::uint8_t* buffer,
                          std::size_t size, std::uint32_t* flags, nghttp2_data_source*,
                          void* user) -> ssize_t {
    auto* found = self(user).find(stream_id);
    if (found == nullptr) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    return self(user).read_body(*found, buffer, size, flags);
  };
  nghttp2_submit_response(session_.get(), id, table.data(), table.size(), &body);
  if (reply.close == Close::after_headers) broken_off_ = true;
}

/// One DATA frame holds at most one piece, as one write does in HTTP/1.1.
ssize_t Http2Session::read_body(Stream& stream, std::uint8_t* buffer, std::size_t size,
                                std::uint32_t* flags) {
  const auto& reply = stream.answer.reply;
  const auto last = reply.sent_pieces();
  while (stream.piece < std::min(stream.released, last) &&
         stream.offset == reply.piece(stream.piece).size()) {
    ++stream.piece;
    stream.offset = 0;
  }
  std::size_t copied = 0;
  if (stream.piece < std::min(stream.released, last)) {
    const auto rest = std::string_view(reply.piece(stream.piece)).substr(stream.offset);
    copied = std::min(size, rest.size());
    std::memcpy(buffer, rest.data(), copied);
    stream.offset += copied;
    if (copied == rest.size()) {
      ++stream.piece;
      stream.offset = 0;
    }
  }
  if (stream.piece == last) {
    if (reply.close == Close::mid_stream || reply.close == Close::after_headers) {
      broken_off_ = true;
    } else {
      *flags |= NGHTTP2_DATA_FLAG_EOF;
      stream.whole = true;
      broken_off_ = broken_off_ || reply.close == Close::after_reply;
      return static_cast<ssize_t>(copied);
    }
  }
  if (copied == 0) return NGHTTP2_ERR_DEFERRED;
  return static_cast<ssize_t>(copied);
}

bool Http2Session::release(std::int32_t id, std::size_t count) {
  auto* stream = find(id);
  if (stream == nullptr) return false;
  stream->released += count;
  nghttp2_session_resume_data(session_.get(), id);
  return true;
}

void Http2Session::refuse(std::int32_t stream) {
  nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, stream, NGHTTP2_REFUSED_STREAM);
}

void Http2Session::go_away_before(std::int32_t stream) {
  // Client streams have odd numbers: the one before is two less, and 0 says "none at all".
  const auto last = std::max(stream - 2, 0);
  nghttp2_session_terminate_session2(session_.get(), last, NGHTTP2_NO_ERROR);
}

std::string Http2Session::take_bytes() {
  std::string bytes;
  const std::uint8_t* data = nullptr;
  constexpr std::size_t enough = 256U << 10U;
  while (bytes.size() < enough) {
    const auto size = nghttp2_session_mem_send(session_.get(), &data);
    if (size <= 0) break;
    bytes.append(view(data, static_cast<std::size_t>(size)));
  }
  return bytes;
}

bool Http2Session::wants_close() const {
  const bool over = nghttp2_session_want_read(session_.get()) == 0 &&
                    nghttp2_session_want_write(session_.get()) == 0;
  return broken_off_ || over;
}

}  // namespace simulator
