// What may leave the machine: the one check that every source of text passes (deny list, ignore
// files, location), and the scrubber of secrets. Fails closed. Asio thread; reads ignore files, but
// only when they changed.
#pragma once

#include "server/lsp/settings.hpp"
#include "server/text/text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::context {

/// nullopt: may be sent. Else why not, for a person ("matches .env* in privacy.deny").
/// `workspace_folders` are URIs or absolute paths. Only `file:` and `untitled:` documents are sent;
/// files outside any folder are when they are open. Deny globs hold for the name in the editor and,
/// through links, for the file that it is.
std::optional<std::string> denied(std::string_view uri, const lsp::PrivacySettings& privacy,
                                  const std::vector<std::string>& workspace_folders);

/// What looks like a secret: well-known key prefixes, private key blocks, JSON web tokens, long
/// literals given to a name like password, secret, token or api_key. Ascending, never across a line
/// end, never overlapping.
std::vector<text::Span> secret_spans(std::string_view text);

/// Text with its secret spans replaced by REDACTED. Same number of lines.
std::string redact_secrets(std::string_view text);

/// Prompt tags and `<|...|>` look-alikes inside document text, made harmless for the model by a
/// backslash after their `<` (docs/prompts.md). Reversible: a backslash that is there already gets
/// company (`<\before>` becomes `<\\before>`).
std::string neutralise_markers(std::string_view text);
/// The inverse, for text that comes back.
std::string restore_markers(std::string_view text);

}  // namespace server::context
