// opportunity create | update | backfill | list | show.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tools/cli/commands.h"
#include "tools/cli/errors.h"
#include "tools/cli/file_io.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/render.h"
#include "tools/cli/status_macros.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using Accounts = v1::AccountService::Stub;

std::string OpportunityTable(const std::vector<v1::Opportunity>& opportunities, const View& view) {
  Table table({{"OPPORTUNITY"},
               {"ACCOUNT", Column::kShrink},
               {"STATE"},
               {"SOURCE"},
               {"AMOUNT", Column::kRight},
               {"TRIGGER", Column::kShrink, true},
               {"OWNER", Column::kLeft, true},
               {"CREATED", Column::kLeft, true},
               {"SIGNAL", Column::kLeft, true}});
  for (const v1::Opportunity& one : opportunities) {
    table.AddRow({ShortName(one.name()), ShortName(one.account()), EnumText(one.state()),
                  EnumText(one.creation_source()), FormatMoney(one.amount()),
                  EnumText(one.trigger_event()), ShortName(one.owner()),
                  TimeText(one.create_time()), ShortName(one.signal())});
  }
  return table.Render(view.terminal);
}

std::string OpportunityDetail(const v1::Opportunity& one, const View& view) {
  FieldList fields;
  fields.Add("opportunity", Cell(ShortName(one.name()), Style::kBold));
  fields.Add("account", ShortName(one.account()));
  fields.Add("state", EnumText(one.state()));
  fields.Add("source", EnumText(one.creation_source()));
  fields.Add("trigger", absl::StrCat(EnumText(one.trigger_event()),
                                     one.trigger_text().empty() ? "" : ": ", one.trigger_text()));
  fields.Add("signal", ShortName(one.signal()));
  fields.Add("owner", ShortName(one.owner()));
  fields.Add("amount", FormatMoney(one.amount()));
  fields.Add("self-serve", one.self_serve() ? "yes" : "");
  fields.Add("stage", one.stage());
  fields.Add("source record", FormatSourceRecord(one.source()));
  fields.Add("created", TimeTextWithAge(one.create_time(), view.now));
  fields.Add("expected to close", TimeTextWithAge(one.expected_close_time(), view.now));
  fields.Add("closed", TimeTextWithAge(one.close_time(), view.now));
  return fields.Render(view.terminal);
}

struct CreateFlags {
  std::string account;
  v1::CreationSource source = v1::CREATION_SOURCE_UNSPECIFIED;
  v1::TriggerEvent trigger = v1::TRIGGER_EVENT_UNSPECIFIED;
  std::string trigger_text;
  std::string signal;
  std::string owner;
  std::optional<v1::Money> amount;
  bool self_serve = false;
  std::optional<v1::SourceRecord> source_record;
  std::string stage;
  std::optional<TimeSpec> created;
};

void DeclareCreate(Options& options, CreateFlags& flags) {
  options.Add("--account", flags.account, "The customer's account").Required();
  AddEnum(options, "--source", flags.source, "How it came to be; never changes").Required();
  AddEnum(options, "--trigger", flags.trigger, "What set it off; never changes").Required();
  options.Add("--trigger-text", flags.trigger_text, "The trigger in words; needed for other");
  options.Add("--signal", flags.signal, "The signal it came from");
  options.Add("--owner", flags.owner, "Who owns the close");
  AddMoney(options, "--amount", flags.amount, "Expected ARR");
  options.AddFlag("--self-serve", flags.self_serve, "The customer buys without anybody's help");
  AddSource(options, "--source-record", flags.source_record, "The CRM's record");
  options.Add("--stage", flags.stage, "The CRM's stage");
  AddTime(options, "--created", flags.created, "When it was created; default now");
}

absl::Status RunCreate(const CreateFlags& flags, Session& session) {
  v1::CreateOpportunityRequest request;
  request.set_parent(session.tenant());
  v1::Opportunity& one = *request.mutable_opportunity();
  one.set_account(session.Name("accounts", flags.account));
  one.set_creation_source(flags.source);
  one.set_trigger_event(flags.trigger);
  one.set_trigger_text(flags.trigger_text);
  one.set_signal(session.Name("signals", flags.signal));
  one.set_owner(session.Name("people", flags.owner));
  if (flags.amount) *one.mutable_amount() = *flags.amount;
  one.set_self_serve(flags.self_serve);
  if (flags.source_record) *one.mutable_source() = *flags.source_record;
  one.set_stage(flags.stage);
  if (flags.created) *one.mutable_create_time() = ToProto(flags.created->At(session.now()));
  return session.Show(session.Call(&Accounts::CreateOpportunity, request),
                      [&](const auto& response) {
                        return OpportunityDetail(response.opportunity(), session.view());
                      });
}

struct UpdateFlags {
  std::string opportunity;
  std::optional<v1::Money> amount;
  std::optional<TimeSpec> close;
  std::string stage;
  std::string owner;
  v1::OpportunityState state = v1::OPPORTUNITY_STATE_UNSPECIFIED;
};

void DeclareUpdate(Options& options, UpdateFlags& flags) {
  options.Add("OPPORTUNITY", flags.opportunity, "The opportunity").Required();
  AddMoney(options, "--amount", flags.amount, "Expected ARR");
  AddTime(options, "--close", flags.close, "When it is expected to close");
  options.Add("--stage", flags.stage, "The CRM's stage");
  options.Add("--owner", flags.owner, "Who owns the close");
  AddEnum(options, "--state", flags.state, "lost, or open again; a booking wins it");
}

absl::Status RunUpdate(const UpdateFlags& flags, Session& session) {
  v1::UpdateOpportunityRequest request;
  v1::Opportunity& one = *request.mutable_opportunity();
  one.set_name(session.Name("opportunities", flags.opportunity));
  if (flags.amount) *one.mutable_amount() = *flags.amount;
  if (flags.close) *one.mutable_expected_close_time() = ToProto(flags.close->At(session.now()));
  one.set_stage(flags.stage);
  one.set_owner(session.Name("people", flags.owner));
  one.set_state(flags.state);
  return session.Show(session.Call(&Accounts::UpdateOpportunity, request),
                      [&](const auto& response) {
                        return OpportunityDetail(response.opportunity(), session.view());
                      });
}

struct BackfillFlags {
  std::string file;
};

void DeclareBackfill(Options& options, BackfillFlags& flags) {
  options
      .Add("FILE", flags.file,
           "JSON: {\"opportunities\": [...]}, fields as in the API, at most 1,000; - is standard "
           "input")
      .Required();
}

std::string BackfillTable(const v1::BackfillOpportunitiesResponse& response, const View& view) {
  Table table({{"ITEM", Column::kRight}, {"OPPORTUNITY"}, {"STATE"}, {"FAULT", Column::kShrink}});
  for (int i = 0; i < response.results_size(); ++i) {
    const v1::BackfillResult& result = response.results(i);
    table.AddRow({absl::StrCat(i + 1), ShortName(result.opportunity().name()),
                  EnumText(result.opportunity().state()), result.error().message()});
  }
  return table.Render(view.terminal);
}

absl::Status RunBackfill(const BackfillFlags& flags, Session& session) {
  BATON_ASSIGN_OR_RETURN(const std::string text, ReadFile(flags.file));
  v1::BackfillOpportunitiesRequest request;
  const auto parsed = google::protobuf::util::JsonStringToMessage(text, &request);
  if (!parsed.ok()) {
    return UsageError(
        absl::StrCat(flags.file, " is no list of opportunities: ", std::string(parsed.message())));
  }
  request.set_parent(session.tenant());
  return session.Show(
      session.Call(&Accounts::BackfillOpportunities, request),
      [&](const auto& response) { return BackfillTable(response, session.view()); });
}

struct OpportunityListFlags {
  ListFlags list;
  std::string account;
  std::string owner;
  std::string signal;
  v1::OpportunityState state = v1::OPPORTUNITY_STATE_UNSPECIFIED;
};

void DeclareList(Options& options, OpportunityListFlags& flags) {
  options.Add("--account", flags.account, "Only of this account");
  options.Add("--owner", flags.owner, "Only owned by this person");
  options.Add("--signal", flags.signal, "Only from this signal");
  AddEnum(options, "--state", flags.state, "Only in this state");
  DeclareListFlags(options, flags.list);
}

absl::Status RunList(const OpportunityListFlags& flags, Session& session) {
  Filter filter;
  filter.Name("account", session.Name("accounts", flags.account));
  filter.Name("owner", session.Name("people", flags.owner));
  filter.Name("signal", session.Name("signals", flags.signal));
  filter.Word("state", EnumText(flags.state));
  v1::ListOpportunitiesRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Accounts::ListOpportunities, request,
                            &v1::ListOpportunitiesResponse::opportunities, flags.list),
                   [&](const auto& all) { return OpportunityTable(all, session.view()); });
}

struct ShowFlags {
  std::string opportunity;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  options.Add("OPPORTUNITY", flags.opportunity, "The opportunity").Required();
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetOpportunityRequest request;
  request.set_name(session.Name("opportunities", flags.opportunity));
  return session.Show(session.Call(&Accounts::GetOpportunity, request), [&](const auto& response) {
    return OpportunityDetail(response.opportunity(), session.view());
  });
}

}  // namespace

void AddOpportunityCommands(const CommandGroup& root) {
  const CommandGroup group = root.AddGroup("opportunity", "Expansion opportunities");
  group.Add("create", "Create an opportunity with its source and trigger",
            "baton opportunity create --account helios --source csm_initiated "
            "--trigger qbr_upsell \\\n    --signal 01JB2Q --owner tom --amount \"48,000 USD\" "
            "--source-record salesforce:006A1",
            DeclareCreate, RunCreate);
  group.Add("update", "Change amount, close date, stage, owner or state",
            "baton opportunity update 01JB2Q --amount \"52,000 USD\" --stage Negotiation",
            DeclareUpdate, RunUpdate);
  group.Add("backfill", "Take over opportunities from before go-live: never paid",
            "baton opportunity backfill history.json", DeclareBackfill, RunBackfill);
  group.Add("list", "List opportunities, newest first",
            "baton opportunity list --account helios --state open", DeclareList, RunList);
  group.Add("show", "Show one opportunity", "baton opportunity show 01JB2Q", DeclareShow, RunShow);
}

}  // namespace baton::cli
