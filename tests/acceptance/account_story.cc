#include "tests/acceptance/account_story.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "domain/instant.h"

namespace baton::testing {
namespace {

using AccountStub = v1::AccountService::Stub;
using AttributionStub = v1::AttributionService::Stub;
using HandoffStub = v1::SignalHandoffService::Stub;

// Words that engines, encodings and exports could treat in ways of their own.
constexpr const char* kWords[] = {
    "Seat utilization at 89%",
    "=HYPERLINK(\"x\"), they said; \"soon\"",
    "„75 Plätze mehr?“ — Jürgen",
    "two\nlines\tand a tab",
    "O'Brien & Söhne; DROP TABLE signals; --",
    "日本語のメモ 🙂",
    " spaces around ",
    "100% _of_ \\ back:slashes ?",
};

// Ids that sort differently with and without regard to case and punctuation.
constexpr const char* kIds[] = {"alpha", "Alpha", "ALPHA", "al-pha", "al.pha", "al_pha", "beta",
                                "Beta",  "b-eta", "_zeta", "Zeta",   "1alpha", "zeta.",  "-omega"};

constexpr const char* kProductLines[] = {"core", "Core", "analytics", "Ünits"};
constexpr const char* kActivities[] = {"call", "save_call", "brokered_introduction",
                                       "executive_sponsor", "ebr"};

// Around every threshold of the default policy, fractions, and more than a double can hold.
constexpr int64_t kMinor[] = {1,          333,        999'999,    1'000'000,
                              1'000'001,  2'499'999,  2'500'000,  9'999'999,
                              10'000'000, 10'000'001, 33'333'333, 9'007'199'254'740'993};

constexpr double kScores[] = {0.1, 87.3, 1e-7, 1.0 / 3, 100, -0.5, 6.02e23};

google::protobuf::Timestamp At(absl::Time time) { return domain::ToTimestamp(time); }

}  // namespace

AccountStory::AccountStory(const WorkloadCompany& company, int number)
    : company_(company),
      number_(number),
      draw_(company.seed(), static_cast<unsigned>(number)),
      account_(company.Name("accounts", absl::StrCat(kIds[number % std::size(kIds)], number))) {
  if (draw_.Percent(40)) csm_ = "Tobias";
  if (draw_.Percent(40)) ae_ = "dana.2";
  if (draw_.Percent(20)) currency_ = draw_.Percent(50) ? "EUR" : "JPY";
}

std::string AccountStory::NextRequestId() {
  return absl::StrFormat("%02d%03d%03d", static_cast<int>(phase_), number_, calls_++);
}

v1::Money AccountStory::Amount(int64_t minor) const {
  v1::Money money;
  money.set_amount_minor(minor);
  money.set_currency_code(currency_);
  return money;
}

int64_t AccountStory::DrawMinor() {
  return draw_.Percent(50) ? draw_.Of(kMinor) : draw_.Below(200'000'000);
}

void AccountStory::Tell(Phase phase) {
  phase_ = phase;
  calls_ = 0;
  switch (phase) {
    case Phase::kArrive:
      return Arrive();
    case Phase::kFile:
      return File();
    case Phase::kAnswer:
      return Answer();
    case Phase::kContact:
      return Contact();
    case Phase::kWork:
      return Work();
    case Phase::kClose:
      return Close();
    case Phase::kBook:
      return Book(absl::ZeroDuration());
    case Phase::kSign:
      return Sign();
    case Phase::kBookLate:
      if (draw_.Percent(50)) Book(absl::Hours(24 * 20));
      if (draw_.Percent(50)) Book(absl::ZeroDuration());
      return Sign();
  }
}

void AccountStory::Arrive() {
  const absl::Time now = company_.server().Now();
  v1::UpsertAccountRequest upsert;
  v1::Account& account = *upsert.mutable_account();
  account.set_name(account_);
  account.set_display_name(draw_.Of(kWords));
  if (draw_.Percent(60)) Claim(account_);
  account.set_segment(static_cast<v1::Segment>(draw_.Below(5)));
  if (draw_.Percent(50)) *account.mutable_acv() = Amount(DrawMinor());
  if (draw_.Percent(15)) account.set_renewal_model(v1::OWNERSHIP_MODEL_A);
  *account.mutable_opening_time() = At(now - absl::Hours(24 * 60));
  owned_minor_ = DrawMinor();
  account.add_opening_lines()->set_product_line("core");
  *account.mutable_opening_lines(0)->mutable_arr() = Amount(owned_minor_);
  account.add_external_ids()->set_system("salesforce");
  account.mutable_external_ids(0)->set_record_id(absl::StrCat("001", number_));
  if (draw_.Percent(50)) *account.mutable_renewal_time() = At(now + absl::Hours(24 * 90));
  if (draw_.Percent(10)) account.clear_display_name();  // refused
  (void)Ask("remy", &AccountStub::UpsertAccount, upsert);
  account.set_display_name(absl::StrCat(draw_.Of(kWords), " ", number_));
  (void)Ask("plugin", &AccountStub::UpsertAccount, upsert);
  SetTeam(v1::ROLE_CSM, csm_);
  if (draw_.Percent(85)) SetTeam(v1::ROLE_AE, ae_);
  if (draw_.Percent(60)) Observe(absl::Hours(24 * draw_.Below(40)));
}

// Refused after the account was written, which begins the batch again for everybody in it.
void AccountStory::Claim(const std::string& account) {
  v1::UpsertAccountRequest claim;
  claim.mutable_account()->set_name(account);
  claim.mutable_account()->set_display_name("Claims what is taken");
  claim.mutable_account()->add_external_ids()->set_system("salesforce");
  claim.mutable_account()->mutable_external_ids(0)->set_record_id(kTakenId);
  (void)Ask("remy", &AccountStub::UpsertAccount, claim);
}

void AccountStory::SetTeam(v1::Role role, const char* person) {
  v1::SetAccountTeamRequest team;
  team.set_account(account_);
  team.mutable_member()->set_role(role);
  team.mutable_member()->set_person(company_.Name("people", person));
  *team.mutable_member()->mutable_start_time() = At(company_.server().Now() - absl::Hours(24 * 60));
  (void)Ask("remy", &AccountStub::SetAccountTeam, team);
}

void AccountStory::Observe(absl::Duration ago) {
  v1::RecordHealthRequest request;
  request.set_parent(account_);
  v1::HealthObservation& observation = *request.mutable_observation();
  observation.set_tier(static_cast<v1::HealthTier>(1 + draw_.Below(3)));
  if (draw_.Percent(70)) observation.set_score(draw_.Of(kScores));
  *observation.mutable_observe_time() = At(company_.server().Now() - ago);
  observation.mutable_source()->set_system("gainsight");
  if (draw_.Percent(50)) {
    observation.mutable_source()->set_record_id(absl::StrCat("H", number_, "-", draw_.Below(2)));
  }
  observation.set_manual(draw_.Percent(30));
  (void)Ask(draw_.Percent(50) ? "plugin" : csm_, &AccountStub::RecordHealth, request);
}

void AccountStory::File() {
  const int count = 1 + draw_.Below(3);
  for (int i = 0; i < count; ++i) FileOnce();
}

v1::FileSignalRequest AccountStory::Filing() {
  v1::FileSignalRequest request;
  request.set_parent(company_.Parent());
  request.set_watch_item(draw_.Percent(20));
  v1::Signal& signal = *request.mutable_signal();
  signal.set_account(account_);
  signal.set_trigger(draw_.Percent(40) ? v1::TRIGGER_CHAMPION_BUDGET
                                       : static_cast<v1::Trigger>(1 + draw_.Below(16)));
  if (signal.trigger() == v1::TRIGGER_OTHER) {
    signal.set_category(v1::SIGNAL_CATEGORY_PRODUCT);
    signal.set_urgency(v1::URGENCY_WARM);
  }
  signal.set_evidence(draw_.Of(kWords));
  signal.set_context_note(absl::StrCat(draw_.Of(kWords), " ", draw_.Of(kWords)));
  if (draw_.Percent(85)) signal.mutable_buyer()->set_name(draw_.Of(kWords));
  if (draw_.Percent(85)) signal.mutable_buyer()->set_title("VP Operations");
  if (draw_.Percent(85)) signal.set_timeline(draw_.Of(kWords));
  if (draw_.Percent(30)) signal.set_urgency(static_cast<v1::Urgency>(1 + draw_.Below(3)));
  if (draw_.Percent(50)) *signal.mutable_estimated_expansion() = Amount(DrawMinor());
  if (draw_.Percent(50)) signal.add_product_lines(draw_.Of(kProductLines));
  if (draw_.Percent(20)) signal.add_product_lines("second");
  if (draw_.Percent(10)) signal.set_upgrade_to_c(true);
  if (draw_.Percent(40)) {
    signal.mutable_source()->set_system("gainsight");
    signal.mutable_source()->set_record_id(absl::StrCat("S", number_, "-", draw_.Below(2)));
  }
  v1::Qualification& answers = *signal.mutable_qualification();
  answers.mutable_budget_conversation()->set_yes(draw_.Percent(80));
  answers.mutable_timeline()->set_yes(draw_.Percent(80));
  answers.mutable_named_buyer()->set_yes(draw_.Percent(80));
  answers.mutable_product_fit()->set_yes(draw_.Percent(50));
  answers.mutable_product_fit()->set_note(draw_.Of(kWords));
  return request;
}

void AccountStory::FileOnce() {
  v1::FileSignalRequest request = Filing();
  const char* who = draw_.Percent(30) ? "plugin" : csm_;
  const auto filed = Ask(who, &HandoffStub::FileSignal, request);
  if (filed.ok()) {
    const std::string& name = filed->signal().name();
    if (std::find(signals_.begin(), signals_.end(), name) == signals_.end()) {
      signals_.push_back(name);
    }
  }
  if (!draw_.Percent(20)) return;
  // The same request id for something else: refused if the first was answered, else taken.
  --calls_;
  request.mutable_signal()->set_timeline("Other content");
  (void)Ask(who, &HandoffStub::FileSignal, request);
}

void AccountStory::Answer() {
  for (const std::string& signal : signals_) {
    if (draw_.Percent(25)) Claim(account_ + ".2");
    if (draw_.Percent(25)) Requalify(signal);
    if (draw_.Percent(20)) {
      v1::UpgradeModelRequest upgrade;
      upgrade.set_name(signal);
      upgrade.set_reason(draw_.Of(kWords));
      (void)Ask(csm_, &HandoffStub::UpgradeModel, upgrade);
    }
    if (draw_.Percent(30)) {
      v1::AssignSignalRequest assign;
      assign.set_name(signal);
      assign.set_ae(company_.Name("people", draw_.Percent(80) ? ae_ : "nobody"));
      (void)Ask("remy", &HandoffStub::AssignSignal, assign);
    }
    v1::AcknowledgeSignalRequest acknowledge;
    acknowledge.set_name(signal);
    if (draw_.Percent(60)) {
      (void)Ask(draw_.Percent(85) ? ae_ : "victor", &HandoffStub::AcknowledgeSignal, acknowledge);
    }
  }
}

void AccountStory::Requalify(const std::string& signal) {
  v1::RequalifySignalRequest request;
  request.set_name(signal);
  request.mutable_qualification()->mutable_budget_conversation()->set_yes(true);
  request.mutable_qualification()->mutable_named_buyer()->set_yes(draw_.Percent(70));
  if (draw_.Percent(50)) *request.mutable_estimated_expansion() = Amount(DrawMinor());
  if (draw_.Percent(50)) request.mutable_buyer()->set_name(draw_.Of(kWords));
  if (draw_.Percent(50)) request.mutable_buyer()->set_title("CFO");
  (void)Ask(csm_, &HandoffStub::RequalifySignal, request);
}

void AccountStory::Contact() {
  for (const std::string& signal : signals_) {
    if (draw_.Percent(20)) {
      v1::UnlinkDuplicateRequest unlink;
      unlink.set_name(signal);
      (void)Ask("remy", &HandoffStub::UnlinkDuplicate, unlink);
    }
    if (!draw_.Percent(70)) continue;
    v1::RecordContactRequest contact;
    contact.set_name(signal);
    contact.set_note(draw_.Of(kWords));
    (void)Ask(draw_.Percent(70) ? ae_ : csm_, &HandoffStub::RecordContact, contact);
  }
}

void AccountStory::Work() {
  const int count = draw_.Below(3);
  for (int i = 0; i < count; ++i) {
    v1::RecordActivityRequest request;
    request.set_parent(account_);
    v1::Activity& activity = *request.mutable_activity();
    activity.set_activity_type(draw_.Of(kActivities));
    activity.set_note(draw_.Of(kWords));
    activity.set_person(company_.Name("people", draw_.Percent(60) ? csm_ : ae_));
    activity.set_role(draw_.Percent(60) ? v1::ROLE_CSM : v1::ROLE_AE);
    activity.set_two_way(draw_.Percent(50));
    if (draw_.Percent(50)) {
      *activity.mutable_occur_time() = At(company_.server().Now() - absl::Hours(24));
    }
    (void)Ask("remy", &AccountStub::RecordActivity, request);
  }
  if (draw_.Percent(60)) Open(signals_.empty() || draw_.Percent(30) ? "" : draw_.Of(signals_));
}

void AccountStory::Open(const std::string& signal) {
  v1::CreateOpportunityRequest request;
  request.set_parent(company_.Parent());
  v1::Opportunity& opportunity = *request.mutable_opportunity();
  opportunity.set_account(account_);
  opportunity.set_signal(signal);
  opportunity.set_creation_source(static_cast<v1::CreationSource>(draw_.Below(6)));
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_OTHER);
  opportunity.set_trigger_text(draw_.Of(kWords));
  opportunity.set_owner(company_.Name("people", ae_));
  opportunity.set_self_serve(draw_.Percent(15));
  opportunity.mutable_source()->set_system("salesforce");
  opportunity.mutable_source()->set_record_id(absl::StrCat("006", number_));
  if (draw_.Percent(50)) *opportunity.mutable_amount() = Amount(DrawMinor());
  const auto created = Ask("remy", &AccountStub::CreateOpportunity, request);
  if (created.ok()) opportunities_.push_back(created->opportunity().name());
}

void AccountStory::Close() {
  if (draw_.Percent(50)) Observe(absl::Hours(24 * draw_.Below(6)));
  for (const std::string& signal : signals_) {
    if (!draw_.Percent(60)) continue;
    v1::ReportOutcomeRequest request;
    request.set_name(signal);
    v1::SignalOutcome& outcome = *request.mutable_outcome();
    outcome.set_kind(static_cast<v1::OutcomeKind>(draw_.Below(5)));
    if (draw_.Percent(90)) outcome.set_reason(draw_.Of(kWords));
    if (!opportunities_.empty()) outcome.set_opportunity(opportunities_.back());
    if (draw_.Percent(70)) *outcome.mutable_amount() = Amount(DrawMinor());
    if (draw_.Percent(70)) {
      *outcome.mutable_revisit_time() = At(company_.server().Now() + absl::Hours(24 * 40));
    }
    (void)Ask(draw_.Percent(80) ? ae_ : csm_, &HandoffStub::ReportOutcome, request);
  }
}

v1::BookingLine AccountStory::Line() {
  v1::BookingLine line;
  line.set_kind(static_cast<v1::BookingLineKind>(1 + draw_.Below(3)));
  line.set_product(draw_.Of(kWords));
  line.set_product_line(line.kind() == v1::BOOKING_LINE_KIND_ADD_ON ? draw_.Of(kProductLines)
                                                                    : "core");
  line.set_prior_arr_minor(line.product_line() == "core" ? owned_minor_ : 0);
  line.set_new_arr_minor(line.prior_arr_minor() + DrawMinor() - draw_.Below(50'000'000));
  line.set_uplift_bp(draw_.Below(600));
  if (draw_.Percent(20)) line.set_new_arr_minor(0);
  return line;
}

void AccountStory::Book(absl::Duration ago) {
  v1::RecordBookingRequest request;
  request.set_parent(company_.Parent());
  v1::Booking& booking = *request.mutable_booking();
  booking.set_account(account_);
  booking.set_currency_code(draw_.Percent(90) ? currency_ : "CHF");
  *booking.mutable_booked_time() = At(company_.server().Now() - ago);
  if (draw_.Percent(50)) *booking.mutable_renewal_time() = booking.booked_time();
  if (!opportunities_.empty() && draw_.Percent(70)) {
    booking.set_opportunity(opportunities_.back());
  }
  if (draw_.Percent(50)) {
    booking.mutable_source()->set_system("salesforce");
    booking.mutable_source()->set_record_id(absl::StrCat("B", number_, "-", draw_.Below(2)));
  }
  const int lines = 1 + draw_.Below(3);
  for (int i = 0; i < lines; ++i) *booking.add_lines() = Line();
  const auto recorded = Ask("remy", &AttributionStub::RecordBooking, request);
  if (recorded.ok()) attributions_.push_back(recorded->attribution().name());
}

void AccountStory::Sign() {
  for (const std::string& attribution : attributions_) {
    if (draw_.Percent(75)) SignOne(attribution);
  }
}

void AccountStory::SignOne(const std::string& attribution) {
  v1::SignAttributionRequest request;
  request.set_name(attribution);
  request.set_side(v1::SIGNING_SIDE_CS);
  request.set_health_waiver("None is kept.");
  (void)Ask(draw_.Percent(90) ? "helen" : "victor", &AttributionStub::SignAttribution, request);
  request.set_side(v1::SIGNING_SIDE_SALES);
  if (draw_.Percent(80)) (void)Ask("victor", &AttributionStub::SignAttribution, request);
}

}  // namespace baton::testing
