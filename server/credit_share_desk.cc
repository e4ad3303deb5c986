#include "server/credit_share_desk.h"

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/deadlines.h"
#include "store/people.h"

namespace baton::server {

void ReadShares(const std::string& field, const domain::CreditShares& shares,
                RequestReader* reader) {
  for (int i = 0; i < shares.size(); ++i) {
    reader->OptionalId(absl::StrCat(field, "[", i, "].person"), shares[i].person(), "people");
  }
}

absl::Status ResolveShares(store::Transaction& tx, domain::CreditShares* shares) {
  for (v1::CreditShare& share : *shares) {
    if (share.person().empty()) continue;
    BATON_ASSIGN_OR_RETURN(const v1::Person person,
                           store::GetPerson(tx.session(), tx.tenant(), share.person()));
    share.set_person(person.name());
  }
  return absl::OkStatus();
}

absl::Status Supersede(store::Transaction& tx, const v1::Attribution& old,
                       const v1::Attribution& anew) {
  BATON_RETURN_IF_ERROR(store::InsertAttribution(tx, anew));
  BATON_ASSIGN_OR_RETURN(const v1::Booking before,
                         store::GetBooking(tx.session(), tx.tenant(), old.booking()));
  v1::Booking booking = before;
  booking.set_attribution(anew.name());
  BATON_RETURN_IF_ERROR(store::UpdateBooking(tx, before, booking));
  v1::Attribution after = old;
  after.clear_open_dispute();
  after.set_state(v1::ATTRIBUTION_STATE_SUPERSEDED);
  after.set_superseded_by(anew.name());
  BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, old, after));
  return store::SetDeadlines(tx, old.name(), {});
}

}  // namespace baton::server
