#include "tools/cli/signal_view.h"

#include "absl/strings/str_cat.h"
#include "tools/cli/display_text.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/next_step.h"
#include "tools/cli/render.h"
#include "tools/cli/time_text.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

Cell UrgencyCell(const v1::Signal& signal) {
  const Style style = signal.urgency() == v1::URGENCY_HOT ? Style::kBold : Style::kPlain;
  return {EnumText(signal.urgency()), style};
}

std::string BuyerText(const v1::NamedBuyer& buyer) {
  if (buyer.title().empty()) return buyer.name();
  return absl::StrCat(buyer.name(), ", ", buyer.title());
}

std::string FiveFields(const v1::Signal& signal, const View& view) {
  FieldList fields;
  fields.Add("1 signal type", absl::StrCat(EnumText(signal.category()), " / ",
                                           EnumText(signal.trigger()), ": ", signal.evidence()));
  fields.Add("2 named buyer",
             signal.buyer().name().empty() ? "missing" : BuyerText(signal.buyer()));
  const std::string date =
      signal.timeline_date().empty() ? "" : absl::StrCat(" (", signal.timeline_date(), ")");
  fields.Add("3 timeline", signal.timeline().empty() ? "missing" : signal.timeline() + date);
  fields.Add("4 context note", signal.context_note());
  fields.Add("5 urgency", UrgencyCell(signal));
  fields.Add("estimate", FormatMoney(signal.estimated_expansion()));
  fields.Add("product lines", JoinTexts(signal.product_lines()));
  if (signal.has_cross_sell()) fields.Add("cross-sell", YesNo(signal.cross_sell()));
  return fields.Render(view.terminal);
}

void AddAnswer(FieldList& fields, const char* label, bool present,
               const v1::QualificationAnswer& answer) {
  if (!present) {
    fields.Add(label, Cell("no answer", Style::kDim));
    return;
  }
  fields.Add(label,
             absl::StrCat(YesNo(answer.yes()), answer.note().empty() ? "" : ": ", answer.note()));
}

std::string QualificationFields(const v1::Signal& signal, const View& view) {
  const v1::Qualification& answers = signal.qualification();
  FieldList fields;
  AddAnswer(fields, "budget conversation", answers.has_budget_conversation(),
            answers.budget_conversation());
  AddAnswer(fields, "timeline holds", answers.has_timeline(), answers.timeline());
  AddAnswer(fields, "buyer decides", answers.has_named_buyer(), answers.named_buyer());
  AddAnswer(fields, "product fit", answers.has_product_fit(), answers.product_fit());
  fields.Add("routable", YesNo(signal.routable()));
  fields.Add("qualified", YesNo(signal.qualified()));
  return fields.Render(view.terminal);
}

std::string RouteFields(const v1::Signal& signal, const View& view) {
  FieldList fields;
  fields.Add("account", ShortName(signal.account()));
  fields.Add("kind", EnumText(signal.kind()));
  fields.Add("filed",
             absl::StrCat(TimeTextWithAge(signal.file_time(), view.now), " by ",
                          ShortName(signal.csm()), " from ", FormatSourceRecord(signal.source())));
  fields.Add("model",
             absl::StrCat(EnumText(signal.model()), signal.ae_support() ? " with AE support" : ""));
  fields.Add("AE", ShortName(signal.ae()));
  fields.Add("holder", ShortName(signal.holder()));
  fields.Add("opportunity", ShortName(signal.opportunity()));
  fields.Add("booking", ShortName(signal.booking()));
  fields.Add("may duplicate", ShortName(signal.possible_duplicate_of()));
  fields.Add("duplicate of", ShortName(signal.duplicate_of()));
  fields.Add("comes back from", ShortName(signal.continues()));
  fields.Add("came back as", ShortName(signal.continued_by()));
  fields.Add("missing", JoinTexts(signal.missing_fields()));
  for (const std::string& warning : signal.warnings()) fields.Add("warning", warning);
  return fields.Render(view.terminal);
}

// "2027-01-05 13:00 UTC, done 2027-01-05 12:00 UTC" or what is left of it.
Cell MilestoneCell(const google::protobuf::Timestamp& due, bool done,
                   const google::protobuf::Timestamp& done_time, bool missed, absl::Time now) {
  const std::string by = TimeText(due);
  if (done) {
    return {absl::StrCat("by ", by, ", done ", TimeText(done_time), missed ? ", late" : ""),
            missed ? Style::kWarning : Style::kGood};
  }
  const Cell left = TimeLeftCell({"", FromProto(due), {}}, now);
  return {absl::StrCat("by ", by, ", ", left.text), left.style};
}

// "1, held by rosa from ... to ..., acknowledge missed; reassigned to ...".
std::string LegText(const v1::ClockLeg& leg) {
  std::string text = absl::StrCat(leg.leg(), ", held by ", ShortName(leg.holder()), " ",
                                  TimeText(leg.start_time()), " to ", TimeText(leg.end_time()));
  if (leg.acknowledge_missed()) text += ", acknowledge missed";
  if (leg.contact_missed()) text += ", contact missed";
  if (leg.uncharged()) text += ", charged to nobody";
  return absl::StrCat(text, "; ", leg.reason());
}

Cell CrmCell(const v1::Signal& signal) {
  if (signal.has_crm_confirm_time()) {
    return {absl::StrCat("confirmed ", TimeText(signal.crm_confirm_time())), Style::kGood};
  }
  if (!signal.has_route_time()) return "";
  return {"not confirmed yet", Style::kWarning};
}

std::string ClockFields(const v1::Signal& signal, const View& view) {
  const v1::SlaClock& clock = signal.clock();
  FieldList fields;
  if (signal.has_clock()) {
    fields.Add("clock", absl::StrCat("leg ", clock.leg(), ", started ",
                                     TimeTextWithAge(clock.start_time(), view.now)));
  }
  if (clock.has_acknowledge_due_time()) {
    fields.Add("acknowledge",
               MilestoneCell(clock.acknowledge_due_time(), signal.has_acknowledge_time(),
                             signal.acknowledge_time(), clock.acknowledge_missed(), view.now));
  }
  if (clock.has_contact_due_time()) {
    fields.Add("contact", MilestoneCell(clock.contact_due_time(), signal.has_contact_time(),
                                        signal.contact_time(), clock.contact_missed(), view.now));
  }
  if (signal.has_assign_due_time() && signal.state() == v1::SIGNAL_STATE_UNASSIGNED) {
    fields.Add("assign an AE", MilestoneCell(signal.assign_due_time(), false, {},
                                             signal.assign_missed(), view.now));
  }
  for (const v1::ClockLeg& leg : signal.past_legs()) fields.Add("earlier leg", LegText(leg));
  fields.Add("in the CRM", CrmCell(signal));
  if (signal.has_plan_due_time() && !signal.has_plan()) {
    fields.Add("joint plan",
               MilestoneCell(signal.plan_due_time(), false, {}, signal.plan_missed(), view.now));
  }
  fields.Add("revisit", TimeTextWithAge(signal.revisit_time(), view.now));
  if (signal.state() == v1::SIGNAL_STATE_WATCHING) {
    fields.Add("expires", TimeTextWithAge(signal.expire_time(), view.now));
  }
  return fields.Render(view.terminal);
}

std::string OutcomeFields(const v1::Signal& signal, const View& view) {
  const v1::SignalOutcome& outcome = signal.outcome();
  FieldList fields;
  if (signal.has_outcome()) {
    fields.Add("outcome", absl::StrCat(EnumText(outcome.kind()), ": ", outcome.reason()));
    fields.Add("closed", TimeText(signal.close_time()));
    fields.Add("amount", FormatMoney(outcome.amount()));
    fields.Add("booked as", ShortName(outcome.opportunity()));
    fields.Add("lost to", outcome.competitor());
  }
  if (signal.has_plan()) {
    fields.Add("plan", absl::StrCat(TimeText(signal.plan().log_time()), " ",
                                    ActorText(signal.plan().author()), ": ", signal.plan().text()));
  }
  fields.Add("reason", signal.close_reason());
  fields.Add("reopened", TimeText(signal.reopen_time()));
  for (const v1::SignalNote& note : signal.notes()) {
    fields.Add("note", absl::StrCat(TimeText(note.time()), " ", ActorText(note.author()), ": ",
                                    note.text()));
  }
  return fields.Render(view.terminal);
}

std::string Block(const char* title, const std::string& body, const Terminal& terminal) {
  if (body.empty()) return "";
  return absl::StrCat("\n", terminal.Paint(title, Style::kBold), "\n", body);
}

}  // namespace

std::string SignalTable(const std::vector<v1::Signal>& signals, const View& view) {
  Table table({{"SIGNAL"},
               {"URGENCY"},
               {"ACCOUNT", Column::kShrink},
               {"NEXT STEP"},
               {"TIME LEFT"},
               {"EVIDENCE", Column::kShrink, true},
               {"STATE", Column::kLeft, true},
               {"HOLDER", Column::kLeft, true},
               {"ESTIMATE", Column::kRight, true},
               {"BUYER", Column::kShrink, true}});
  for (const v1::Signal& signal : signals) {
    const NextStep step = NextStepOf(signal);
    table.AddRow({ShortName(signal.name()), UrgencyCell(signal), ShortName(signal.account()),
                  step.what, TimeLeftCell(step, view.now), signal.evidence(),
                  EnumText(signal.state()), ShortName(signal.holder()),
                  FormatMoney(signal.estimated_expansion()), BuyerText(signal.buyer())});
  }
  return table.Render(view.terminal);
}

std::string SignalDetail(const v1::Signal& signal, const View& view) {
  const Terminal& terminal = view.terminal;
  return absl::StrCat(
      terminal.Paint(absl::StrCat("Signal ", ShortName(signal.name()), "  ",
                                  EnumText(signal.urgency()), "  ", EnumText(signal.state())),
                     Style::kBold),
      "\n", RouteFields(signal, view), Block("Handoff", FiveFields(signal, view), terminal),
      Block("Qualification", QualificationFields(signal, view), terminal),
      Block("Clock", ClockFields(signal, view), terminal),
      Block("Outcome and notes", OutcomeFields(signal, view), terminal),
      ExplanationBlock(signal.explanation(), terminal), "\nHistory: baton signal history ",
      ShortName(signal.name()), "\n");
}

std::string SignalSummary(const v1::Signal& signal, const View& view) {
  const NextStep step = NextStepOf(signal);
  std::string text =
      absl::StrCat("signal ", ShortName(signal.name()), " is ", EnumText(signal.state()));
  if (!signal.holder().empty()) absl::StrAppend(&text, ", held by ", ShortName(signal.holder()));
  if (signal.model() != v1::OWNERSHIP_MODEL_UNSPECIFIED) {
    absl::StrAppend(&text, " (model ", EnumText(signal.model()), ")");
  }
  if (!step.what.empty()) absl::StrAppend(&text, "; next: ", OneLine(step.what));
  if (step.due.has_value()) absl::StrAppend(&text, " ", TimeLeftCell(step, view.now).text);
  text += "\n";
  for (const std::string& warning : signal.warnings()) {
    absl::StrAppend(&text, "  warning: ", OneLine(warning), "\n");
  }
  return text;
}

std::string SignalLine(const v1::Signal& signal, const View& view) {
  const NextStep step = NextStepOf(signal);
  return OneLine(absl::StrCat(FormatInstant(view.now), "  ", ShortName(signal.name()), "  ",
                              EnumText(signal.urgency()), "  ", ShortName(signal.account()), "  ",
                              EnumText(signal.state()), "  ",
                              step.what.empty() ? "closed" : step.what, " ",
                              TimeLeftCell(step, view.now).text, "  ", signal.evidence())) +
         "\n";
}

std::string SignalHistoryTable(const std::vector<v1::SignalChange>& changes, const View& view) {
  Table table({{"TIME"},
               {"ACTOR"},
               {"METHOD"},
               {"STATE"},
               {"REQUEST ID", Column::kLeft, true},
               {"CHANGED", Column::kShrink}});
  for (const v1::SignalChange& change : changes) {
    table.AddRow({TimeText(change.time()), ActorText(change.actor()), change.method(),
                  EnumText(change.after().state()), change.request_id(),
                  JoinTexts(change.changed_fields())});
  }
  return table.Render(view.terminal);
}

}  // namespace baton::cli
