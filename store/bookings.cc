#include "store/bookings.h"

#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kBookings = "bookings";

absl::Status LoadLines(Session& session, std::string_view tenant, v1::Booking* booking) {
  static const Sql& sql = *new Sql(
      BookingLineTable().Select("WHERE tenant = :p1 AND booking_id = :p2 ORDER BY position"));
  const auto rows = session.Query(sql, {tenant, IdOf(booking->name(), tenant, kBookings)});
  while (rows->Next()) BookingLineTable().Read(*rows, tenant, booking->add_lines());
  return rows->status();
}

}  // namespace

const Table& BookingTable() {
  static const Table& table =
      *new Table(v1::Booking::descriptor(), "bookings",
                 {
                     Key("booking_id", "name", kBookings),
                     Ref("account_id", "account", "accounts"),
                     Ref("opportunity_id", "opportunity", "opportunities"),
                     Time("booked_time_us", "booked_time"),
                     Text("currency_code", "currency_code"),
                     Time("renewal_time_us", "renewal_time"),
                     Ref("closed_by_id", "closed_by", "people"),
                     Text("source_system", "source.system"),
                     Text("source_record_id", "source.record_id"),
                     Time("record_time_us", "record_time"),
                     Ref("attribution_id", "attribution", "attributions"),
                     Json("warnings", "warnings"),
                     Json("splits", "splits"),
                     Enum("kind", "kind"),
                     Text("void_reason", "voiding.reason"),
                     Ref("void_requester_id", "voiding.requester", "people"),
                     Time("void_request_time_us", "voiding.request_time"),
                     Ref("void_approver_id", "voiding.approver", "people"),
                     Time("void_approve_time_us", "voiding.approve_time"),
                     Ref("reversal_id", "voiding.reversal", kBookings),
                     Ref("reverses_id", "reverses", kBookings),
                     Ref("corrects_id", "corrects", kBookings),
                     Ref("corrected_by_id", "corrected_by", kBookings),
                     Ref("churned_for_id", "churned_for", kBookings),
                 });
  return table;
}

const Table& BookingLineTable() {
  static const Table& table = *new Table(v1::BookingLine::descriptor(), "booking_lines",
                                         {
                                             Text("line", "line"),
                                             Text("product", "product"),
                                             Text("product_line", "product_line"),
                                             Enum("kind", "kind"),
                                             Int("prior_arr_minor", "prior_arr_minor"),
                                             Int("new_arr_minor", "new_arr_minor"),
                                             Int("uplift_bp", "uplift_bp"),
                                             Time("effective_time_us", "effective_time"),
                                         },
                                         {"booking_id", "position"});
  return table;
}

const ListSpec& BookingList() {
  static const ListSpec& spec =
      *new ListSpec{&BookingTable(),
                    "booking_id",
                    {
                        {"account", ColumnKind::kRef, "account_id", "accounts", ""},
                        {"opportunity", ColumnKind::kRef, "opportunity_id", "opportunities", ""},
                        {"booked_time", ColumnKind::kTime, "booked_time_us", "", ""},
                    },
                    {{"booked_time desc", "booked_time_us", true}}};
  return spec;
}

absl::StatusOr<v1::Booking> GetBooking(Session& session, std::string_view tenant,
                                       std::string_view booking) {
  BATON_ASSIGN_OR_RETURN(v1::Booking record, GetRecord<v1::Booking>(session, BookingTable(), tenant,
                                                                    kBookings, booking));
  BATON_RETURN_IF_ERROR(LoadLines(session, tenant, &record));
  return record;
}

absl::StatusOr<std::optional<v1::Booking>> FindBookingBySource(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view system,
                                                               std::string_view record_id) {
  static const Sql& standing = *new Sql(
      BookingTable().Select("WHERE tenant = :p1 AND source_system = :p2 AND source_record_id = :p3 "
                            "AND source_record_id <> '' AND void_approve_time_us IS NULL"));
  static const Sql& voided = *new Sql(
      BookingTable().Select("WHERE tenant = :p1 AND source_system = :p2 AND source_record_id = :p3 "
                            "AND source_record_id <> '' AND void_approve_time_us IS NOT NULL "
                            "ORDER BY void_approve_time_us DESC LIMIT 1"));
  for (const Sql* sql : {&standing, &voided}) {
    BATON_ASSIGN_OR_RETURN(
        std::optional<v1::Booking> booking,
        ReadFirst<v1::Booking>(session, BookingTable(), *sql, {tenant, system, record_id}, tenant));
    if (!booking.has_value()) continue;
    BATON_RETURN_IF_ERROR(LoadLines(session, tenant, &*booking));
    return booking;
  }
  return std::optional<v1::Booking>();
}

absl::StatusOr<std::string> ListBookings(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::Booking>* bookings) {
  BATON_ASSIGN_OR_RETURN(std::string next, ListRecords(session, BookingList(), query, bookings));
  for (v1::Booking& booking : *bookings) {
    BATON_RETURN_IF_ERROR(LoadLines(session, query.tenant, &booking));
  }
  return next;
}

absl::Status UpdateBooking(Transaction& tx, const v1::Booking& before, const v1::Booking& after) {
  BATON_RETURN_IF_ERROR(BookingTable().Update(tx.session(), tx.tenant(), after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

absl::Status InsertBooking(Transaction& tx, const v1::Booking& booking) {
  Session& session = tx.session();
  BATON_RETURN_IF_ERROR(BookingTable().Insert(session, tx.tenant(), booking));
  const std::string_view id = IdOf(booking.name(), tx.tenant(), kBookings);
  for (int i = 0; i < booking.lines_size(); ++i) {
    BATON_RETURN_IF_ERROR(
        BookingLineTable().Insert(session, tx.tenant(), booking.lines(i), {id, i + 1}));
  }
  tx.Changed(booking.name(), nullptr, &booking);
  return absl::OkStatus();
}

}  // namespace baton::store
