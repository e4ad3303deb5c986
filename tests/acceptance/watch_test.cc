// The live inbox: what a watcher sees, in which order, and that a resume misses and repeats
// nothing.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/company.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Update = v1::WatchSignalsResponse;

class Watch : public Company {
 protected:
  Reader<Update> Open(const Client& who, const std::string& resume_token = "",
                      const std::string& holder = "") {
    v1::WatchSignalsRequest request;
    request.set_parent(Tenant());
    request.set_resume_token(resume_token);
    request.set_holder(holder);
    return who.Stream(&HandoffStub::WatchSignals, request);
  }

  // What stands open at the start, and the token to go on from.
  static std::pair<std::vector<std::string>, std::string> CatchUp(Reader<Update>& reader) {
    std::vector<std::string> open;
    while (const auto update = reader.Next()) {
      if (update->caught_up()) return {open, update->resume_token()};
      open.push_back(update->signal().name());
    }
    ADD_FAILURE() << "the stream ended: " << reader.Finish();
    return {open, ""};
  }

  // The next update, which must come.
  static Update Next(Reader<Update>& reader) {
    const auto update = reader.Next();
    if (update.has_value()) return *update;
    ADD_FAILURE() << "the stream ended: " << reader.Finish();
    return {};
  }

  // A signal that is nobody's duplicate.
  v1::Signal FileLine(const std::string& account, const std::string& line, size_t note_chars = 60) {
    v1::FileSignalRequest request = Filing(account);
    request.mutable_signal()->add_product_lines(line);
    request.mutable_signal()->mutable_source()->set_record_id(line);
    request.mutable_signal()->set_context_note(std::string(note_chars, 'n'));
    return File(request);
  }
};

TEST_F(Watch, WhatStandsOpenComesFirstThenWhatChanges) {
  const std::string first = FileLine("harborline", "seats").name();
  const std::string second = FileLine("harborline", "api").name();
  const std::string closed = FileLine("harborline", "audit").name();
  v1::SignalOutcome lost;
  lost.set_kind(v1::OUTCOME_KIND_LOST);
  lost.set_reason("No need");
  ASSERT_THAT(Report(rosa(), closed, lost), IsOk());

  Reader<Update> inbox = Open(rosa());
  EXPECT_THAT(CatchUp(inbox).first, UnorderedElementsAre(first, second));
  ASSERT_THAT(Acknowledge(rosa(), first), IsOk());
  const Update change = Next(inbox);
  EXPECT_EQ(change.signal().name(), first);
  EXPECT_EQ(change.signal().state(), v1::SIGNAL_STATE_ACKNOWLEDGED);
  EXPECT_NE(change.resume_token(), "");
}

TEST_F(Watch, AMissedDeadlineIsSentLikeAnyOtherChange) {
  const std::string name = FileLine("harborline", "seats").name();
  Reader<Update> inbox = Open(rosa());
  CatchUp(inbox);
  Advance(absl::Hours(5));
  EXPECT_FALSE(Next(inbox).signal().has_crm_due_time()) << "the CRM's silence comes first";
  EXPECT_TRUE(Next(inbox).signal().clock().acknowledge_warned());
  EXPECT_TRUE(Next(inbox).signal().clock().acknowledge_missed());
}

TEST_F(Watch, AResumeMissesNothingAndRepeatsNothing) {
  Reader<Update> inbox = Open(rosa());
  CatchUp(inbox);
  std::vector<std::string> filed;
  for (int i = 0; i < 6; ++i) {
    filed.push_back(FileLine("harborline", absl::StrCat("line-", i)).name());
  }
  for (int i = 0; i < 2; ++i) EXPECT_EQ(Next(inbox).signal().name(), filed[i]);
  const Update third = Next(inbox);
  EXPECT_EQ(third.signal().name(), filed[2]);
  inbox.Cancel();

  ASSERT_THAT(Acknowledge(rosa(), filed[0]), IsOk());
  Reader<Update> resumed = Open(rosa(), third.resume_token());
  for (int i = 3; i < 6; ++i) EXPECT_EQ(Next(resumed).signal().name(), filed[i]);
  const Update last = Next(resumed);
  EXPECT_EQ(last.signal().name(), filed[0]);
  EXPECT_EQ(last.signal().state(), v1::SIGNAL_STATE_ACKNOWLEDGED);
}

TEST_F(Watch, ATokenOutlivesTheServer) {
  Reader<Update> inbox = Open(rosa());
  const std::string token = CatchUp(inbox).second;
  inbox.Cancel();
  const std::string name = FileLine("harborline", "seats").name();
  Restart();
  Reader<Update> resumed = Open(rosa(), token);
  EXPECT_EQ(Next(resumed).signal().name(), name);
}

TEST_F(Watch, ABrokenTokenIsRefused) {
  Reader<Update> inbox = Open(rosa(), "no token");
  EXPECT_FALSE(inbox.Next().has_value());
  EXPECT_THAT(inbox.Finish(), Refuses(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST_F(Watch, EverybodySeesWhatTheirRoleReaches) {
  AddAccount(NewAccount("quillan"), "imogen", "dana");
  AddPerson("marc", v1::ROLE_AE, "victor");
  AddAccount(NewAccount("tallis"), "imogen", "marc");
  const std::string rosas = FileFor("harborline").name();
  const std::string danas = FileFor("quillan").name();
  const std::string marcs = FileFor("tallis").name();
  const auto open = [&](const Client& who, const std::string& holder = "") {
    Reader<Update> inbox = Open(who, "", holder);
    return CatchUp(inbox).first;
  };
  EXPECT_THAT(open(rosa()), ElementsAre(rosas));
  EXPECT_THAT(open(priya()), UnorderedElementsAre(rosas, danas));
  EXPECT_THAT(open(imogen()), UnorderedElementsAre(rosas, danas, marcs));
  EXPECT_THAT(open(remy()), UnorderedElementsAre(rosas, danas, marcs));
  EXPECT_THAT(open(remy(), Person("dana")), ElementsAre(danas));
  EXPECT_THAT(open(rosa(), Person("dana")), IsEmpty());
}

TEST_F(Watch, LiveChangesReachOnlyThoseWhomTheyConcern) {
  AddAccount(NewAccount("quillan"), "imogen", "dana");
  Reader<Update> hers = Open(rosa());
  Reader<Update> managers = Open(priya());
  CatchUp(hers);
  CatchUp(managers);
  const std::string danas = FileFor("quillan").name();
  const std::string rosas = FileFor("harborline").name();
  EXPECT_EQ(Next(hers).signal().name(), rosas);
  EXPECT_EQ(Next(managers).signal().name(), danas);
  EXPECT_EQ(Next(managers).signal().name(), rosas);
}

TEST_F(Watch, ASignalThatLeavesAnInboxIsSentOnceMore) {
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->clear_qualification();
  request.set_watch_item(true);
  const std::string name = File(request).name();
  Reader<Update> inbox = Open(imogen(), "", Person("imogen"));
  EXPECT_THAT(CatchUp(inbox).first, ElementsAre(name));
  v1::RequalifySignalRequest requalify;
  requalify.set_name(name);
  *requalify.mutable_qualification() = Filing().signal().qualification();
  ASSERT_THAT(imogen().Call(&HandoffStub::RequalifySignal, requalify), IsOk());
  const Update left = Next(inbox);
  EXPECT_EQ(left.signal().name(), name);
  EXPECT_EQ(left.signal().holder(), Person("rosa"));
}

TEST_F(Watch, TwoWatchersSeeTheSameInTheSameOrder) {
  Reader<Update> one = Open(rosa());
  Reader<Update> other = Open(remy());
  CatchUp(one);
  CatchUp(other);
  for (int i = 0; i < 5; ++i) FileLine("harborline", absl::StrCat("line-", i));
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Next(one).SerializeAsString(), Next(other).SerializeAsString());
  }
}

TEST_F(Watch, ASlowReaderHoldsNobodyUpAndLosesNothing) {
  constexpr int kMany = 120;  // of about 5 KB: more than the queue and the connection's window hold
  Reader<Update> slow = Open(rosa());
  CatchUp(slow);
  std::vector<std::string> filed;
  for (int i = 0; i < kMany; ++i) {
    filed.push_back(FileLine("harborline", absl::StrCat("line-", i), 2'000).name());
  }
  Reader<Update> quick = Open(remy());
  EXPECT_EQ(CatchUp(quick).first.size(), filed.size());
  for (const std::string& name : filed) ASSERT_EQ(Next(slow).signal().name(), name);
}

TEST_F(Watch, AWatcherWhoFallsBehindByManyPagesOfOpenSignalsGetsThemAll) {
  std::set<std::string> filed;
  for (int i = 0; i < 230; ++i) {
    filed.insert(FileLine("harborline", absl::StrCat("line-", i)).name());
  }
  Reader<Update> inbox = Open(rosa());
  const std::vector<std::string> open = CatchUp(inbox).first;
  EXPECT_EQ(open.size(), filed.size());
  EXPECT_EQ(std::set<std::string>(open.begin(), open.end()), filed);
}

TEST_F(Watch, R22_AStoppingServerEndsTheStreamAsUnavailable) {
  Reader<Update> inbox = Open(rosa());
  CatchUp(inbox);
  server().Stop();
  EXPECT_FALSE(inbox.Next().has_value());
  EXPECT_THAT(inbox.Finish(), Refuses(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
}

}  // namespace
}  // namespace baton::testing
