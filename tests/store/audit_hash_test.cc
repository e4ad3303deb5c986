// The formulas of the audit chain, against digests that another program worked out from the words
// of audit.h: a chain written today must verify for ever.
#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "store/audit.h"
#include "store/sha256.h"

namespace baton::store {
namespace {

AuditRow Sample() {
  AuditRow row;
  row.tenant = "acme";
  row.sequence = 1;
  row.time = absl::FromUnixMicros(2);
  row.actor = "ann";
  row.method = "M";
  row.request_id = "";
  row.record_type = "T";
  row.record = "R";
  row.after = "new";
  row.salt = "salt";
  return row;
}

TEST(AuditHash, Sha256IsSha256) {
  EXPECT_EQ(absl::BytesToHexString(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(AuditHash, TheChainBeginsWithItsTenant) {
  EXPECT_EQ(absl::BytesToHexString(GenesisHash("acme")),
            "c28f2123abbb66b49df4bd498eef71e8aa39efb117e5f4afbfd07888d27ba2ea");
  EXPECT_NE(GenesisHash("acme"), GenesisHash("globex"));
}

TEST(AuditHash, ContentIsSaltBeforeAndAfter) {
  std::string scratch;
  std::string digest;
  ContentDigest(Sample(), &scratch, &digest);
  EXPECT_EQ(absl::BytesToHexString(digest),
            "d97ba623203d3205fc482c9851fbe50e50cf573e388febcc62f6a9b8ccdcbd20");
}

TEST(AuditHash, EmptyAndAbsentContentDiffer) {
  std::string scratch;
  std::string absent;
  std::string empty;
  AuditRow row = Sample();
  ContentDigest(row, &scratch, &absent);
  row.before = "";
  ContentDigest(row, &scratch, &empty);
  EXPECT_NE(absent, empty);
}

TEST(AuditHash, EventsAreHashedWithTheHashBefore) {
  AuditRow row = Sample();
  row.content_digest = "D";
  std::string scratch;
  std::string hash;
  EventHash("previous", row, &scratch, &hash);
  EXPECT_EQ(absl::BytesToHexString(hash),
            "5617f28d9228ec5f054851bdf1c4619ded81315b39df8d674878a8e3bde32175");
}

TEST(AuditHash, MessagesAreShownAsJson) {
  v1::AuditEvent event;
  event.set_sequence(7);
  event.set_actor("ann");
  EXPECT_EQ(MessageJson("baton.v1.AuditEvent", event.SerializeAsString()),
            R"({"sequence":"7","actor":"ann"})");
  EXPECT_EQ(MessageJson("baton.v1.NoSuch", ""), "");
  EXPECT_EQ(MessageJson("baton.v1.AuditEvent", "\xFF"), "");
}

}  // namespace
}  // namespace baton::store
