// TLS of the simulator: a certificate of its own, HTTP/2 offered before HTTP/1.1.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <string>

namespace simulator {

/// Puts a fresh certificate into `tls` and, when `certificate_file` is not empty, writes it there.
/// The error is a sentence, "" when all is well.
std::string set_up_tls(boost::asio::ssl::context& tls, const std::string& certificate_file);

/// What ALPN agreed on.
bool chose_http2(const SSL* connection);

}  // namespace simulator
