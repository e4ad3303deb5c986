#include "tools/cli/attribution_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/render.h"
#include "tools/cli/time_text.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

Cell StateCell(v1::AttributionState state) {
  return {EnumText(state),
          state == v1::ATTRIBUTION_STATE_CONCURRED ? Style::kGood : Style::kWarning};
}

std::string SignedText(const v1::Attribution& attribution) {
  return absl::StrJoin(
      attribution.signatures(), ", ", [](std::string* out, const v1::Signature& signature) {
        absl::StrAppend(out, EnumText(signature.side()), ": ", ShortName(signature.person()));
      });
}

std::string SumsText(const v1::Attribution& attribution) {
  return absl::StrJoin(
      attribution.parts(), ", ", [&](std::string* out, const v1::AttributionPart& part) {
        absl::StrAppend(out, EnumText(part.category()), " ",
                        FormatAmount(part.amount_minor(), attribution.currency_code()));
      });
}

// "save_and_renew by save_call"; empty for what CS didn't lead to.
std::string TagText(const v1::AttributionPart& part) {
  if (part.cs_led_tag() == v1::CS_LED_TAG_UNSPECIFIED) return "";
  return absl::StrCat(EnumText(part.cs_led_tag()), " by ", part.playbook());
}

std::string PartTable(const v1::Attribution& attribution, const View& view) {
  const std::string& currency = attribution.currency_code();
  Table table({{"#", Column::kRight},
               {"LINE"},
               {"PRODUCT LINE", Column::kShrink},
               {"CATEGORY"},
               {"ARR " + currency, Column::kRight},
               {"AE CREDIT", Column::kRight},
               {"CSM CREDIT", Column::kRight},
               {"FLAGS", Column::kShrink},
               {"CS-LED", Column::kShrink}});
  for (const v1::AttributionPart& part : attribution.parts()) {
    table.AddRow({absl::StrCat(part.part()), part.line(), part.product_line(),
                  EnumText(part.category()), FormatAmount(part.amount_minor(), currency),
                  FormatAmount(part.ae_credit_minor(), currency),
                  FormatAmount(part.csm_credit_minor(), currency), JoinTexts(part.flags()),
                  TagText(part)});
    if (!part.explanation().empty()) table.AddNote(ExplanationText(part.explanation()));
  }
  return table.Render(view.terminal);
}

// What its documentation shows (A-7); empty where nothing is to be shown.
std::string DocumentationTable(const v1::Attribution& attribution, const View& view) {
  if (attribution.documentation().empty()) return "";
  Table table(
      {{"PART", Column::kRight}, {"DOCUMENTATION"}, {"RESULT"}, {"SHOWN BY", Column::kShrink}});
  for (const v1::DocumentationCheck& check : attribution.documentation()) {
    const bool lacks = check.result() == v1::DOCUMENTATION_RESULT_LACKING;
    table.AddRow({absl::StrCat(check.part()),
                  EnumText(check.kind()),
                  {EnumText(check.result()), lacks ? Style::kWarning : Style::kPlain},
                  lacks ? check.consequence() : JoinTexts(check.shown_by())});
  }
  return absl::StrCat("\n", table.Render(view.terminal));
}

// What came too late, and how each part would be read with it (A-8).
std::string LateFactTable(const v1::Attribution& attribution, const View& view) {
  if (attribution.late_facts().empty()) return "";
  Table table(
      {{"LATE FACT", Column::kShrink}, {"OF"}, {"PART", Column::kRight}, {"STANDS"}, {"WITH IT"}});
  for (const v1::LateFact& fact : attribution.late_facts()) {
    for (int i = 0; i < fact.parts_with_fact_size(); ++i) {
      const bool stands = i < fact.standing_parts_size();
      table.AddRow({fact.fact(), TimeText(fact.occur_time()), absl::StrCat(i + 1),
                    stands ? EnumText(fact.standing_parts(i).category()) : "",
                    EnumText(fact.parts_with_fact(i).category())});
    }
  }
  return absl::StrCat("\n", table.Render(view.terminal));
}

// T-4, G-1: who brought the expansion about; empty without any.
std::string TeamTable(const v1::Attribution& attribution, const View& view) {
  if (attribution.team_shares().empty()) return "";
  const std::string& currency = attribution.currency_code();
  Table table({{"CREDIT"},
               {"TEAM"},
               {"ARR " + currency, Column::kRight},
               {"WHEN"},
               {"TOUCHPOINT", Column::kShrink}});
  for (const v1::TeamShare& share : attribution.team_shares()) {
    table.AddRow({EnumText(share.role()), EnumText(share.team()),
                  FormatAmount(share.amount_minor(), currency), TimeText(share.touch_time()),
                  ShortName(share.touchpoint())});
  }
  return absl::StrCat("\n", table.Render(view.terminal));
}

// W-4: who shares a role's credit; empty where no role is shared.
std::string SharerTable(const v1::Attribution& attribution, const View& view) {
  Table table({{"SHARED CREDIT"}, {"WHO"}, {"SHARE", Column::kRight}});
  const auto add = [&](const std::string& what, const v1::CreditShare& share) {
    table.AddRow({what, ShortName(share.person()), FormatRate(share.share_bp())});
  };
  for (const auto& share : attribution.credit_shares()) add(EnumText(share.role()), share);
  for (const auto& share : attribution.save_shares()) add("save", share);
  const bool shared = attribution.credit_shares_size() + attribution.save_shares_size() > 0;
  return shared ? absl::StrCat("\n", table.Render(view.terminal)) : "";
}

absl::Status AddChecked(int64_t amount, int64_t& sum) {
  if (!__builtin_add_overflow(sum, amount, &sum)) return absl::OkStatus();
  return absl::OutOfRangeError("a sum by category is larger than an amount can be");
}

}  // namespace

std::string AttributionTable(const std::vector<v1::Attribution>& attributions, const View& view) {
  Table table({{"ATTRIBUTION"},
               {"ACCOUNT", Column::kShrink},
               {"BOOKED"},
               {"STATE"},
               {"CUR"},
               {"PARTS", Column::kShrink, true},
               {"AE", Column::kLeft, true},
               {"CSM", Column::kLeft, true},
               {"SIGNED", Column::kShrink, true}});
  for (const v1::Attribution& one : attributions) {
    table.AddRow({ShortName(one.name()), ShortName(one.account()), DayText(one.booked_time()),
                  StateCell(one.state()), one.currency_code(), SumsText(one), ShortName(one.ae()),
                  ShortName(one.csm()), SignedText(one)});
  }
  return table.Render(view.terminal);
}

std::string AttributionDetail(const v1::Attribution& one, const View& view) {
  FieldList fields;
  fields.Add("attribution", Cell(ShortName(one.name()), Style::kBold));
  fields.Add("state", StateCell(one.state()));
  fields.Add("booking", ShortName(one.booking()));
  fields.Add("account", ShortName(one.account()));
  fields.Add("booked", TimeTextWithAge(one.booked_time(), view.now));
  fields.Add("AE", ShortName(one.ae()));
  fields.Add("CSM", ShortName(one.csm()));
  fields.Add("at risk", YesNo(one.at_risk()));
  fields.Add("brokered", YesNo(one.brokered()));
  fields.Add("self-serve", one.self_serve() ? "yes" : "");
  fields.Add("direction", one.net_direction());
  fields.Add("save bonus", FormatMoney(one.save_bonus()));
  fields.Add("flags", JoinTexts(one.flags()));
  for (const v1::Signature& signature : one.signatures()) {
    fields.Add(absl::StrCat("signed ", EnumText(signature.side())),
               absl::StrCat(ShortName(signature.person()), ", ", TimeText(signature.time())));
  }
  if (one.state() == v1::ATTRIBUTION_STATE_PROPOSED && one.has_sign_due_time()) {
    fields.Add("signatures due",
               absl::StrCat(TimeText(one.sign_due_time()), ", ",
                            FormatTimeLeft(FromProto(one.sign_due_time()), view.now)));
  }
  fields.Add("concurred", TimeText(one.concur_time()));
  fields.Add("policy version", absl::StrCat(one.policy_version()));
  fields.Add("reading", one.reading() > 1 ? absl::StrCat(one.reading()) : "");
  fields.Add("supersedes", ShortName(one.supersedes()));
  fields.Add("superseded by", ShortName(one.superseded_by()));
  fields.Add("open dispute", ShortName(one.open_dispute()));
  fields.Add("reverses", ShortName(one.reverses()));
  return absl::StrCat(fields.Render(view.terminal), "\n", PartTable(one, view),
                      DocumentationTable(one, view), LateFactTable(one, view),
                      SharerTable(one, view), TeamTable(one, view),
                      ExplanationBlock(one.explanation(), view.terminal));
}

absl::StatusOr<CategorySums> SumByCategory(const std::vector<v1::Attribution>& attributions) {
  CategorySums sums;
  for (const v1::Attribution& attribution : attributions) {
    for (const v1::AttributionPart& part : attribution.parts()) {
      CategorySum& sum = sums[{part.category(), attribution.currency_code()}];
      ++sum.part_count;
      for (const absl::Status& status :
           {AddChecked(part.amount_minor(), sum.amount_minor),
            AddChecked(part.ae_credit_minor(), sum.ae_credit_minor),
            AddChecked(part.csm_credit_minor(), sum.csm_credit_minor)}) {
        if (!status.ok()) return status;
      }
    }
  }
  return sums;
}

std::string CategoryTable(const CategorySums& sums, const View& view) {
  Table table({{"CATEGORY"},
               {"CURRENCY"},
               {"PARTS", Column::kRight},
               {"ARR", Column::kRight},
               {"AE CREDIT", Column::kRight},
               {"CSM CREDIT", Column::kRight}});
  for (const auto& [key, sum] : sums) {
    const auto& [category, currency] = key;
    table.AddRow({EnumText(category), currency, absl::StrCat(sum.part_count),
                  FormatAmount(sum.amount_minor, currency),
                  FormatAmount(sum.ae_credit_minor, currency),
                  FormatAmount(sum.csm_credit_minor, currency)});
  }
  return table.Render(view.terminal);
}

std::string CategoryJsonLines(const CategorySums& sums) {
  std::string lines;
  for (const auto& [key, sum] : sums) {
    absl::StrAppendFormat(&lines,
                          "{\"category\":\"%s\",\"currency_code\":\"%s\",\"part_count\":\"%d\","
                          "\"amount_minor\":\"%d\",\"ae_credit_minor\":\"%d\","
                          "\"csm_credit_minor\":\"%d\"}\n",
                          v1::AttributionCategory_Name(key.first), key.second, sum.part_count,
                          sum.amount_minor, sum.ae_credit_minor, sum.csm_credit_minor);
  }
  return lines;
}

}  // namespace baton::cli
