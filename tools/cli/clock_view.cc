#include "tools/cli/clock_view.h"

#include "absl/strings/str_cat.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/names.h"
#include "tools/cli/render.h"
#include "tools/cli/time_text.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

// One milestone of a signal.
struct Milestone {
  bool has_due = false;
  absl::Time due;
  bool done = false;
  absl::Time done_at;
  bool missed = false;
};

// Exactly at the deadline is within (S-2).
Cell Standing(const Milestone& milestone, bool closed, absl::Time now) {
  if (!milestone.has_due) return "";
  if (milestone.done) {
    if (milestone.done_at <= milestone.due) return "within";
    return {absl::StrCat("late by ", FormatSpan(milestone.done_at - milestone.due)), Style::kBold};
  }
  if (milestone.missed || now > milestone.due) return {"missed", Style::kBold};
  return closed ? Cell("") : Cell(FormatTimeLeft(milestone.due, now));
}

std::string DueText(const Milestone& milestone) {
  return milestone.has_due ? FormatInstant(milestone.due) : "";
}

Milestone Acknowledgement(const v1::Signal& signal) {
  return {signal.clock().has_acknowledge_due_time(),
          FromProto(signal.clock().acknowledge_due_time()), signal.has_acknowledge_time(),
          FromProto(signal.acknowledge_time()), signal.clock().acknowledge_missed()};
}

Milestone Contact(const v1::Signal& signal) {
  return {signal.clock().has_contact_due_time(), FromProto(signal.clock().contact_due_time()),
          signal.has_contact_time(), FromProto(signal.contact_time()),
          signal.clock().contact_missed()};
}

}  // namespace

std::string ClockTable(const std::vector<v1::Signal>& signals, const View& view) {
  Table table({{"SIGNAL"},
               {"URGENCY"},
               {"ACCOUNT", Column::kShrink},
               {"HOLDER", Column::kShrink},
               {"STARTED"},
               {"ACKNOWLEDGE BY"},
               {"ACKNOWLEDGED"},
               {"CONTACT BY"},
               {"CONTACTED"}});
  for (const v1::Signal& signal : signals) {
    if (!signal.has_clock()) continue;
    const Milestone acknowledgement = Acknowledgement(signal);
    const Milestone contact = Contact(signal);
    const bool closed = signal.has_close_time();
    table.AddRow({ShortName(signal.name()), EnumText(signal.urgency()), ShortName(signal.account()),
                  ShortName(signal.holder()), TimeText(signal.clock().start_time()),
                  DueText(acknowledgement), Standing(acknowledgement, closed, view.now),
                  DueText(contact), Standing(contact, closed, view.now)});
  }
  return table.Render(view.terminal);
}

std::string ClockExplanation(const v1::ExplainSignalResponse& explained, const View& view) {
  Table table({{"LEG", Column::kRight},
               {"MILESTONE"},
               {"HOLDER"},
               {"COUNTS FROM"},
               {"BUDGET", Column::kRight},
               {"DUE"},
               {"STANDS"},
               {"CALENDAR"},
               {"BEGAN BY", Column::kShrink}});
  std::string segments;
  for (const v1::DeadlineExplanation& deadline : explained.deadlines()) {
    const Milestone milestone = {true, FromProto(deadline.due_time()), deadline.has_take_time(),
                                 FromProto(deadline.take_time()), deadline.missed()};
    const bool closed = explained.signal().has_close_time();
    table.AddRow({absl::StrCat(deadline.leg()), deadline.milestone(), ShortName(deadline.holder()),
                  TimeText(deadline.start_time()),
                  FormatSpan(absl::Seconds(deadline.budget_seconds())),
                  TimeText(deadline.due_time()), Standing(milestone, closed, view.now),
                  deadline.calendar().empty() ? "elapsed time" : ShortName(deadline.calendar()),
                  deadline.began_by()});
    if (deadline.calendar().empty()) continue;
    absl::StrAppend(&segments, "\n", deadline.milestone(), ", leg ", deadline.leg(),
                    ": the time that counts\n");
    for (const v1::ClockSegment& segment : deadline.segments()) {
      absl::StrAppend(&segments, "  ", TimeText(segment.start_time()), " to ",
                      TimeText(segment.end_time()), "\n");
    }
  }
  return absl::StrCat(
      explained.deadlines().empty() ? "no clock has run\n" : table.Render(view.terminal), segments,
      explained.rebuilt_equal()
          ? "\nComputed again from the history: every deadline is the same.\n"
          : "\nComputed again from the history: A DEADLINE DIFFERS. Tell who runs the server.\n",
      ExplanationBlock(explained.signal().explanation(), view.terminal));
}

}  // namespace baton::cli
