#include "server/visibility.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/people.h"
#include "store/sqlite/sqlite_store.h"
#include "store/tenants.h"
#include "tests/status_matchers.h"

namespace baton::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;

// boss > mona > rosa, and dan beside them.
class VisibilityTest : public ::testing::Test {
 protected:
  VisibilityTest() : store_(*store::OpenSqliteStore({})) {
    store::WriteOptions options;
    options.tenant = "acme";
    options.method = "Test";
    options.now = absl::FromUnixSeconds(1'767'603'600);
    EXPECT_THAT(store_->WriteAndWait(options,
                                     [](store::Transaction& tx) -> absl::StatusOr<std::string> {
                                       BATON_RETURN_IF_ERROR(store::EnsureTenant(tx));
                                       BATON_RETURN_IF_ERROR(Insert(tx, "boss", ""));
                                       BATON_RETURN_IF_ERROR(Insert(tx, "mona", "boss"));
                                       BATON_RETURN_IF_ERROR(Insert(tx, "rosa", "mona"));
                                       BATON_RETURN_IF_ERROR(Insert(tx, "dan", ""));
                                       return std::string();
                                     }),
                IsOk());
  }
  ~VisibilityTest() override { store_->Close(); }

  static std::string Person(const std::string& id) {
    return domain::ResourceName("acme", "people", id);
  }

  static absl::Status Insert(store::Transaction& tx, const std::string& id,
                             const std::string& manager) {
    v1::Person person;
    person.set_name(Person(id));
    person.set_display_name(id);
    person.set_role(v1::ROLE_MANAGER);
    if (!manager.empty()) person.set_manager(Person(manager));
    *person.mutable_create_time() = domain::ToTimestamp(tx.now());
    return store::InsertPerson(tx, person);
  }

  static Call As(const std::string& person, Reach reach) {
    auto caller = std::make_shared<Caller>();
    caller->tenant = "acme";
    if (!person.empty()) caller->person = Person(person);
    Call call;
    call.caller_ptr = std::move(caller);
    call.reach = reach;
    return call;
  }

  // Whom a list of people shows within the scope.
  std::vector<std::string> Listed(const store::Scope& scope) {
    std::vector<std::string> ids;
    EXPECT_THAT(store_->ReadAndWait([&](store::Session& session) -> absl::Status {
      store::ListQuery query;
      query.tenant = "acme";
      query.scope = scope;
      google::protobuf::RepeatedPtrField<v1::Person> people;
      BATON_RETURN_IF_ERROR(store::ListPeople(session, query, &people).status());
      for (const v1::Person& person : people) {
        ids.emplace_back(domain::ShortName(person.name()));
      }
      return absl::OkStatus();
    }),
                IsOk());
    return ids;
  }

  absl::Status Check(const Call& call, const std::vector<std::string>& people) {
    return store_->ReadAndWait([&](store::Session& session) {
      return CheckVisible(call, session, "signal", "tenants/acme/signals/1", people);
    });
  }

  std::unique_ptr<store::Store> store_;
};

TEST_F(VisibilityTest, AListShowsWhatIsWithinReach) {
  const std::vector<std::string> columns = {"person_id"};
  EXPECT_THAT(Listed(VisibleScope(As("mona", Reach::kAll), columns)),
              ElementsAre("boss", "dan", "mona", "rosa"));
  EXPECT_THAT(Listed(VisibleScope(As("mona", Reach::kOwn), columns)), ElementsAre("mona"));
  EXPECT_THAT(Listed(VisibleScope(As("mona", Reach::kPeople), columns)),
              ElementsAre("mona", "rosa"));
  EXPECT_THAT(Listed(VisibleScope(As("boss", Reach::kPeople), columns)),
              ElementsAre("boss", "mona", "rosa"));
  EXPECT_THAT(Listed(VisibleScope(As("mona", Reach::kNone), columns)), IsEmpty());
}

TEST_F(VisibilityTest, AnyOfTheColumnsCounts) {
  EXPECT_THAT(Listed(VisibleScope(As("mona", Reach::kOwn), {"person_id", "manager_id"})),
              ElementsAre("mona", "rosa"));
  EXPECT_THAT(Listed(VisibleScope(As("mona", Reach::kOwn), {})), IsEmpty());
}

// A person's owner is their manager here.
TEST_F(VisibilityTest, OwnersMayStandInAnotherTable) {
  EXPECT_THAT(Listed(VisibleScopeBy(As("mona", Reach::kOwn), "person_id", "people", "manager_id")),
              ElementsAre("rosa"));
  EXPECT_THAT(
      Listed(VisibleScopeBy(As("boss", Reach::kPeople), "person_id", "people", "manager_id")),
      ElementsAre("mona", "rosa"));
  EXPECT_THAT(Listed(VisibleScopeBy(As("", Reach::kOwn), "person_id", "people", "manager_id")),
              IsEmpty());
}

TEST_F(VisibilityTest, ACallerWithoutAPersonOwnsNothing) {
  EXPECT_THAT(Listed(VisibleScope(As("", Reach::kOwn), {"person_id", "manager_id"})), IsEmpty());
  EXPECT_THAT(Listed(VisibleScope(As("", Reach::kPeople), {"manager_id"})), IsEmpty());
  EXPECT_FALSE(Check(As("", Reach::kOwn), {"", Person("rosa")}).ok());
}

TEST_F(VisibilityTest, R12_ARecordOutOfReachHasTheStatusOfAMissingOne) {
  const absl::Status missing = domain::NotFound("signal", "tenants/acme/signals/1");
  EXPECT_THAT(Check(As("rosa", Reach::kOwn), {"", Person("rosa")}), IsOk());
  EXPECT_THAT(Check(As("mona", Reach::kPeople), {Person("rosa")}), IsOk());
  EXPECT_THAT(Check(As("boss", Reach::kPeople), {Person("dan"), Person("rosa")}), IsOk());
  EXPECT_THAT(Check(As("dan", Reach::kAll), {}), IsOk());
  EXPECT_EQ(Check(As("mona", Reach::kOwn), {Person("rosa")}), missing);
  EXPECT_EQ(Check(As("rosa", Reach::kPeople), {Person("mona")}), missing);
  EXPECT_EQ(Check(As("dan", Reach::kPeople), {Person("rosa")}), missing);
}

}  // namespace
}  // namespace baton::server
