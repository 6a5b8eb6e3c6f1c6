#include "server/lsp/rpc.hpp"
