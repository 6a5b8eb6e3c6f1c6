// What may leave the machine: the one check that every source of text passes (deny list, ignore
// files, location), and the scrubber of secrets. Fails closed. Asio thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/lsp/settings.hpp"

namespace server::context {

/// nullopt: may be sent. Else why not ("ignored_file": matches .env* in privacy.deny).
std::optional<std::string> denied(std::string_view uri, const lsp::PrivacySettings& privacy,
                                  const std::vector<std::string>& workspace_folders);

/// Text with what looks like secrets (key prefixes, private key blocks, long tokens after
/// "password=" and the like) replaced by REDACTED. Same number of lines.
std::string redact_secrets(std::string_view text);

/// `<|...|>` and our own prompt tags inside document text, made harmless for the model by inserting
/// one zero-width-free character (docs/prompts.md).
std::string neutralise_markers(std::string_view text);
/// The inverse, for text that comes back.
std::string restore_markers(std::string_view text);

}  // namespace server::context
