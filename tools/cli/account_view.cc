#include "tools/cli/account_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/render.h"
#include "tools/cli/time_text.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

Cell TierCell(v1::HealthTier tier) {
  switch (tier) {
    case v1::HEALTH_TIER_GREEN:
      return {EnumText(tier), Style::kGood};
    case v1::HEALTH_TIER_YELLOW:
      return {EnumText(tier), Style::kWarning};
    case v1::HEALTH_TIER_RED:
      return {EnumText(tier), Style::kBad};
    default:
      return EnumText(tier);
  }
}

std::string LinesText(const google::protobuf::RepeatedPtrField<v1::OwnedProductLine>& lines) {
  return absl::StrJoin(lines, ", ", [](std::string* out, const v1::OwnedProductLine& line) {
    absl::StrAppend(out, line.product_line(), " ", FormatMoney(line.arr()));
  });
}

std::string IdsText(const google::protobuf::RepeatedPtrField<v1::SourceRecord>& ids) {
  return absl::StrJoin(ids, ", ", [](std::string* out, const v1::SourceRecord& id) {
    out->append(FormatSourceRecord(id));
  });
}

}  // namespace

std::string AccountTable(const std::vector<v1::Account>& accounts, const View& view) {
  Table table({{"ACCOUNT"},
               {"NAME", Column::kShrink},
               {"SEGMENT"},
               {"ACV", Column::kRight},
               {"RENEWAL"},
               {"EXTERNAL IDS", Column::kShrink}});
  for (const v1::Account& account : accounts) {
    table.AddRow({ShortName(account.name()), account.display_name(), EnumText(account.segment()),
                  FormatMoney(account.acv()), DayText(account.renewal_time()),
                  IdsText(account.external_ids())});
  }
  return table.Render(view.terminal);
}

std::string AccountDetail(const v1::Account& account, const View& view) {
  FieldList fields;
  fields.Add("account", Cell(ShortName(account.name()), Style::kBold));
  fields.Add("name", account.display_name());
  fields.Add("segment", EnumText(account.segment()));
  fields.Add("health", TierCell(account.health_tier()));
  fields.Add("ARR", FormatMoney(account.arr()));
  fields.Add("owns", LinesText(account.owned_lines()));
  fields.Add("ACV", FormatMoney(account.acv()));
  fields.Add("renewal", TimeTextWithAge(account.renewal_time(), view.now));
  fields.Add("renewal model", EnumText(account.renewal_model()));
  for (const v1::TeamMember& member : account.team()) {
    fields.Add(EnumText(member.role()),
               absl::StrCat(ShortName(member.person()), " since ", TimeText(member.start_time())));
  }
  fields.Add("opening lines", LinesText(account.opening_lines()));
  fields.Add("opening day", DayText(account.opening_time()));
  fields.Add("external ids", IdsText(account.external_ids()));
  for (const std::string& alias : account.aliases()) fields.Add("formerly", ShortName(alias));
  fields.Add("updated", TimeTextWithAge(account.update_time(), view.now));
  return fields.Render(view.terminal);
}

std::string HealthTable(const std::vector<v1::HealthObservation>& observations, const View& view) {
  Table table(
      {{"OBSERVED"}, {"TIER"}, {"SCORE", Column::kRight}, {"SOURCE"}, {"BY HAND"}, {"RECORDED"}});
  for (const v1::HealthObservation& observation : observations) {
    table.AddRow({TimeText(observation.observe_time()), TierCell(observation.tier()),
                  observation.has_score() ? absl::StrCat(observation.score()) : "",
                  FormatSourceRecord(observation.source()), YesNo(observation.manual()),
                  TimeText(observation.record_time())});
  }
  return table.Render(view.terminal);
}

std::string ActivityTable(const std::vector<v1::Activity>& activities, const View& view) {
  Table table({{"TIME"},
               {"TYPE"},
               {"PERSON"},
               {"ROLE"},
               {"TWO-WAY"},
               {"SOURCE"},
               {"NOTE", Column::kShrink}});
  for (const v1::Activity& activity : activities) {
    table.AddRow({TimeText(activity.occur_time()), activity.activity_type(),
                  ShortName(activity.person()), EnumText(activity.role()),
                  YesNo(activity.two_way()), FormatSourceRecord(activity.source()),
                  activity.note()});
  }
  return table.Render(view.terminal);
}

}  // namespace baton::cli
