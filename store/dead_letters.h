// Dead letters: payloads that could not be applied, as received, with every fault. One that came
// too early waits for a record; its deadline kApplyDeadLetter says that it may be tried again.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/common.pb.h"
#include "baton/v1/integration_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// Payloads longer than this are left out of lists; GetDeadLetter has them whole.
inline constexpr int kMaxListedPayloadBytes = 64 * 1024;
// The deadline of a letter whose awaited record has come.
inline constexpr char kApplyDeadLetter[] = "apply";
// Dead letters in one page at most, whatever page size was asked for.
inline constexpr int kMaxDeadLettersListed = 50;

const Table& DeadLetterTable();
// Newest first; takes no filter. Reads no payloads: see ListDeadLetters.
const ListSpec& DeadLetterList();

// A dead letter is named by full name or bare id. NOT_FOUND when there is none.
absl::StatusOr<v1::DeadLetter> GetDeadLetter(Session& session, std::string_view tenant,
                                             std::string_view dead_letter);

// One page of at most kMaxDeadLettersListed, with payloads up to kMaxListedPayloadBytes, so that it
// fits into one answer; answers the next page token.
absl::StatusOr<std::string> ListDeadLetters(
    Session& session, ListQuery query,
    google::protobuf::RepeatedPtrField<v1::DeadLetter>* dead_letters);

// Audit events of dead letters are without the payload, which may be large and personal.
absl::Status InsertDeadLetter(Transaction& tx, const v1::DeadLetter& dead_letter);
absl::Status UpdateDeadLetter(Transaction& tx, const v1::DeadLetter& before,
                              const v1::DeadLetter& after);
// With its deadline.
absl::Status RemoveDeadLetter(Transaction& tx, const v1::DeadLetter& dead_letter);

// Has every letter tried again that awaits this id, which Baton has just come to know.
absl::Status WakeDeadLetters(Transaction& tx, const v1::SourceRecord& known);
// Has one letter (full name) tried again.
absl::Status WakeDeadLetter(Transaction& tx, const std::string& name);

}  // namespace baton::store
