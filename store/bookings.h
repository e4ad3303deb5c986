// Bookings: closed-won events with their lines (A). What they say is never edited; what became of
// them is added.
//
// A booking is named by full name or bare id.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/attribution_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& BookingTable();
// One row for each v1::BookingLine; leads with the booking's id and the position, from 1.
const Table& BookingLineTable();
// Filters: account, opportunity, booked_time. Newest first.
const ListSpec& BookingList();

// With its lines. NOT_FOUND when there is none.
absl::StatusOr<v1::Booking> GetBooking(Session& session, std::string_view tenant,
                                       std::string_view booking);

// The booking of that source record, with its lines: the one that stands, else the one voided last.
// Nothing for an empty record id.
absl::StatusOr<std::optional<v1::Booking>> FindBookingBySource(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view system,
                                                               std::string_view record_id);

// One page with lines; answers the next page token.
absl::StatusOr<std::string> ListBookings(Session& session, const ListQuery& query,
                                         google::protobuf::RepeatedPtrField<v1::Booking>* bookings);

// Keeps the booking and its lines; the ledger (AddLedgerEntries) and the attribution come after it.
// ALREADY_EXISTS when the booking or its source record is known: ask FindBookingBySource first.
absl::Status InsertBooking(Transaction& tx, const v1::Booking& booking);

// Keeps what became of the booking; its lines stay as they are.
absl::Status UpdateBooking(Transaction& tx, const v1::Booking& before, const v1::Booking& after);

}  // namespace baton::store
