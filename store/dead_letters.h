// Dead letters: payloads that could not be applied, as received, with every fault.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/integration_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// Payloads longer than this are left out of lists; GetDeadLetter has them whole.
inline constexpr int kMaxListedPayloadBytes = 64 * 1024;
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

// The audit event is without the payload, which may be large and personal.
absl::Status InsertDeadLetter(Transaction& tx, const v1::DeadLetter& dead_letter);

}  // namespace baton::store
