#include "tests/simulator/tls.hpp"

#include "tests/simulator/certificate.hpp"

#include <boost/asio/buffer.hpp>
#include <openssl/ssl.h>

#include <fstream>
#include <string_view>

namespace simulator {
namespace {

namespace asio = boost::asio;

constexpr unsigned char protocols[] = "\x02h2\x08http/1.1";

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
  auto* out = const_cast<unsigned char**>(chosen);  // the C signature is not const-correct
  const int result =
      SSL_select_next_proto(out, size, protocols, sizeof protocols - 1, offered, offered_size);
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

std::string set_up_tls(asio::ssl::context& tls, const std::string& certificate_file) {
  const auto certificate = make_certificate();
  if (!certificate) return "can not make a certificate: " + certificate.error();
  boost::system::error_code error;
  tls.use_certificate_chain(asio::buffer(certificate->certificate_pem), error);
  if (!error)
    tls.use_private_key(asio::buffer(certificate->key_pem), asio::ssl::context::pem, error);
  if (error) return "can not use the certificate: " + error.message();
  SSL_CTX_set_alpn_select_cb(tls.native_handle(), choose_protocol, nullptr);
  if (certificate_file.empty()) return {};
  std::ofstream file(certificate_file, std::ios::binary);
  file << certificate->certificate_pem;
  file.close();
  return file ? std::string() : "can not write " + certificate_file;
}

bool chose_http2(const SSL* connection) {
  const unsigned char* name = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(connection, &name, &size);
  return std::string_view(reinterpret_cast<const char*>(name), size) == "h2";
}

}  // namespace simulator
