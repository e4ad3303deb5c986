// What parties ask for and reviewers rule, as typed: "2=clean_renewal", "csm:ines=70%".
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/deal_desk_ticket.pb.h"
#include "baton/v1/dispute.pb.h"

namespace baton::cli {

// A part's number and the category that it should have. InvalidArgument names what can't be read.
absl::StatusOr<v1::PartCategory> ParsePartCategory(absl::string_view text);

// A role, a person's id and a rate. The person's name is completed by the command.
absl::StatusOr<v1::CreditShare> ParseCreditShare(absl::string_view text);

}  // namespace baton::cli
