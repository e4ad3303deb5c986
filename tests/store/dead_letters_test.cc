#include "store/dead_letters.h"

#include "absl/strings/str_cat.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::Difference;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::kTenant;
using testing::Parse;

class DeadLetters : public testing::RecordsTest {
 protected:
  v1::DeadLetter Insert(int number, std::string payload) {
    v1::DeadLetter letter = Parse<v1::DeadLetter>(
        absl::StrCat("name: \"acme/deadLetters/d", number, "\" vendor: \"gainsight\" faults: ",
                     "\"$.CTA: is missing\" faults: \"$.x: \\\"\" receive_time: @", number));
    letter.set_payload(std::move(payload));
    EXPECT_THAT(Write([&](Transaction& tx) { return InsertDeadLetter(tx, letter); }), IsOk());
    return letter;
  }
  google::protobuf::RepeatedPtrField<v1::DeadLetter> List(int page_size) {
    ListQuery query;
    query.tenant = kTenant;
    query.page_size = page_size;
    google::protobuf::RepeatedPtrField<v1::DeadLetter> page;
    EXPECT_THAT(Read([&](Session& session) { return ListDeadLetters(session, query, &page); }),
                IsOk());
    return page;
  }
};

TEST_F(DeadLetters, KeepPayloadsAsReceivedByteForByte) {
  for (const std::string& payload :
       {std::string("{\"a\": 1}"), std::string("\0\xFF\xFE not text", 12), std::string()}) {
    const v1::DeadLetter letter = Insert(static_cast<int>(payload.size()), payload);
    const auto read =
        Read([&](Session& session) { return GetDeadLetter(session, kTenant, letter.name()); });
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(Difference(letter, *read), "");
  }
}

TEST_F(DeadLetters, AreListedNewestFirstWithShortPayloads) {
  Insert(1, std::string(kMaxListedPayloadBytes, 'x'));
  Insert(2, std::string(kMaxListedPayloadBytes + 1, 'y'));
  const auto page = List(0);
  ASSERT_EQ(page.size(), 2);
  EXPECT_EQ(page[0].name(), "tenants/acme/deadLetters/d2");
  EXPECT_EQ(page[0].payload(), "");
  EXPECT_EQ(page[0].faults_size(), 2);
  EXPECT_EQ(page[1].payload().size(), static_cast<size_t>(kMaxListedPayloadBytes));
}

TEST_F(DeadLetters, FillNoPageBeyondTheirOwnLimit) {
  for (int i = 0; i <= kMaxDeadLettersListed; ++i) Insert(i, "x");
  EXPECT_EQ(List(1000).size(), kMaxDeadLettersListed);
}

TEST_F(DeadLetters, HistoryIsWithoutThePayload) {
  Insert(1, "PAYLOADPAYLOAD");
  EXPECT_EQ(Count("SELECT count(*) FROM audit_events WHERE record_type = 'baton.v1.DeadLetter' AND "
                  "instr(hex(after), hex('PAYLOADPAYLOAD')) = 0"),
            1);
}

}  // namespace
}  // namespace baton::store
