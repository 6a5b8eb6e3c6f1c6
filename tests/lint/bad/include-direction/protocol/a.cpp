#include "cerebras/api.hpp"
