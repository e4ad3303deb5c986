#include "tests/store/records_test_base.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/message_differencer.h"
#include "store/accounts.h"
#include "store/people.h"
#include "store/tenants.h"

namespace baton::testing {

std::string ExpandText(std::string_view text) {
  std::string expanded;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool instant = text[i] == '@' && i + 1 < text.size() &&
                         (absl::ascii_isdigit(text[i + 1]) || text[i + 1] == '-');
    if (!instant) {
      expanded.push_back(text[i]);
      continue;
    }
    size_t end = i + 1;
    while (end < text.size() && (absl::ascii_isdigit(text[end]) || text[end] == '-')) ++end;
    const int64_t seconds =
        std::strtoll(std::string(text.substr(i + 1, end - i)).c_str(), nullptr, 10);
    absl::StrAppend(&expanded, "{ seconds: ", kEpochSeconds + seconds, " }");
    i = end - 1;
  }
  return absl::StrReplaceAll(expanded, {{"\"acme/", "\"tenants/acme/"}});
}

std::string Difference(const google::protobuf::Message& a, const google::protobuf::Message& b) {
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  differencer.Compare(a, b);
  return difference;
}

void RecordsTest::SetUp() {
  store::SqliteOptions options;
  options.path = folder_.File("baton.db");
  options.log = [](std::string_view words) {
    std::fprintf(stderr, "sqlite: %.*s\n", static_cast<int>(words.size()), words.data());
  };
  absl::StatusOr<std::unique_ptr<store::Store>> opened = store::OpenSqliteStore(options);
  ASSERT_THAT(opened, IsOk());
  store_ = *std::move(opened);
  ASSERT_THAT(Write([](store::Transaction& tx) {
                absl::Status status = store::EnsureTenant(tx);
                for (const char* text : {
                         R"(name: "acme/people/carl" display_name: "Carl" role: ROLE_CRO)",
                         R"(name: "acme/people/mona" display_name: "Mona" role: ROLE_MANAGER
                manager: "acme/people/carl")",
                         R"(name: "acme/people/rosa" display_name: "Rosa" role: ROLE_CSM
                manager: "acme/people/mona" email: "Rosa@Acme.example"
                external_ids { system: "gainsight" record_id: "1P01" })",
                         R"(name: "acme/people/ada" display_name: "Ada" role: ROLE_AE
                manager: "acme/people/mona")",
                     }) {
                  if (status.ok()) status = store::InsertPerson(tx, Parse<v1::Person>(text));
                }
                for (const char* text : {
                         R"(name: "acme/accounts/a1" display_name: "Alpha" create_time: @0
                external_ids { system: "salesforce" record_id: "001A" })",
                         R"(name: "acme/accounts/a2" display_name: "Beta" create_time: @0)",
                     }) {
                  if (status.ok()) status = store::InsertAccount(tx, Parse<v1::Account>(text));
                }
                return status;
              }),
              IsOk());
}

absl::Status RecordsTest::Write(const std::function<absl::Status(store::Transaction&)>& body,
                                std::string_view tenant) {
  store::WriteOptions options;
  options.tenant = std::string(tenant);
  options.actor = "tests";
  options.method = "Test";
  options.now = At(0);
  return store_
      ->WriteAndWait(std::move(options),
                     [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
                       const absl::Status status = body(tx);
                       if (!status.ok()) return status;
                       return std::string();
                     })
      .status();
}

absl::Status RecordsTest::RunSql(const std::string& text) {
  return Write([&](store::Transaction& tx) { return tx.session().Run({text, ""}, {}).status(); });
}

std::vector<std::string> RecordsTest::Texts(const std::string& sql) {
  std::vector<std::string> texts;
  EXPECT_THAT(store_->ReadAndWait([&](store::Session& session) {
    const auto rows = session.Query({sql, "t"}, {});
    while (rows->Next()) texts.push_back(rows->Text(0));
    return rows->status();
  }),
              IsOk());
  return texts;
}

int64_t RecordsTest::Count(const std::string& sql) {
  int64_t count = -1;
  EXPECT_THAT(store_->ReadAndWait([&](store::Session& session) {
    const auto rows = session.Query({sql, "i"}, {});
    if (rows->Next()) count = rows->Int(0);
    return rows->status();
  }),
              IsOk());
  return count;
}

}  // namespace baton::testing
