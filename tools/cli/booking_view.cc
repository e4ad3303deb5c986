#include "tools/cli/booking_view.h"

#include "absl/strings/str_cat.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {

std::string BookingTable(const std::vector<v1::Booking>& bookings, const View& view) {
  Table table({{"BOOKING"},
               {"ACCOUNT", Column::kShrink},
               {"BOOKED"},
               {"ARR CHANGE", Column::kRight},
               {"ATTRIBUTION"},
               {"LINES", Column::kRight, true},
               {"SOURCE", Column::kShrink, true},
               {"OPPORTUNITY", Column::kLeft, true}});
  for (const v1::Booking& booking : bookings) {
    int64_t change = 0;
    for (const v1::BookingLine& line : booking.lines()) {
      change += line.new_arr_minor() - line.prior_arr_minor();
    }
    table.AddRow(
        {ShortName(booking.name()), ShortName(booking.account()), DayText(booking.booked_time()),
         absl::StrCat(FormatAmount(change, booking.currency_code()), " ", booking.currency_code()),
         ShortName(booking.attribution()), absl::StrCat(booking.lines_size()),
         FormatSourceRecord(booking.source()), ShortName(booking.opportunity())});
  }
  return table.Render(view.terminal);
}

std::string BookingDetail(const v1::Booking& booking, const View& view) {
  FieldList fields;
  fields.Add("booking", Cell(ShortName(booking.name()), Style::kBold));
  fields.Add("account", ShortName(booking.account()));
  fields.Add("opportunity", ShortName(booking.opportunity()));
  fields.Add("booked", TimeTextWithAge(booking.booked_time(), view.now));
  fields.Add("renewal", TimeText(booking.renewal_time()));
  fields.Add("closed by", ShortName(booking.closed_by()));
  fields.Add("source", FormatSourceRecord(booking.source()));
  fields.Add("attribution", ShortName(booking.attribution()));
  fields.Add("kind", booking.kind() == v1::BOOKING_KIND_DEAL ? "" : EnumText(booking.kind()));
  if (booking.has_voiding()) {
    const v1::BookingVoid& voiding = booking.voiding();
    fields.Add("void asked",
               absl::StrCat(ShortName(voiding.requester()), ", ", TimeText(voiding.request_time()),
                            ": ", voiding.reason()));
    fields.Add("voided", voiding.has_approve_time()
                             ? absl::StrCat(ShortName(voiding.approver()), ", ",
                                            TimeText(voiding.approve_time()), ", reversed by ",
                                            ShortName(voiding.reversal()))
                             : "");
  }
  fields.Add("reverses", ShortName(booking.reverses()));
  fields.Add("corrects", ShortName(booking.corrects()));
  fields.Add("corrected by", ShortName(booking.corrected_by()));
  fields.Add("churned for", ShortName(booking.churned_for()));
  for (const std::string& warning : booking.warnings()) fields.Add("warning", warning);
  const std::string& currency = booking.currency_code();
  Table table({{"LINE"},
               {"KIND"},
               {"PRODUCT"},
               {"PRODUCT LINE"},
               {"PRIOR ARR " + currency, Column::kRight},
               {"NEW ARR " + currency, Column::kRight},
               {"UPLIFT", Column::kRight},
               {"EFFECTIVE"}});
  for (const v1::BookingLine& line : booking.lines()) {
    table.AddRow({line.line(), EnumText(line.kind()), line.product(), line.product_line(),
                  FormatAmount(line.prior_arr_minor(), currency),
                  FormatAmount(line.new_arr_minor(), currency),
                  line.uplift_bp() == 0 ? "" : FormatRate(line.uplift_bp()),
                  DayText(line.effective_time())});
  }
  return absl::StrCat(fields.Render(view.terminal), "\n", table.Render(view.terminal));
}

}  // namespace baton::cli
