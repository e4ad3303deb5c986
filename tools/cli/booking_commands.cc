// booking record | list | show | void | approve-void | churn.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/attribution_service.grpc.pb.h"
#include "tools/cli/attribution_view.h"
#include "tools/cli/booking_line_text.h"
#include "tools/cli/booking_view.h"
#include "tools/cli/commands.h"
#include "tools/cli/dispute_text.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"

namespace baton::cli {
namespace {

using Attributions = v1::AttributionService::Stub;

struct RecordFlags {
  std::string account;
  std::string opportunity;
  std::optional<TimeSpec> booked;
  std::string currency;
  std::optional<TimeSpec> renewal;
  std::vector<std::string> lines;
  std::string closed_by;
  std::vector<v1::CreditShare> splits;
  std::string corrects;
  std::optional<v1::SourceRecord> source;
};

void DeclareRecord(Options& options, RecordFlags& flags) {
  options.Add("--account", flags.account, "The customer's account").Required();
  options.Add("--opportunity", flags.opportunity, "The opportunity that was won");
  AddTime(options, "--booked", flags.booked, "When it was booked; default now");
  options.Add("--currency", flags.currency, "Currency of every line, as USD").Required();
  AddTime(options, "--renewal", flags.renewal, "The old contract's end");
  options.Add("--corrects", flags.corrects, "The voided booking that it puts right");
  AddTexts(
      options, "--line", flags.lines,
      "A line: its kind (renewal, price_uplift, add_on), then product_line=, product=, prior=, "
      "new=, uplift=, effective=, line=")
      .Required();
  options.Add("--closed-by", flags.closed_by, "Who closed it; default the account's AE");
  AddParsedList(options, "--split", flags.splits, ParseCreditShare,
                "Who shares a role's credit, each: ae:rosa=60%; default as the account's team");
  AddSource(options, "--source", flags.source, "Where it came from");
}

absl::Status RunRecord(const RecordFlags& flags, Session& session) {
  v1::RecordBookingRequest request;
  request.set_parent(session.tenant());
  v1::Booking& booking = *request.mutable_booking();
  booking.set_account(session.Name("accounts", flags.account));
  booking.set_opportunity(session.Name("opportunities", flags.opportunity));
  *booking.mutable_booked_time() =
      ToProto(flags.booked ? flags.booked->At(session.now()) : session.now());
  booking.set_currency_code(flags.currency);
  if (flags.renewal) *booking.mutable_renewal_time() = ToProto(flags.renewal->At(session.now()));
  for (const std::string& text : flags.lines) {
    const auto line = ParseBookingLine(text, flags.currency);
    if (!line.ok())
      return UsageError(absl::StrCat("--line \"", text, "\": ", line.status().message()));
    *booking.add_lines() = *line;
  }
  for (v1::CreditShare split : flags.splits) {
    split.set_person(session.Name("people", split.person()));
    *booking.add_splits() = std::move(split);
  }
  booking.set_corrects(session.Name("bookings", flags.corrects));
  booking.set_closed_by(session.Name("people", flags.closed_by));
  if (flags.source) *booking.mutable_source() = *flags.source;
  return session.Show(session.Call(&Attributions::RecordBooking, request),
                      [&](const v1::RecordBookingResponse& response) {
                        return absl::StrCat(
                            response.already_recorded() ? "recorded before; nothing changed\n" : "",
                            BookingDetail(response.booking(), session.view()), "\n",
                            AttributionDetail(response.attribution(), session.view()));
                      });
}

struct BookingListFlags {
  ListFlags list;
  std::string account;
  std::string opportunity;
  std::optional<TimeSpec> from;
  std::optional<TimeSpec> to;
};

void DeclareList(Options& options, BookingListFlags& flags) {
  options.Add("--account", flags.account, "Only of this account");
  options.Add("--opportunity", flags.opportunity, "Only of this opportunity");
  AddTime(options, "--from", flags.from, "Only booked at or after this");
  AddTime(options, "--to", flags.to, "Only booked before this");
  DeclareListFlags(options, flags.list);
}

absl::Status RunList(const BookingListFlags& flags, Session& session) {
  Filter filter;
  filter.Name("account", session.Name("accounts", flags.account));
  filter.Name("opportunity", session.Name("opportunities", flags.opportunity));
  if (flags.from) filter.Compare("booked_time", ">=", flags.from->At(session.now()));
  if (flags.to) filter.Compare("booked_time", "<", flags.to->At(session.now()));
  v1::ListBookingsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Attributions::ListBookings, request,
                            &v1::ListBookingsResponse::bookings, flags.list),
                   [&](const auto& bookings) { return BookingTable(bookings, session.view()); });
}

struct ShowFlags {
  std::string booking;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  options.Add("BOOKING", flags.booking, "The booking").Required();
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetBookingRequest request;
  request.set_name(session.Name("bookings", flags.booking));
  return session.Show(session.Call(&Attributions::GetBooking, request), [&](const auto& response) {
    return BookingDetail(response.booking(), session.view());
  });
}

struct VoidFlags {
  std::string booking;
  std::string reason;
};

void DeclareVoid(Options& options, VoidFlags& flags) {
  options.Add("BOOKING", flags.booking, "The booking").Required();
  options.Add("--reason", flags.reason, "Why it is wrong").Required();
}

absl::Status RunVoid(const VoidFlags& flags, Session& session) {
  v1::VoidBookingRequest request;
  request.set_name(session.Name("bookings", flags.booking));
  request.set_reason(flags.reason);
  return session.Show(session.Call(&Attributions::VoidBooking, request), [&](const auto& response) {
    return BookingDetail(response.booking(), session.view());
  });
}

absl::Status RunApproveVoid(const ShowFlags& flags, Session& session) {
  v1::ApproveBookingVoidRequest request;
  request.set_name(session.Name("bookings", flags.booking));
  return session.Show(
      session.Call(&Attributions::ApproveBookingVoid, request),
      [&](const auto& response) { return BookingDetail(response.booking(), session.view()); });
}

struct ChurnFlags {
  std::string account;
  std::optional<TimeSpec> at;
  std::optional<v1::SourceRecord> source;
};

void DeclareChurn(Options& options, ChurnFlags& flags) {
  options.Add("--account", flags.account, "The account that left").Required();
  AddTime(options, "--at", flags.at, "When it left; default now");
  AddSource(options, "--source", flags.source, "Where it came from");
}

absl::Status RunChurn(const ChurnFlags& flags, Session& session) {
  v1::RecordChurnRequest request;
  request.set_parent(session.tenant());
  request.set_account(session.Name("accounts", flags.account));
  if (flags.at) *request.mutable_churn_time() = ToProto(flags.at->At(session.now()));
  if (flags.source) *request.mutable_source() = *flags.source;
  return session.Show(session.Call(&Attributions::RecordChurn, request),
                      [&](const v1::RecordChurnResponse& response) {
                        return absl::StrCat(
                            response.already_recorded() ? "recorded before; nothing changed\n" : "",
                            BookingDetail(response.booking(), session.view()), "\n",
                            AttributionDetail(response.attribution(), session.view()));
                      });
}

}  // namespace

void AddBookingCommands(const CommandGroup& root) {
  const CommandGroup booking = root.AddGroup("booking", "Closed-won bookings");
  booking.Add("record", "Record a booking and take it apart",
              "baton booking record --account helios --opportunity 01JB2Q --currency USD \\\n"
              "    --booked 2027-02-15 --line \"renewal product_line=core prior=120,000 "
              "new=132,000 uplift=5%\" \\\n"
              "    --line \"add_on product_line=analytics new=48,000\"",
              DeclareRecord, RunRecord);
  booking.Add("list", "List bookings, newest first",
              "baton booking list --from 2027-01-01 --to 2027-04-01", DeclareList, RunList);
  booking.Add("show", "Show one booking", "baton booking show 01JB2Q", DeclareShow, RunShow);
  booking.Add("void", "Ask for a booking to be voided; another person approves it",
              "baton booking void 01JB2Q --reason \"Booked twice\"", DeclareVoid, RunVoid);
  booking.Add("approve-void", "Void a booking that another person asked to be voided",
              "baton booking approve-void 01JB2Q", DeclareShow, RunApproveVoid);
  booking.Add("churn", "Record that an account left", "baton booking churn --account helios",
              DeclareChurn, RunChurn);
}

}  // namespace baton::cli
