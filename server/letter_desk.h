// The letter desk: dead letters kept, tried again and done with. Inside a store's body.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/integration_service.pb.h"
#include "server/ids.h"
#include "store/store.h"

namespace baton::server {

// The full name of the letter that a payload would be: by its content, so that the same payload
// again is the same letter.
std::string LetterName(std::string_view tenant, std::string_view vendor, std::string_view payload);

// What a refusal says is wrong, fault by fault.
std::vector<std::string> FaultsOf(const absl::Status& refusal);

// Whether the payload is at fault, so that a mended mapping or a known account may cure it.
// Everything else (a full disk, a caller who left) says nothing about the payload.
bool IsPayloadsFault(const absl::Status& status);

// Applies a payload's facts in their order, and removes the letter of that name if there is one.
absl::StatusOr<v1::IngestPayloadResponse> ApplyPayload(store::Transaction& tx,
                                                       const std::string& letter,
                                                       const std::string& vendor,
                                                       const std::vector<v1::Fact>& facts,
                                                       IdSequence ids);

// Keeps the letter, unless it is held. One whose awaited record has come meanwhile is tried again.
absl::Status KeepLetter(store::Transaction& tx, const v1::DeadLetter& letter);

// Reads a letter's payload with the mapping of now, and applies it.
absl::StatusOr<v1::IngestPayloadResponse> ApplyLetter(store::Transaction& tx,
                                                      const v1::DeadLetter& letter);

// The same refusal with the letter's name among its metadata.
absl::Status WithDeadLetter(const absl::Status& refusal, const std::string& name);

// A letter's awaited record has come: applies the payload. A refusal is the payload's; see
// LetterRefused.
absl::Status LetterDue(store::Transaction& tx, std::string_view id);

// The letter could not be applied after all: keeps what is wrong now, and waits for what that
// awaits.
absl::Status LetterRefused(store::Transaction& tx, std::string_view id,
                           const absl::Status& refusal);

}  // namespace baton::server
