#include "adapters/crm_wording.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/resource_name.h"
#include "domain/trigger_catalogue.h"

namespace baton::adapters {
namespace {

constexpr int kUsualExponent = 2;
constexpr int kMaxIdLength = 255;

// "Seat utilization" of seat_utilization.
std::string Sentence(absl::string_view name) {
  std::string text = absl::StrJoin(absl::StrSplit(name, '_'), " ");
  if (!text.empty()) text[0] = absl::ascii_toupper(text[0]);
  return text;
}

// "Not Ready" of not_ready; CSM and PLG are abbreviations.
std::string Capitalised(absl::string_view name) {
  std::vector<std::string> words = absl::StrSplit(name, '_', absl::SkipEmpty());
  for (std::string& word : words) {
    word = word == "csm" || word == "plg" ? absl::AsciiStrToUpper(word) : Sentence(word);
  }
  return absl::StrJoin(words, " ");
}

// A name of the model from that of an enum's value.
std::string Spelled(absl::string_view value, absl::string_view prefix, CrmSpelling spelling) {
  const std::string name = absl::AsciiStrToLower(absl::StripPrefix(value, prefix));
  if (name == "unspecified") return "";
  return spelling == CrmSpelling::kLabels ? Capitalised(name) : name;
}

void AddLine(absl::string_view label, absl::string_view text, std::vector<std::string>* lines) {
  if (!text.empty()) lines->push_back(absl::StrCat(label, text));
}

void AddBuyerTimelineUrgency(const v1::Signal& signal, CrmSpelling spelling,
                             std::vector<std::string>* lines) {
  AddLine("Buyer: ", BuyerText(signal.buyer()), lines);
  AddLine("Timeline: ", signal.timeline(), lines);
  AddLine("Urgency: ", UrgencyText(signal.urgency(), spelling), lines);
}

bool IsDay(absl::string_view text) {
  absl::CivilDay day;
  return text.size() == 10 && absl::ParseCivilTime(text, &day);
}

void CheckSignal(const v1::Signal& signal, domain::Violations* faults) {
  faults->RequireText("signal.name", SignalId(signal), kMaxIdLength);
  if (signal.urgency() == v1::URGENCY_UNSPECIFIED) faults->Add("signal.urgency", "is missing");
}

}  // namespace

std::string SignalTypeText(const v1::Signal& signal) {
  const std::string evidence = !signal.evidence().empty()
                                   ? signal.evidence()
                                   : Sentence(domain::TriggerName(signal.trigger()));
  if (signal.category() == v1::SIGNAL_CATEGORY_UNSPECIFIED) return evidence;
  return absl::StrCat(Sentence(domain::CategoryName(signal.category())), ": ", evidence);
}

std::string BuyerText(const v1::NamedBuyer& buyer) {
  if (buyer.title().empty()) return buyer.name();
  return absl::StrCat(buyer.name(), buyer.name().empty() ? "" : ", ", buyer.title());
}

std::string UrgencyText(v1::Urgency urgency, CrmSpelling spelling) {
  return Spelled(v1::Urgency_Name(urgency), "URGENCY_", spelling);
}

std::string CreationSourceText(v1::CreationSource source, CrmSpelling spelling) {
  return Spelled(v1::CreationSource_Name(source), "CREATION_SOURCE_", spelling);
}

std::string OutcomeText(v1::OutcomeKind kind, CrmSpelling spelling) {
  return Spelled(v1::OutcomeKind_Name(kind), "OUTCOME_KIND_", spelling);
}

std::string SignalId(const v1::Signal& signal) {
  return std::string(domain::ShortName(signal.name()));
}

std::string HandoffSubject(const v1::Signal& signal) {
  return absl::StrCat("Acknowledge ", UrgencyText(signal.urgency(), CrmSpelling::kNames),
                      " expansion signal ", SignalId(signal));
}

std::vector<std::string> HandoffLines(const v1::Signal& signal, CrmSpelling spelling) {
  std::vector<std::string> lines;
  AddBuyerTimelineUrgency(signal, spelling, &lines);
  AddLine("Acknowledge by ", CrmInstant(AcknowledgeBy(signal)), &lines);
  AddLine("", signal.context_note(), &lines);
  return lines;
}

std::vector<std::string> WatchLines(const v1::Signal& signal, CrmSpelling spelling) {
  std::vector<std::string> lines;
  AddBuyerTimelineUrgency(signal, spelling, &lines);
  AddLine("", signal.context_note(), &lines);
  return lines;
}

std::string WatchKey(const CrmWatchItem& item) {
  return absl::StrCat(SignalId(item.signal), ":watch:",
                      absl::FormatTime("%Y-%m-%d", item.revisit_time, absl::UTCTimeZone()));
}

std::string EscalationSubject(const CrmEscalation& escalation) {
  const absl::string_view missed =
      absl::string_view(escalation.reason).substr(0, escalation.reason.rfind(" by "));
  return absl::StrCat("Escalation ", escalation.level, ": ",
                      UrgencyText(escalation.signal.urgency(), CrmSpelling::kNames),
                      " expansion signal ", SignalId(escalation.signal), " ", missed);
}

std::vector<std::string> EscalationLines(const CrmEscalation& escalation, CrmSpelling spelling) {
  const std::string whose = escalation.ae_name.empty() ? "" : "AE " + escalation.ae_name + ": ";
  std::vector<std::string> lines = {absl::StrCat(whose, escalation.reason)};
  AddBuyerTimelineUrgency(escalation.signal, spelling, &lines);
  return lines;
}

std::string CrmInstant(absl::Time time) {
  const bool whole = absl::FromUnixSeconds(absl::ToUnixSeconds(time)) == time;
  return absl::FormatTime(whole ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%dT%H:%M:%E3SZ", time,
                          absl::UTCTimeZone());
}

absl::Time AcknowledgeBy(const v1::Signal& signal) {
  return domain::ToTime(signal.clock().acknowledge_due_time());
}

std::string AmountText(const CrmHandoff& handoff) {
  if (!handoff.amount_minor.has_value()) return "";
  return domain::FormatDecimal(
      *handoff.amount_minor,
      domain::CurrencyExponent(handoff.currency_code).value_or(kUsualExponent));
}

void CheckHandoff(const CrmHandoff& handoff, domain::Violations* faults) {
  CheckSignal(handoff.signal, faults);
  if (!handoff.signal.clock().has_acknowledge_due_time()) {
    faults->Add("signal.clock.acknowledge_due_time", "is missing");
  }
  if (handoff.ids.account.empty()) faults->Add("ids.account", "is missing");
  if (handoff.ids.ae.empty()) faults->Add("ids.ae", "is missing");
  if (handoff.opportunity_name.empty()) faults->Add("opportunity_name", "is missing");
  if (handoff.stage.empty()) faults->Add("stage", "is missing");
  if (!handoff.close_date.empty() && !IsDay(handoff.close_date)) {
    faults->Add("close_date", "is no day as YYYY-MM-DD");
  }
  if (!handoff.currency_code.empty() &&
      !domain::CurrencyExponent(handoff.currency_code).has_value()) {
    faults->Add("currency_code", "is no ISO 4217 currency");
  }
}

void CheckEscalation(const CrmEscalation& escalation, domain::Violations* faults) {
  CheckSignal(escalation.signal, faults);
  if (escalation.level < 1) faults->Add("level", "is no number from 1 on");
  if (escalation.owner_id.empty()) faults->Add("owner_id", "is missing");
  if (escalation.due_time == absl::Time()) faults->Add("due_time", "is missing");
  if (escalation.reason.empty()) faults->Add("reason", "is missing");
}

void CheckOutcome(const CrmOutcome& outcome, domain::Violations* faults) {
  faults->RequireText("signal.name", SignalId(outcome.signal), kMaxIdLength);
  const v1::OutcomeKind kind = outcome.signal.outcome().kind();
  if (OutcomeText(kind, CrmSpelling::kNames).empty()) {
    faults->Add("signal.outcome.kind", "is missing");
  }
  const bool again = kind == v1::OUTCOME_KIND_DEFERRED || kind == v1::OUTCOME_KIND_NOT_READY;
  if (again ? !IsDay(outcome.revisit_date) : !outcome.revisit_date.empty()) {
    faults->Add("revisit_date",
                again ? "is no day as YYYY-MM-DD" : "belongs to deferred and not_ready alone");
  }
}

void CheckWatchItem(const CrmWatchItem& item, domain::Violations* faults) {
  CheckSignal(item.signal, faults);
  if (item.ids.account.empty()) faults->Add("ids.account", "is missing");
  if (item.ids.csm.empty()) faults->Add("ids.csm", "is missing");
  if (item.subject.empty()) faults->Add("subject", "is missing");
  if (item.revisit_time == absl::Time()) faults->Add("revisit_time", "is missing");
}

void CheckClose(const CrmClose& close, domain::Violations* faults) {
  faults->RequireText("signal.name", SignalId(close.signal), kMaxIdLength);
  if (close.state.empty()) faults->Add("state", "is missing");
}

}  // namespace baton::adapters
