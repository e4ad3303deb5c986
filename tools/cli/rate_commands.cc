// rates put | approve | list.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/rate_sheet_text.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using Policies = v1::PolicyService::Stub;

std::string RateTable(const v1::ExchangeRateSheet& sheet, const View& view) {
  Table table({{"FROM"}, {"TO"}, {"DAY"}, {"RATE", Column::kRight}});
  for (const v1::ExchangeRate& rate : sheet.rates()) {
    table.AddRow({rate.from_currency(), rate.to_currency(), rate.date(), FormatExchangeRate(rate)});
  }
  return table.Render(view.terminal);
}

std::string SheetDetail(const v1::ExchangeRateSheet& sheet, const View& view) {
  const bool approved = !sheet.approver().empty();
  FieldList fields;
  fields.Add("sheet", Cell(ShortName(sheet.name()), Style::kBold));
  fields.Add("state", approved ? Cell("approved", Style::kGood)
                               : Cell("waits for somebody else's approval", Style::kWarning));
  fields.Add("origin", sheet.origin());
  fields.Add("put", absl::StrCat(ShortName(sheet.creator()), ", ",
                                 TimeTextWithAge(sheet.create_time(), view.now)));
  if (approved) {
    fields.Add("approved", absl::StrCat(ShortName(sheet.approver()), ", ",
                                        TimeTextWithAge(sheet.approve_time(), view.now)));
  }
  return absl::StrCat(fields.Render(view.terminal), "\n", RateTable(sheet, view));
}

std::string SheetTable(const std::vector<v1::ExchangeRateSheet>& sheets, const View& view) {
  Table table({{"SHEET"},
               {"RATES", Column::kRight},
               {"ORIGIN", Column::kShrink},
               {"PUT"},
               {"BY"},
               {"APPROVED"},
               {"BY"}});
  for (const v1::ExchangeRateSheet& sheet : sheets) {
    const Cell approved = sheet.approver().empty() ? Cell("no", Style::kWarning)
                                                   : Cell(TimeText(sheet.approve_time()));
    table.AddRow({ShortName(sheet.name()), absl::StrCat(sheet.rates_size()), sheet.origin(),
                  TimeText(sheet.create_time()), ShortName(sheet.creator()), approved,
                  ShortName(sheet.approver())});
  }
  return table.Render(view.terminal);
}

struct PutFlags {
  std::vector<v1::ExchangeRate> rates;
  std::string origin;
};

void DeclarePut(Options& options, PutFlags& flags) {
  AddParsedList(options, "--rate", flags.rates, ParseExchangeRate,
                "A rate, as EUR/USD=1.0842@2027-03-31; may be repeated")
      .Required();
  options.Add("--origin", flags.origin, "Where the rates come from").Required();
}

absl::Status RunPut(const PutFlags& flags, Session& session) {
  v1::PutExchangeRatesRequest request;
  request.set_parent(session.tenant());
  request.mutable_sheet()->set_origin(flags.origin);
  request.mutable_sheet()->mutable_rates()->Add(flags.rates.begin(), flags.rates.end());
  return session.Show(
      session.Call(&Policies::PutExchangeRates, request),
      [&](const auto& response) { return SheetDetail(response.sheet(), session.view()); });
}

struct ApproveFlags {
  std::string sheet;
};

void DeclareApprove(Options& options, ApproveFlags& flags) {
  options.Add("SHEET", flags.sheet, "The sheet of rates").Required();
}

absl::Status RunApprove(const ApproveFlags& flags, Session& session) {
  v1::ApproveExchangeRatesRequest request;
  request.set_name(session.Name("exchangeRateSheets", flags.sheet));
  return session.Show(
      session.Call(&Policies::ApproveExchangeRates, request),
      [&](const auto& response) { return SheetDetail(response.sheet(), session.view()); });
}

struct SheetListFlags {
  ListFlags list;
};

void DeclareList(Options& options, SheetListFlags& flags) { DeclareListFlags(options, flags.list); }

absl::Status RunList(const SheetListFlags& flags, Session& session) {
  v1::ListExchangeRateSheetsRequest request;
  request.set_parent(session.tenant());
  return PrintList(session,
                   ReadList(session, &Policies::ListExchangeRateSheets, request,
                            &v1::ListExchangeRateSheetsResponse::sheets, flags.list),
                   [&](const auto& all) { return SheetTable(all, session.view()); });
}

}  // namespace

void AddRateCommands(const CommandGroup& root) {
  const CommandGroup rates =
      root.AddGroup("rates", "Exchange rates: put by one person, approved by another");
  rates.Add("put", "Put rates, which count once somebody else approves them",
            "baton rates put --rate EUR/USD=1.0842@2027-03-31 --origin 'ECB reference rates'",
            DeclarePut, RunPut);
  rates.Add("approve", "Approve rates that somebody else put", "baton rates approve 01JB2Q",
            DeclareApprove, RunApprove);
  rates.Add("list", "List what was put, approved or not, latest first", "baton rates list",
            DeclareList, RunList);
}

}  // namespace baton::cli
