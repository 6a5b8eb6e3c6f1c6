// Everything behind the features, built from the settings: key, client, budget, generator. One per
// process; the language server and the command line build the same one. Asio thread.
#pragma once

#include "cerebras/budget.hpp"
#include "cerebras/client.hpp"
#include "cerebras/credentials.hpp"
#include "server/generate/generator.hpp"
#include "server/generate/recent.hpp"
#include "server/lsp/settings.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <tl/expected.hpp>

#include <memory>
#include <string>

namespace server::generate {

struct Backend {
  /// `settings` must outlive the backend and may change; protected keys are read here, once.
  Backend(boost::asio::any_io_executor executor, const lsp::Settings& settings,
          const lsp::Paths& paths, cerebras::BaseUrl base_url, GeneratorHooks hooks);

  cerebras::Credentials credentials;
  cerebras::Client client;
  cerebras::Budget budget;
  Recent recent;
  Generator generator;
};

}  // namespace server::generate
