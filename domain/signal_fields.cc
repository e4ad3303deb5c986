#include "domain/signal_fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "domain/explanation.h"
#include "domain/field_check.h"
#include "domain/money.h"
#include "domain/resource_name.h"
#include "domain/routing.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

constexpr absl::string_view kContextNote = "context_note";
constexpr int kFewestSentences = 2;
constexpr int kMostSentences = 3;

void AddFault(absl::string_view prefix, absl::string_view field, absl::string_view description,
              Violations* faults) {
  faults->Add(absl::StrCat(prefix, field), description);
}

bool IsBlank(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isspace(c); });
}

// "acme" in tenants/acme/signals/01J.
std::string_view TenantOf(std::string_view name) {
  name.remove_prefix(std::min(name.size(), name.find('/') + 1));
  return name.substr(0, name.find('/'));
}

bool EndsSentence(char c) { return c == '.' || c == '!' || c == '?'; }

// A sentence ends with . ! or ? before a blank or the end; a rest without one counts, too.
int CountSentences(const std::string& text) {
  int count = 0;
  bool open = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = text[i];
    if (absl::ascii_isspace(c)) continue;
    const bool last =
        i + 1 == text.size() || absl::ascii_isspace(static_cast<unsigned char>(text[i + 1]));
    if (!EndsSentence(text[i])) {
      open = true;
    } else if (open && last) {
      ++count;
      open = false;
    }
  }
  return count + (open ? 1 : 0);
}

void CheckName(absl::string_view prefix, absl::string_view field, const std::string& name,
               std::string_view tenant, std::string_view collection, Violations* faults) {
  if (!ResourceId(name, tenant, collection).empty()) return;
  AddFault(prefix, field,
           absl::StrCat("is no name like tenants/", std::string(tenant), "/",
                        std::string(collection), "/..."),
           faults);
}

void CheckEnums(const v1::Signal& signal, absl::string_view prefix, Violations* faults) {
  constexpr absl::string_view kUnknown = "is no value that this server knows";
  if (signal.trigger() == v1::TRIGGER_UNSPECIFIED) {
    AddFault(prefix, "trigger", "is missing", faults);
  } else if (!v1::Trigger_IsValid(signal.trigger())) {
    AddFault(prefix, "trigger", kUnknown, faults);
  }
  if (!v1::SignalKind_IsValid(signal.kind())) AddFault(prefix, "kind", kUnknown, faults);
  if (!v1::SignalCategory_IsValid(signal.category())) {
    AddFault(prefix, "category", kUnknown, faults);
  }
  if (!v1::Urgency_IsValid(signal.urgency())) AddFault(prefix, "urgency", kUnknown, faults);
}

void CheckTimelineDate(const v1::Signal& signal, absl::string_view prefix, Violations* faults) {
  const std::string& date = signal.timeline_date();
  absl::CivilDay day;
  if (date.empty() || (date.size() == 10 && absl::ParseCivilTime(date, &day))) return;
  AddFault(prefix, "timeline_date", "is no day like 2027-03-31", faults);
}

void CheckSource(const v1::Signal& signal, absl::string_view prefix, Violations* faults) {
  CheckText(prefix, "source.system", signal.source().system(), kMaxSystemChars, faults);
  CheckText(prefix, "source.record_id", signal.source().record_id(), kMaxRecordIdChars, faults);
}

}  // namespace

// The proto numbers them last.
void ClearOutputFields(v1::Signal* signal) {
  const google::protobuf::Descriptor& fields = *v1::Signal::descriptor();
  for (int i = 0; i < fields.field_count(); ++i) {
    if (fields.field(i)->number() < v1::Signal::kStateFieldNumber) continue;
    v1::Signal::GetReflection()->ClearField(signal, fields.field(i));
  }
}

void TakeDefaults(const v1::Account& account, v1::Signal* signal) {
  const v1::Trigger trigger = signal->trigger();
  if (signal->category() == v1::SIGNAL_CATEGORY_UNSPECIFIED) {
    signal->set_category(DefaultCategory(trigger));
  }
  if (signal->urgency() == v1::URGENCY_UNSPECIFIED &&
      DefaultUrgency(trigger) != v1::URGENCY_UNSPECIFIED) {
    signal->set_urgency(DefaultUrgency(trigger));
    Explain(signal, "H-3",
            absl::StrCat("no urgency stated; ", TriggerName(trigger), " is ",
                         UrgencyName(signal->urgency())));
  }
  if (signal->kind() == v1::SIGNAL_KIND_UNSPECIFIED) {
    signal->set_kind(DefaultKind(trigger, account.health_tier()));
    if (signal->kind() == v1::SIGNAL_KIND_RISK) {
      Explain(signal, "H-9",
              absl::StrCat("no kind stated; ", TriggerName(trigger), " on this account is a risk"));
    }
  }
  if (!signal->has_cross_sell()) signal->set_cross_sell(IsCrossSell(*signal, account));
}

void CheckSignalFields(const v1::Signal& signal, absl::string_view prefix, Violations* faults) {
  const std::string_view tenant = TenantOf(signal.name());
  if (signal.account().empty()) {
    AddFault(prefix, "account", "is missing", faults);
  } else {
    CheckName(prefix, "account", signal.account(), tenant, "accounts", faults);
  }
  if (!signal.csm().empty()) {
    CheckName(prefix, "csm", signal.csm(), tenant, "people", faults);
  }
  CheckEnums(signal, prefix, faults);
  CheckText(prefix, "evidence", signal.evidence(), kMaxEvidenceChars, faults);
  CheckBuyer(signal.buyer(), prefix, faults);
  CheckText(prefix, "timeline", signal.timeline(), kMaxTimelineChars, faults);
  CheckTimelineDate(signal, prefix, faults);
  CheckText(prefix, kContextNote, signal.context_note(), kMaxContextNoteChars, faults);
  CheckSource(signal, prefix, faults);
  if (signal.has_occurred_time()) {
    CheckInstant(absl::StrCat(prefix, "occurred_time"), signal.occurred_time(), faults);
  }
  if (signal.has_estimated_expansion()) {
    CheckEstimate(signal.estimated_expansion(), prefix, faults);
  }
  CheckProductLines(signal.product_lines(), prefix, faults);
  CheckQualification(signal.qualification(), prefix, faults);
}

void CheckBuyer(const v1::NamedBuyer& buyer, absl::string_view prefix, Violations* faults) {
  CheckText(prefix, "buyer.name", buyer.name(), kMaxBuyerChars, faults);
  CheckText(prefix, "buyer.title", buyer.title(), kMaxBuyerChars, faults);
}

void CheckQualification(const v1::Qualification& qualification, absl::string_view prefix,
                        Violations* faults) {
  const auto check = [&](absl::string_view field, const v1::QualificationAnswer& answer) {
    CheckText(prefix, field, answer.note(), kMaxAnswerNoteChars, faults);
  };
  check("qualification.budget_conversation.note", qualification.budget_conversation());
  check("qualification.timeline.note", qualification.timeline());
  check("qualification.named_buyer.note", qualification.named_buyer());
  check("qualification.product_fit.note", qualification.product_fit());
}

void CheckEstimate(const v1::Money& estimate, absl::string_view prefix, Violations* faults) {
  if (estimate.amount_minor() < 0) {
    AddFault(prefix, "estimated_expansion.amount_minor", "is negative", faults);
  }
  if (!CurrencyExponent(estimate.currency_code()).has_value()) {
    AddFault(prefix, "estimated_expansion.currency_code", "is no ISO 4217 code", faults);
  }
}

void CheckProductLines(const google::protobuf::RepeatedPtrField<std::string>& lines,
                       absl::string_view prefix, Violations* faults) {
  if (lines.size() > kMaxProductLines) {
    AddFault(
        prefix, "product_lines",
        absl::StrCat("has ", lines.size(), " entries; at most ", kMaxProductLines, " are taken"),
        faults);
    return;
  }
  for (int i = 0; i < lines.size(); ++i) {
    const bool blank = IsBlank(lines[i]);
    if (!blank && lines[i].size() <= kMaxProductLineChars) continue;
    faults->RequireText(absl::StrCat(prefix, "product_lines[", i, "]"), blank ? "" : lines[i],
                        kMaxProductLineChars);
  }
}

void CheckText(absl::string_view prefix, absl::string_view field, const std::string& value,
               int max_chars, Violations* faults) {
  if (value.empty()) return;
  const int count = CountCharacters(value);
  const bool fits = count >= 0 && count <= max_chars && !absl::StrContains(value, '\0');
  if (!fits) faults->LimitText(absl::StrCat(prefix, field), value, max_chars);
}

absl::Status CheckReason(std::string_view reason) {
  Violations faults;
  faults.RequireText("reason", {reason.data(), reason.size()}, kMaxReasonChars);
  return faults.ToStatus();
}

std::vector<absl::string_view> MissingFields(const v1::Signal& signal) {
  std::vector<absl::string_view> missing;
  if (signal.category() == v1::SIGNAL_CATEGORY_UNSPECIFIED) missing.push_back("category");
  if (IsBlank(signal.evidence())) missing.push_back("evidence");
  if (IsBlank(signal.buyer().name())) missing.push_back("buyer.name");
  if (IsBlank(signal.buyer().title())) missing.push_back("buyer.title");
  if (IsBlank(signal.timeline())) missing.push_back("timeline");
  if (IsBlank(signal.context_note())) missing.push_back(kContextNote);
  if (signal.urgency() == v1::URGENCY_UNSPECIFIED) missing.push_back("urgency");
  return missing;
}

bool WatchItemMayLack(absl::string_view missing_field) {
  return missing_field == "buyer.name" || missing_field == "buyer.title" ||
         missing_field == "timeline";
}

void WarnOfContextNote(v1::Signal* signal) {
  auto* warnings = signal->mutable_warnings();
  const auto about_note = [](const std::string& w) { return absl::StartsWith(w, kContextNote); };
  warnings->erase(std::remove_if(warnings->begin(), warnings->end(), about_note), warnings->end());
  const int count = CountSentences(signal->context_note());
  if (count == 0 || (count >= kFewestSentences && count <= kMostSentences)) return;
  warnings->Add(absl::StrCat(kContextNote, ": ", count, count == 1 ? " sentence" : " sentences",
                             "; two or three are asked for"));
}

}  // namespace baton::domain
