#include "domain/cs_led_report.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/benchmark.h"
#include "domain/growth_band.h"
#include "domain/money.h"
#include "domain/segment_order.h"
#include "domain/share.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int kYear = 4;
constexpr int kLast = kReadQuarters - 1;
constexpr int kFirstShown = kReadQuarters - kShownQuarters;

absl::Status AddTo(int64_t amount_minor, int64_t* sum) {
  BATON_ASSIGN_OR_RETURN(*sum, AddMinor(*sum, amount_minor));
  return absl::OkStatus();
}

// What CS led to and looked after, quarter by quarter, for one slice: the company, a segment, a
// CSM.
struct Slice {
  std::array<int64_t, kReadQuarters> expansion = {};
  std::array<int64_t, kReadQuarters> save = {};
  std::array<int64_t, kReadQuarters> managed = {};
};

absl::StatusOr<v1::CsLedFigures> FiguresOf(const Slice& slice, int first, int last) {
  int64_t expansion = 0;
  int64_t save = 0;
  for (int i = first; i <= last; ++i) {
    BATON_RETURN_IF_ERROR(AddTo(slice.expansion[i], &expansion));
    BATON_RETURN_IF_ERROR(AddTo(slice.save[i], &save));
  }
  BATON_ASSIGN_OR_RETURN(const int64_t both, AddMinor(expansion, save));
  v1::CsLedFigures figures;
  figures.set_expansion_minor(expansion);
  figures.set_save_minor(save);
  *figures.mutable_ratio() = ShareOf(both, slice.managed[first]);
  return figures;
}

absl::StatusOr<v1::CsLedFigures> Trailing(const Slice& slice, int last) {
  return FiguresOf(slice, last - kYear + 1, last);
}

v1::GrowthBand BandOf(const v1::Share& ratio) {
  if (!ratio.has_share_bp()) return v1::GROWTH_BAND_UNSPECIFIED;
  // Both count in the same order, ours from 0.
  return static_cast<v1::GrowthBand>(static_cast<int>(GrowthBandOf(ratio.share_bp())) + 1);
}

// The growth of `now` over `before`, in basis points; nothing without a `before`.
std::optional<int64_t> GrowthBp(int64_t now, int64_t before) {
  if (before <= 0) return std::nullopt;
  const v1::Share share = ShareOf(now, before);
  if (!share.has_share_bp()) return std::nullopt;
  return share.share_bp() - kOneBp;
}

class Report {
 public:
  explicit Report(const GrowthFacts& facts) : facts_(facts) {}

  absl::StatusOr<v1::CsLedGrowthResponse> Run() {
    BATON_RETURN_IF_ERROR(ReadParts());
    BATON_RETURN_IF_ERROR(ReadManaged());
    BATON_RETURN_IF_ERROR(AddQuarters());
    BATON_RETURN_IF_ERROR(AddSegments());
    BATON_RETURN_IF_ERROR(AddCsms());
    AddLeads();
    AddPlaybooks();
    BATON_RETURN_IF_ERROR(AddRoi());
    response_.set_board_sentence(
        BoardSentence(response_.quarters(kShownQuarters - 1), facts_.currency_code));
    const std::vector<v1::Benchmark> benchmarks = GrowthBenchmarks();
    response_.mutable_benchmarks()->Assign(benchmarks.begin(), benchmarks.end());
    return std::move(response_);
  }

 private:
  // Of the quarter and of the four quarters.
  struct Two {
    int64_t quarter = 0;
    int64_t quarter_count = 0;
    int64_t trailing = 0;
    int64_t shared = 0;
  };

  // G-2. Whether accounts of the segment are measured.
  bool IsMeasured(v1::Segment segment) const {
    return facts_.base != v1::CS_LED_BASE_ENTERPRISE_STRATEGIC ||
           segment == v1::SEGMENT_ENTERPRISE || segment == v1::SEGMENT_STRATEGIC;
  }

  // -1: booked in none of them.
  int QuarterOf(absl::Time time) const {
    for (int i = 0; i < kReadQuarters; ++i) {
      const Quarter& quarter = facts_.quarters[i].quarter;
      if (time >= quarter.start && time < quarter.end) return i;
    }
    return -1;
  }

  absl::Status AddTwo(int quarter, const RevenuePart& part, Two* sums) {
    if (quarter <= kLast - kYear) return absl::OkStatus();
    BATON_RETURN_IF_ERROR(AddTo(part.amount_minor, &sums->trailing));
    if (quarter < kLast) return absl::OkStatus();
    ++sums->quarter_count;
    BATON_RETURN_IF_ERROR(AddTo(part.amount_minor, &sums->quarter));
    if (facts_.shared_accounts.count(part.account) == 0) return absl::OkStatus();
    return AddTo(part.amount_minor, &sums->shared);
  }

  absl::Status ReadPart(int quarter, const RevenuePart& part) {
    const v1::GrowthLead lead =
        part.lead == v1::GROWTH_LEAD_UNSPECIFIED ? v1::GROWTH_LEAD_OTHER : part.lead;
    BATON_RETURN_IF_ERROR(AddTwo(quarter, part, &leads_[lead]));
    if (part.tag == v1::CS_LED_TAG_UNSPECIFIED) return absl::OkStatus();
    BATON_RETURN_IF_ERROR(AddTwo(quarter, part, &playbooks_[part.playbook]));
    for (Slice* slice : {&company_, &segments_[part.segment], &csms_[part.csm]}) {
      auto& sums = IsExpansion(part.category) ? slice->expansion : slice->save;
      BATON_RETURN_IF_ERROR(AddTo(part.amount_minor, &sums[quarter]));
    }
    return absl::OkStatus();
  }

  absl::Status ReadParts() {
    for (const RevenuePart& part : facts_.parts) {
      const int quarter = QuarterOf(part.booked_at);
      if (quarter < 0 || !HasLead(part.category)) continue;
      if (part.tag != v1::CS_LED_TAG_UNSPECIFIED) {
        BATON_RETURN_IF_ERROR(AddTo(part.amount_minor, &contributions_[quarter]));
      }
      if (IsMeasured(part.segment)) BATON_RETURN_IF_ERROR(ReadPart(quarter, part));
    }
    return absl::OkStatus();
  }

  absl::Status ReadManaged() {
    for (int i = 0; i < kReadQuarters; ++i) {
      for (const ManagedAccount& account : facts_.quarters[i].managed) {
        if (!IsMeasured(account.segment)) continue;
        for (Slice* slice : {&company_, &segments_[account.segment], &csms_[account.csm]}) {
          BATON_RETURN_IF_ERROR(AddTo(account.arr_minor, &slice->managed[i]));
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status AddQuarters() {
    for (int i = kFirstShown; i <= kLast; ++i) {
      v1::CsLedQuarter& row = *response_.add_quarters();
      row.set_period(facts_.quarters[i].quarter.code);
      BATON_ASSIGN_OR_RETURN(*row.mutable_quarter(), FiguresOf(company_, i, i));
      BATON_ASSIGN_OR_RETURN(*row.mutable_trailing(), Trailing(company_, i));
      row.set_band(BandOf(row.trailing().ratio()));
      BATON_ASSIGN_OR_RETURN(const v1::CsLedFigures before, Trailing(company_, i - kYear));
      if (row.trailing().ratio().has_share_bp() && before.ratio().has_share_bp()) {
        row.set_trailing_change_bp(row.trailing().ratio().share_bp() - before.ratio().share_bp());
      }
    }
    return absl::OkStatus();
  }

  absl::Status AddSegments() {
    for (const auto& [segment, slice] : segments_) {
      v1::CsLedSegment& row = *response_.add_segments();
      row.set_segment(segment);
      BATON_ASSIGN_OR_RETURN(*row.mutable_quarter(), FiguresOf(slice, kLast, kLast));
      BATON_ASSIGN_OR_RETURN(*row.mutable_trailing(), Trailing(slice, kLast));
    }
    return absl::OkStatus();
  }

  absl::Status AddCsms() {
    for (const auto& [csm, slice] : csms_) {
      v1::CsLedCsm row;
      row.set_csm(csm);
      BATON_ASSIGN_OR_RETURN(*row.mutable_quarter(), FiguresOf(slice, kLast, kLast));
      BATON_ASSIGN_OR_RETURN(*row.mutable_trailing(), Trailing(slice, kLast));
      // Who neither holds an account nor led to anything in the year has no line.
      const bool idle = slice.managed[kLast] == 0 && row.trailing().ratio().numerator() == 0 &&
                        row.trailing().ratio().denominator() == 0;
      if (!idle) *response_.add_csms() = std::move(row);
    }
    return absl::OkStatus();
  }

  void AddLeads() {
    for (int i = v1::GrowthLead_MIN + 1; i <= v1::GrowthLead_MAX; ++i) {
      const auto lead = static_cast<v1::GrowthLead>(i);
      const Two& sums = leads_[lead];
      v1::LeadFigures& row = *response_.add_leads();
      row.set_lead(lead);
      row.set_quarter_minor(sums.quarter);
      row.set_trailing_minor(sums.trailing);
      row.set_shared_accounts_minor(sums.shared);
    }
  }

  void AddPlaybooks() {
    std::vector<v1::PlaybookFigures> rows;
    for (const auto& [playbook, sums] : playbooks_) {
      if (sums.trailing == 0) continue;
      v1::PlaybookFigures& row = rows.emplace_back();
      row.set_playbook(playbook);
      row.set_quarter_minor(sums.quarter);
      row.set_quarter_count(sums.quarter_count);
      row.set_trailing_minor(sums.trailing);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const v1::PlaybookFigures& a, const v1::PlaybookFigures& b) {
                       return a.trailing_minor() > b.trailing_minor();
                     });
    response_.mutable_playbooks()->Assign(rows.begin(), rows.end());
  }

  // G-4. The team's cost is that of all its accounts, so the revenue is, too, whatever the policy
  // measures the ratio over.
  absl::StatusOr<v1::RoiFigures> RoiOf(int first, int last) const {
    v1::RoiFigures roi;
    int64_t contribution = 0;
    for (int i = first; i <= last; ++i) {
      BATON_RETURN_IF_ERROR(AddTo(contributions_[i], &contribution));
    }
    int64_t cost = 0;
    for (int i = first; i <= last; ++i) {
      const int64_t of_quarter = facts_.quarters[i].cs_cost_minor;
      // A period of which a quarter's cost is not stated has none.
      if (of_quarter == 0) {
        cost = 0;
        break;
      }
      BATON_RETURN_IF_ERROR(AddTo(of_quarter, &cost));
    }
    roi.set_cost_minor(cost);
    roi.set_contribution_minor(contribution);
    const v1::Share ratio = ShareOf(roi.contribution_minor(), cost);
    if (ratio.has_share_bp()) roi.set_ratio_bp(ratio.share_bp());
    return roi;
  }

  absl::Status AddRoi() {
    BATON_ASSIGN_OR_RETURN(*response_.mutable_roi_quarter(), RoiOf(kLast, kLast));
    BATON_ASSIGN_OR_RETURN(*response_.mutable_roi_trailing(), RoiOf(kLast - kYear + 1, kLast));
    BATON_ASSIGN_OR_RETURN(*response_.mutable_roi_year_before(),
                           RoiOf(kLast - 2 * kYear + 1, kLast - kYear));
    const v1::RoiFigures& now = response_.roi_trailing();
    const v1::RoiFigures& before = response_.roi_year_before();
    const auto cost = GrowthBp(now.cost_minor(), before.cost_minor());
    if (cost.has_value() && now.cost_minor() > 0) response_.set_cost_growth_bp(*cost);
    const auto contribution = GrowthBp(now.contribution_minor(), before.contribution_minor());
    if (contribution.has_value()) response_.set_contribution_growth_bp(*contribution);
    return absl::OkStatus();
  }

  const GrowthFacts& facts_;
  v1::CsLedGrowthResponse response_;
  std::array<int64_t, kReadQuarters> contributions_ = {};  // CS-led, of all accounts
  Slice company_;
  std::map<v1::Segment, Slice, SegmentOrder> segments_;
  std::map<std::string, Slice> csms_;
  std::map<v1::GrowthLead, Two> leads_;
  std::map<std::string, Two> playbooks_;
};

// "6.1", "-0.3": `tenths` of one.
std::string TenthsText(int64_t tenths) {
  const int64_t absolute = tenths < 0 ? -tenths : tenths;
  return absl::StrCat(tenths < 0 ? "-" : "", absolute / 10, ".", absolute % 10);
}

// "$4.2 M", "EUR 4.2 M".
std::string MillionsText(int64_t amount_minor, absl::string_view currency_code) {
  int64_t minor_per_tenth = 100'000;
  const int exponent = CurrencyExponent(currency_code).value_or(0);
  for (int i = 0; i < exponent; ++i) minor_per_tenth *= 10;
  const int64_t tenths = DivideHalfEven(amount_minor, minor_per_tenth).value_or(0);
  const std::string sign = currency_code == "USD" ? "$" : absl::StrCat(currency_code, " ");
  return absl::StrCat(sign, TenthsText(tenths), " M");
}

// Basis points as tenths of a percent, half to even.
std::string PercentText(int64_t bp) { return TenthsText(DivideHalfEven(bp, 10).value_or(0)); }

}  // namespace

absl::StatusOr<v1::CsLedGrowthResponse> CsLedReport(const GrowthFacts& facts) {
  if (facts.quarters.size() != kReadQuarters) {
    return absl::InvalidArgumentError(absl::StrCat("not ", kReadQuarters, " quarters"));
  }
  return Report(facts).Run();
}

std::string BoardSentence(const v1::CsLedQuarter& quarter, absl::string_view currency_code) {
  const v1::Share& ratio = quarter.quarter().ratio();
  std::string text =
      absl::StrCat("CS-led growth contributed ", MillionsText(ratio.numerator(), currency_code),
                   " in net-new and retained ARR this quarter, ");
  if (ratio.has_share_bp()) {
    absl::StrAppend(&text, "representing ", PercentText(ratio.share_bp()), "% of CS-managed ARR.");
  } else {
    absl::StrAppend(&text, "with no CS-managed ARR at its start.");
  }
  if (!quarter.has_trailing_change_bp()) {
    return text + " Trailing 4-quarter trend: not yet known.";
  }
  const int64_t change_bp = quarter.trailing_change_bp();
  absl::StrAppend(&text, " Trailing 4-quarter trend: ", change_bp >= 0 ? "+" : "",
                  PercentText(change_bp), " points.");
  return text;
}

}  // namespace baton::domain
