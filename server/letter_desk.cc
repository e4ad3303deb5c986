#include "server/letter_desk.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "adapters/registry.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "google/rpc/error_details.pb.h"
#include "server/fact_desk.h"
#include "server/fact_lookup.h"
#include "server/mapping_desk.h"
#include "store/dead_letters.h"
#include "store/deadlines.h"
#include "store/sha256.h"

namespace baton::server {
namespace {

// Tries the letter again now if what it awaits is there, else when that comes.
absl::Status SetNextTry(store::Transaction& tx, const v1::DeadLetter& letter) {
  bool known = false;
  if (!letter.awaits().empty()) {
    BATON_ASSIGN_OR_RETURN(known, IsKnown(tx, letter.vendor(), letter.awaits()));
  }
  if (known) return store::WakeDeadLetter(tx, letter.name());
  return store::SetDeadlines(tx, letter.name(), {});
}

absl::Status RemoveLetter(store::Transaction& tx, const std::string& name) {
  const auto letter = store::GetDeadLetter(tx.session(), tx.tenant(), name);
  if (absl::IsNotFound(letter.status())) return absl::OkStatus();
  BATON_RETURN_IF_ERROR(letter.status());
  return store::RemoveDeadLetter(tx, *letter);
}

}  // namespace

std::string LetterName(std::string_view tenant, std::string_view vendor, std::string_view payload) {
  std::string content(vendor);
  content.append("\n").append(payload);
  const std::string digest = absl::BytesToHexString(store::Sha256(content));
  return domain::ResourceName(tenant, "deadLetters", digest.substr(0, 32));
}

absl::Status WithDeadLetter(const absl::Status& refusal, const std::string& name) {
  v1::ErrorReason reason = domain::ReasonOf(refusal);
  if (reason == v1::ERROR_REASON_UNSPECIFIED) reason = v1::ERROR_REASON_PAYLOAD_UNRESOLVED;
  const absl::StatusCode code =
      absl::IsNotFound(refusal) ? absl::StatusCode::kFailedPrecondition : refusal.code();
  absl::Status status = domain::Refuse(code, reason, refusal.message(), {{"dead_letter", name}});
  google::rpc::BadRequest faults;
  if (domain::FindDetail(refusal, &faults)) domain::AddDetail(faults, &status);
  return status;
}

std::vector<std::string> FaultsOf(const absl::Status& refusal) {
  std::vector<std::string> faults;
  google::rpc::BadRequest bad;
  if (domain::FindDetail(refusal, &bad)) {
    for (const auto& violation : bad.field_violations()) {
      faults.push_back(absl::StrCat(violation.field(), " ", violation.description()));
    }
  }
  if (faults.empty()) faults.emplace_back(refusal.message());
  return faults;
}

bool IsPayloadsFault(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsFailedPrecondition(status) ||
         absl::IsNotFound(status) || absl::IsAlreadyExists(status);
}

absl::StatusOr<v1::IngestPayloadResponse> ApplyPayload(store::Transaction& tx,
                                                       const std::string& letter,
                                                       const std::string& vendor,
                                                       const std::vector<v1::Fact>& facts,
                                                       IdSequence ids) {
  v1::IngestPayloadResponse response;
  FactSource source;
  source.vendor = vendor;
  source.number = 0;
  source.payload = &facts;
  for (const v1::Fact& fact : facts) {
    ++source.number;
    BATON_ASSIGN_OR_RETURN(*response.add_facts(), ApplyFact(tx, source, fact, ids));
  }
  BATON_RETURN_IF_ERROR(RemoveLetter(tx, letter));
  return response;
}

absl::Status KeepLetter(store::Transaction& tx, const v1::DeadLetter& letter) {
  const auto held = store::GetDeadLetter(tx.session(), tx.tenant(), letter.name());
  if (held.ok()) return absl::OkStatus();
  if (!absl::IsNotFound(held.status())) return held.status();
  BATON_RETURN_IF_ERROR(store::InsertDeadLetter(tx, letter));
  return SetNextTry(tx, letter);
}

absl::StatusOr<v1::IngestPayloadResponse> ApplyLetter(store::Transaction& tx,
                                                      const v1::DeadLetter& letter) {
  if (adapters::FindAdapter(letter.vendor()) == nullptr) {
    return absl::InternalError("a letter of an unknown vendor");
  }
  BATON_ASSIGN_OR_RETURN(
      const std::vector<v1::Fact> facts,
      TranslatePayload(tx.session(), tx.tenant(), {letter.vendor(), letter.connection()},
                       letter.payload()));
  const IdSequence ids(IdFrom(tx.now(), store::Sha256(letter.name())));
  return ApplyPayload(tx, letter.name(), letter.vendor(), facts, ids);
}

absl::Status LetterDue(store::Transaction& tx, std::string_view id) {
  BATON_ASSIGN_OR_RETURN(const v1::DeadLetter letter,
                         store::GetDeadLetter(tx.session(), tx.tenant(), id));
  return ApplyLetter(tx, letter).status();
}

absl::Status LetterRefused(store::Transaction& tx, std::string_view id,
                           const absl::Status& refusal) {
  const auto held = store::GetDeadLetter(tx.session(), tx.tenant(), id);
  if (absl::IsNotFound(held.status())) return absl::OkStatus();
  BATON_RETURN_IF_ERROR(held.status());
  v1::DeadLetter letter = *held;
  letter.clear_faults();
  for (std::string& fault : FaultsOf(refusal)) letter.add_faults(std::move(fault));
  letter.set_awaits(AwaitedBy(refusal));
  BATON_RETURN_IF_ERROR(store::UpdateDeadLetter(tx, *held, letter));
  return SetNextTry(tx, letter);
}

}  // namespace baton::server
