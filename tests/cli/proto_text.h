// Messages from text, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/text_format.h"
#include "tools/cli/session.h"
#include "tools/cli/time_text.h"

namespace baton::cli::testing {

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// "2027-01-05 09:30" as an instant.
inline absl::Time At(const std::string& text) {
  const auto time = ParseTime(text);
  EXPECT_TRUE(time.ok()) << text;
  return time->At(absl::UnixEpoch());
}

// The same as the text of a Timestamp: "{ seconds: 1 }".
inline std::string Stamp(const std::string& text) {
  return "{ seconds: " + std::to_string(absl::ToUnixSeconds(At(text))) + " }";
}

// A view without a terminal.
inline View Piped(const std::string& now) { return View{At(now), Terminal{}}; }

}  // namespace baton::cli::testing
