// The thing to beat: one libcurl handle that posts the same body to the same endpoint and reads the
// whole answer, connection reused.
#pragma once

#include <curl/curl.h>

#include <string>

namespace bench {

class Direct {
 public:
  Direct(const std::string& url, const std::string& key);
  ~Direct();
  Direct(const Direct&) = delete;
  Direct& operator=(const Direct&) = delete;

  /// POST; returns the answer's bytes.
  std::string post(const std::string& body);
  std::string get(const std::string& url);

 private:
  std::string perform();

  CURL* handle_ = nullptr;
  curl_slist* headers_ = nullptr;
  std::string url_;
  std::string answer_;
};

}  // namespace bench
