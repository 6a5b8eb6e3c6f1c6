// The model's Markdown made harmless before a person sees it: no images, no HTML, links as text
// with their host, no control, bidirectional or zero-width characters. Code between fences and
// in code spans stays; the fences are written anew. Pure. (EchoLeak, CVE-2025-32711: exfiltration
// by rendering.)
#pragma once

#include <string>
#include <string_view>

namespace server::actions {

std::string sanitized_markdown(std::string_view text);

/// For a message box: no entities, cut to about `max_bytes` on a character border.
std::string plain_message(std::string_view markdown, std::size_t max_bytes);

}  // namespace server::actions
