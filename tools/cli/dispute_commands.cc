// dispute open | review | list | show, ticket open | rule | list.
#include <string>
#include <vector>

#include "baton/v1/attribution_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/dispute_text.h"
#include "tools/cli/dispute_view.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"

namespace baton::cli {
namespace {

using Attributions = v1::AttributionService::Stub;

struct OpenFlags {
  std::string attribution;
  std::string reason;
  std::vector<v1::PartCategory> asked;
};

void DeclareOpen(Options& options, OpenFlags& flags) {
  options.Add("ATTRIBUTION", flags.attribution, "The attribution").Required();
  options.Add("--reason", flags.reason, "Why it is disputed").Required();
  AddParsedList(options, "--category", flags.asked, ParsePartCategory,
                "What a part should be, as 1=clean_renewal; may be repeated")
      .Required();
}

absl::Status RunOpen(const OpenFlags& flags, Session& session) {
  v1::OpenDisputeRequest request;
  request.set_attribution(session.Name("attributions", flags.attribution));
  request.set_reason(flags.reason);
  request.mutable_asked()->Assign(flags.asked.begin(), flags.asked.end());
  return session.Show(session.Call(&Attributions::OpenDispute, request), [&](const auto& response) {
    return DisputeDetail(response.dispute(), session.view());
  });
}

struct ReviewFlags {
  std::string dispute;
  v1::SigningSide side = v1::SIGNING_SIDE_UNSPECIFIED;
  v1::DisputeRuling ruling = v1::DISPUTE_RULING_UNSPECIFIED;
  std::vector<v1::PartCategory> categories;
  std::string reason;
};

void DeclareReview(Options& options, ReviewFlags& flags) {
  options.Add("DISPUTE", flags.dispute, "The dispute").Required();
  AddEnum(options, "--side", flags.side, "The side you speak for; the CRO leaves it out");
  AddEnum(options, "--ruling", flags.ruling, "What you rule").Required();
  AddParsedList(options, "--category", flags.categories, ParsePartCategory,
                "What a part is to be; default what was asked for; may be repeated");
  options.Add("--reason", flags.reason, "Why").Required();
}

absl::Status RunReview(const ReviewFlags& flags, Session& session) {
  v1::ReviewDisputeRequest request;
  request.set_name(session.Name("disputes", flags.dispute));
  request.set_side(flags.side);
  request.set_ruling(flags.ruling);
  request.mutable_categories()->Assign(flags.categories.begin(), flags.categories.end());
  request.set_reason(flags.reason);
  return session.Show(
      session.Call(&Attributions::ReviewDispute, request),
      [&](const auto& response) { return DisputeDetail(response.dispute(), session.view()); });
}

struct ShowFlags {
  std::string dispute;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  options.Add("DISPUTE", flags.dispute, "The dispute").Required();
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetDisputeRequest request;
  request.set_name(session.Name("disputes", flags.dispute));
  return session.Show(session.Call(&Attributions::GetDispute, request), [&](const auto& response) {
    return DisputeDetail(response.dispute(), session.view());
  });
}

struct DisputeListFlags {
  ListFlags list;
  std::string account;
  std::string attribution;
  v1::DisputeState state = v1::DISPUTE_STATE_UNSPECIFIED;
};

void DeclareList(Options& options, DisputeListFlags& flags) {
  options.Add("--account", flags.account, "Only of this account");
  options.Add("--attribution", flags.attribution, "Only about this attribution");
  AddEnum(options, "--state", flags.state, "Only in this state");
  DeclareListFlags(options, flags.list);
}

absl::Status RunList(const DisputeListFlags& flags, Session& session) {
  Filter filter;
  filter.Name("account", session.Name("accounts", flags.account));
  filter.Name("attribution", session.Name("attributions", flags.attribution));
  filter.Word("state", EnumText(flags.state));
  v1::ListDisputesRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Attributions::ListDisputes, request,
                            &v1::ListDisputesResponse::disputes, flags.list),
                   [&](const auto& all) { return DisputeTable(all, session.view()); });
}

// The people of a split by their full names.
std::vector<v1::CreditShare> Named(std::vector<v1::CreditShare> shares, const Session& session) {
  for (v1::CreditShare& share : shares) share.set_person(session.Name("people", share.person()));
  return shares;
}

struct TicketOpenFlags {
  std::string attribution;
  std::string reason;
  std::vector<v1::CreditShare> shares;
};

void DeclareTicketOpen(Options& options, TicketOpenFlags& flags) {
  options.Add("ATTRIBUTION", flags.attribution, "The attribution").Required();
  options.Add("--reason", flags.reason, "Why its split is disputed").Required();
  AddParsedList(options, "--share", flags.shares, ParseCreditShare,
                "A share asked for, as csm:ines=70%; may be repeated");
}

absl::Status RunTicketOpen(const TicketOpenFlags& flags, Session& session) {
  const std::vector<v1::CreditShare> shares = Named(flags.shares, session);
  v1::OpenDealDeskTicketRequest request;
  request.set_attribution(session.Name("attributions", flags.attribution));
  request.set_reason(flags.reason);
  request.mutable_asked_shares()->Assign(shares.begin(), shares.end());
  return session.Show(
      session.Call(&Attributions::OpenDealDeskTicket, request),
      [&](const auto& response) { return TicketDetail(response.ticket(), session.view()); });
}

struct TicketRuleFlags {
  std::string ticket;
  std::string reason;
  std::vector<v1::CreditShare> shares;
  v1::CreationSource source = v1::CREATION_SOURCE_UNSPECIFIED;
};

void DeclareTicketRule(Options& options, TicketRuleFlags& flags) {
  options.Add("TICKET", flags.ticket, "The ticket").Required();
  options.Add("--reason", flags.reason, "Why you rule so").Required();
  AddParsedList(options, "--share", flags.shares, ParseCreditShare,
                "A share from here on, as csm:ines=70%; may be repeated");
  AddEnum(options, "--source", flags.source, "What the creation source should have been");
}

absl::Status RunTicketRule(const TicketRuleFlags& flags, Session& session) {
  const std::vector<v1::CreditShare> shares = Named(flags.shares, session);
  v1::RuleDealDeskTicketRequest request;
  request.set_name(session.Name("tickets", flags.ticket));
  request.set_reason(flags.reason);
  request.mutable_shares()->Assign(shares.begin(), shares.end());
  request.set_corrected_source(flags.source);
  return session.Show(
      session.Call(&Attributions::RuleDealDeskTicket, request),
      [&](const auto& response) { return TicketDetail(response.ticket(), session.view()); });
}

struct TicketListFlags {
  ListFlags list;
  std::string account;
  v1::DealDeskTicketState state = v1::DEAL_DESK_TICKET_STATE_UNSPECIFIED;
};

void DeclareTicketList(Options& options, TicketListFlags& flags) {
  options.Add("--account", flags.account, "Only of this account");
  AddEnum(options, "--state", flags.state, "Only in this state");
  DeclareListFlags(options, flags.list);
}

absl::Status RunTicketList(const TicketListFlags& flags, Session& session) {
  Filter filter;
  filter.Name("account", session.Name("accounts", flags.account));
  filter.Word("state", EnumText(flags.state));
  v1::ListDealDeskTicketsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Attributions::ListDealDeskTickets, request,
                            &v1::ListDealDeskTicketsResponse::tickets, flags.list),
                   [&](const auto& all) { return TicketTable(all, session.view()); });
}

}  // namespace

void AddDisputeCommands(const CommandGroup& root) {
  const CommandGroup dispute =
      root.AddGroup("dispute", "Objections to what an attribution makes of a booking");
  dispute.Add("open", "Dispute an attribution's categories",
              "baton dispute open 01JB2Q --category 1=at_risk_save \\\n"
              "    --reason \"The account was red in May\"",
              DeclareOpen, RunOpen);
  dispute.Add("review", "Rule on a dispute, for one side or as the CRO",
              "baton dispute review 01JB2Q --side cs --ruling uphold --reason \"As it was seen\"",
              DeclareReview, RunReview);
  dispute.Add("list", "List disputes, newest first", "baton dispute list --state joint_review",
              DeclareList, RunList);
  dispute.Add("show", "Show one dispute", "baton dispute show 01JB2Q", DeclareShow, RunShow);
  const CommandGroup ticket = root.AddGroup("ticket", "Splits before the deal desk");
  ticket.Add("open", "Bring a split before the deal desk",
             "baton ticket open 01JB2Q --share csm:ines=70% --share csm:tom=30% \\\n"
             "    --reason \"Tom ran the workshop\"",
             DeclareTicketOpen, RunTicketOpen);
  ticket.Add(
      "rule", "Rule on a ticket, as the Director of RevOps",
      "baton ticket rule 01JB2Q --source csm_initiated --reason \"The mail of May shows it\"",
      DeclareTicketRule, RunTicketRule);
  ticket.Add("list", "List tickets, newest first", "baton ticket list --state open",
             DeclareTicketList, RunTicketList);
}

}  // namespace baton::cli
