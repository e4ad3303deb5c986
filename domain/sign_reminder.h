// Reminding the sides that have not signed an attribution when they should have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::domain {

// Who may sign, as full names: the holders of each side's seat, and the CRO, who is told where a
// seat is vacant. RevOps is told where there is no CRO either.
struct Signers {
  std::vector<std::string> cs;
  std::vector<std::string> sales;
  std::vector<std::string> cro;
};

struct SignReminder {
  // To everybody whose signature lacks, for the days that have begun since it was due.
  std::vector<v1::Delivery> deliveries;
  // When to remind again: the next whole day after the due time that lies after `now`.
  absl::Time next;
};

// Whether the attribution still waits for a signature.
bool AwaitsSignature(const v1::Attribution& attribution);

// The reminder at `now`, which lies after the due time. A day is 24 h from the due time; each
// person is reminded once a day, under a name that holds the day, so that twice is once. Days that
// passed while nobody looked are one reminder. `account`: its display name.
SignReminder RemindToSign(const v1::Attribution& attribution, std::string_view account,
                          const Signers& signers, absl::Time now);

}  // namespace baton::domain
