#include "server/text/text.hpp"
