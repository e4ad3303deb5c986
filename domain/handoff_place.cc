#include "domain/handoff_place.h"

#include "absl/strings/str_cat.h"
#include "domain/explanation.h"
#include "domain/handoff_messages.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/qualification.h"
#include "domain/routing.h"
#include "domain/signal_clock.h"
#include "domain/signal_fields.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// H-7.
void SearchForAe(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                 HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  const absl::Time due = AssignDue(signal.urgency(), now);
  *signal.mutable_assign_due_time() = ToTimestamp(due);
  Explain(&signal, "H-7",
          absl::StrCat("the account has no AE: RevOps assigns one by ", FormatInstant(due)));
  AskForAe({parties, policy, now, decision});
}

void OpenIntervention(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                      HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  const absl::Time due = now + policy.intervention_plan_days() * absl::Hours(24);
  *signal.mutable_plan_due_time() = ToTimestamp(due);
  signal.set_state(v1::SIGNAL_STATE_INTERVENTION);
  signal.set_holder(CsmOf(signal, parties));
  signal.set_ae(parties.ae);
  signal.clear_missing_fields();
  Explain(
      &signal, "H-9",
      absl::StrCat("a risk: a joint intervention of AE and CSM, not a handoff; its plan is due ",
                   FormatInstant(due)));
  TellOfRisk({parties, policy, now, decision});
}

// H-15. RevOps hears of it when the CRM says nothing.
void AwaitCrm(const v1::Policy& policy, absl::Time now, v1::Signal* signal) {
  if (signal->has_crm_confirm_time()) return;
  *signal->mutable_crm_due_time() = ToTimestamp(now + absl::Minutes(policy.crm_confirm_minutes()));
}

// UNSPECIFIED: it goes on.
v1::SignalState ParkingState(const v1::Signal& signal, WhenLacking when_lacking) {
  if (!signal.routable()) return v1::SIGNAL_STATE_WATCHING;
  if (signal.missing_fields().empty()) return v1::SIGNAL_STATE_UNSPECIFIED;
  return when_lacking == WhenLacking::kKeepIncomplete ? v1::SIGNAL_STATE_INCOMPLETE
                                                      : v1::SIGNAL_STATE_WATCHING;
}

absl::Status Park(v1::SignalState state, const HandoffParties& parties, const v1::Policy& policy,
                  absl::Time now, HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  if (signal.state() == state) return absl::OkStatus();
  signal.set_state(state);
  signal.set_holder(CsmOf(signal, parties));
  if (state == v1::SIGNAL_STATE_WATCHING) {
    Explain(&signal, "H-5",
            signal.routable() ? "routable, but it lacks fields: a watch item"
                              : "not routable: a watch item");
    return Begin(parties, policy, now, decision);
  }
  Explain(&signal, "H-2",
          absl::StrCat("routable, but ", signal.missing_fields_size(), " fields lack: incomplete"));
  TellOfMissingFields({parties, policy, now, decision});
  return absl::OkStatus();
}

absl::Status Route(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                   HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  ModelDecision model = DecideModel(signal, parties.account, policy, parties.rates);
  signal.set_model(model.model);
  signal.set_ae_support(model.ae_support);
  signal.clear_revisit_time();
  signal.clear_remind_time();
  signal.clear_expire_time();
  Explain(&signal, "H-6", std::move(model.why));
  if (signal.model() != v1::OWNERSHIP_MODEL_A && !parties.ae.empty()) {
    return GiveToAe(parties.ae, parties, policy, now, decision);
  }
  if (signal.model() == v1::OWNERSHIP_MODEL_A) {
    signal.set_state(v1::SIGNAL_STATE_CS_OWNED);
    signal.set_holder(CsmOf(signal, parties));
    Explain(&signal, "H-7", "model A: the CSM owns the close");
  } else {
    signal.set_state(v1::SIGNAL_STATE_UNASSIGNED);
    signal.clear_holder();
  }
  return Begin(parties, policy, now, decision);
}

absl::Status BeginCsOwned(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                          HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  BATON_RETURN_IF_ERROR(StartCsmClock(policy, now, &signal));
  if (signal.csm().empty()) TellOfOwnedSignal({parties, policy, now, decision});
  if (signal.ae_support()) TellOfSupport({parties, policy, now, decision});
  if (signal.model() != v1::OWNERSHIP_MODEL_A) SearchForAe(parties, policy, now, decision);
  return absl::OkStatus();
}

}  // namespace

void Qualify(const v1::Policy& policy, v1::Signal* signal) {
  QualificationResult result = DecideQualification(signal->qualification(), policy.routing_test());
  signal->set_routable(result.routable);
  signal->set_qualified(result.qualified);
  Explain(signal, "H-4", std::move(result.why));
  signal->clear_missing_fields();
  for (const absl::string_view field : MissingFields(*signal)) {
    signal->add_missing_fields(field.data(), field.size());
  }
}

absl::Status Place(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                   WhenLacking when_lacking, HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  signal.set_policy_version(policy.version());
  if (signal.kind() == v1::SIGNAL_KIND_RISK) {
    OpenIntervention(parties, policy, now, decision);
    return absl::OkStatus();
  }
  const v1::SignalState parking = ParkingState(signal, when_lacking);
  if (parking != v1::SIGNAL_STATE_UNSPECIFIED) return Park(parking, parties, policy, now, decision);
  return Route(parties, policy, now, decision);
}

absl::Status JudgeAgain(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                        HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  const bool watched = signal.state() == v1::SIGNAL_STATE_WATCHING;
  Qualify(policy, &signal);
  if (!watched && signal.state() != v1::SIGNAL_STATE_INCOMPLETE) {
    signal.clear_missing_fields();
    return ReadModelAgain(parties, policy, now, decision);
  }
  BATON_RETURN_IF_ERROR(Place(parties, policy, now,
                              watched ? WhenLacking::kKeepWatching : WhenLacking::kKeepIncomplete,
                              decision));
  const bool waits_anew =
      watched && signal.state() == v1::SIGNAL_STATE_WATCHING && !SharesClock(signal, parties);
  if (waits_anew) SetRevisit(policy, now, &signal);
  return absl::OkStatus();
}

absl::Status ReadModelAgain(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                            HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  if (!IsUnderWay(signal.state())) return absl::OkStatus();
  ModelDecision again = DecideModel(signal, parties.account, policy, parties.rates);
  const v1::OwnershipModel before = signal.model();
  if (IsUpgrade(before, again.model)) {
    Explain(
        &signal, "H-8",
        absl::StrCat("model ", ModelName(before), " to ", ModelName(again.model), ": ", again.why));
    return RaiseModel(again.model, parties, policy, now, decision);
  }
  if (before == again.model && again.ae_support && !signal.ae_support()) {
    signal.set_ae_support(true);
    Explain(&signal, "H-6", std::move(again.why));
    if (!SharesClock(signal, parties)) TellOfSupport({parties, policy, now, decision});
  }
  return absl::OkStatus();
}

absl::Status RaiseModel(v1::OwnershipModel model, const HandoffParties& parties,
                        const v1::Policy& policy, absl::Time now, HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  const bool was_csms = signal.model() == v1::OWNERSHIP_MODEL_A;
  signal.set_model(model);
  signal.set_ae_support(false);
  if (!was_csms) return absl::OkStatus();
  if (!parties.ae.empty()) return GiveToAe(parties.ae, parties, policy, now, decision);
  if (!SharesClock(signal, parties)) SearchForAe(parties, policy, now, decision);
  return absl::OkStatus();
}

absl::Status GiveToAe(std::string_view ae, const HandoffParties& parties, const v1::Policy& policy,
                      absl::Time now, HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  signal.set_ae(std::string(ae));
  signal.set_holder(signal.ae());
  if (signal.state() != v1::SIGNAL_STATE_CONTACTED) signal.set_state(v1::SIGNAL_STATE_ROUTED);
  Explain(&signal, "H-7",
          absl::StrCat("model ", ModelName(signal.model()), ": routed to ", signal.ae(),
                       signal.model() == v1::OWNERSHIP_MODEL_C ? ", co-owner " : "",
                       signal.model() == v1::OWNERSHIP_MODEL_C ? CsmOf(signal, parties) : ""));
  return Begin(parties, policy, now, decision);
}

absl::Status Begin(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                   HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  if (SharesClock(signal, parties)) return absl::OkStatus();
  switch (signal.state()) {
    case v1::SIGNAL_STATE_WATCHING:
      SetRevisit(policy, now, &signal);
      LogWatchItem({parties, policy, now, decision});
      break;
    case v1::SIGNAL_STATE_UNASSIGNED:
      SearchForAe(parties, policy, now, decision);
      break;
    case v1::SIGNAL_STATE_CS_OWNED:
      return BeginCsOwned(parties, policy, now, decision);
    case v1::SIGNAL_STATE_ROUTED:
    case v1::SIGNAL_STATE_ACKNOWLEDGED:
      BATON_RETURN_IF_ERROR(StartAeClock(policy, now, &signal));
      AwaitCrm(policy, now, &signal);
      WriteCrmHandoff({parties, policy, now, decision});
      break;
    case v1::SIGNAL_STATE_CONTACTED:
      if (signal.ae().empty()) break;
      *signal.mutable_route_time() = ToTimestamp(now);
      AwaitCrm(policy, now, &signal);
      WriteCrmHandoff({parties, policy, now, decision});
      break;
    default:
      break;
  }
  return absl::OkStatus();
}

bool SharesClock(const v1::Signal& signal, const HandoffParties& parties) {
  return !signal.possible_duplicate_of().empty() && parties.first.has_value() &&
         IsUnderWay(parties.first->state());
}

void SetRevisit(const v1::Policy& policy, absl::Time now, v1::Signal* signal) {
  const absl::Time due = now + policy.revisit_days() * absl::Hours(24);
  *signal->mutable_revisit_time() = ToTimestamp(due);
  signal->clear_remind_time();
  signal->clear_expire_time();
  Explain(signal, "H-5",
          absl::StrCat("comes up again in ", policy.revisit_days(), " days, ", FormatInstant(due)));
}

const v1::Policy& ClockPolicy(const v1::Signal& signal, const HandoffParties& parties,
                              const v1::Policy& policy) {
  for (const v1::Policy& past : parties.past_policies) {
    if (past.version() == signal.clock().policy_version()) return past;
  }
  return policy;
}

v1::Signal Successor(const v1::Signal& signal, const std::string& name, absl::Time at) {
  v1::Signal next = signal;
  ClearOutputFields(&next);
  next.set_name(name);
  next.set_continues(signal.name());
  next.set_upgrade_to_c(false);
  next.set_state(v1::SIGNAL_STATE_WATCHING);
  next.set_routable(signal.routable());
  next.set_qualified(signal.qualified());
  next.set_policy_version(signal.policy_version());
  next.mutable_source()->set_system("baton");
  next.mutable_source()->set_record_id(signal.name());
  for (google::protobuf::Timestamp* time :
       {next.mutable_occurred_time(), next.mutable_file_time(), next.mutable_update_time(),
        next.mutable_revisit_time(), next.mutable_remind_time()}) {
    *time = ToTimestamp(at);
  }
  Explain(&next, "H-11",
          absl::StrCat("comes back from ", signal.name(), ", closed as ", StateName(signal.state()),
                       " ", FormatInstant(ToTime(signal.close_time())), ": the CSM was reminded"));
  return next;
}

const std::string& CsmOf(const v1::Signal& signal, const HandoffParties& parties) {
  return signal.csm().empty() ? parties.csm : signal.csm();
}

}  // namespace baton::domain
