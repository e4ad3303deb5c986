#include "server/touch_desk.h"

#include <algorithm>

#include "domain/growth_credit.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "domain/touchpoint.h"
#include "store/account_segments.h"
#include "store/accounts.h"
#include "store/activities.h"
#include "store/people.h"
#include "store/touches.h"

namespace baton::server {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kSourceLookBack = absl::Hours(24 * 90);  // T-3

// The first instant at which a touch can count.
absl::Time FirstTouch(const domain::ProposalInput& input) {
  const absl::Time booked = domain::ToTime(input.booking->booked_time());
  const absl::Time window = booked - input.policy->touch_window_days() * kDay;
  if (input.opportunity == nullptr) return window;
  const absl::Time created = domain::ToTime(input.opportunity->create_time());
  return std::min(window, created - kSourceLookBack);
}

template <typename Record>
void AddTouches(const std::vector<Record>& records, std::vector<domain::Touchpoint>* touchpoints) {
  for (const Record& record : records) {
    const auto touchpoint = domain::TouchOf(record);
    if (touchpoint.has_value()) touchpoints->push_back(*touchpoint);
  }
}

}  // namespace

absl::StatusOr<std::vector<domain::Touchpoint>> LoadTouchpoints(
    store::Session& session, std::string_view tenant, const domain::ProposalInput& input) {
  const std::string& account = input.booking->account();
  const absl::Time from = FirstTouch(input);
  const absl::Time until = domain::ToTime(input.booking->booked_time());
  BATON_ASSIGN_OR_RETURN(const auto activities,
                         store::ActivitiesInWindow(session, tenant, account, from, until));
  BATON_ASSIGN_OR_RETURN(const auto usage,
                         store::UsageInWindow(session, tenant, account, from, until));
  BATON_ASSIGN_OR_RETURN(const auto signals,
                         store::SignalsInWindow(session, tenant, account, from, until));
  std::vector<domain::Touchpoint> touchpoints;
  AddTouches(activities, &touchpoints);
  AddTouches(usage, &touchpoints);
  AddTouches(signals, &touchpoints);
  return touchpoints;
}

std::string DefaultCloser(const domain::ProposalInput& input) {
  const bool csm_owns = input.signal != nullptr && input.signal->model() == v1::OWNERSHIP_MODEL_A;
  return csm_owns && !input.csm.empty() ? input.csm : input.ae;
}

absl::Status LoadParties(store::Session& session, std::string_view tenant,
                         domain::ProposalInput* input) {
  BATON_ASSIGN_OR_RETURN(const v1::Account account,
                         store::GetAccount(session, tenant, input->booking->account()));
  BATON_ASSIGN_OR_RETURN(input->segment,
                         store::SegmentAt(session, tenant, account.name(),
                                          domain::ToTime(input->booking->booked_time())));
  const std::string& stated = input->booking->closed_by();
  const std::string closer = stated.empty() ? DefaultCloser(*input) : stated;
  if (closer.empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Person person, store::GetPerson(session, tenant, closer));
  input->closed_by_team = domain::TeamOf(person.role());
  return absl::OkStatus();
}

}  // namespace baton::server
