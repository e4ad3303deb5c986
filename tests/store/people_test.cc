#include "store/people.h"

#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::Difference;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::kTenant;
using testing::Parse;
using testing::StatusIs;

class People : public testing::RecordsTest {
 protected:
  absl::Status Insert(std::string_view text) {
    return Write([&](Transaction& tx) { return InsertPerson(tx, Parse<v1::Person>(text)); });
  }
};

TEST_F(People, AreReadBackWhole) {
  const v1::Person person = Parse<v1::Person>(
      R"(name: "acme/people/p9" display_name: "Pía" email: "pia@acme.example" role: ROLE_VP_CS
         manager: "acme/people/carl" segment: SEGMENT_MID_MARKET payee_id: "E-9"
         external_ids { system: "gainsight" record_id: "1" }
         external_ids { system: "salesforce" record_id: "005" }
         create_time: @1 update_time: @2)");
  ASSERT_THAT(Write([&](Transaction& tx) { return InsertPerson(tx, person); }), IsOk());
  for (const char* name : {"tenants/acme/people/p9", "p9"}) {
    const auto read = Read([&](Session& session) { return GetPerson(session, kTenant, name); });
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(Difference(person, *read), "");
  }
}

TEST_F(People, OfAnotherTenantAreNotFound) {
  for (const char* name : {"tenants/other/people/rosa", "tenants/acme/accounts/rosa", "nobody"}) {
    EXPECT_THAT(Read([&](Session& session) { return GetPerson(session, kTenant, name); }),
                StatusIs(absl::StatusCode::kNotFound));
  }
  EXPECT_THAT(Read([&](Session& session) { return GetPerson(session, "other", "rosa"); }),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(People, AreFoundByMailWhateverItsCase) {
  for (const char* email : {"rosa@acme.example", "ROSA@ACME.EXAMPLE"}) {
    const auto found =
        Read([&](Session& session) { return FindPersonByEmail(session, kTenant, email); });
    ASSERT_THAT(found, IsOk());
    ASSERT_TRUE(found->has_value());
    EXPECT_EQ((*found)->name(), "tenants/acme/people/rosa");
    EXPECT_EQ((*found)->external_ids_size(), 1);
  }
  const auto none = Read([](Session& session) { return FindPersonByEmail(session, kTenant, ""); });
  ASSERT_THAT(none, IsOk());
  EXPECT_FALSE(none->has_value());
}

TEST_F(People, ShareNoMailAddress) {
  EXPECT_THAT(Insert(R"(name: "acme/people/r2" email: "rosa@acme.EXAMPLE")"),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("people/rosa")));
  EXPECT_THAT(Insert(R"(name: "acme/people/r3")"), IsOk());
  EXPECT_THAT(Insert(R"(name: "acme/people/r4")"), IsOk());
}

TEST_F(People, AreFoundByExternalId) {
  const auto found = Read([](Session& session) {
    return FindPersonByExternalId(session, kTenant, "gainsight", "1P01");
  });
  ASSERT_THAT(found, IsOk());
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->name(), "tenants/acme/people/rosa");
  const auto none = Read([](Session& session) {
    return FindPersonByExternalId(session, kTenant, "salesforce", "1P01");
  });
  EXPECT_FALSE(none->has_value());
}

TEST_F(People, ShareNoExternalId) {
  EXPECT_THAT(Insert(R"(name: "acme/people/r2"
                        external_ids { system: "gainsight" record_id: "1P01" })"),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("belongs to rosa")));
  EXPECT_EQ(Count("SELECT count(*) FROM people WHERE person_id = 'r2'"), 0);
}

TEST_F(People, LoseAnExternalIdThatIsTakenBack) {
  const auto before = Read([](Session& session) { return GetPerson(session, kTenant, "rosa"); });
  ASSERT_THAT(before, IsOk());
  v1::Person after = *before;
  after.mutable_external_ids(0)->set_record_id("1P02");
  ASSERT_THAT(Write([&](Transaction& tx) { return UpdatePerson(tx, *before, after); }), IsOk());
  EXPECT_THAT(Insert(R"(name: "acme/people/r2"
                        external_ids { system: "gainsight" record_id: "1P01" })"),
              IsOk());
}

TEST_F(People, HaveAManagerOrNone) {
  EXPECT_THAT(Read([](Session& session) { return ManagerOf(session, kTenant, "rosa"); }),
              testing::IsOkAndHolds("tenants/acme/people/mona"));
  EXPECT_THAT(Read([](Session& session) { return ManagerOf(session, kTenant, "carl"); }),
              testing::IsOkAndHolds(""));
}

TEST_F(People, OfAManagerAreAllBelow) {
  EXPECT_THAT(
      Read([](Session& session) { return PeopleOf(session, kTenant, "carl"); }),
      testing::IsOkAndHolds(ElementsAre("tenants/acme/people/ada", "tenants/acme/people/mona",
                                        "tenants/acme/people/rosa")));
  EXPECT_THAT(
      Read([](Session& session) { return PeopleOf(session, kTenant, "tenants/acme/people/mona"); }),
      testing::IsOkAndHolds(ElementsAre("tenants/acme/people/ada", "tenants/acme/people/rosa")));
  EXPECT_THAT(Read([](Session& session) { return PeopleOf(session, kTenant, "ada"); }),
              testing::IsOkAndHolds(ElementsAre()));
}

TEST_F(People, OfACircleOfManagersEnd) {
  const auto carl = Read([](Session& session) { return GetPerson(session, kTenant, "carl"); });
  ASSERT_THAT(carl, IsOk());
  v1::Person after = *carl;
  after.set_manager("tenants/acme/people/ada");
  ASSERT_THAT(Write([&](Transaction& tx) { return UpdatePerson(tx, *carl, after); }), IsOk());
  EXPECT_THAT(
      Read([](Session& session) { return PeopleOf(session, kTenant, "mona"); }),
      testing::IsOkAndHolds(ElementsAre("tenants/acme/people/ada", "tenants/acme/people/carl",
                                        "tenants/acme/people/rosa")));
}

TEST_F(People, AreListedByNameInPages) {
  ListQuery query;
  query.tenant = kTenant;
  query.page_size = 3;
  std::vector<std::string> names;
  do {
    google::protobuf::RepeatedPtrField<v1::Person> page;
    const auto next = Read([&](Session& session) { return ListPeople(session, query, &page); });
    ASSERT_THAT(next, IsOk());
    for (const v1::Person& person : page) names.push_back(person.display_name());
    query.page_token = *next;
  } while (!query.page_token.empty());
  EXPECT_THAT(names, ElementsAre("Ada", "Carl", "Mona", "Rosa"));
}

TEST_F(People, LeaveOneAuditEventEach) {
  const int64_t before = Count("SELECT count(*) FROM audit_events");
  ASSERT_THAT(Insert(R"(name: "acme/people/p9" external_ids { system: "a" record_id: "1" }
                        external_ids { system: "b" record_id: "2" })"),
              IsOk());
  EXPECT_EQ(Count("SELECT count(*) FROM audit_events"), before + 1);
}

}  // namespace
}  // namespace baton::store
