// The reports on attribution and growth against plain SQL: a made-up company books eight quarters
// in three currencies, and what the server answers must be, to the minor unit, what SQL over the
// same tables says (A-10, T-8, T-9, G-2, G-6, C-3).
//
// SQL converts, rounds and splits by itself. Its rates stand in a table of their own, as they were
// put; some days have none. 40 accounts; another size and seed: BATON_REVENUE_ACCOUNTS=2000
// BATON_REVENUE_SEED=7.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/reports.h"

namespace baton::testing {
namespace {

using store::Value;

constexpr int kQuarters = 8;
constexpr absl::Duration kDay = absl::Hours(24);
constexpr const char* kCsms[] = {"imogen", "tobias"};
constexpr const char* kCurrencies[] = {"USD", "USD", "USD", "EUR", "JPY"};

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

std::string LowerName(const std::string& name, absl::string_view prefix) {
  return absl::AsciiStrToLower(name.substr(prefix.size()));
}

// One customer as the maker knows it.
struct Customer {
  std::string id;
  std::string currency;
  std::map<std::string, int64_t> owned;  // by product line
};

class RevenueOracle : public Reports {
 protected:
  void SetUp() override {
    Reports::SetUp();
    session_ = OpenSession();
    random_.seed(static_cast<unsigned>(FromEnvironment("BATON_REVENUE_SEED", 20270331)));
    As(v1::ROLE_CSM, "tobias");
    MakeTables();
    PutRates();
    const int accounts = FromEnvironment("BATON_REVENUE_ACCOUNTS", 40);
    for (int i = 0; i < accounts; ++i) LiveThrough(absl::StrCat("made-", i));
  }

  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  bool OneIn(int count) { return Below(count) == 0; }

  // The eight quarters before the tests' own present.
  static absl::Time StartOf(int quarter) {
    return absl::FromCivil(absl::CivilMonth(2024, 1) + 3 * quarter, absl::UTCTimeZone());
  }
  static std::string Period(int quarter) {
    return absl::StrCat(2024 + quarter / 4, "-Q", quarter % 4 + 1);
  }

  void Run(const std::string& text, const std::vector<Value>& values = {}) {
    ASSERT_THAT(session_->Run({text, ""}, values), IsOk()) << text;
  }

  // Each row as its text and its numbers, joined by spaces.
  std::vector<std::string> Select(const std::string& text, size_t numbers,
                                  const std::vector<Value>& values = {}) {
    std::vector<std::string> lines;
    const auto rows = session_->Query({text, "t" + std::string(numbers, 'i')}, values);
    while (rows->Next()) {
      std::string& line = lines.emplace_back(rows->Text(0));
      for (size_t i = 1; i <= numbers; ++i) {
        absl::StrAppend(&line, " ", rows->Int(static_cast<int>(i)));
      }
    }
    EXPECT_THAT(rows->status(), IsOk()) << text;
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  template <typename Request, typename Response>
  Response Ask(grpc::Status (ReportStub::*method)(grpc::ClientContext*, const Request&, Response*),
               Request request) {
    request.set_parent(Tenant());
    auto response = clara().Call(method, request);
    EXPECT_THAT(response, IsOk());
    return response.value_or(Response());
  }

 private:
  void MakeTables() {
    Run("CREATE TABLE oracle_quarters (period TEXT, start_us INTEGER, end_us INTEGER)");
    Run("CREATE TABLE oracle_rates (currency TEXT, day INTEGER, rate INTEGER, divisor INTEGER)");
    Run("CREATE INDEX oracle_rates_by_day ON oracle_rates (currency, day)");
    for (int quarter = 0; quarter < kQuarters; ++quarter) {
      Run("INSERT INTO oracle_quarters VALUES (:p1, :p2, :p3)",
          {Period(quarter), absl::ToUnixMicros(StartOf(quarter)),
           absl::ToUnixMicros(StartOf(quarter + 1))});
    }
  }

  // Every day's rates but some, approved; a dollar is a dollar on all of them.
  void PutRates() {
    v1::PutExchangeRatesRequest sheets[2];
    const int64_t first = absl::ToUnixSeconds(StartOf(0)) / 86'400;
    const int64_t last = absl::ToUnixSeconds(StartOf(kQuarters)) / 86'400;
    Run("BEGIN IMMEDIATE");
    for (int64_t day = first; day < last; ++day) {
      KeepRate("USD", day, 1, 1);
      if (!OneIn(12)) AddRate("EUR", day, 10'000 + Below(2'000), 4, 10'000, &sheets[0]);
      if (!OneIn(12)) AddRate("JPY", day, 6'000 + Below(2'000), 6, 10'000, &sheets[1]);
    }
    Run("COMMIT");
    for (v1::PutExchangeRatesRequest& sheet : sheets) {
      sheet.set_parent(Tenant());
      sheet.mutable_sheet()->set_origin("made up");
      const auto put = camille().Call(&PolicyStub::PutExchangeRates, sheet);
      ASSERT_THAT(put, IsOk());
      ASSERT_THAT(ApproveSheet(remy(), put->sheet().name()), IsOk());
    }
  }

  void KeepRate(const std::string& currency, int64_t day, int64_t rate, int64_t divisor) {
    Run("INSERT INTO oracle_rates VALUES (:p1, :p2, :p3, :p4)", {currency, day, rate, divisor});
  }

  void AddRate(const std::string& currency, int64_t day, int64_t rate, int scale, int64_t divisor,
               v1::PutExchangeRatesRequest* sheet) {
    v1::ExchangeRate& of_day = *sheet->mutable_sheet()->add_rates();
    of_day.set_from_currency(currency);
    of_day.set_to_currency("USD");
    of_day.set_date(absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + day));
    of_day.set_rate(rate);
    of_day.set_scale(scale);
    // What a minor unit is worth in cents: the yen has none of its own.
    KeepRate(currency, day, rate, divisor);
  }

  int64_t DrawAmount() { return 1'000 + Below(90'000'000); }

  void LiveThrough(const std::string& id) {
    Customer customer{id, kCurrencies[Below(5)], {}};
    v1::Account account = NewAccount(id);
    account.set_segment(static_cast<v1::Segment>(Below(v1::Segment_ARRAYSIZE)));
    *account.mutable_opening_time() =
        domain::ToTimestamp(OneIn(4) ? StartOf(Below(kQuarters)) : StartOf(0) - 60 * kDay);
    v1::Money& arr = *account.mutable_opening_lines(0)->mutable_arr();
    arr.set_currency_code(customer.currency);
    arr.set_amount_minor(DrawAmount());
    customer.owned["core"] = arr.amount_minor();
    v1::UpsertAccountRequest upsert;
    *upsert.mutable_account() = account;
    ASSERT_THAT(remy().Call(&AccountStub::UpsertAccount, upsert), IsOk());
    Seat(id, v1::ROLE_AE, "rosa", StartOf(0) - 60 * kDay);
    if (!OneIn(5)) Seat(id, v1::ROLE_CSM, kCsms[Below(2)], StartOf(0) - 60 * kDay);
    // Another CSM, or nobody, exactly as a quarter begins.
    if (OneIn(3)) Seat(id, v1::ROLE_CSM, OneIn(3) ? "" : kCsms[Below(2)], StartOf(Below(8)));
    const absl::Time opened = domain::ToTime(account.opening_time());
    for (int quarter = 0; quarter < kQuarters; ++quarter) {
      if (StartOf(quarter) < opened) continue;
      const absl::Time at = StartOf(quarter) + Below(88) * kDay + absl::Microseconds(Below(3));
      Touch(id, at);
      Book(at + absl::Hours(Below(40)), &customer);
    }
  }

  void Seat(const std::string& account, v1::Role role, const std::string& person, absl::Time from) {
    v1::SetAccountTeamRequest team;
    team.set_account(Account(account));
    team.mutable_member()->set_role(role);
    if (!person.empty()) team.mutable_member()->set_person(Person(person));
    *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(from);
    ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
  }

  // What the days before a booking may hold.
  void Touch(const std::string& account, absl::Time before) {
    constexpr const char* kTypes[] = {"call", "save_call", "roi_brief", "brokered_introduction",
                                      "executive_sponsor"};
    if (OneIn(3)) Observe(account, v1::HEALTH_TIER_YELLOW, before - 20 * kDay);
    if (OneIn(3)) Observe(account, v1::HEALTH_TIER_GREEN, before - 10 * kDay);
    for (int i = Below(4); i > 0; --i) {
      v1::RecordActivityRequest request;
      request.set_parent(Account(account));
      v1::Activity& activity = *request.mutable_activity();
      activity.set_activity_type(kTypes[Below(5)]);
      activity.set_role(OneIn(3) ? v1::ROLE_AE : v1::ROLE_CSM);
      activity.set_two_way(!OneIn(3));
      *activity.mutable_occur_time() = domain::ToTimestamp(before - Below(60) * kDay);
      ASSERT_THAT(remy().Call(&AccountStub::RecordActivity, request), IsOk());
    }
  }

  std::string Begin(const std::string& account, absl::Time at) {
    constexpr std::pair<v1::CreationSource, v1::TriggerEvent> kOrigins[] = {
        {v1::CREATION_SOURCE_CSM_INITIATED, v1::TRIGGER_EVENT_QBR_UPSELL},
        {v1::CREATION_SOURCE_CSM_INITIATED, v1::TRIGGER_EVENT_PROACTIVE_PROPOSAL},
        {v1::CREATION_SOURCE_PLG_TRIGGER, v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED},
        {v1::CREATION_SOURCE_PLG_TRIGGER, v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE},
        {v1::CREATION_SOURCE_SALES_INITIATED, v1::TRIGGER_EVENT_UPSELL_CONVERSATION},
        {v1::CREATION_SOURCE_CUSTOMER_INBOUND, v1::TRIGGER_EVENT_CUSTOMER_EMAIL}};
    const auto& [source, trigger] = kOrigins[Below(6)];
    v1::CreateOpportunityRequest request;
    request.set_parent(Tenant());
    v1::Opportunity& opportunity = *request.mutable_opportunity();
    opportunity.set_account(Account(account));
    opportunity.set_creation_source(source);
    opportunity.set_trigger_event(trigger);
    *opportunity.mutable_create_time() = domain::ToTimestamp(at);
    const auto created = remy().Call(&AccountStub::CreateOpportunity, request);
    EXPECT_THAT(created, IsOk());
    return created.ok() ? created->opportunity().name() : "";
  }

  void AddChange(const std::string& line, v1::BookingLineKind kind, int64_t now_minor,
                 Customer* customer, v1::Booking* booking) {
    int64_t& owned = customer->owned[line];
    AddLine(kind, line, owned, now_minor, booking);
    if (kind == v1::BOOKING_LINE_KIND_RENEWAL && OneIn(2)) {
      booking->mutable_lines(booking->lines_size() - 1)->set_uplift_bp(400);
    }
    owned = now_minor;
  }

  // Half of it, all of it, a little more, or nothing at all.
  int64_t Changed(int64_t owned) {
    switch (Below(6)) {
      case 0:
        return owned / 2;
      case 1:
        return owned;
      case 2:
        return OneIn(2) ? 0 : owned;
      default:
        return owned + Below(5'000'000);
    }
  }

  void Book(absl::Time at, Customer* customer) {
    v1::RecordBookingRequest request;
    request.set_parent(Tenant());
    v1::Booking& booking = *request.mutable_booking();
    booking.set_account(Account(customer->id));
    booking.set_currency_code(customer->currency);
    *booking.mutable_booked_time() = domain::ToTimestamp(at);
    const int64_t core = customer->owned["core"];
    const bool renews = core > 0 && OneIn(2);
    AddChange("core", renews ? v1::BOOKING_LINE_KIND_RENEWAL : v1::BOOKING_LINE_KIND_ADD_ON,
              core > 0 ? Changed(core) : DrawAmount(), customer, &booking);
    if (OneIn(3)) {
      AddChange("analytics", v1::BOOKING_LINE_KIND_ADD_ON,
                customer->owned["analytics"] + Below(9'000'000), customer, &booking);
    }
    if (!OneIn(4)) booking.set_opportunity(Begin(customer->id, at - Below(150) * kDay));
    if (OneIn(3)) booking.set_closed_by(Person("imogen"));
    ASSERT_THAT(remy().Call(&AttributionStub::RecordBooking, request), IsOk());
  }

  std::unique_ptr<store::SociSession> session_;
  std::mt19937 random_;
};

// The amount in cents by the row `r` of oracle_rates, rounded half to even.
std::string Cents(const std::string& amount) {
  const std::string product = absl::StrCat("abs(", amount, ") * r.rate");
  return absl::StrCat(
      "(CASE WHEN ", amount, " < 0 THEN -1 ELSE 1 END * ((", product,
      ") / r.divisor + CASE WHEN 2 * ((", product, ") % r.divisor) > r.divisor OR (2 * ((", product,
      ") % r.divisor) = r.divisor AND ((", product, ") / r.divisor) % 2 = 1) THEN 1 ELSE 0 END))");
}

std::string Sum(const std::string& of) { return absl::StrCat("CAST(sum(", of, ") AS INTEGER)"); }

constexpr char kExpansions[] = "p.category IN ('net_new_expansion', 'cross_sell')";

// Parts `p` of attributions `a` in their quarters `q`, at the rates `r` of their days.
constexpr char kParts[] =
    " FROM attributions a JOIN attribution_parts p ON p.tenant = a.tenant "
    "AND p.attribution_id = a.attribution_id "
    "JOIN oracle_quarters q ON a.booked_time_us >= q.start_us AND a.booked_time_us < q.end_us "
    "JOIN oracle_rates r ON r.currency = a.currency_code "
    "AND r.day = a.booked_time_us / 86400000000 WHERE a.tenant = 'main' ";

// Every account's balance `b` as each quarter begins, at that day's rate `r`.
constexpr char kBalances[] =
    " FROM (SELECT l.account_id, l.currency_code, q.period, q.start_us, q.end_us, "
    "CAST(sum(l.delta_minor) AS INTEGER) AS minor FROM account_arr_ledger l "
    "JOIN oracle_quarters q ON l.effective_time_us < q.start_us "
    "OR (l.effective_time_us = q.start_us AND l.kind = 'opening') WHERE l.tenant = 'main' "
    "GROUP BY l.account_id, l.currency_code, q.period, q.start_us, q.end_us) b "
    "JOIN oracle_rates r ON r.currency = b.currency_code AND r.day = b.start_us / 86400000000 ";

TEST_F(RevenueOracle, A10_ArrByCategoryIsWhatSqlSays) {
  v1::ArrByCategoryRequest request;
  request.set_period("2025-Q4");
  const v1::ArrByCategoryResponse report = Ask(&ReportStub::ArrByCategory, request);
  std::vector<std::string> lines;
  int64_t total_parts = 0;
  for (const v1::CategoryQuarter& quarter : report.quarters()) {
    total_parts += quarter.total().part_count();
    for (const v1::SegmentCategories& segment : quarter.segments()) {
      const v1::CategoryAmounts& of = segment.amounts();
      const std::string name = segment.segment() == v1::SEGMENT_UNSPECIFIED
                                   ? "none"
                                   : LowerName(v1::Segment_Name(segment.segment()), "SEGMENT_");
      for (const auto& [category, minor] :
           {std::pair("net_new_expansion", of.net_new_expansion_minor()),
            std::pair("cross_sell", of.cross_sell_minor()),
            std::pair("at_risk_save", of.at_risk_save_minor()),
            std::pair("renewal_uplift", of.renewal_uplift_minor()),
            std::pair("clean_renewal", of.clean_renewal_minor()),
            std::pair("contraction", of.contraction_minor()),
            std::pair("churn", of.churn_minor())}) {
        if (minor == 0) continue;
        lines.push_back(absl::StrCat(quarter.period(), " ", name, " ", category, " ", minor));
      }
    }
  }
  std::sort(lines.begin(), lines.end());
  const std::vector<std::string> by_sql = Select(
      absl::StrCat("SELECT q.period || ' ' || coalesce(a.segment, 'none') || ' ' || p.category, ",
                   Sum(Cents("p.amount_minor")), kParts,
                   "GROUP BY q.period, coalesce(a.segment, 'none'), p.category HAVING sum(",
                   Cents("p.amount_minor"), ") <> 0"),
      1);
  EXPECT_GT(by_sql.size(), 60u);
  EXPECT_EQ(absl::StrJoin(lines, "\n"), absl::StrJoin(by_sql, "\n"));
  EXPECT_EQ(Select(absl::StrCat("SELECT 'parts', count(*)", kParts), 1),
            std::vector<std::string>{absl::StrCat("parts ", total_parts)});
  EXPECT_GT(report.frame().missing_rates_size(), 0);
}

TEST_F(RevenueOracle, T8_TeamCreditIsWhatSqlSays) {
  std::vector<std::string> lines;
  for (int quarter = 0; quarter < kQuarters; ++quarter) {
    v1::TeamCreditRequest request;
    request.set_period(Period(quarter));
    const v1::TeamCreditResponse report = Ask(&ReportStub::TeamCredit, request);
    int64_t credited = 0;
    for (const v1::TeamFigures& team : report.teams()) {
      const std::string name = LowerName(v1::Team_Name(team.team()), "TEAM_");
      credited += team.credited().numerator();
      for (const auto& [role, share] :
           {std::pair("source", &team.source()), std::pair("close", &team.close()),
            std::pair("assist", &team.assist()), std::pair("credited", &team.credited())}) {
        if (share->numerator() == 0) continue;
        lines.push_back(
            absl::StrCat(Period(quarter), " ", role, " ", name, " ", share->numerator()));
      }
    }
    EXPECT_EQ(credited, report.expansion_minor());
  }
  std::sort(lines.begin(), lines.end());
  const std::string expansions =
      absl::StrCat("e AS (SELECT a.attribution_id, q.period, ", Sum(Cents("p.amount_minor")),
                   " AS cents", kParts, "AND ", kExpansions,
                   " GROUP BY a.attribution_id, q.period), s AS (SELECT attribution_id, share_no, "
                   "role, team, amount_minor AS weight FROM attribution_team_shares)");
  // floors, then a cent each to the largest remainders, ties to the earlier share.
  const std::string splits =
      ", w AS (SELECT attribution_id, CAST(sum(weight) AS INTEGER) AS whole FROM s "
      "GROUP BY attribution_id), f AS (SELECT e.period, s.attribution_id, s.share_no, s.team, "
      "e.cents, e.cents * s.weight / w.whole AS low, e.cents * s.weight % w.whole AS remainder "
      "FROM e JOIN s ON s.attribution_id = e.attribution_id "
      "JOIN w ON w.attribution_id = e.attribution_id), o AS (SELECT period, team, low, cents - "
      "CAST(sum(low) OVER (PARTITION BY attribution_id) AS INTEGER) AS left_over, row_number() "
      "OVER (PARTITION BY attribution_id ORDER BY remainder DESC, share_no) AS place FROM f) ";
  const auto in_full = [](const std::string& role) {
    return absl::StrCat("SELECT e.period || ' ", role, " ' || t.team, ", Sum("e.cents"),
                        " FROM e JOIN (SELECT DISTINCT attribution_id, team FROM s WHERE role = '",
                        role,
                        "') t ON t.attribution_id = e.attribution_id GROUP BY e.period, t.team");
  };
  const std::vector<std::string> by_sql =
      Select(absl::StrCat("WITH ", expansions, splits, in_full("source"), " UNION ALL ",
                          in_full("close"), " UNION ALL ", in_full("assist"),
                          " UNION ALL SELECT period || ' credited ' || team, ",
                          Sum("low + CASE WHEN place <= left_over THEN 1 ELSE 0 END"),
                          " FROM o GROUP BY period, team"),
             1);
  EXPECT_GT(by_sql.size(), 80u);
  EXPECT_EQ(absl::StrJoin(lines, "\n"), absl::StrJoin(by_sql, "\n"));
}

TEST_F(RevenueOracle, G2_CsLedGrowthIsWhatSqlSays) {
  v1::CsLedGrowthRequest request;
  request.set_period("2025-Q4");
  const v1::CsLedGrowthResponse report = Ask(&ReportStub::CsLedGrowth, request);
  std::vector<std::string> lines;
  int64_t tagged = 0;
  for (const v1::CsLedQuarter& quarter : report.quarters()) {
    const v1::CsLedFigures& of = quarter.quarter();
    lines.push_back(absl::StrCat(quarter.period(), " ", of.expansion_minor(), " ", of.save_minor(),
                                 " ", of.ratio().denominator()));
    tagged += of.ratio().numerator();
  }
  EXPECT_GT(tagged, 0);
  const std::string managed = absl::StrCat(
      "(SELECT coalesce(", Sum(Cents("b.minor")), ", 0)", kBalances,
      "JOIN account_team t ON t.tenant = 'main' AND t.account_id = b.account_id "
      "AND t.role = 'csm' AND t.person_id IS NOT NULL AND t.start_time_us <= b.start_us "
      "WHERE b.period = o.period AND b.minor > 0 AND NOT EXISTS (SELECT 1 FROM account_team n "
      "WHERE n.tenant = 'main' AND n.account_id = t.account_id AND n.role = 'csm' "
      "AND n.start_time_us > t.start_time_us AND n.start_time_us <= b.start_us))");
  const auto led = [](const std::string& which) {
    return absl::StrCat("(SELECT coalesce(", Sum(Cents("p.amount_minor")), ", 0)", kParts,
                        "AND q.period = o.period AND p.cs_led_tag IS NOT NULL AND ", which, ")");
  };
  EXPECT_EQ(lines, Select(absl::StrCat("SELECT o.period, ", led(kExpansions), ", ",
                                       led("p.category = 'at_risk_save'"), ", ", managed,
                                       " FROM oracle_quarters o"),
                          3));
  // The trailing ratio's parts are the quarters' own.
  const v1::CsLedFigures& year = report.quarters(7).trailing();
  int64_t expansion = 0;
  for (int i = 4; i < kQuarters; ++i) expansion += report.quarters(i).quarter().expansion_minor();
  EXPECT_EQ(year.expansion_minor(), expansion);
  EXPECT_EQ(year.ratio().denominator(), report.quarters(4).quarter().ratio().denominator());
  int64_t by_csm = 0;
  for (const v1::CsLedCsm& csm : report.csms()) by_csm += csm.trailing().ratio().numerator();
  EXPECT_EQ(by_csm, year.ratio().numerator());
}

TEST_F(RevenueOracle, G6_RetentionIsWhatSqlSays) {
  std::vector<std::string> lines;
  for (int quarter = 0; quarter < kQuarters; ++quarter) {
    v1::RetentionRatesRequest request;
    request.set_period(Period(quarter));
    const v1::RetentionRatesResponse report = Ask(&ReportStub::RetentionRates, request);
    int64_t of_books = 0;
    for (const v1::BookRetention& book : report.books()) of_books += book.figures().loss_minor();
    EXPECT_EQ(of_books, report.company().loss_minor());
    for (const v1::SegmentRetention& segment : report.segments()) {
      const v1::RetentionFigures& of = segment.figures();
      const std::string name = segment.segment() == v1::SEGMENT_UNSPECIFIED
                                   ? "none"
                                   : LowerName(v1::Segment_Name(segment.segment()), "SEGMENT_");
      lines.push_back(absl::StrCat(Period(quarter), " ", name, " ", of.account_count(), " ",
                                   of.starting_minor(), " ", of.contraction_minor(), " ",
                                   of.churn_minor(), " ", of.gain_minor(), " ", of.loss_minor()));
    }
  }
  std::sort(lines.begin(), lines.end());
  const auto moved = [](const std::string& categories) {
    return absl::StrCat("coalesce((SELECT ", Sum(Cents("p.amount_minor")),
                        " FROM attributions a JOIN attribution_parts p ON p.tenant = a.tenant "
                        "AND p.attribution_id = a.attribution_id WHERE a.tenant = 'main' "
                        "AND a.account_id = b.account_id AND a.booked_time_us >= b.start_us "
                        "AND a.booked_time_us < b.end_us AND p.category IN (",
                        categories, ")), 0)");
  };
  const std::string accounts = absl::StrCat(
      "SELECT b.period, coalesce(c.segment, 'none') AS segment, ", Cents("b.minor"),
      " AS starting, -", moved("'contraction'"), " AS contraction, -", moved("'churn'"),
      " AS churn, ", moved("'net_new_expansion', 'cross_sell', 'renewal_uplift'"), " AS gain",
      kBalances,
      "JOIN accounts c ON c.tenant = 'main' AND c.account_id = b.account_id WHERE b.minor > 0");
  const std::vector<std::string> by_sql = Select(
      absl::StrCat("SELECT period || ' ' || segment, CAST(count(*) AS INTEGER), ", Sum("starting"),
                   ", ", Sum("contraction"), ", ", Sum("churn"), ", ", Sum("gain"), ", ",
                   Sum("CASE WHEN contraction + churn > gain THEN contraction + churn - gain "
                       "ELSE 0 END"),
                   " FROM (", accounts, ") m WHERE starting > 0 GROUP BY period, segment"),
      6);
  EXPECT_GT(by_sql.size(), 25u);
  EXPECT_EQ(absl::StrJoin(lines, "\n"), absl::StrJoin(by_sql, "\n"));
}

}  // namespace
}  // namespace baton::testing
