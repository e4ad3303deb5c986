#include "domain/carry_forward.h"

#include <set>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/money.h"
#include "domain/resource_name.h"
#include "domain/statement.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr absl::string_view kOut = "~~0~carried_out";

std::string OpeningTail(const std::string& payee, const std::string& period) {
  return absl::StrCat("~", std::string(ShortName(payee)), "~", period, "~0~carried_in");
}

v1::StatementLine NewLine(const LineOwner& owner, absl::string_view tail, int64_t earning_minor,
                          absl::string_view text) {
  v1::StatementLine line;
  line.set_name(absl::StrCat(owner.statement, "/lines/", owner.period, tail));
  line.set_kind(v1::STATEMENT_LINE_KIND_CARRIED_FORWARD);
  line.set_status(v1::LINE_STATUS_PAYABLE);
  line.set_earning_minor(earning_minor);
  *line.add_explanation() = Step("C-22", text);
  return line;
}

std::set<std::string> OpenedTails(absl::Span<const v1::CompStatement> published) {
  std::set<std::string> tails;
  for (const v1::CompStatement& statement : published) {
    for (const v1::StatementLine& line : statement.lines()) {
      const std::string id(ShortName(line.name()));
      if (absl::EndsWith(id, "~carried_in")) tails.insert(id.substr(id.find('~')));
    }
  }
  return tails;
}

void Open(const LineOwner& owner, absl::Span<const v1::CompStatement> published,
          v1::CompStatement* statement) {
  const std::set<std::string> opened = OpenedTails(published);
  for (const v1::CompStatement& earlier : published) {
    const std::string tail = OpeningTail(earlier.payee(), earlier.period());
    if (opened.count(tail) > 0) continue;
    if (earlier.plan().currency_code() != owner.plan.currency_code()) continue;
    for (const v1::StatementLine& line : earlier.lines()) {
      if (!absl::EndsWith(line.name(), kOut)) continue;
      *statement->add_lines() =
          NewLine(owner, tail, -line.earning_minor(),
                  absl::StrCat("Carried forward from ", std::string(ShortName(earlier.name())),
                               ", which came out below zero."));
    }
  }
}

}  // namespace

absl::Status CarryForward(const LineOwner& owner, absl::Span<const v1::CompStatement> published,
                          v1::CompStatement* statement) {
  Open(owner, published, statement);
  if (statement->final_statement()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::StatementTotals totals, TotalsOf(*statement));
  if (totals.payable_minor() >= 0) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const int64_t owed_minor, SubtractMinor(0, totals.payable_minor()));
  *statement->add_lines() =
      NewLine(owner, absl::StrCat("~", std::string(ShortName(owner.payee)), kOut), owed_minor,
              "Below zero, so nothing is paid and this is taken off the next statement.");
  return absl::OkStatus();
}

bool IsOwed(const v1::CompStatement& statement) {
  return statement.final_statement() && statement.totals().payable_minor() < 0;
}

}  // namespace baton::domain
