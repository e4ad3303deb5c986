#include "tools/cli/dispute_view.h"

#include "absl/strings/str_cat.h"
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

using Categories = google::protobuf::RepeatedPtrField<v1::PartCategory>;
using Shares = google::protobuf::RepeatedPtrField<v1::CreditShare>;

std::string CategoriesText(const Categories& categories) {
  return absl::StrJoin(categories, ", ", [](std::string* out, const v1::PartCategory& one) {
    absl::StrAppend(out, "part ", one.part(), " ", EnumText(one.category()));
  });
}

std::string SharesText(const Shares& shares) {
  return absl::StrJoin(shares, ", ", [](std::string* out, const v1::CreditShare& share) {
    absl::StrAppend(out, EnumText(share.role()), " ", ShortName(share.person()), " ",
                    FormatRate(share.share_bp()));
  });
}

std::string CausesText(const v1::AuditItem& item) {
  std::vector<std::string> causes;
  for (const int cause : item.causes()) {
    causes.push_back(EnumText(static_cast<v1::AuditCause>(cause)));
  }
  return absl::StrJoin(causes, ", ");
}

std::string DueText(const google::protobuf::Timestamp& due, bool open, absl::Time now) {
  return open ? FormatTimeLeft(FromProto(due), now) : "";
}

}  // namespace

std::string DisputeTable(const std::vector<v1::Dispute>& disputes, const View& view) {
  Table table({{"DISPUTE"},
               {"ACCOUNT", Column::kShrink},
               {"ATTRIBUTION"},
               {"STATE"},
               {"OPENED BY"},
               {"DUE"},
               {"REASON", Column::kShrink, true}});
  for (const v1::Dispute& one : disputes) {
    table.AddRow({ShortName(one.name()), ShortName(one.account()), ShortName(one.attribution()),
                  EnumText(one.state()), ShortName(one.opener()),
                  DueText(one.due_time(), one.has_due_time(), view.now), one.reason()});
  }
  return table.Render(view.terminal);
}

std::string DisputeDetail(const v1::Dispute& one, const View& view) {
  FieldList fields;
  fields.Add("dispute", Cell(ShortName(one.name()), Style::kBold));
  fields.Add("state", EnumText(one.state()));
  fields.Add("attribution", ShortName(one.attribution()));
  fields.Add("account", ShortName(one.account()));
  fields.Add("opened by", ShortName(one.opener()));
  fields.Add("opened", TimeTextWithAge(one.open_time(), view.now));
  fields.Add("reason", one.reason());
  fields.Add("asked for", CategoriesText(one.asked()));
  if (one.has_due_time()) {
    fields.Add("due", absl::StrCat(TimeText(one.due_time()), ", ",
                                   FormatTimeLeft(FromProto(one.due_time()), view.now)));
  }
  fields.Add("closed", TimeText(one.close_time()));
  fields.Add("superseded by", ShortName(one.result()));
  fields.Add("appeal of", ShortName(one.appeal_of()));
  return absl::StrCat(fields.Render(view.terminal),
                      ExplanationBlock(one.explanation(), view.terminal));
}

std::string TicketTable(const std::vector<v1::DealDeskTicket>& tickets, const View& view) {
  Table table({{"TICKET"},
               {"ACCOUNT", Column::kShrink},
               {"ATTRIBUTION"},
               {"STATE"},
               {"OPENED BY"},
               {"DUE"},
               {"REASON", Column::kShrink, true}});
  for (const v1::DealDeskTicket& one : tickets) {
    const bool open = one.state() == v1::DEAL_DESK_TICKET_STATE_OPEN;
    table.AddRow({ShortName(one.name()), ShortName(one.account()), ShortName(one.attribution()),
                  EnumText(one.state()), ShortName(one.opener()),
                  DueText(one.due_time(), open, view.now), one.reason()});
  }
  return table.Render(view.terminal);
}

std::string TicketDetail(const v1::DealDeskTicket& one, const View& view) {
  FieldList fields;
  fields.Add("ticket", Cell(ShortName(one.name()), Style::kBold));
  fields.Add("state", EnumText(one.state()));
  fields.Add("attribution", ShortName(one.attribution()));
  fields.Add("account", ShortName(one.account()));
  fields.Add("opened by", ShortName(one.opener()));
  fields.Add("reason", one.reason());
  fields.Add("asked for", SharesText(one.asked_shares()));
  if (one.state() == v1::DEAL_DESK_TICKET_STATE_OPEN) {
    fields.Add("due", absl::StrCat(TimeText(one.due_time()), ", ",
                                   FormatTimeLeft(FromProto(one.due_time()), view.now)));
  }
  fields.Add("ruled by", ShortName(one.ruler()));
  fields.Add("ruled", TimeText(one.rule_time()));
  fields.Add("ruling", one.ruling_reason());
  fields.Add("split", SharesText(one.ruled_shares()));
  fields.Add("corrected source", EnumText(one.corrected_source()));
  return fields.Render(view.terminal);
}

std::string RecommendationDetail(const v1::Recommendation& one, const View& view) {
  FieldList fields;
  fields.Add("recommended by", Cell(one.recommender(), Style::kBold));
  fields.Add("agrees", YesNo(one.agrees()));
  for (const v1::RecommendedTeamShare& share : one.team_shares()) {
    fields.Add(absl::StrCat(share.team_role(), " team"),
               absl::StrCat(share.team(), " ", FormatRate(share.share_bp())));
  }
  Table table({{"PART", Column::kRight}, {"CATEGORY"}, {"CS-LED"}});
  for (const v1::PartRecommendation& part : one.parts()) {
    table.AddRow({absl::StrCat(part.part()), EnumText(part.category()), part.cs_led_tag()});
    if (!part.reasons().empty()) table.AddNote(ExplanationText(part.reasons()));
    for (const std::string& missing : part.missing_evidence()) {
      table.AddNote(absl::StrCat("lacks ", missing));
    }
  }
  return absl::StrCat(fields.Render(view.terminal), "\n", table.Render(view.terminal));
}

std::string AuditDetail(const v1::AttributionAudit& one, const View& view) {
  FieldList fields;
  fields.Add("audit of", Cell(one.quarter(), Style::kBold));
  fields.Add("attributions", absl::StrCat(one.population()));
  fields.Add("sampled", absl::StrCat(one.sampled()));
  fields.Add("looked at", absl::StrCat(one.items()));
  fields.Add("reviewed", absl::StrCat(one.reviewed()));
  fields.Add("seed", absl::StrCat(one.seed()));
  fields.Add("drawn by", ShortName(one.creator()));
  fields.Add("drawn", TimeTextWithAge(one.create_time(), view.now));
  fields.Add("policy version", absl::StrCat(one.policy_version()));
  return fields.Render(view.terminal);
}

std::string AuditItemTable(const std::vector<v1::AuditItem>& items, const View& view) {
  Table table({{"ATTRIBUTION"},
               {"ACCOUNT", Column::kShrink},
               {"CAUSES", Column::kShrink},
               {"FINDING"},
               {"REVIEWER"},
               {"REVIEWED"},
               {"COMMENT", Column::kShrink, true}});
  for (const v1::AuditItem& one : items) {
    table.AddRow({ShortName(one.attribution().name()), ShortName(one.attribution().account()),
                  CausesText(one), EnumText(one.finding()), ShortName(one.reviewer()),
                  DayText(one.review_time()), one.comment()});
  }
  return table.Render(view.terminal);
}

std::string ReconciliationTable(const std::vector<v1::ReconciliationItem>& items,
                                const View& view) {
  Table table({{"ACCOUNT", Column::kShrink},
               {"LEDGER", Column::kRight},
               {"CRM", Column::kRight},
               {"DIFFERENCE", Column::kRight},
               {"SINCE"},
               {"RESOLVED"}});
  for (const v1::ReconciliationItem& one : items) {
    table.AddRow({ShortName(one.account()), FormatMoney(one.ledger_arr()),
                  FormatMoney(one.crm_arr()), FormatMoney(one.difference()),
                  DayText(one.create_time()), DayText(one.resolve_time())});
  }
  return table.Render(view.terminal);
}

}  // namespace baton::cli
