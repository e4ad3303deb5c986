#include "tools/cli/plan_view.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/render.h"
#include "tools/cli/signed_view.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

constexpr char kTemplateCurrency[] = "USD";

// "1,200.00 USD"; nothing where there is none.
std::string AmountText(const v1::CompPlan& plan, int64_t amount_minor) {
  if (amount_minor == 0) return "";
  return absl::StrCat(FormatAmount(amount_minor, plan.currency_code()), " ", plan.currency_code());
}

std::string RateText(int64_t rate_bp) { return rate_bp == 0 ? "" : FormatRate(rate_bp); }

std::string PoolsText(const v1::CompPlan& plan) {
  if (plan.grr_pool_bp() + plan.expansion_pool_bp() + plan.mbo_pool_bp() == 0) return "";
  return absl::StrCat("GRR ", FormatRate(plan.grr_pool_bp()), ", expansion ",
                      FormatRate(plan.expansion_pool_bp()), ", MBO ",
                      FormatRate(plan.mbo_pool_bp()));
}

std::string MbosText(const v1::CompPlan& plan) {
  return absl::StrJoin(plan.mbos(), ", ", [](std::string* out, const v1::MboTarget& mbo) {
    absl::StrAppend(out, EnumText(mbo.kind()), " ", FormatRate(mbo.target_bp()));
  });
}

std::string LeastText(const v1::CompPlan& plan, const v1::Spiff& spiff) {
  if (spiff.min_credited_minor() == 0) return "";
  return absl::StrCat(" of ", AmountText(plan, spiff.min_credited_minor()), " credited or more");
}

std::string SpiffsText(const v1::CompPlan& plan) {
  return absl::StrJoin(plan.spiffs(), ", ", [&](std::string* out, const v1::Spiff& spiff) {
    absl::StrAppend(
        out, spiff.code(), " ",
        spiff.rate_bp() > 0 ? FormatRate(spiff.rate_bp()) : AmountText(plan, spiff.amount_minor()),
        " on ", EnumText(spiff.category()), LeastText(plan, spiff), " from ",
        DayText(spiff.start_time()), " until ", DayText(spiff.end_time()));
  });
}

std::string DrawText(const v1::CompPlan& plan) {
  const std::string amount = AmountText(plan, plan.draw_minor());
  if (amount.empty()) return "";
  return absl::StrCat(amount, plan.draw_recoverable() ? ", recoverable" : ", not recoverable");
}

void AddPay(const v1::CompPlan& plan, FieldList* fields) {
  fields->Add("base", AmountText(plan, plan.base_minor()));
  fields->Add("variable", AmountText(plan, plan.variable_minor()));
  fields->Add("pools", PoolsText(plan));
  fields->Add("GRR target", RateText(plan.grr_target_bp()));
  fields->Add("expansion target", RateText(plan.expansion_target_bp()));
  fields->Add("objectives", MbosText(plan));
  fields->Add("expansion rate", RateText(plan.expansion_rate_bp()));
  fields->Add("new-business rate", RateText(plan.new_business_rate_bp()));
  fields->Add("renewal rate", RateText(plan.renewal_rate_bp()));
  fields->Add("draw a quarter", DrawText(plan));
  fields->Add("guarantee a quarter", AmountText(plan, plan.guarantee_minor()));
  fields->Add("cap a quarter", AmountText(plan, plan.cap_minor()));
  fields->Add("spiffs", SpiffsText(plan));
}

std::string WarningBlock(const v1::PlanVersion& version, const View& view) {
  if (version.warnings().empty()) return "";
  std::string text = "\nbeware:\n";
  for (const v1::PlanWarning& warning : version.warnings()) {
    text += Indented(absl::StrCat(warning.field(), " ", warning.text()), 2, view.terminal);
  }
  return text;
}

std::string FigureText(const v1::PlanRange& range, int64_t figure) {
  if (absl::EndsWith(range.field(), "_minor")) return FormatAmount(figure, kTemplateCurrency);
  return FormatRate(figure);
}

}  // namespace

std::string PlanDetail(const v1::PlanVersion& version, const View& view) {
  const v1::CompPlan& plan = version.plan();
  FieldList fields;
  fields.Add("plan", Cell(absl::StrCat(plan.code(), " version ", plan.version()), Style::kBold));
  fields.Add("called", plan.display_name());
  fields.Add("state", StateCell(version.state()));
  fields.Add("effective", TimeTextWithAge(version.effective_time(), view.now));
  fields.Add("made by", std::string(ShortName(version.creator())));
  fields.Add("because", version.change_note());
  fields.Add("signed", SignedText(version.signatures()));
  if (!version.has_approve_time()) {
    fields.Add("must sign", MissingOfficers(version.signatures()));
  }
  fields.Add("for", EnumText(plan.role()));
  fields.Add("kind", EnumText(plan.kind()));
  fields.Add("template", plan.template_());
  AddPay(plan, &fields);
  return fields.Render(view.terminal) + WarningBlock(version, view);
}

std::string PlanVersionTable(const std::vector<v1::PlanVersion>& versions, const View& view) {
  Table table({{"PLAN"},
               {"VERSION", Column::kRight},
               {"FOR"},
               {"STATE"},
               {"EFFECTIVE"},
               {"MADE BY"},
               {"SIGNED", Column::kShrink},
               {"MUST SIGN", Column::kShrink},
               {"BECAUSE", Column::kShrink}});
  for (const v1::PlanVersion& version : versions) {
    const bool open = version.state() == v1::POLICY_VERSION_STATE_UNSIGNED;
    table.AddRow({version.plan().code(), absl::StrCat(version.plan().version()),
                  EnumText(version.plan().role()), StateCell(version.state()),
                  TimeText(version.effective_time()), ShortName(version.creator()),
                  SignedText(version.signatures()),
                  open ? MissingOfficers(version.signatures()) : std::string(),
                  version.change_note()});
  }
  return table.Render(view.terminal);
}

std::string PlanTemplateTable(const std::vector<v1::PlanTemplate>& templates, const View& view) {
  Table table({{"TEMPLATE"},
               {"NAME"},
               {"FOR"},
               {"BOOK"},
               {"FIGURE"},
               {"LEAST", Column::kRight},
               {"MOST", Column::kRight}});
  for (const v1::PlanTemplate& one : templates) {
    if (one.ranges().empty()) {
      table.AddRow({one.code(), one.display_name(), EnumText(one.role()), one.book(), "", "", ""});
    }
    for (const v1::PlanRange& range : one.ranges()) {
      table.AddRow({one.code(), one.display_name(), EnumText(one.role()), one.book(), range.field(),
                    FigureText(range, range.low()), FigureText(range, range.high())});
    }
  }
  return table.Render(view.terminal);
}

std::string PlanAssignmentTable(const std::vector<v1::PlanAssignment>& assignments,
                                const View& view) {
  Table table({{"PAYEE"}, {"PLAN"}, {"FROM"}});
  for (const v1::PlanAssignment& assignment : assignments) {
    table.AddRow({ShortName(assignment.payee()), assignment.plan().code(),
                  TimeText(assignment.start_time())});
  }
  return table.Render(view.terminal);
}

}  // namespace baton::cli
