#include "adapters/usual_columns.h"

namespace baton::adapters {

ExportColumns UsualColumns() {
  static constexpr ExportColumn kColumns[] = {
      {"Line ID", cells::LineId},
      {"Export Seq", cells::ExportSeq},
      {"Statement ID", cells::StatementId},
      {"Employee ID", cells::PayeeId},
      {"Period", cells::Period},
      {"Payout Date", cells::PayoutDate},
      {"Plan", cells::PlanCode},
      {"Plan Version", cells::PolicyVersion},
      {"Line Type", cells::Kind},
      {"Category", cells::Category},
      {"Booking ID", cells::BookingId},
      {"Booking Line", cells::BookingLine},
      {"Account", cells::AccountName},
      {"Booking Date", cells::BookedDate},
      {"Part Amount", cells::PartAmount},
      {"Credit %", cells::CreditPercent},
      {"Credited Amount", cells::CreditedAmount},
      {"Rate %", cells::RatePercent},
      {"Earning", cells::Earning},
      {"Currency", cells::Currency},
      {"Adjusts Line ID", cells::AdjustedLineId},
      {"Adjusts Statement ID", cells::AdjustedStatementId},
      {"Reason", cells::Reason},
      {"Rules", cells::Rules},
  };
  return kColumns;
}

}  // namespace baton::adapters
