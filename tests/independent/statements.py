"""Computes every published statement of a company a second time and compares them line by line.

Reads from the database of a server only what people and systems said: who holds which account, what was booked, observed
and done, plans, policies, rates, and when was signed, disputed and published. From these it derives categories, credit
and pay by pay_rules.py, and holds them against the statements that the server published. Argument: the database file.
"""
import json
import sqlite3
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone

import pay_rules as rules

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
COMMISSION = {"net_new_expansion": "expansion_rate_bp", "cross_sell": "new_business_rate_bp",
              "at_risk_save": "renewal_rate_bp", "renewal_uplift": "renewal_rate_bp"}
SELF_SERVE = ("self_serve_upgrade", "automatic_tier_change")


def quarter_of(micros):
    """X-3, for fiscal years that begin in January, in UTC."""
    day = EPOCH + timedelta(microseconds=micros)
    return f"{day.year}-Q{(day.month + 2) // 3}"


def day_of(micros):
    return (EPOCH + timedelta(microseconds=micros)).strftime("%Y-%m-%d")


class Records:
    """The tables, as rows that go by their columns' names."""

    def __init__(self, path):
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.database.row_factory = sqlite3.Row
        self.team = defaultdict(list)
        for row in self.all("account_team", "start_time_us"):
            self.team[row["account_id"], row["role"]].append(row)
        self.by_account = {table: self.grouped(table, "account_id", order) for table, order in (
            ("health_observations", "observe_time_us, record_no"), ("activities", "occur_time_us"),
            ("account_arr_ledger", "effective_time_us, entry_no"))}
        self.lines = self.grouped("booking_lines", "booking_id", "position")
        self.opportunities = {row["opportunity_id"]: row for row in self.all("opportunities")}
        self.signals = {row["signal_id"]: row for row in self.all("signals")}
        self.policies = [row for row in self.all("policies", "effective_time_us, version") if row["approve_time_us"]]
        self.plans = self.grouped("comp_plans", "plan_code", "effective_time_us")
        self.assignments = self.grouped("plan_assignments", "payee_id", "start_time_us")

    def all(self, table, order="1"):
        return list(self.database.execute(f"SELECT * FROM {table} ORDER BY {order}"))

    def grouped(self, table, key, order):
        groups = defaultdict(list)
        for row in self.all(table, order):
            groups[row[key]].append(row)
        return groups

    def holder(self, account, role, at):
        """W-3: the last row that starts at or before the instant."""
        rows = [row for row in self.team[account, role] if row["start_time_us"] <= at]
        return rows[-1]["person_id"] if rows else None

    def policy(self, at):
        """X-5: the version in force; the defaults before the first."""
        rows = [row for row in self.policies if row["effective_time_us"] <= at]
        return dict(rules.DEFAULTS, **({key: rows[-1][key] for key in rules.DEFAULTS} if rows else {}))

    def plan(self, payee, at):
        """X-5: the version in force of the code that the payee has."""
        rows = [row for row in self.assignments[payee] if row["start_time_us"] <= at]
        if not rows:
            return None
        versions = [row for row in self.plans[rows[-1]["plan_code"]]
                    if row["approve_time_us"] and row["effective_time_us"] <= at]
        return versions[-1] if versions else None


class Deal:
    """A booking taken apart: parts, credit, who has it, and when both sides had signed."""

    def __init__(self, records, booking, attribution):
        self.booking, self.attribution = booking["booking_id"], attribution["attribution_id"]
        self.account, self.booked = booking["account_id"], booking["booked_time_us"]
        self.currency = booking["currency_code"]
        self.policy = records.policy(self.booked)
        self.created = attribution["create_time_us"]
        end = rules.window_end(self.booked, booking["renewal_time_us"])
        self.ae = records.holder(self.account, "ae", self.booked)
        self.csm = records.holder(self.account, "csm", self.booked)
        self.save_csm = records.holder(self.account, "csm", end)
        self.take_apart(records, booking)
        self.origin(records, booking)
        self.credits = rules.credit([(line, category, amount) for line, category, amount, _ in self.parts],
                                    vars(self), self.policy)
        saved = sum(amount for _, category, amount, _ in self.parts if category == "at_risk_save")
        self.bonus = rules.save_bonus(saved, self.policy)
        signed = [row["sign_time_us"] for row in records.database.execute(
            "SELECT sign_time_us FROM attribution_signatures WHERE attribution_id = ?", (self.attribution,))]
        self.signed = max(signed) if len(signed) == 2 else None
        self.disputes = [(row["open_time_us"], row["close_time_us"]) for row in records.database.execute(
            "SELECT open_time_us, close_time_us FROM disputes WHERE attribution_id = ?", (self.attribution,))]

    def take_apart(self, records, booking):
        lines = [{"line": row["line"], "kind": row["kind"], "prior": row["prior_arr_minor"],
                  "new": row["new_arr_minor"], "uplift_bp": row["uplift_bp"], "product_line": row["product_line"]}
                 for row in records.lines[self.booking]]
        owned = Counter()
        for entry in records.by_account["account_arr_ledger"][self.account]:
            before = entry["effective_time_us"] < self.booked or entry["booking_id"] is None
            if before and entry["booking_id"] != self.booking:
                owned[entry["product_line"]] += entry["delta_minor"]
        health = [(row["observe_time_us"], row["tier"]) for row in records.by_account["health_observations"][self.account]
                  if row["observe_time_us"] <= self.booked]
        deal = {"booked": self.booked, "renewal": booking["renewal_time_us"], "lines": lines}
        self.parts, _, _ = rules.categorise(deal, [line for line, arr in owned.items() if arr > 0],
                                            sum(owned.values()), health)

    def origin(self, records, booking):
        opportunity = records.opportunities.get(booking["opportunity_id"])
        signal = records.signals.get(opportunity["signal_id"]) if opportunity else None
        self.self_serve = bool(opportunity and (opportunity["self_serve"] or
                                                opportunity["trigger_event"] in SELF_SERVE))
        self.model = signal["model"].upper() if signal and signal["model"] else None
        deal = {
            "booked": self.booked, "renewal": booking["renewal_time_us"], "self_serve": self.self_serve,
            "created": opportunity["create_time_us"] if opportunity else None,
            "creation_source": opportunity["creation_source"] if opportunity else None,
            "csm_signal": bool(signal and signal["csm_id"]),
            "activities": [{"at": row["occur_time_us"], "type": row["activity_type"], "role": row["role"]}
                           for row in records.by_account["activities"][self.account]]}
        _, brokered, _ = rules.cs_led("net_new_expansion", deal)
        self.brokered = bool(opportunity) and brokered

    def standing(self, at):
        """A-6, A-8: payable, or why it is held at that instant."""
        if self.signed is None or self.signed > at:
            return "held not_concurred"
        if any(opened <= at and (closed is None or closed > at) for opened, closed in self.disputes):
            return "held disputed"
        return "payable"


def lines_of(records, deal, payee, at):
    """C-4, C-5, C-14: what a deal gives a payee: (kind, booking, line, category, credited, earning)."""
    lines = []
    for line, category, ae, csm in deal.credits:
        if payee == deal.ae and ae:
            plan = records.plan(payee, deal.booked)
            earning = rules.rate(plan[COMMISSION[category]], ae) if category in COMMISSION else 0
            lines.append(("earning", deal.booking, line, category, ae, earning))
        holder = deal.save_csm if category == "at_risk_save" else deal.csm
        if payee == holder and csm:
            lines.append(("credit", deal.booking, line, category, csm, 0))
    if payee == deal.save_csm and deal.bonus is not None:
        lines.append(("bonus", deal.booking, "", "at_risk_save", 0, deal.bonus))
    return lines


def statements_of(records, deals, published):
    """By payee and period, in the order of the periods: the lines as they must stand."""
    result = defaultdict(list)
    held = defaultdict(list)
    stated = set()
    before = None
    for period, at in sorted(published.items()):
        for payee in records.assignments:
            for line in held.pop(payee, []):
                deal, fact = line
                if deal.standing(at) == "payable":
                    result[payee, period].append(("adjustment",) + fact[1:] + ("payable",))
                else:
                    held[payee].append(line)
            for deal in deals:
                late = before is not None and quarter_of(deal.booked) < period and deal.created > published[before]
                if (quarter_of(deal.booked) != period and not late) or deal.created > at:
                    continue
                for fact in lines_of(records, deal, payee, at):
                    if (payee, fact) in stated:
                        continue
                    stated.add((payee, fact))
                    standing = deal.standing(at)
                    result[payee, period].append(fact + (standing,))
                    if standing != "payable":
                        held[payee].append((deal, fact))
        before = period
    return result


def published_lines(records):
    """The server's own, in the same form."""
    result = defaultdict(list)
    for row in records.database.execute(
            "SELECT s.payee_person_id AS payee, s.period AS period, l.* FROM statements s JOIN statement_lines l "
            "ON l.tenant = s.tenant AND l.statement_id = s.statement_id WHERE s.publish_time_us IS NOT NULL"):
        standing = "payable" if row["status"] == "payable" else f"held {row['hold_reason']}"
        result[row["payee"], row["period"]].append((row["kind"], row["booking_id"], row["booking_line"], row["category"],
                                                    row["credited_amount_minor"], row["earning_minor"], standing))
    return result


def main():
    records = Records(sys.argv[1])
    published = {row["period"]: row["at"] for row in records.database.execute(
        "SELECT period, max(publish_time_us) AS at FROM statements WHERE publish_time_us IS NOT NULL GROUP BY period")}
    attributions = {row["booking_id"]: row for row in records.all("attributions") if row["reverses_id"] is None}
    deals = [Deal(records, row, attributions[row["booking_id"]]) for row in records.all("bookings", "booked_time_us")
             if row["kind"] == "deal" and row["void_approve_time_us"] is None]
    expected, found = statements_of(records, deals, published), published_lines(records)
    faults = []
    for key in sorted(set(expected) | set(found)):
        wanted, seen = Counter(expected.get(key, [])), Counter(found.get(key, []))
        faults += [f"{key}: lacks {line}" for line in sorted((wanted - seen).elements(), key=str)]
        faults += [f"{key}: has {line}" for line in sorted((seen - wanted).elements(), key=str)]
    print("\n".join(faults[:40]))
    count = sum(len(lines) for lines in found.values())
    print(json.dumps({"statements": len(found), "lines": count, "faults": len(faults)}))
    sys.exit(1 if faults or not count else 0)


main()
