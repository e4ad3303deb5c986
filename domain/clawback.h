// What an early loss takes back of the bookings before it (C-11).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/comp_statement.pb.h"
#include "domain/statement.h"

namespace baton::domain {

// C-11. How long after a booking a loss takes back what it gave; exactly at its end it still does.
inline constexpr absl::Duration kEarlyLoss = absl::Hours(90 * 24);

// The figures of a line that can be taken back, minor units.
struct LineFigures {
  int64_t part_minor = 0;
  int64_t credited_minor = 0;
  int64_t earning_minor = 0;
  int64_t booked_earning_minor = 0;

  friend bool operator==(const LineFigures& a, const LineFigures& b) {
    return a.part_minor == b.part_minor && a.credited_minor == b.credited_minor &&
           a.earning_minor == b.earning_minor && a.booked_earning_minor == b.booked_earning_minor;
  }
};

LineFigures FiguresOf(const v1::StatementLine& line);

// By what a line gives: its kind, or that of the held line that it released, and whether what it
// earns is the AE's, else the CSM's.
struct LineGift {
  v1::StatementLineKind kind = v1::STATEMENT_LINE_KIND_UNSPECIFIED;
  bool of_ae = false;
};

// Of a line that releases nothing. A commission is the AE's; a SPIFF is whose plan it stands in:
// `plan`, its statement's own, or the one among `periods` that it names.
LineGift GiftOf(const v1::StatementLine& line, const v1::CompPlan& plan,
                absl::Span<const PlanPeriod> periods);

// What a loss took back of some people's credit for expansion and cross-sell.
struct CreditTakenBack {
  // What gave it, one of the history.
  const v1::Attribution* sold = nullptr;
  // When the account shrank or churned.
  absl::Time time;
  // Taken back of their credit on it by the losses up to this one, and by this one: in the
  // booking's currency, minor units, 0 or more.
  int64_t to_date_minor = 0;
  int64_t credit_minor = 0;
};

// The losses of accounts, laid against the bookings of the 90 days before each.
//
// The churn of an account takes back all expansion and cross-sell of its bookings. A shrink of a
// product line takes back as much expansion and cross-sell of that product line, the latest booking
// first, and within one booking in proportion to what is left of each part; never more than
// there was. A loss at the very instant of a booking is not after it. Losses that were voided, or
// superseded, take nothing back.
class Clawback {
 public:
  // Everything that was booked on the accounts, under one name for each account. Must outlive it.
  explicit Clawback(absl::Span<const BookedAttribution> history);

  // OutOfRange: sums beyond 64 bits.
  absl::Status Lay();

  // How much of the line's figures is taken back by now. The earning of a line and its credit are
  // those of one role: the policy's clawback_roles says whose earnings are taken back, credit
  // always is. Of a churned booking all earnings and bonuses are taken back, of the credit only
  // that of expansion and cross-sell.
  absl::StatusOr<LineFigures> Of(const v1::StatementLine& line, const LineGift& gift) const;

  // C-11. Whether nothing is left of the line, which must have earned what it can: one that still
  // waits for a rate earns nothing yet. A line whose earning the policy's clawback_roles leaves
  // alone keeps it.
  absl::StatusOr<bool> TakesAllOf(const v1::StatementLine& line, const LineGift& gift) const;

  // "early_churn" or "early_contraction"; empty where nothing is taken back of the attribution.
  absl::string_view ReasonOf(absl::string_view attribution) const;
  // The time of the last loss that counts. The attribution must have lost something.
  absl::Time LossTimeOf(absl::string_view attribution) const;

  // For the expansion pool (C-10): what was taken back of the CSM's credit of these people, full
  // names, on expansion and cross-sell: a row for each loss, attribution and part, by time. It is
  // there whether or not the credit stands on a published statement, or is signed.
  absl::StatusOr<std::vector<CreditTakenBack>> CreditOf(absl::Span<const std::string> people) const;

 private:
  // What one loss takes of one part.
  struct Taking {
    absl::Time time;
    int part = 0;
    int64_t amount_minor = 0;
  };

  struct Sale {
    const BookedAttribution* booked;
    std::vector<int64_t> left;  // by part
    std::vector<Taking> takings;
    bool churned = false;
    absl::Time last_loss;
  };

  bool Bears(const Sale& sale, const v1::Attribution& loss) const;
  void Churn(const v1::Attribution& loss);
  absl::Status Shrink(const v1::Attribution& loss, const std::string& product_line,
                      int64_t amount_minor);
  absl::StatusOr<int64_t> TakeFrom(Sale* sale, const std::string& product_line,
                                   int64_t amount_minor, absl::Time time);
  absl::Status AddCreditOf(const Sale& sale, absl::Span<const std::string> people,
                           std::vector<CreditTakenBack>* credits) const;
  const Sale* Find(absl::string_view attribution) const;
  static int64_t TakenOf(const Sale& sale, int part);

  absl::Span<const BookedAttribution> history_;
  std::vector<Sale> sales_;  // latest first
};

}  // namespace baton::domain
