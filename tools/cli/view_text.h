// Pieces that the views share.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "baton/v1/common.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "tools/cli/render.h"

namespace baton::cli {

// "2027-01-05 09:30 UTC"; empty for an absent instant.
std::string TimeText(const google::protobuf::Timestamp& time);

// "2027-01-05 09:30 UTC (3 h ago)"; empty for an absent instant.
std::string TimeTextWithAge(const google::protobuf::Timestamp& time, absl::Time now);

// "2027-01-05"; empty for an absent instant.
std::string DayText(const google::protobuf::Timestamp& time);

std::string YesNo(bool yes);

// "rosa" for a person; "tokens/01JB2Q" and "system/sweeper" stay as they are.
std::string ActorText(const std::string& actor);

// "core, analytics".
std::string JoinTexts(const google::protobuf::RepeatedPtrField<std::string>& texts);

// One line a step with its rule number in front: "C-2   30% of 1,000.00 = 300.00".
std::string ExplanationText(
    const google::protobuf::RepeatedPtrField<v1::ExplanationStep>& explanation);

// The same under a heading, indented; empty when there is nothing to explain.
std::string ExplanationBlock(
    const google::protobuf::RepeatedPtrField<v1::ExplanationStep>& explanation,
    const Terminal& terminal);

}  // namespace baton::cli
