"""Computes every published statement of a company a second time and compares them line by line.

Reads what people and systems said (records.py): who holds which account, what was booked, observed and done, plans,
policies, rates, and when was signed, disputed, ruled, voided and published. From these it derives categories and credit
(deals.py), what losses take back (corrections.py), pools (books.py) and pay, all by pay_rules.py, and holds them against
the statements that the server published. Arguments: the folder of records; --all: every kind of line must occur.

A further kind of line is a further method of Statement that adds lines; compute() calls them in their order.
"""
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import corrections
import pay_rules as rules
from books import Measure, runs_of
from deals import COMMISSION, GROWTH, deals_of
from records import Period, Records

# What a demanding year has; asked for by --all.
OCCUR = {"carried_forward", "early_churn", "early_contraction", "hold_released", "loss_voided", "recategorised",
         "split_ruled", "true_up", "voided", "disputed", "no_rate", "not_concurred"}
ADJUSTMENTS = ("adjustment", "clawback", "carried_forward")


@dataclass
class Line:
    """One line: what it credits (booking's currency) and earns (the plan's), and whether that may be paid."""

    kind: str
    reason: str = ""
    deal: Any = None
    part: Any = None  # none of a bonus
    credited: int = 0
    earning: int = 0
    status: str = "payable"
    pool: tuple = ()  # name, attainment, multiplier, to date, paid before, basis, actual
    gave: str = ""  # the kind of the line that first gave this
    plans: tuple = ()  # the statement's plan and the commission's, under which it was first stated
    gone: list = field(default_factory=lambda: [0, 0])  # of credit and earning, by corrections

    def key(self):
        return self.deal.id, self.gave, self.part

    def shown(self):
        number, line, category = self.part[:3] if self.part else (0, "", "at_risk_save" if self.deal else None)
        return (self.kind, self.reason, self.deal.id if self.deal else None, number, line, category, self.credited,
                self.earning, self.status, self.pool)


class Payee:
    """What a payee's statements so far leave to the next."""

    def __init__(self, person):
        self.person = person
        self.held = []
        self.given = []
        self.carried = 0
        self.pool_paid = Counter()  # by year, run and pool


class Statement:
    """A payee's statement of a quarter (C-14)."""

    def __init__(self, records, payee, plans, period, first):
        self.records, self.payee, self.period, self.first = records, payee, period, first
        self.at = period.published
        self.plans = plans
        self.plan = [plan for plan in plans if plan.start < period.end][-1]
        self.lines = []

    def compute(self, deals):
        counting = [deal for deal in deals if deal.counts(self.at)]
        laid = corrections.lay_all(counting, self.period.end)
        self.state_new(counting)
        self.release(laid)
        self.keep()
        self.correct(laid)
        self.pay_pools(deals)
        self.carry()
        return self.lines

    # Credit, earnings, bonuses.

    def state_new(self, deals):
        """Bookings of the quarter, and what nothing published gives or holds of those of earlier ones (C-14)."""
        known = {line.key() for line in self.payee.held + self.payee.given}
        for deal in deals:
            if not self.first.start <= deal.booked < self.period.end:
                continue
            then = [plan for plan in self.plans if plan.start <= deal.booked]
            lines = self.lines_of(deal, (self.plan, (then or [self.plan])[-1]))
            self.lines += [line for line in lines if deal.booked >= self.period.start or line.key() not in known]

    def lines_of(self, deal, plans):
        """C-4, C-5, C-21, W-4: what a deal gives the payee by these plans."""
        lines, person = [], self.payee.person
        rate = self.records.rate(deal.currency, plans[0].currency, deal.booked, self.at)
        status = "no_rate" if rate is None else deal.standing(self.at)  # C-3

        def add(kind, part, credited, booked_earning, without_rate=False):
            earning = rules.half_even(booked_earning * rate) if rate is not None else 0
            lines.append(Line(kind, "", deal, part, credited, earning, "no_rate" if without_rate else status, gave=kind,
                              plans=plans))

        for part, credit in deal.credits.items():
            credited = deal.share_of(person, "ae", credit["ae"], self.at)
            if credited:
                earned = 0
                if part.category in COMMISSION:
                    earned = rules.rate(plans[1].terms[COMMISSION[part.category]], credited)
                add("earning", part, credited, earned)
            credited = deal.share_of(person, deal.role_of(part.category), credit["csm"], self.at)
            if credited and not (plans[1].kind == "renewals" and part.category in GROWTH):  # C-13
                add("credit", part, credited, 0)
        bonus = deal.bonus(self.at)
        if bonus == "no_rate":
            if any(one == person and weight for one, weight in deal.holders("save", self.at)):
                add("bonus", None, 0, 0, without_rate=True)
        elif bonus is not None and deal.share_of(person, "save", bonus, self.at):
            add("bonus", None, 0, deal.share_of(person, "save", bonus, self.at))
        return lines

    def release(self, laid):
        """C-18: what was held and may be paid now, by the plans under which it was held."""
        for held in list(self.payee.held):
            if not held.deal.counts(self.at):
                continue
            now = [line for line in self.lines_of(held.deal, held.plans) if line.key() == held.key()]
            if now and now[0].status == "payable" and not is_gone(now[0], laid):
                self.payee.held.remove(held)
                now[0].kind, now[0].reason = "adjustment", "hold_released"
                self.lines += now[:1]

    def keep(self):
        """What later statements build on."""
        self.payee.held += [line for line in self.lines if line.status != "payable"]
        self.payee.given += [line for line in self.lines if line.status == "payable"]

    # Corrections.

    def correct(self, laid):
        """A-8, A-12, C-11, C-19: the difference between what should be gone by now and what corrections took."""
        for line in self.payee.given:
            figures, kind = [line.credited, line.earning], "adjustment"
            deal = line.deal
            if deal.voided and deal.voided <= self.at:
                reason, gone = "voided", figures
            elif deal.replaced and deal.replaced <= self.at:
                reason, gone = deal.replaced_because, figures
            else:
                gone = figures_gone(line, laid)
                kind, reason = "clawback", "early_churn" if is_churned(line, laid) else "early_contraction"
                if sum(gone) < sum(line.gone):
                    kind, reason = "adjustment", "loss_voided"
            credited, earning = (before - now for before, now in zip(line.gone, gone))
            if credited or earning:
                line.gone = list(gone)
                self.lines.append(Line(kind, reason, deal, line.part, credited, earning))

    # Pools.

    def pay_pools(self, deals):
        """C-10."""
        for run in runs_of(self.records, self.payee.person, self.period):
            if run.currency != self.plan.currency:
                continue
            measure = Measure(self.records, deals, self.payee.person, run)
            for pool, (attainment, multiplier, to_date, basis, actual) in measure.pools().items():
                key = (self.period.year, run.number, pool)
                before = self.payee.pool_paid[key]
                earning = rules.payout(to_date, multiplier, before)
                if not earning and not run.has_days():
                    continue
                line = Line("pool", earning=earning, pool=(pool, attainment, multiplier, to_date, before, basis, actual))
                if pool in measure.lacks:
                    line.status = "no_rate"
                else:
                    self.payee.pool_paid[key] += earning
                if earning < 0:
                    line.kind, line.reason = "adjustment", "true_up"
                self.lines.append(line)

    # C-22.

    def carry(self):
        if self.payee.carried:
            self.lines.insert(0, Line("carried_forward", earning=self.payee.carried))
        payable = sum(line.earning for line in self.lines if line.status == "payable")
        self.payee.carried = 0
        if payable < 0 and not self.records.has_left(self.payee.person, self.period.start):
            self.lines.append(Line("carried_forward", earning=-payable))
            self.payee.carried = payable


def figures_gone(line, laid):
    """C-11: how much of a line's credit and earning losses have taken by now."""
    sale = laid.get(line.deal.id)
    if sale is None:
        return [0, 0]
    return [corrections.taken(sale, line.gave, line.part, figure) for figure in (line.credited, line.earning)]


def is_gone(line, laid):
    return figures_gone(line, laid) == [line.credited, line.earning]


def is_churned(line, laid):
    return line.deal.id in laid and laid[line.deal.id].churned


def totals_of(lines):
    """C-15: earned, held, adjustments, payable."""
    adjustments = sum(line.earning for line in lines if line.kind in ADJUSTMENTS)
    earned = sum(line.earning for line in lines if line.kind not in ADJUSTMENTS)
    payable = sum(line.earning for line in lines if line.status == "payable")
    held = sum(line.earning for line in lines if line.status != "payable")
    return earned, held, adjustments, payable


def statements_of(records, periods):
    """By payee and period: the lines as they must stand, and their totals."""
    deals = deals_of(records)
    payees = {person: Payee(person) for person in sorted(records.assignments)}
    lines, totals = {}, {}
    for period in periods:
        for person, payee in payees.items():
            plans = records.plans(person)
            if plans and plans[0].start < period.end:
                some = Statement(records, payee, plans, period, periods[0]).compute(deals)
                lines[person, period.name] = [line.shown() for line in some]
                totals[person, period.name] = totals_of(some)
    return lines, totals


def published_statements(records):
    """The server's own, in the same form."""
    lines, totals, owner = defaultdict(list), {}, {}
    for row in records.all("statements"):
        if row["publish_time_us"] is not None:
            owner[row["statement_id"]] = (row["payee_person_id"], row["period"])
            totals[owner[row["statement_id"]]] = (row["earned_minor"], row["held_minor"], row["adjustments_minor"],
                                                  row["payable_minor"])
    for row in records.all("statement_lines", "statement_id", "line_no"):
        if row["statement_id"] not in owner:
            continue
        pool = ()
        if row["pool"]:
            pool = (row["pool"], row["pool_attainment_bp"], row["pool_multiplier_bp"], row["pool_target_to_date_minor"],
                    row["pool_paid_before_minor"], row["pool_basis_minor"], row["pool_actual_minor"])
        status = "payable" if row["status"] == "payable" else row["hold_reason"]
        lines[owner[row["statement_id"]]].append(
            (row["kind"], row["reason_code"], row["attribution_id"], row["part"] or 0, row["booking_line"] or "",
             row["category"],
             row["credited_amount_minor"], row["earning_minor"], status, pool))
    return lines, totals


def main():
    records = Records(sys.argv[1])
    published = {}
    for row in records.all("statements"):
        if row["publish_time_us"] is not None:
            published[row["period"]] = max(row["publish_time_us"], published.get(row["period"], 0))
    periods = [Period(name, at) for name, at in sorted(published.items())]
    expected, expected_totals = statements_of(records, periods)
    found, found_totals = published_statements(records)
    faults = []
    for key in sorted(set(expected) | set(found), key=lambda key: (key[1], key[0])):
        wanted, seen = Counter(expected.get(key, [])), Counter(found.get(key, []))
        faults += [f"{key}: lacks {line}" for line in sorted((wanted - seen).elements(), key=str)]
        faults += [f"{key}: has   {line}" for line in sorted((seen - wanted).elements(), key=str)]
        if expected_totals.get(key, (0,) * 4) != found_totals.get(key, (0,) * 4):
            faults.append(f"{key}: totals are {found_totals.get(key)}, must be {expected_totals.get(key)}")
    kinds = Counter((line[1] or line[0], line[8]) for lines in found.values() for line in lines)
    if "--all" in sys.argv:
        faults += [f"never: {kind}" for kind in sorted(OCCUR - {some for both in kinds for some in both})]
    print("\n".join(faults[:40]))
    print(json.dumps({"statements": len(found_totals), "lines": sum(kinds.values()), "faults": len(faults),
                      "kinds": {f"{kind} {status}": count for (kind, status), count in sorted(kinds.items())}}))
    sys.exit(1 if faults or not kinds else 0)


main()
