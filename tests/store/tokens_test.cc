#include "store/tokens.h"

#include "store/query.h"
#include "store/tenants.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::Difference;
using ::testing::ElementsAre;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::kTenant;
using testing::Parse;
using testing::StatusIs;

constexpr char kToken[] = R"(
  name: "acme/tokens/k1" person: "acme/people/rosa" role: ROLE_CSM note: "laptop"
  expire_time: @100 create_time: @1)";

// 32 bytes with a zero among them.
std::string Hash(char fill) { return std::string(31, fill) + '\0'; }

class Tokens : public testing::RecordsTest {
 protected:
  absl::Status Insert(std::string_view text, std::string_view hash, const char* tenant = kTenant) {
    return Write(
        [&](Transaction& tx) {
          const absl::Status status = EnsureTenant(tx);
          return status.ok() ? InsertToken(tx, Parse<v1::Token>(text), hash) : status;
        },
        tenant);
  }
};

TEST_F(Tokens, AreFoundByHashOverAllTenants) {
  ASSERT_THAT(Insert(kToken, Hash('a')), IsOk());
  ASSERT_THAT(Insert(R"(name: "tenants/other/tokens/k1" role: ROLE_ADMIN create_time: @2)",
                     Hash('b'), "other"),
              IsOk());
  const auto find = [&](const std::string& hash) {
    return *Read([&](Session& session) { return FindTokenByHash(session, hash); });
  };
  ASSERT_TRUE(find(Hash('a')).has_value());
  EXPECT_EQ(find(Hash('a'))->tenant, kTenant);
  EXPECT_EQ(find(Hash('a'))->secret_hash, Hash('a'));
  EXPECT_EQ(Difference(Parse<v1::Token>(kToken), find(Hash('a'))->token), "");
  ASSERT_TRUE(find(Hash('b')).has_value());
  EXPECT_EQ(find(Hash('b'))->token.name(), "tenants/other/tokens/k1");
  EXPECT_FALSE(find(Hash('c')).has_value());
}

TEST_F(Tokens, AreAllListedForTheServer) {
  ASSERT_THAT(Insert(R"(name: "tenants/other/tokens/k1" role: ROLE_ADMIN create_time: @2)",
                     Hash('b'), "other"),
              IsOk());
  ASSERT_THAT(Insert(kToken, Hash('a')), IsOk());
  const auto all = Read([](Session& session) { return ListAllTokens(session); });
  ASSERT_THAT(all, IsOk());
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ((*all)[0].token.name(), "tenants/acme/tokens/k1");
  EXPECT_EQ((*all)[1].tenant, "other");
  EXPECT_EQ((*all)[1].secret_hash, Hash('b'));
  EXPECT_THAT(Read([](Session& session) { return ListTenants(session); }),
              IsOkAndHolds(ElementsAre("acme", "other")));
}

TEST_F(Tokens, AreTakenBack) {
  ASSERT_THAT(Insert(kToken, Hash('a')), IsOk());
  const v1::Token before = Parse<v1::Token>(kToken);
  v1::Token after = before;
  after.mutable_revoke_time()->set_seconds(5);
  ASSERT_THAT(Write([&](Transaction& tx) { return UpdateToken(tx, before, after); }), IsOk());
  const auto read = Read([](Session& session) { return GetToken(session, kTenant, "k1"); });
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(Difference(after, *read), "");
  const auto found = Read([](Session& session) { return FindTokenByHash(session, Hash('a')); });
  EXPECT_TRUE(found.ok() && found->has_value());
}

TEST_F(Tokens, ShareNoHash) {
  ASSERT_THAT(Insert(kToken, Hash('a')), IsOk());
  EXPECT_THAT(Insert(R"(name: "acme/tokens/k2" role: ROLE_CSM create_time: @1)", Hash('a')),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(Tokens, R24_LeaveNoHashInTheHistory) {
  ASSERT_THAT(Insert(kToken, Hash('a')), IsOk());
  EXPECT_EQ(Count("SELECT count(*) FROM audit_events WHERE record = 'tenants/acme/tokens/k1' AND "
                  "instr(hex(after), hex('aaaaaaaaaaaaaaaa')) = 0"),
            1);
}

TEST_F(Tokens, AreListedNewestFirst) {
  ASSERT_THAT(Insert(kToken, Hash('a')), IsOk());
  ASSERT_THAT(Insert(R"(name: "acme/tokens/k0" role: ROLE_CSM create_time: @2)", Hash('b')),
              IsOk());
  ListQuery query;
  query.tenant = kTenant;
  google::protobuf::RepeatedPtrField<v1::Token> page;
  ASSERT_THAT(
      Read([&](Session& session) { return ListRecords(session, TokenList(), query, &page); }),
      IsOk());
  ASSERT_EQ(page.size(), 2);
  EXPECT_EQ(page[0].name(), "tenants/acme/tokens/k0");
}

}  // namespace
}  // namespace baton::store
