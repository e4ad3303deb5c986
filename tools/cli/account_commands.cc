// account set | show | list | team. What is observed of an account is in account_fact_commands.cc.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "tools/cli/account_fact_commands.h"
#include "tools/cli/account_view.h"
#include "tools/cli/commands.h"
#include "tools/cli/dispute_text.h"
#include "tools/cli/dispute_view.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"

namespace baton::cli {
namespace {

using Accounts = v1::AccountService::Stub;

// "core=120,000 USD": ARR owned in a product line.
absl::StatusOr<v1::OwnedProductLine> ParseOwnedLine(absl::string_view text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  v1::OwnedProductLine line;
  line.set_product_line(parts.first);
  BATON_ASSIGN_OR_RETURN(*line.mutable_arr(), ParseMoney(parts.second));
  return line;
}

struct SetFlags {
  std::string account;
  std::string name;
  v1::Segment segment = v1::SEGMENT_UNSPECIFIED;
  std::optional<v1::Money> acv;
  std::optional<v1::Money> crm_arr;
  v1::OwnershipModel renewal_model = v1::OWNERSHIP_MODEL_UNSPECIFIED;
  std::optional<TimeSpec> renewal;
  std::vector<v1::SourceRecord> external_ids;
  std::vector<v1::OwnedProductLine> opening_lines;
  std::optional<TimeSpec> opening;
};

void DeclareSet(Options& options, SetFlags& flags) {
  options.Add("ACCOUNT", flags.account, "Its id, which you choose").Required();
  options.Add("--name", flags.name, "The company's name");
  AddEnum(options, "--segment", flags.segment, "Size class");
  AddMoney(options, "--acv", flags.acv, "Annual contract value");
  AddMoney(options, "--crm-arr", flags.crm_arr, "What the CRM says the ARR is");
  AddEnum(options, "--renewal-model", flags.renewal_model, "Who quarterbacks the renewal");
  AddTime(options, "--renewal", flags.renewal, "When the contract ends");
  AddParsedList(options, "--external-id", flags.external_ids, ParseSourceRecord,
                "Its id in another system, as salesforce:001A1");
  AddParsedList(options, "--opening", flags.opening_lines, ParseOwnedLine,
                "What it owned when first known, as \"core=120,000 USD\"; set once");
  AddTime(options, "--opening-time", flags.opening, "The day of the opening balance");
}

absl::Status RunSet(const SetFlags& flags, Session& session) {
  v1::UpsertAccountRequest request;
  v1::Account& account = *request.mutable_account();
  account.set_name(session.Name("accounts", flags.account));
  account.set_display_name(flags.name);
  account.set_segment(flags.segment);
  account.set_renewal_model(flags.renewal_model);
  if (flags.acv) *account.mutable_acv() = *flags.acv;
  if (flags.crm_arr) *account.mutable_crm_arr() = *flags.crm_arr;
  if (flags.renewal) *account.mutable_renewal_time() = ToProto(flags.renewal->At(session.now()));
  if (flags.opening) *account.mutable_opening_time() = ToProto(flags.opening->At(session.now()));
  account.mutable_external_ids()->Add(flags.external_ids.begin(), flags.external_ids.end());
  account.mutable_opening_lines()->Add(flags.opening_lines.begin(), flags.opening_lines.end());
  return session.Show(session.Call(&Accounts::UpsertAccount, request), [&](const auto& response) {
    return AccountDetail(response.account(), session.view());
  });
}

struct ShowFlags {
  std::string account;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  options.Add("ACCOUNT", flags.account, "The account").Required();
}

absl::Status ShowAccount(const std::string& account, Session& session) {
  v1::GetAccountRequest request;
  request.set_name(session.Name("accounts", account));
  return session.Show(session.Call(&Accounts::GetAccount, request), [&](const auto& response) {
    return AccountDetail(response.account(), session.view());
  });
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  return ShowAccount(flags.account, session);
}

struct AccountListFlags {
  ListFlags list;
};

void DeclareList(Options& options, AccountListFlags& flags) {
  DeclareListFlags(options, flags.list);
}

absl::Status RunList(const AccountListFlags& flags, Session& session) {
  v1::ListAccountsRequest request;
  request.set_parent(session.tenant());
  return PrintList(session,
                   ReadList(session, &Accounts::ListAccounts, request,
                            &v1::ListAccountsResponse::accounts, flags.list),
                   [&](const auto& accounts) { return AccountTable(accounts, session.view()); });
}

struct TeamFlags {
  std::string account;
  std::string csm;
  std::string ae;
  std::vector<v1::CreditShare> shares;
  std::optional<TimeSpec> from;
};

void DeclareTeam(Options& options, TeamFlags& flags) {
  options.Add("ACCOUNT", flags.account, "The account").Required();
  options.Add("--csm", flags.csm, "Who is its CSM");
  options.Add("--ae", flags.ae, "Who is its AE");
  AddParsedList(options, "--share", flags.shares, ParseCreditShare,
                "Who shares a role's credit, each: csm:ines=70%; a role's add up to 100%");
  AddTime(options, "--from", flags.from, "From when on; default now");
}

absl::Status SetMember(const TeamFlags& flags, v1::Role role, const std::string& person,
                       Session& session) {
  if (person.empty()) return absl::OkStatus();
  v1::SetAccountTeamRequest request;
  request.set_account(session.Name("accounts", flags.account));
  request.mutable_member()->set_role(role);
  request.mutable_member()->set_person(session.Name("people", person));
  if (flags.from) {
    *request.mutable_member()->mutable_start_time() = ToProto(flags.from->At(session.now()));
  }
  for (v1::CreditShare share : flags.shares) {
    if (share.role() != role) continue;
    share.set_person(session.Name("people", share.person()));
    *request.mutable_member()->add_shares() = std::move(share);
  }
  // Two changes under one name: each role's has its own.
  const std::string& request_id = session.client().request_id();
  if (!request_id.empty()) request.set_request_id(absl::StrCat(request_id, "-", EnumText(role)));
  return session.Call(&Accounts::SetAccountTeam, request).status();
}

absl::Status RunTeam(const TeamFlags& flags, Session& session) {
  BATON_RETURN_IF_ERROR(SetMember(flags, v1::ROLE_CSM, flags.csm, session));
  BATON_RETURN_IF_ERROR(SetMember(flags, v1::ROLE_AE, flags.ae, session));
  return ShowAccount(flags.account, session);
}

struct MergeFlags {
  std::string survivor;
  std::string merged;
};

void DeclareMerge(Options& options, MergeFlags& flags) {
  options.Add("SURVIVOR", flags.survivor, "Which account stays").Required();
  options.Add("MERGED", flags.merged, "Whose record joins it").Required();
}

absl::Status RunMerge(const MergeFlags& flags, Session& session) {
  v1::MergeAccountsRequest request;
  request.set_survivor(session.Name("accounts", flags.survivor));
  request.set_merged(session.Name("accounts", flags.merged));
  return session.Show(session.Call(&Accounts::MergeAccounts, request), [&](const auto& response) {
    return AccountDetail(response.account(), session.view());
  });
}

struct ReconciliationFlags {
  ListFlags list;
  std::string account;
};

void DeclareReconciliation(Options& options, ReconciliationFlags& flags) {
  options.Add("--account", flags.account, "Only of this account");
  DeclareListFlags(options, flags.list);
}

absl::Status RunReconciliation(const ReconciliationFlags& flags, Session& session) {
  Filter filter;
  filter.Name("account", session.Name("accounts", flags.account));
  v1::ListReconciliationItemsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Accounts::ListReconciliationItems, request,
                            &v1::ListReconciliationItemsResponse::items, flags.list),
                   [&](const auto& items) { return ReconciliationTable(items, session.view()); });
}

}  // namespace

void AddAccountCommands(const CommandGroup& root) {
  const CommandGroup account = root.AddGroup("account", "Customers and what is known of them");
  account.Add("set", "Create an account, or change the fields given",
              "baton account set helios --name \"Helios GmbH\" --segment mid_market \\\n"
              "    --acv \"120,000 USD\" --external-id salesforce:001A1 "
              "--opening \"core=120,000 USD\"",
              DeclareSet, RunSet);
  account.Add("show", "Show one account with its team, health and ARR", "baton account show helios",
              DeclareShow, RunShow);
  account.Add("list", "List accounts by name", "baton account list", DeclareList, RunList);
  account.Add("team", "Say who holds the account; without flags, show it",
              "baton account team helios --csm rosa --ae tom", DeclareTeam, RunTeam);
  account.Add("merge", "Join two records of one customer", "baton account merge helios helios-gmbh",
              DeclareMerge, RunMerge);
  account.Add("reconciliation", "List what the ledger and the CRM disagree on",
              "baton account reconciliation --account helios", DeclareReconciliation,
              RunReconciliation);
  AddAccountFacts(account);
}

}  // namespace baton::cli
