#include "tests/simulator/model.hpp"
