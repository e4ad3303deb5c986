// correction enter | approve | reject | list | show.
#include <optional>
#include <string>

#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/correction_view.h"
#include "tools/cli/line_name.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"

namespace baton::cli {
namespace {

using Comp = v1::CompStatementService::Stub;

struct EnterFlags {
  std::string payee;
  std::optional<v1::Money> amount;
  std::string reason;
  std::string reference;
  std::string line;
  std::string period;
};

void DeclareEnter(Options& options, EnterFlags& flags) {
  options.Add("PAYEE", flags.payee, "Whose pay is corrected").Required();
  AddMoney(options, "--amount", flags.amount,
           "What is paid, as \"250.00 USD\"; below zero it is taken back: --amount=\"-250.00 USD\"")
      .Required();
  options.Add("--reason", flags.reason, "Why; it stands on the statement").Required();
  options.Add("--reference", flags.reference, "Where it is documented, as a ticket's id")
      .Required();
  options.Add("--line", flags.line, "The published line that it is about");
  options.Add("--period", flags.period,
              "The fiscal quarter whose statement it is to stand on; default that of now");
}

absl::Status RunEnter(const EnterFlags& flags, Session& session) {
  v1::EnterCorrectionRequest request;
  request.set_parent(session.tenant());
  v1::Correction& correction = *request.mutable_correction();
  correction.set_payee(session.Name("people", flags.payee));
  correction.set_amount_minor(flags.amount->amount_minor());
  correction.set_currency_code(flags.amount->currency_code());
  correction.set_reason(flags.reason);
  correction.set_reference(flags.reference);
  if (!flags.line.empty()) correction.set_line(LineName(flags.line, session));
  correction.set_period(flags.period);
  return session.Show(session.Call(&Comp::EnterCorrection, request), [&](const auto& response) {
    return CorrectionDetail(response.correction(), session.view());
  });
}

struct ApproveFlags {
  std::string correction;
  std::string note;
};

void DeclareApprove(Options& options, ApproveFlags& flags) {
  options.Add("CORRECTION", flags.correction, "The correction").Required();
  options.Add("--note", flags.note, "What there is to say to it");
}

absl::Status RunApprove(const ApproveFlags& flags, Session& session) {
  v1::ApproveCorrectionRequest request;
  request.set_name(session.Name("corrections", flags.correction));
  request.set_note(flags.note);
  return session.Show(session.Call(&Comp::ApproveCorrection, request), [&](const auto& response) {
    return CorrectionDetail(response.correction(), session.view());
  });
}

struct RejectFlags {
  std::string correction;
  std::string reason;
};

void DeclareReject(Options& options, RejectFlags& flags) {
  options.Add("CORRECTION", flags.correction, "The correction").Required();
  options.Add("--reason", flags.reason, "Why").Required();
}

absl::Status RunReject(const RejectFlags& flags, Session& session) {
  v1::RejectCorrectionRequest request;
  request.set_name(session.Name("corrections", flags.correction));
  request.set_note(flags.reason);
  return session.Show(session.Call(&Comp::RejectCorrection, request), [&](const auto& response) {
    return CorrectionDetail(response.correction(), session.view());
  });
}

struct CorrectionListFlags {
  ListFlags list;
  std::string payee;
  v1::CorrectionState state = v1::CORRECTION_STATE_UNSPECIFIED;
};

void DeclareList(Options& options, CorrectionListFlags& flags) {
  options.Add("--payee", flags.payee, "Only of this payee");
  AddEnum(options, "--state", flags.state, "Only in this state");
  DeclareListFlags(options, flags.list);
}

absl::Status RunList(const CorrectionListFlags& flags, Session& session) {
  Filter filter;
  filter.Name("payee", session.Name("people", flags.payee));
  filter.Word("state", EnumText(flags.state));
  v1::ListCorrectionsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Comp::ListCorrections, request,
                            &v1::ListCorrectionsResponse::corrections, flags.list),
                   [&](const auto& all) { return CorrectionTable(all, session.view()); });
}

struct ShowFlags {
  std::string correction;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  options.Add("CORRECTION", flags.correction, "The correction").Required();
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetCorrectionRequest request;
  request.set_name(session.Name("corrections", flags.correction));
  return session.Show(session.Call(&Comp::GetCorrection, request), [&](const auto& response) {
    return CorrectionDetail(response.correction(), session.view());
  });
}

}  // namespace

void AddCorrectionCommands(const CommandGroup& root) {
  const CommandGroup correction = root.AddGroup(
      "correction", "Manual corrections of pay: entered by one person, approved by another");
  correction.Add("enter", "Enter a correction, which pays nothing until somebody else approves it",
                 "baton correction enter rosa --amount \"250.00 USD\" \\\n"
                 "    --reason \"The SPIFF of May was left out\" --reference COMP-311",
                 DeclareEnter, RunEnter);
  correction.Add("approve", "Approve a correction that somebody else entered",
                 "baton correction approve 01JB2Q", DeclareApprove, RunApprove);
  correction.Add("reject", "Reject a correction, or withdraw one that you entered",
                 "baton correction reject 01JB2Q --reason \"Paid with the Q1 statement already\"",
                 DeclareReject, RunReject);
  correction.Add("list", "List corrections, the latest entered first",
                 "baton correction list --state pending", DeclareList, RunList);
  correction.Add("show", "Show one correction and the line that carries it",
                 "baton correction show 01JB2Q", DeclareShow, RunShow);
}

}  // namespace baton::cli
