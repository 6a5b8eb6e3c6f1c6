#include "server/generate/backend.hpp"

namespace server::generate {
namespace {

cerebras::CredentialSettings credential_settings(const lsp::Settings& settings,
                                                 const lsp::Paths& paths,
                                                 const cerebras::BaseUrl& base_url) {
  cerebras::CredentialSettings result;
  result.origin = base_url.origin;
  result.api_key = settings.api_key;
  result.api_key_command = settings.api_key_command;
  result.credentials_file = paths.credentials_file;
  return result;
}

cerebras::ClientSettings client_settings(const lsp::Settings& settings,
                                         cerebras::BaseUrl base_url) {
  cerebras::ClientSettings result;
  result.base_url = std::move(base_url);
  result.http.proxy = settings.proxy;
  result.http.ca_file = settings.ca_file;
  result.timeouts = settings.timeouts;
  result.extra_headers = settings.extra_headers;
  return result;
}

}  // namespace

Backend::Backend(boost::asio::any_io_executor executor, const lsp::Settings& settings,
                 const lsp::Paths& paths, cerebras::BaseUrl base_url, GeneratorHooks hooks)
    : credentials(credential_settings(settings, paths, base_url)),
      client(executor, client_settings(settings, std::move(base_url)), credentials),
      budget(settings.budget),
      generator(settings, client, credentials, budget, recent, std::move(hooks)) {}

}  // namespace server::generate
