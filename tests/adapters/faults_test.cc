#include "adapters/faults.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "google/rpc/error_details.pb.h"

namespace baton::adapters {
namespace {

TEST(Faults, NoneIsOk) { EXPECT_TRUE(Faults().ToStatus().ok()); }

TEST(Faults, AllAreNamedInOneRefusal) {
  Faults faults;
  faults.Add("data[0].CreatedDate", "has no time zone");
  faults.Add("data[1]", "is no object");
  const absl::Status status = faults.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(domain::ReasonOf(status), v1::ERROR_REASON_PAYLOAD_UNREADABLE);
  EXPECT_EQ(status.message(),
            "the payload is unreadable: data[0].CreatedDate has no time zone; data[1] is no "
            "object");
}

TEST(Faults, TheRestIsCounted) {
  Faults faults;
  for (size_t i = 0; i < kMaxFaults + 3; ++i) faults.Add(absl::StrCat("data[", i, "]"), "is wrong");
  const absl::Status status = faults.ToStatus();
  google::rpc::BadRequest bad;
  ASSERT_TRUE(domain::FindDetail(status, &bad));
  EXPECT_EQ(bad.field_violations_size(), static_cast<int>(kMaxFaults));
  EXPECT_EQ(faults.count(), kMaxFaults + 3);
  EXPECT_NE(status.message().find("; and 3 more"), absl::string_view::npos);
}

TEST(Faults, ExcerptsAreShortAndCutBetweenCharacters) {
  EXPECT_EQ(Excerpt("short"), "\"short\"");
  const std::string clipped = Excerpt("x" + std::string(200, '\xC3') + "tail");
  EXPECT_LE(clipped.size(), 50u);
  std::string umlauts = "x";
  for (int i = 0; i < 60; ++i) umlauts += "\xC3\xA4";
  EXPECT_GE(domain::CountCharacters(Excerpt(umlauts)), 0);
}

}  // namespace
}  // namespace baton::adapters
