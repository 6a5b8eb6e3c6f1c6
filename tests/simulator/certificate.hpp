// A self-signed certificate for 127.0.0.1 and localhost, made anew at every start: nothing secret
// ever lies on disk, and a client trusts exactly this process by its certificate file.
#pragma once

#include <tl/expected.hpp>

#include <string>

namespace simulator {

struct Certificate {
  std::string certificate_pem;
  std::string key_pem;
};

/// Valid for a day. The error is OpenSSL's.
tl::expected<Certificate, std::string> make_certificate();

}  // namespace simulator
