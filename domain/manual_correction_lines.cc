#include "domain/manual_correction_lines.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/calculation_text.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/resource_name.h"

namespace baton::domain {
namespace {

std::string NameOf(const LineOwner& owner, const v1::Correction& correction) {
  return absl::StrCat(owner.statement, "/lines/", owner.period, "~",
                      std::string(ShortName(owner.payee)), "~",
                      std::string(ShortName(correction.name())), "~0~correction");
}

// "line 2027-Q1~rosa~... of statement 2027-Q1-rosa"
std::string AboutText(const std::string& line) {
  const std::vector<std::string> parts = absl::StrSplit(line, '/');
  std::string text = absl::StrCat("line ", parts.back());
  if (parts.size() == 6) absl::StrAppend(&text, " of statement ", parts[3]);
  return text;
}

void Explain(const ApprovedCorrection& approved, const std::string& period,
             v1::StatementLine* line) {
  const v1::Correction& correction = approved.correction;
  const auto say = [line](absl::string_view rule, const std::string& text) {
    *line->add_explanation() = Step(rule, text);
  };
  say("C-23", absl::StrCat("Manual correction ", std::string(ShortName(correction.name())),
                           ": entered by ", approved.creator_display_name, " on ",
                           FormatDay(ToTime(correction.create_time())), ", approved by ",
                           approved.decider_display_name, " on ",
                           FormatDay(ToTime(correction.decide_time())), "."));
  say("C-23", absl::StrCat("Reason: ", correction.reason()));
  say("C-23", absl::StrCat("Documented in: ", correction.reference()));
  if (!correction.line().empty()) {
    say("C-23", absl::StrCat("It is about ", AboutText(correction.line()), "."));
  }
  if (correction.period() != period) {
    say("C-14", absl::StrCat("Entered for ", correction.period(),
                             ", which was published without it; so it stands here."));
  }
}

bool IsCarried(const v1::Correction& correction, absl::Span<const v1::CompStatement> published) {
  for (const v1::CompStatement& statement : published) {
    for (const v1::StatementLine& line : statement.lines()) {
      if (line.correction() == correction.name()) return true;
    }
  }
  return false;
}

v1::StatementLine LineOf(const LineOwner& owner, const ApprovedCorrection& approved) {
  const v1::Correction& correction = approved.correction;
  v1::StatementLine line;
  line.set_name(NameOf(owner, correction));
  line.set_kind(v1::STATEMENT_LINE_KIND_ADJUSTMENT);
  line.set_status(v1::LINE_STATUS_PAYABLE);
  line.set_earning_minor(correction.amount_minor());
  line.set_reason_code(std::string(kManualCorrection));
  line.set_correction(correction.name());
  Explain(approved, owner.period, &line);
  return line;
}

}  // namespace

bool StandsOn(const v1::Correction& approved, absl::string_view period, bool its_period_published) {
  if (approved.state() != v1::CORRECTION_STATE_APPROVED) return false;
  return approved.period() == period || (approved.period() < period && its_period_published);
}

void AddManualCorrections(const LineOwner& owner, absl::Span<const ApprovedCorrection> corrections,
                          absl::Span<const v1::CompStatement> published,
                          v1::CompStatement* statement) {
  std::vector<const ApprovedCorrection*> due;
  for (const ApprovedCorrection& approved : corrections) {
    if (approved.correction.currency_code() != owner.plan.currency_code()) continue;
    if (IsCarried(approved.correction, published)) continue;
    due.push_back(&approved);
  }
  std::sort(due.begin(), due.end(), [](const auto* a, const auto* b) {
    return a->correction.name() < b->correction.name();
  });
  for (const ApprovedCorrection* approved : due) *statement->add_lines() = LineOf(owner, *approved);
}

}  // namespace baton::domain
