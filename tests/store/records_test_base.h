// A real SQLite store in a folder of its own, with a tenant, a few people and two accounts.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace baton::testing {

inline constexpr char kTenant[] = "acme";

// Instants in the texts of messages are seconds since 1970; the tests count from here.
inline constexpr int64_t kEpochSeconds = 1'800'000'000;

inline absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(kEpochSeconds + seconds); }

// A message from protobuf's text format. "@5" stands for the timestamp of At(5), "acme/" for
// "tenants/acme/".
template <typename Message>
Message Parse(std::string_view text);

std::string ExpandText(std::string_view text);

template <typename Message>
Message Parse(std::string_view text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(ExpandText(text), &message)) << text;
  return message;
}

// "" when equal, else what differs.
std::string Difference(const google::protobuf::Message& a, const google::protobuf::Message& b);

class RecordsTest : public ::testing::Test {
 protected:
  // People rosa (CSM), ada (AE), both below mona (manager), below carl; accounts a1 and a2.
  void SetUp() override;

  absl::Status Write(const std::function<absl::Status(store::Transaction&)>& body,
                     std::string_view tenant = kTenant);

  // Runs one statement in a write of its own.
  absl::Status RunSql(const std::string& text);

  template <typename Function>
  auto Read(const Function& function) {
    std::invoke_result_t<Function, store::Session&> result = absl::UnknownError("not read");
    const absl::Status status = store_->ReadAndWait([&](store::Session& session) {
      result = function(session);
      return absl::OkStatus();
    });
    EXPECT_THAT(status, IsOk());
    return result;
  }

  // First column of every row.
  std::vector<std::string> Texts(const std::string& sql);
  int64_t Count(const std::string& sql);

  store::Store& store() { return *store_; }

 private:
  const TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace baton::testing
