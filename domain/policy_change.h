// What a company chooses in a policy, field by field, and in what two versions differ.
//
// A field of v1.Policy is either a choice or a record of the version itself, as its number. Of the
// choices some bear on attribution or pay; a version that changes one of these needs the officers'
// signatures. A test walks the message: a new field must take its place here.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/policy_service.pb.h"
#include "domain/refusal.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"

namespace baton::domain {

// Whether the company chooses it.
bool IsPolicyChoice(const google::protobuf::FieldDescriptor& field);

// Whether a choice bears on who is credited, for how much, or what that pays and when.
bool AffectsPay(const google::protobuf::FieldDescriptor& field);

// The choices in which two versions differ, in the order of their numbers.
std::vector<v1::PolicyChange> PolicyChanges(const v1::Policy& before, const v1::Policy& after);

// The choices of `base`, with those that `mask` names (all where it is empty) as in `asked`. Holds
// nothing of the version itself. Names what is no choice in `faults`, as "update_mask".
v1::Policy ApplyChoices(const v1::Policy& base, const v1::Policy& asked,
                        const google::protobuf::FieldMask& mask, Violations* faults);

}  // namespace baton::domain
