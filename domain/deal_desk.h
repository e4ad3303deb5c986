// The deal desk: how a dispute about a split is opened and ruled on (C-12).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/deal_desk_ticket.pb.h"

namespace baton::domain {

// S-8. Elapsed time to the ruling.
inline constexpr absl::Duration kDealDeskTime = absl::Hours(48);

// C-12. The ticket, opened at `now`; of `stated` name, opener, reason and asked_shares are read.
// INVALID_FIELDS: no reason, a role that is none of csm and ae, a person missing or named twice,
// shares of a role that don't add up to 10,000 bp. TICKET_STATE where the attribution doesn't count
// any more.
absl::StatusOr<v1::DealDeskTicket> OpenTicket(const v1::DealDeskTicket& stated,
                                              const v1::Attribution& attribution, absl::Time now);

// C-12. The ticket with its ruling; of `ruling` ruler, ruling_reason, ruled_shares and
// corrected_source are read. INVALID_FIELDS as above; TICKET_STATE once it is ruled; DISPUTE_PARTY
// where the ruler opened it or is credited. A late ruling counts.
absl::StatusOr<v1::DealDeskTicket> RuleTicket(v1::DealDeskTicket ticket,
                                              const v1::DealDeskTicket& ruling,
                                              const v1::Attribution& attribution, absl::Time now);

// C-12, W-4. The attribution with the split as ruled; a role that the ruling leaves out stays as it
// was. Categories and signatures stay.
v1::Attribution Reshare(v1::Attribution attribution, const v1::DealDeskTicket& ticket);

// C-12. What takes the place of a concurred attribution, under `name`: what was published of the
// first stays, and the difference comes as adjustments (C-14).
v1::Attribution SupersedeByRuling(const v1::Attribution& old, const std::string& name,
                                  const v1::DealDeskTicket& ticket, absl::Time now);

}  // namespace baton::domain
