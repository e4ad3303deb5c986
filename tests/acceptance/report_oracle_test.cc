// The reports against plain SQL: a made-up quarter of signals is put into the tables, and what the
// server answers must be, to the last count and microsecond, what SQL over the same tables says.
//
// Deadlines and steps lie around each other and around the quarter's edges, exactly on them and a
// tick beside; signals are handed on and restarted, taken back, deferred and come back. Legs stand
// in a table of their own beside the signals' JSON, for SQL to read.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/resource_name.h"
#include "tests/acceptance/reports.h"

namespace baton::testing {
namespace {

using store::Value;

constexpr absl::Duration kTick = absl::Microseconds(1);
constexpr int64_t kForever = 9'000'000'000'000'000;
constexpr int kSignals = 400;

constexpr const char* kAes[] = {"rosa", "dana", "ines", "marc"};
constexpr const char* kCsms[] = {"imogen", "tobias"};

struct Leg {
  std::string holder;
  absl::Time start;
  std::optional<absl::Time> end;
  std::optional<absl::Time> acknowledge_due;
  std::optional<absl::Time> contact_due;
  bool charged = true;
  bool by_csm = false;
};

struct Made {
  std::string id;
  std::string csm;
  std::string urgency;
  std::string state;
  bool qualified = false;
  absl::Time filed;
  absl::Time routed;
  std::optional<absl::Time> acknowledged;
  std::optional<absl::Time> contacted;
  std::optional<absl::Time> closed;
  std::vector<Leg> legs;
  std::string continues;
  std::string continued_by;
};

// Everything drawn from one seed.
class Maker {
 public:
  Maker(unsigned seed, absl::Time from, absl::Time to) : random_(seed), from_(from), to_(to) {}

  Made Make(int number) {
    Made made;
    made.id = absl::StrCat("made-", number);
    made.csm = kCsms[Below(2)];
    made.urgency = Below(3) == 0 ? "warm" : "hot";
    made.qualified = Below(2) == 0;
    made.routed = Near({from_, to_}, (to_ - from_) / 2);
    made.filed = made.routed - absl::Hours(Below(50)) - kTick * Below(3);
    Leg leg = FirstLeg(made);
    absl::Time at = made.routed;
    for (int handed = Below(3) == 0 ? 1 + Below(2) : 0; handed > 0; --handed) {
      at = Near({at, leg.contact_due.value_or(at), leg.acknowledge_due.value_or(at)},
                absl::Hours(30), at);
      TakeSteps(leg, at, &made);
      leg = HandOn(at, std::move(leg), &made);
    }
    TakeSteps(leg, absl::InfiniteFuture(), &made);
    made.legs.push_back(std::move(leg));
    Close(&made);
    return made;
  }

  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

 private:
  // Beside one of the instants: on it, a tick off, or up to `far` away; not before `floor`.
  absl::Time Near(const std::vector<absl::Time>& instants, absl::Duration far,
                  absl::Time floor = absl::InfinitePast()) {
    absl::Time at = instants[static_cast<size_t>(Below(static_cast<int>(instants.size())))];
    switch (Below(5)) {
      case 0:
        break;
      case 1:
        at += kTick;
        break;
      case 2:
        at -= kTick;
        break;
      default:
        at += absl::Floor(far * (Below(2001) - 1000) / 1000, kTick);
    }
    return std::max(at, floor);
  }

  Leg FirstLeg(const Made& made) {
    Leg leg = WholeLeg(made, kAes[Below(4)], made.routed);
    if (Below(6) == 0) {
      leg.by_csm = true;
      leg.holder = made.csm;
      leg.acknowledge_due.reset();
    }
    leg.charged = Below(12) != 0;
    return leg;
  }

  Leg WholeLeg(const Made& made, const std::string& holder, absl::Time start) {
    Leg leg;
    leg.holder = holder;
    leg.start = start;
    leg.acknowledge_due = start + absl::Hours(made.urgency == "hot" ? 4 : 24);
    leg.contact_due = start + absl::Hours(made.urgency == "hot" ? 24 : 72);
    return leg;
  }

  // What is taken before the leg ends.
  void TakeSteps(const Leg& leg, absl::Time end, Made* made) {
    if (!made->acknowledged && leg.acknowledge_due && Below(4) != 0) {
      const absl::Time at = Near({*leg.acknowledge_due}, absl::Hours(6), leg.start);
      if (at <= end) made->acknowledged = at;
    }
    if (!made->contacted && Below(3) != 0) {
      const absl::Time at = Near({*leg.contact_due}, absl::Hours(20),
                                 std::max(leg.start, made->acknowledged.value_or(leg.start)));
      if (at > end) return;
      made->contacted = at;
      if (!made->acknowledged && !leg.by_csm) made->acknowledged = at;
    }
  }

  // S-7: what was taken has no deadline any more; the rest is kept, or begins again.
  Leg HandOn(absl::Time at, Leg leg, Made* made) {
    Leg next = WholeLeg(*made, kAes[Below(4)], at);
    if (!leg.by_csm && Below(2) == 0) {
      next.acknowledge_due = leg.acknowledge_due;
      next.contact_due = leg.contact_due;
    }
    if (made->acknowledged) next.acknowledge_due.reset();
    if (made->contacted) next.contact_due.reset();
    next.charged = Below(10) != 0;
    leg.end = at;
    made->legs.push_back(std::move(leg));
    return next;
  }

  void Close(Made* made) {
    made->state = made->contacted ? "contacted" : made->acknowledged ? "acknowledged" : "routed";
    if (Below(12) == 0) {
      constexpr const char* kBack[] = {"withdrawn", "filed_in_error", "duplicate"};
      made->state = kBack[Below(3)];
    } else if (made->contacted && Below(2) == 0) {
      constexpr const char* kOutcomes[] = {"won", "lost", "deferred", "not_ready"};
      made->state = kOutcomes[Below(4)];
      made->closed = *made->contacted + absl::Hours(Below(100));
      if (made->legs.back().start > *made->closed) made->closed = made->legs.back().start;
    }
  }

  std::mt19937 random_;
  const absl::Time from_;
  const absl::Time to_;
};

Value Micros(const std::optional<absl::Time>& time) {
  return time ? Value(absl::ToUnixMicros(*time)) : Value();
}

std::string JsonTime(const char* field, const std::optional<absl::Time>& time) {
  return time ? absl::StrCat(",\"", field, "\":\"", domain::FormatInstant(*time), "\"") : "";
}

std::string JsonOf(const Leg& leg, size_t number) {
  return absl::StrCat("{\"leg\":", number, ",\"holder\":\"tenants/main/people/", leg.holder, "\"",
                      JsonTime("startTime", leg.start), JsonTime("endTime", leg.end),
                      JsonTime("acknowledgeDueTime", leg.acknowledge_due),
                      JsonTime("contactDueTime", leg.contact_due),
                      leg.charged ? "" : ",\"uncharged\":true", "}");
}

class ReportOracle : public Reports {
 protected:
  void SetUp() override {
    Reports::SetUp();
    AddPerson("ines", v1::ROLE_AE, "victor");
    AddPerson("marc", v1::ROLE_AE, "victor");
    session_ = OpenSession();
  }

  void Run(const std::string& text, const std::vector<Value>& values) {
    ASSERT_THAT(session_->Run({text, ""}, values), IsOk()) << text;
  }

  void Keep(const Made& made) {
    const Leg& running = made.legs.back();
    std::vector<std::string> past;
    for (size_t i = 0; i + 1 < made.legs.size(); ++i) {
      past.push_back(JsonOf(made.legs[i], i + 1));
    }
    Run("INSERT INTO signals (tenant, signal_id, account_id, csm_id, kind, trigger, evidence, "
        "urgency, timeline, timeline_date, context_note, upgrade_to_c, state, routable, qualified, "
        "model, ae_support, ae_id, holder_id, clock_leg, clock_start_time_us, "
        "clock_leg_start_time_us, acknowledge_due_time_us, contact_due_time_us, uncharged, "
        "past_legs, file_time_us, route_time_us, acknowledge_time_us, contact_time_us, "
        "close_time_us, policy_version, assign_missed, continues_id, continued_by_id) "
        "VALUES ('main', :p1, 'harborline', :p2, 'expansion', 'seat_utilization', '', :p3, '', '', "
        "'', 0, :p4, 1, :p5, :p6, 0, NULL, :p7, :p8, :p9, :p10, :p11, :p12, :p13, :p14, :p15, "
        ":p16, :p17, :p18, :p19, 1, 0, :p20, :p21)",
        {made.id,
         made.csm,
         made.urgency,
         made.state,
         made.qualified,
         running.by_csm ? "a" : "b",
         running.holder,
         static_cast<int64_t>(made.legs.size()),
         Micros(made.routed),
         Micros(running.start),
         Micros(running.acknowledge_due),
         Micros(running.contact_due),
         !running.charged,
         past.empty() ? Value() : Value(absl::StrCat("[", absl::StrJoin(past, ","), "]")),
         Micros(made.filed),
         running.by_csm ? Value() : Micros(made.routed),
         Micros(made.acknowledged),
         Micros(made.contacted),
         Micros(made.closed),
         made.continues.empty() ? Value() : Value(made.continues),
         made.continued_by.empty() ? Value() : Value(made.continued_by)});
    for (size_t i = 0; i < made.legs.size(); ++i) {
      const Leg& leg = made.legs[i];
      Run("INSERT INTO legs VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9)",
          {made.id, static_cast<int64_t>(i), leg.holder, Micros(leg.start),
           leg.end ? Micros(leg.end) : Value(kForever), Micros(leg.acknowledge_due),
           Micros(leg.contact_due), leg.by_csm, leg.charged});
    }
  }

  // A signal in five that was deferred has come back.
  void MakeQuarter(unsigned seed) {
    Run("CREATE TEMP TABLE legs (signal_id TEXT, leg INTEGER, holder TEXT, start_us INTEGER, "
        "end_us INTEGER, acknowledge_us INTEGER, contact_us INTEGER, by_csm INTEGER, "
        "charged INTEGER)",
        {});
    Run("BEGIN IMMEDIATE", {});
    Maker maker(seed, QuarterStart(1), QuarterStart(2));
    for (int i = 0; i < kSignals; ++i) {
      Made made = maker.Make(i);
      if (made.state != "deferred" || maker.Below(5) != 0) {
        Keep(made);
        continue;
      }
      Made back = maker.Make(i + kSignals);
      back.continues = made.id;
      made.continued_by = back.id;
      Keep(made);
      Keep(back);
    }
    Run("COMMIT", {});
  }

  // Each row as its columns joined by spaces; the first is text, the others are numbers.
  std::vector<std::string> Select(const std::string& text, size_t numbers,
                                  const std::vector<Value>& values) {
    std::vector<std::string> lines;
    const auto rows = session_->Query({text, "t" + std::string(numbers, 'i')}, values);
    while (rows->Next()) {
      std::string& line = lines.emplace_back(rows->Text(0));
      for (size_t i = 1; i <= numbers; ++i) {
        absl::StrAppend(&line, " ", rows->Int(static_cast<int>(i)));
      }
    }
    EXPECT_THAT(rows->status(), IsOk()) << text;
    return lines;
  }

  std::vector<std::string> ComplianceBySql(const std::string& group);
  std::vector<std::string> QualityBySql();
  std::vector<Value> Period() const {
    return {absl::ToUnixMicros(QuarterStart(1)), absl::ToUnixMicros(QuarterStart(2)),
            absl::ToUnixMicros(Now())};
  }

 private:
  std::unique_ptr<store::SociSession> session_;
};

// 2: taken in the leg. 1: fell due in it. 0: not its own.
std::string Own(const std::string& step) {
  return absl::StrCat("CASE WHEN l.", step, "_us IS NULL OR l.", step, "_us < l.start_us THEN 0 ",
                      "WHEN s.", step, "_time_us < l.end_us OR (s.", step,
                      "_time_us = l.end_us AND n.", step, "_us IS NULL) THEN 2 WHEN l.", step,
                      "_us < l.end_us THEN 1 ELSE 0 END");
}

std::string InQuarter(const std::string& step) {
  return absl::StrCat(step, "_us >= :p1 AND ", step, "_us < :p2");
}

std::string Flag(const std::string& condition) {
  return absl::StrCat("CASE WHEN ", condition, " THEN 1 ELSE 0 END");
}

std::string Sum(const std::string& column) {
  return absl::StrCat("CAST(sum(", column, ") AS INTEGER)");
}

std::vector<std::string> ReportOracle::ComplianceBySql(const std::string& group) {
  const auto counts = [](const std::string& step, const std::string& own) {
    return absl::StrCat(InQuarter(step), " AND (", own, " = 2 OR (", own, " = 1 AND ", step,
                        "_us < :p3))");
  };
  const std::string acknowledge = counts("acknowledge", "own_a");
  const std::string contact = counts("contact", "own_c");
  const std::string last = absl::StrCat("(contact_us IS NOT NULL AND ", contact,
                                        ") OR (contact_us IS NULL AND ", acknowledge, ")");
  const std::string pending = absl::StrCat(
      Flag(absl::StrCat(InQuarter("acknowledge"), " AND own_a = 1 AND acknowledge_us >= :p3")),
      " + ", Flag(absl::StrCat(InQuarter("contact"), " AND own_c = 1 AND contact_us >= :p3")));
  const std::string text = absl::StrCat(
      "WITH legs_of AS (SELECT s.signal_id, l.holder, s.urgency, l.acknowledge_us, l.contact_us, ",
      "s.acknowledge_time_us, s.contact_time_us, s.file_time_us, ", Own("acknowledge"),
      " AS own_a, ", Own("contact"), " AS own_c, ",
      Flag("s.contact_time_us < l.end_us OR (s.contact_time_us = l.end_us AND n.contact_us IS "
           "NULL)"),
      " AS talked, ",
      Flag("s.state IN ('won', 'lost', 'deferred', 'not_ready') AND s.close_time_us < l.end_us"),
      " AS closed FROM legs l JOIN signals s ON s.tenant = 'main' AND s.signal_id = l.signal_id ",
      "LEFT JOIN legs n ON n.signal_id = l.signal_id AND n.leg = l.leg + 1 ",
      "WHERE l.by_csm = 0 AND l.charged = 1 ",
      "AND s.state NOT IN ('withdrawn', 'filed_in_error', 'duplicate')), ",
      "judged AS (SELECT signal_id, holder, urgency, talked, closed, ",
      "contact_time_us - file_time_us AS wait_us, ", Flag(acknowledge), " AS a, ",
      Flag(acknowledge + " AND own_a = 2 AND acknowledge_time_us <= acknowledge_us"), " AS a_ok, ",
      Flag(contact), " AS c, ", Flag(contact + " AND own_c = 2 AND contact_time_us <= contact_us"),
      " AS c_ok, ", Flag(last), " AS last, ", pending, " AS pending FROM legs_of), ",
      "signals_of AS (SELECT holder, urgency, signal_id, sum(a) AS a, sum(a_ok) AS a_ok, ",
      "sum(c) AS c, sum(c_ok) AS c_ok, max(last) AS last, max(last * talked) AS talked, ",
      "max(last * closed) AS closed, sum(pending) AS pending, ",
      "sum(CASE WHEN last * talked = 1 THEN wait_us ELSE 0 END) AS wait_us, ",
      "max(CASE WHEN a + c > 0 THEN 1 ELSE 0 END) AS routed ",
      "FROM judged GROUP BY holder, urgency, signal_id) SELECT ", group, ", ", Sum("routed"), ", ",
      Sum("a_ok"), ", ", Sum("a"), ", ", Sum("c_ok"), ", ", Sum("c"), ", ", Sum("talked"), ", ",
      Sum("closed"), ", ", Sum("last"), ", ", Sum("wait_us"), ", ", Sum("pending"),
      " FROM signals_of WHERE routed + pending > 0 GROUP BY ", group, " ORDER BY ", group);
  return Select(text, 10, Period());
}

std::vector<std::string> ReportOracle::QualityBySql() {
  const std::string back = "IN ('withdrawn', 'filed_in_error', 'duplicate')";
  const std::string outcome = "IN ('won', 'lost', 'deferred', 'not_ready')";
  const std::string own = Own("contact");
  const std::string state =
      absl::StrCat("CASE WHEN n.state ", outcome, " THEN n.state ELSE s.state END");
  const std::string text = absl::StrCat(
      "WITH routed AS (SELECT coalesce(p.csm_id, s.csm_id) AS csm, s.qualified, ", state,
      " AS state FROM signals s LEFT JOIN signals p ON p.tenant = s.tenant AND p.signal_id = ",
      "s.continues_id LEFT JOIN signals n ON n.tenant = s.tenant AND n.signal_id = ",
      "s.continued_by_id WHERE s.tenant = 'main' AND s.route_time_us >= :p1 AND ",
      "s.route_time_us < :p2 AND s.state NOT ", back, " AND p.route_time_us IS NULL), ",
      "own AS (SELECT l.holder AS csm, s.contact_time_us, l.contact_us, ", own,
      " AS own_c FROM legs l JOIN signals s ON s.tenant = 'main' AND s.signal_id = l.signal_id ",
      "LEFT JOIN legs n ON n.signal_id = l.signal_id AND n.leg = l.leg + 1 ",
      "WHERE l.by_csm = 1 AND l.charged = 1 AND s.state NOT ", back, "), ",
      "parts AS (SELECT csm, 1 AS routed, ", Flag("state = 'won'"), " AS won, ",
      Flag("state " + outcome), " AS closed, qualified, 0 AS filed, 0 AS back, 0 AS mine, ",
      "0 AS mine_ok FROM routed UNION ALL SELECT csm_id, 0, 0, 0, 0, 1, ", Flag("state " + back),
      ", 0, 0 FROM signals WHERE tenant = 'main' AND file_time_us >= :p1 AND file_time_us < :p2 ",
      "AND continues_id IS NULL UNION ALL SELECT csm, 0, 0, 0, 0, 0, 0, 1, ",
      Flag("own_c = 2 AND contact_time_us <= contact_us"), " FROM own WHERE ", InQuarter("contact"),
      " AND (own_c = 2 OR (own_c = 1 AND contact_us < :p3))) ", "SELECT csm, ", Sum("won"), ", ",
      Sum("routed"), ", ", Sum("closed"), ", ", Sum("qualified"), ", ", Sum("back"), ", ",
      Sum("filed"), ", ", Sum("mine_ok"), ", ", Sum("mine"),
      " FROM parts GROUP BY csm ORDER BY csm");
  return Select(text, 8, Period());
}

int64_t Micros(const google::protobuf::Duration& duration) {
  return duration.seconds() * 1'000'000 + duration.nanos() / 1'000;
}

std::string LineOf(const std::string& group, const v1::ComplianceFigures& figures) {
  return absl::StrCat(
      group, " ", figures.routed_signals(), " ", figures.acknowledged().numerator(), " ",
      figures.acknowledged().denominator(), " ", figures.contacted().numerator(), " ",
      figures.contacted().denominator(), " ", figures.conversation().numerator(), " ",
      figures.closed_loop().numerator(), " ", figures.closed_loop().denominator(), " ",
      Micros(figures.customer_wait().total_wait()), " ", figures.pending_milestones());
}

std::string Short(const std::string& name) { return std::string(domain::ShortName(name)); }

// In the middle of the quarter, just behind it, and long after.
const std::vector<absl::Duration>& LooksAt() {
  static const auto& looks = *new std::vector<absl::Duration>{
      absl::Hours(-24 * 40), absl::Hours(10), absl::Hours(24 * 100)};
  return looks;
}

TEST_F(ReportOracle, H13_ComplianceIsWhatSqlSays) {
  MakeQuarter(13);
  for (const absl::Duration look : LooksAt()) {
    SetClock(QuarterStart(2) + look);
    const auto report = Compliance(remy());
    ASSERT_THAT(report, IsOk());
    std::vector<std::string> aes;
    for (const v1::AeCompliance& ae : report->aes()) {
      aes.push_back(LineOf(Short(ae.ae()), ae.figures()));
    }
    std::sort(aes.begin(), aes.end());
    EXPECT_EQ(aes, ComplianceBySql("holder"));
    std::vector<std::string> urgencies;
    for (const v1::UrgencyCompliance& group : report->urgencies()) {
      urgencies.push_back(
          LineOf(group.urgency() == v1::URGENCY_HOT ? "hot" : "warm", group.figures()));
    }
    EXPECT_EQ(urgencies, ComplianceBySql("urgency"));
    EXPECT_EQ(report->aes_size(), 4);
  }
}

TEST_F(ReportOracle, H13_QualityIsWhatSqlSays) {
  MakeQuarter(31);
  for (const absl::Duration look : LooksAt()) {
    SetClock(QuarterStart(2) + look);
    const auto report = Quality(remy());
    ASSERT_THAT(report, IsOk());
    std::vector<std::string> csms;
    for (const v1::CsmQuality& csm : report->csms()) {
      csms.push_back(absl::StrCat(
          Short(csm.csm()), " ", csm.quality().numerator(), " ", csm.quality().denominator(), " ",
          csm.quality_of_closed().denominator(), " ", csm.qualified().numerator(), " ",
          csm.taken_back().numerator(), " ", csm.taken_back().denominator(), " ",
          csm.own_contacts().numerator(), " ", csm.own_contacts().denominator()));
    }
    EXPECT_EQ(csms, QualityBySql());
    EXPECT_EQ(report->csms_size(), 2);
  }
}

}  // namespace
}  // namespace baton::testing
