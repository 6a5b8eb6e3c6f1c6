#include "server/generate/refusal.hpp"

#include <gtest/gtest.h>

namespace server::generate {
namespace {

using cerebras::Error;
using cerebras::Failure;
using protocol::ErrorCode;

TEST(Refusal, CarriesKindHintAndRetry) {
  Error error;
  error.failure = Failure::rate_limited;
  error.message = "Requests per minute limit exceeded";
  error.hint = "wait a moment";
  error.retry_after = std::chrono::milliseconds(2500);
  const auto refused = refusal(error);
  EXPECT_EQ(refused.code, ErrorCode::request_failed);
  EXPECT_EQ(refused.message, "Requests per minute limit exceeded (wait a moment)");
  ASSERT_TRUE(refused.data);
  EXPECT_EQ(refused.data->at("kind").as_string(), "rate_limited");
  EXPECT_EQ(refused.data->at("hint").as_string(), "wait a moment");
  EXPECT_EQ(refused.data->at("retryAfterMs").as_int64(), 2500);
}

TEST(Refusal, CancelledIsRequestCancelled) {
  Error error;
  error.failure = Failure::cancelled;
  EXPECT_EQ(refusal(error).code, ErrorCode::request_cancelled);
}

TEST(Refusal, OurOwnKinds) {
  const auto refused = refusal("ignored_file", "a.env is not sent", "");
  EXPECT_EQ(refused.message, "a.env is not sent");
  EXPECT_EQ(refused.data->at("kind").as_string(), "ignored_file");
  EXPECT_FALSE(refused.data->as_object().contains("retryAfterMs"));
}

}  // namespace
}  // namespace server::generate
