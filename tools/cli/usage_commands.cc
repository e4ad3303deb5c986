// usage record | list.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using Accounts = v1::AccountService::Stub;

std::string UsedText(const v1::UsageObservation& one) {
  if (one.limit() == 0) return "";
  return absl::StrCat(one.used(), " of ", one.limit(), one.unit().empty() ? "" : " ", one.unit());
}

std::string UsageTable(const std::vector<v1::UsageObservation>& observations, const View& view) {
  Table table({{"TIME"},
               {"KIND"},
               {"PRODUCT"},
               {"METRIC"},
               {"USED", Column::kRight},
               {"SOURCE"},
               {"OPPORTUNITY"},
               {"NOTE", Column::kShrink}});
  for (const v1::UsageObservation& one : observations) {
    table.AddRow({TimeText(one.observe_time()), EnumText(one.kind()), one.product(), one.metric(),
                  UsedText(one), FormatSourceRecord(one.source()), ShortName(one.opportunity()),
                  one.note()});
  }
  return table.Render(view.terminal);
}

struct RecordFlags {
  std::string account;
  v1::UsageKind kind = v1::USAGE_KIND_LEVEL;
  std::string product;
  std::string metric;
  int used = 0;
  int limit = 0;
  std::string unit;
  int threshold_bp = 0;
  std::optional<TimeSpec> at;
  std::optional<v1::SourceRecord> source;
  std::optional<TimeSpec> changed;
  std::optional<v1::Money> amount;
  std::string note;
};

void DeclareRecord(Options& options, RecordFlags& flags) {
  options.Add("ACCOUNT", flags.account, "The account").Required();
  options.Add("--product", flags.product, "The product").Required();
  AddEnum(options, "--kind", flags.kind, "What it tells; default level");
  options.Add("--metric", flags.metric, "What is counted: seats, api_calls, ...");
  options.Add("--used", flags.used, "How much is used");
  options.Add("--limit", flags.limit, "How much is allowed");
  options.Add("--unit", flags.unit, "The unit");
  options.Add("--threshold-bp", flags.threshold_bp,
              "Above which share of the limit an expansion is due, in basis points; default 8500");
  AddTime(options, "--at", flags.at, "When it was seen; default now");
  AddSource(options, "--source", flags.source, "Where it came from");
  AddTime(options, "--changed", flags.changed, "When the source changed it; older changes nothing");
  AddMoney(options, "--amount", flags.amount, "ARR that the upgrade brings");
  options.Add("--note", flags.note, "The record in words");
}

absl::Status RunRecord(const RecordFlags& flags, Session& session) {
  v1::RecordUsageRequest request;
  request.set_parent(session.Name("accounts", flags.account));
  v1::UsageObservation& one = *request.mutable_observation();
  one.set_kind(flags.kind);
  one.set_product(flags.product);
  one.set_metric(flags.metric);
  one.set_used(flags.used);
  one.set_limit(flags.limit);
  one.set_unit(flags.unit);
  one.set_threshold_bp(flags.threshold_bp);
  one.set_note(flags.note);
  if (flags.at) *one.mutable_observe_time() = ToProto(flags.at->At(session.now()));
  if (flags.source) *one.mutable_source() = *flags.source;
  if (flags.changed) {
    *one.mutable_source_update_time() = ToProto(flags.changed->At(session.now()));
  }
  if (flags.amount) *one.mutable_amount() = *flags.amount;
  return session.Show(session.Call(&Accounts::RecordUsage, request), [&](const auto& response) {
    return UsageTable({response.observation()}, session.view());
  });
}

struct UsageListFlags {
  ListFlags list;
  std::string account;
};

void DeclareList(Options& options, UsageListFlags& flags) {
  options.Add("ACCOUNT", flags.account, "The account").Required();
  DeclareListFlags(options, flags.list);
}

absl::Status RunList(const UsageListFlags& flags, Session& session) {
  v1::ListUsageRequest request;
  request.set_parent(session.Name("accounts", flags.account));
  return PrintList(session,
                   ReadList(session, &Accounts::ListUsage, request,
                            &v1::ListUsageResponse::observations, flags.list),
                   [&](const auto& all) { return UsageTable(all, session.view()); });
}

}  // namespace

void AddUsageCommands(const CommandGroup& root) {
  const CommandGroup group = root.AddGroup("usage", "How accounts use the product");
  group.Add("record", "Record usage; over its threshold it opens an opportunity",
            "baton usage record helios --product core --metric seats --used 89 --limit 100 "
            "--source pendo:u-17",
            DeclareRecord, RunRecord);
  group.Add("list", "List an account's usage, newest first", "baton usage list helios", DeclareList,
            RunList);
}

}  // namespace baton::cli
