#include "server/fact_lookup.h"

#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/rpc/error_details.pb.h"
#include "store/accounts.h"
#include "store/opportunities.h"
#include "store/people.h"
#include "store/sha256.h"

namespace baton::server {
namespace {

constexpr char kAwaits[] = "awaits";
// Enough that no two changes of one record at one instant share it.
constexpr size_t kVersionDigestChars = 16;

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

std::string Deterministic(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

google::rpc::ErrorInfo InfoOf(const absl::Status& refusal) {
  google::rpc::ErrorInfo info;
  domain::FindDetail(refusal, &info);
  return info;
}

std::string DigestOf(const v1::Fact& fact) {
  return absl::BytesToHexString(store::Sha256(Deterministic(fact)));
}

}  // namespace

absl::Status Unresolved(const FactSource& source, std::string_view what) {
  return domain::Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_PAYLOAD_UNRESOLVED,
                        absl::StrCat("fact ", source.number, ": ", View(what)));
}

absl::Status Awaiting(absl::Status refusal, std::string_view awaited) {
  google::rpc::ErrorInfo info = InfoOf(refusal);
  (*info.mutable_metadata())[kAwaits] = std::string(awaited);
  domain::AddDetail(info, &refusal);
  return refusal;
}

std::string AwaitedBy(const absl::Status& refusal) {
  const google::rpc::ErrorInfo info = InfoOf(refusal);
  const auto awaited = info.metadata().find(kAwaits);
  return awaited == info.metadata().end() ? "" : awaited->second;
}

absl::StatusOr<bool> IsKnown(store::Transaction& tx, std::string_view vendor, std::string_view id) {
  BATON_ASSIGN_OR_RETURN(const auto account,
                         store::FindAccountByExternalId(tx.session(), tx.tenant(), vendor, id));
  if (account.has_value()) return true;
  BATON_ASSIGN_OR_RETURN(const auto opportunity,
                         store::FindOpportunityBySource(tx.session(), tx.tenant(), vendor, id));
  return opportunity.has_value();
}

absl::StatusOr<v1::Account> ResolveAccount(store::Transaction& tx, const FactSource& source,
                                           const v1::Fact& fact) {
  if (fact.account_external_id().empty()) return Unresolved(source, "it names no account");
  BATON_ASSIGN_OR_RETURN(std::optional<v1::Account> account,
                         store::FindAccountByExternalId(tx.session(), tx.tenant(), source.vendor,
                                                        fact.account_external_id()));
  if (account.has_value()) return *std::move(account);
  return Awaiting(Unresolved(source, absl::StrCat("no account has the ", source.vendor, " id ",
                                                  fact.account_external_id(),
                                                  "; add it to the account's external ids")),
                  fact.account_external_id());
}

absl::Status UnknownOpportunity(const FactSource& source, const std::string& external_id) {
  return Awaiting(Unresolved(source, absl::StrCat("no opportunity has the ", source.vendor, " id ",
                                                  external_id, ", and it names no account")),
                  external_id);
}

absl::StatusOr<std::string> FindPersonName(store::Transaction& tx, const FactSource& source,
                                           std::string_view external_id, std::string_view email) {
  std::optional<v1::Person> person;
  if (!external_id.empty()) {
    BATON_ASSIGN_OR_RETURN(person, store::FindPersonByExternalId(tx.session(), tx.tenant(),
                                                                 source.vendor, external_id));
  }
  if (!person.has_value() && !email.empty()) {
    BATON_ASSIGN_OR_RETURN(person, store::FindPersonByEmail(tx.session(), tx.tenant(), email));
  }
  return person.has_value() ? person->name() : std::string();
}

store::SourceVersion VersionOf(store::Transaction& tx, const v1::Fact& fact) {
  store::SourceVersion version;
  version.change_time = fact.has_change_time()  ? domain::ToTime(fact.change_time())
                        : fact.has_occur_time() ? domain::ToTime(fact.occur_time())
                                                : tx.now();
  version.digest = DigestOf(fact).substr(0, kVersionDigestChars);
  return version;
}

v1::SourceRecord SourceOf(const FactSource& source, const v1::Fact& fact) {
  v1::SourceRecord record;
  record.set_system(source.vendor);
  record.set_record_id(!fact.external_id().empty() ? fact.external_id()
                                                   : absl::StrCat("sha256:", DigestOf(fact)));
  return record;
}

}  // namespace baton::server
