#include "tests/adapters/translate.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "adapters/registry.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/refusal.h"
#include "google/rpc/error_details.pb.h"

namespace baton::adapters {
namespace {

absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view vendor,
                                                absl::string_view payload) {
  const Adapter* adapter = FindAdapter(vendor);
  return adapter->Translate(payload, adapter->default_mapping());
}

}  // namespace

std::vector<v1::Fact> Facts(absl::string_view vendor, absl::string_view payload) {
  auto facts = Translate(vendor, payload);
  EXPECT_TRUE(facts.ok()) << facts.status();
  return facts.ok() ? *std::move(facts) : std::vector<v1::Fact>();
}

v1::Fact OneFact(absl::string_view vendor, absl::string_view payload) {
  const std::vector<v1::Fact> facts = Facts(vendor, payload);
  EXPECT_EQ(facts.size(), 1u);
  return facts.empty() ? v1::Fact() : facts.front();
}

std::string FaultsOf(absl::string_view vendor, absl::string_view payload) {
  const auto facts = Translate(vendor, payload);
  if (facts.ok()) {
    ADD_FAILURE() << "was not refused";
    return "";
  }
  EXPECT_EQ(facts.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(domain::ReasonOf(facts.status()), v1::ERROR_REASON_PAYLOAD_UNREADABLE);
  google::rpc::BadRequest bad;
  if (!domain::FindDetail(facts.status(), &bad)) ADD_FAILURE() << "has no BadRequest";
  std::string text;
  for (const auto& violation : bad.field_violations()) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", violation.field(), " ",
                    violation.description());
  }
  return text;
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  return domain::FormatInstant(domain::ToTime(time));
}

}  // namespace baton::adapters
