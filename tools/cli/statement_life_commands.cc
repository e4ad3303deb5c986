#include "tools/cli/statement_life_commands.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "tools/cli/explanation_view.h"
#include "tools/cli/file_io.h"
#include "tools/cli/line_name.h"
#include "tools/cli/listing.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/option.h"
#include "tools/cli/statement_page.h"
#include "tools/cli/statement_view.h"

namespace baton::cli {
namespace {

using Comp = v1::CompStatementService::Stub;

// Statements say what people earn.
constexpr int kPageMode = 0600;

struct PullFlags {
  ListFlags list;
  int since = 0;
};

void DeclarePull(Options& options, PullFlags& flags) {
  options.Add("--since", flags.since, "The last change that you have; 0: none").ShowDefault();
  DeclareListFlags(options, flags.list);
}

absl::Status RunPull(const PullFlags& flags, Session& session) {
  v1::ListCompStatementsRequest request;
  request.set_parent(session.tenant());
  request.set_after_change_seq(flags.since);
  BATON_ASSIGN_OR_RETURN(const auto listing,
                         ReadList(session, &Comp::ListCompStatements, request,
                                  &v1::ListCompStatementsResponse::statements, flags.list));
  const int64_t last = listing.items.empty() ? flags.since : listing.items.back().change_seq();
  BATON_RETURN_IF_ERROR(
      PrintList(session, absl::StatusOr<Listing<v1::CompStatement>>(listing),
                [&](const auto& all) { return StatementTable(all, session.view()); }));
  session.notes() << "next time: --since " << last << "\n";
  return absl::OkStatus();
}

struct ExplainFlags {
  std::string line;
  std::string field;
};

void DeclareExplain(Options& options, ExplainFlags& flags) {
  options.Add("LINE", flags.line, "Quarter and person, as 2027-Q1-tom, or a line's name")
      .Required();
  options.Add("--field", flags.field, "Of a statement: the sum; default payable_minor")
      .OneOf(
          {"credited_minor", "earned_minor", "held_minor", "adjustments_minor", "payable_minor"});
}

absl::Status RunExplain(const ExplainFlags& flags, Session& session) {
  v1::ExplainLineRequest request;
  request.set_name(LineName(flags.line, session));
  request.set_field(flags.field);
  return session.Show(session.Call(&Comp::ExplainLine, request), [&](const auto& response) {
    return LineExplanationText(response.explanation(), session.view());
  });
}

struct ConfirmFlags {
  std::string statement;
  std::optional<v1::Money> amount;
  std::string reference;
};

void DeclareConfirm(Options& options, ConfirmFlags& flags) {
  options.Add("STATEMENT", flags.statement, "Quarter and person, as 2027-Q1-tom").Required();
  AddMoney(options, "--amount", flags.amount, "What the commission tool paid, as \"4,800.00 USD\"")
      .Required();
  options.Add("--reference", flags.reference, "The tool's own id of the payment");
}

std::string ConfirmText(const v1::ConfirmPayoutResponse& response, const View& view) {
  if (!response.has_reconciliation_item()) {
    return absl::StrCat(ShortName(response.statement().name()), " is paid\n");
  }
  const v1::ReconciliationItem& item = response.reconciliation_item();
  return view.terminal.Paint(
      absl::StrCat(ShortName(response.statement().name()), " is to pay ",
                   FormatMoney(item.stated_payout()), ", the tool says it paid ",
                   FormatMoney(item.confirmed_payout()), "; kept as the reconciliation item ",
                   ShortName(item.name()), "\n"),
      Style::kWarning);
}

absl::Status RunConfirm(const ConfirmFlags& flags, Session& session) {
  v1::ConfirmPayoutRequest request;
  request.set_name(session.Name("statements", flags.statement));
  if (flags.amount.has_value()) *request.mutable_amount() = *flags.amount;
  request.set_tool_reference(flags.reference);
  return session.Show(session.Call(&Comp::ConfirmPayout, request),
                      [&](const auto& response) { return ConfirmText(response, session.view()); });
}

struct PageFlags {
  std::string statement;
  std::string out;
};

void DeclarePage(Options& options, PageFlags& flags) {
  options.Add("STATEMENT", flags.statement, "Quarter and person, as 2027-Q1-tom").Required();
  options.Add("--out", flags.out, "Write the page to this new file").Required();
}

absl::Status RunPage(const PageFlags& flags, Session& session) {
  v1::GetCompStatementRequest request;
  request.set_name(session.Name("statements", flags.statement));
  BATON_ASSIGN_OR_RETURN(const v1::GetCompStatementResponse response,
                         session.Call(&Comp::GetCompStatement, request));
  BATON_ASSIGN_OR_RETURN(NewFile file, NewFile::Create(flags.out, kPageMode));
  BATON_RETURN_IF_ERROR(file.Write(StatementHtml(response.statement())));
  BATON_RETURN_IF_ERROR(file.Commit());
  session.notes() << "wrote " << flags.out << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddStatementLife(const CommandGroup& statement) {
  statement.Add("pull", "List what was published or paid since, in that order",
                "baton statement pull --since 42 --all --json", DeclarePull, RunPull);
  statement.Add("explain", "Say how a line, or a sum, of a statement came about",
                "baton statement explain 2027-Q1-tom --field held_minor", DeclareExplain,
                RunExplain);
  statement.Add("confirm", "Pass on what the commission tool paid",
                "baton statement confirm 2027-Q1-tom --amount \"4,800.00 USD\"", DeclareConfirm,
                RunConfirm);
  statement.Add("page", "Write a statement as a page to read and to print",
                "baton statement page 2027-Q1-tom --out tom.html", DeclarePage, RunPage);
}

}  // namespace baton::cli
