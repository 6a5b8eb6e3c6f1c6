#include "tests/bench/direct.hpp"

#include "tests/bench/child.hpp"

namespace bench {
namespace {

std::size_t append(char* data, std::size_t size, std::size_t count, void* answer) {
  static_cast<std::string*>(answer)->append(data, size * count);
  return size * count;
}

}  // namespace

Direct::Direct(const std::string& url, const std::string& key)
    : handle_(curl_easy_init()), url_(url) {
  headers_ = curl_slist_append(headers_, "Content-Type: application/json");
  headers_ = curl_slist_append(headers_, ("Authorization: Bearer " + key).c_str());
  curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers_);
  curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &answer_);
}

Direct::~Direct() {
  curl_easy_cleanup(handle_);
  curl_slist_free_all(headers_);
}

std::string Direct::post(const std::string& body) {
  curl_easy_setopt(handle_, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, body.c_str());
  return perform();
}

std::string Direct::get(const std::string& url) {
  curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle_, CURLOPT_HTTPGET, 1L);
  return perform();
}

std::string Direct::perform() {
  answer_.clear();
  const auto code = curl_easy_perform(handle_);
  if (code != CURLE_OK) give_up(curl_easy_strerror(code));
  return answer_;
}

}  // namespace bench
