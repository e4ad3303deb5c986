#include "server/fact_lookup.h"

#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "store/accounts.h"
#include "store/people.h"
#include "store/sha256.h"

namespace baton::server {
namespace {

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

}  // namespace

absl::Status Unresolved(const FactSource& source, std::string_view what) {
  return domain::Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_PAYLOAD_UNRESOLVED,
                        absl::StrCat("fact ", source.number, ": ", View(what)));
}

absl::StatusOr<v1::Account> ResolveAccount(store::Transaction& tx, const FactSource& source,
                                           const v1::Fact& fact) {
  if (fact.account_external_id().empty()) return Unresolved(source, "it names no account");
  BATON_ASSIGN_OR_RETURN(std::optional<v1::Account> account,
                         store::FindAccountByExternalId(tx.session(), tx.tenant(), source.vendor,
                                                        fact.account_external_id()));
  if (account.has_value()) return *std::move(account);
  return Unresolved(
      source, absl::StrCat("no account has the ", source.vendor, " id ", fact.account_external_id(),
                           "; add it to the account's external ids"));
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

v1::SourceRecord SourceOf(const FactSource& source, const v1::Fact& fact) {
  v1::SourceRecord record;
  record.set_system(source.vendor);
  record.set_record_id(
      !fact.external_id().empty()
          ? fact.external_id()
          : absl::StrCat("sha256:", absl::BytesToHexString(store::Sha256(Deterministic(fact)))));
  return record;
}

}  // namespace baton::server
