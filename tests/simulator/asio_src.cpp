// Boost.Asio itself, compiled once for the simulator (BOOST_ASIO_SEPARATE_COMPILATION). The
// simulator links nothing of the product: it is the product's oracle.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
