"""What people and systems said, read from a folder of files, one a table, a row of JSON a line.

Nothing that the product derived is read: of attributions only which there are, since when, and what each stands for; of
statements only when they were published. Instants are microseconds since 1970, amounts minor units, rates basis points.
The fiscal year begins in January, all days are UTC's.
"""
import json
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pay_rules as rules

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FOREVER = 1 << 62
EXPONENTS = {"JPY": 0, "USD": 2, "EUR": 2}


def day_of(micros):
    return (EPOCH + timedelta(microseconds=micros)).strftime("%Y-%m-%d")


def start_of(year, quarter):
    """The first instant of a quarter; the one after the fourth is the next year's first."""
    day = datetime(year + (quarter - 1) // 4, (quarter - 1) % 4 * 3 + 1, 1, tzinfo=timezone.utc)
    return (day - EPOCH) // timedelta(microseconds=1)


def named(resource):
    """"tenants/main/people/rosa" is "rosa"."""
    return resource.rsplit("/", 1)[-1]


class Period:
    """A quarter, half open (X-3), and when its statements were published."""

    def __init__(self, name, published):
        self.name, self.published = name, published
        self.year, self.quarter = int(name[:4]), int(name[-1])
        self.year_start, self.year_end = start_of(self.year, 1), start_of(self.year, 5)
        self.start, self.end = start_of(self.year, self.quarter), start_of(self.year, self.quarter + 1)

    def quarters_to_date(self):
        """(start, end) of each quarter of the year up to this one."""
        return [(start_of(self.year, n), start_of(self.year, n + 1)) for n in range(1, self.quarter + 1)]


class Plan:
    """A version of a plan, and while a payee had it (X-5): from a start on, until an end."""

    def __init__(self, row, start, end):
        self.terms, self.start, self.end = row, start, end
        self.code, self.kind, self.currency = row["plan_code"], row["kind"], row["currency_code"]
        self.weights = [row["grr_pool_bp"], row["expansion_pool_bp"], row["mbo_pool_bp"]]
        if self.kind == "renewals":
            self.weights = [rules.ONE, 0, 0]
        self.objectives = {one["kind"].removeprefix("MBO_KIND_").lower(): one.get("targetBp", 0)
                           for one in json.loads(row["mbos"] or "[]")}

    def has_pools(self):
        """Decision 32."""
        return self.kind != "commission" and self.terms["variable_minor"] > 0 and sum(self.weights) > 0


class Records:
    """The tables, as rows that go by their columns' names."""

    def __init__(self, folder):
        self.folder = folder
        self.team = defaultdict(list)
        for row in self.all("account_team", "start_time_us"):
            self.team[row["account_id"], row["role"]].append(row)
        self.health = self.grouped("health_observations", "account_id", "observe_time_us", "record_no")
        self.activities = self.grouped("activities", "account_id", "occur_time_us", "activity_id")
        self.ledger = self.grouped("account_arr_ledger", "account_id", "effective_time_us", "entry_no")
        self.lines = self.grouped("booking_lines", "booking_id", "position")
        self.opportunities = {row["opportunity_id"]: row for row in self.all("opportunities")}
        self.signals = {row["signal_id"]: row for row in self.all("signals")}
        self.accounts = sorted(row["account_id"] for row in self.all("accounts"))
        self.people = {row["person_id"]: row for row in self.all("people")}
        self.policies = [row for row in self.all("policies", "effective_time_us", "version") if row["approve_time_us"]]
        self.versions = self.grouped("comp_plans", "plan_code", "effective_time_us", "version")
        self.assignments = self.grouped("plan_assignments", "payee_id", "start_time_us")
        self.rates = self.grouped("exchange_rates", ("from_currency", "to_currency", "date"), "approve_time_us")
        self.bookings = {row["booking_id"]: row for row in self.all("bookings")}
        self.attributions = self.all("attributions", "create_time_us", "attribution_id")
        self.signatures = self.grouped("attribution_signatures", "attribution_id")
        self.disputes = self.grouped("disputes", "attribution_id", "open_time_us")
        self.tickets = self.grouped("deal_desk_tickets", "attribution_id", "open_time_us")

    def all(self, table, *order):
        with open(f"{self.folder}/{table}.jsonl", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        return sorted(rows, key=lambda row: [row[column] for column in order])

    def grouped(self, table, key, *order):
        groups = defaultdict(list)
        for row in self.all(table, *order):
            groups[row[key] if isinstance(key, str) else tuple(row[one] for one in key)].append(row)
        return groups

    # Who.

    def seat(self, account, role, at):
        """W-3: the last row that starts at or before the instant, or None."""
        rows = [row for row in self.team[account, role] if row["start_time_us"] <= at]
        return rows[-1] if rows else None

    def shares(self, account, role, at):
        """W-4: those who have a role's credit, as (person, weight)."""
        row = self.seat(account, role, at)
        if row is None or row["person_id"] is None:
            return []
        shared = [(named(one["person"]), one.get("shareBp", 0)) for one in json.loads(row["shares"] or "[]")]
        return shared or [(row["person_id"], rules.ONE)]

    def team_of(self, manager):
        return sorted(person for person, row in self.people.items() if row["manager_id"] == manager)

    def has_left(self, person, at):
        end = self.people[person]["end_time_us"]
        return end is not None and end <= at

    # By which terms.

    def policy(self, at):
        """X-5: the version in force; the defaults before the first."""
        rows = [row for row in self.policies if row["effective_time_us"] <= at]
        return dict(rules.DEFAULTS, **({key: rows[-1][key] for key in rules.DEFAULTS} if rows else {}))

    def plans(self, payee):
        """X-5, W-2, decision 31: the payee's plans one after the other, up to the day on which they leave."""
        assigned, result = self.assignments[payee], []
        left = self.people[payee]["end_time_us"] or FOREVER
        for i, row in enumerate(assigned):
            end = min(left, assigned[i + 1]["start_time_us"] if i + 1 < len(assigned) else FOREVER)
            versions = [one for one in self.versions[row["plan_code"]] if one["approve_time_us"]]
            for j, version in enumerate(versions):
                since = max(version["effective_time_us"], row["start_time_us"])
                until = min(end, versions[j + 1]["effective_time_us"] if j + 1 < len(versions) else FOREVER)
                if since < until:
                    result.append(Plan(version, since, until))
        return result

    def had_pools(self, payee, at):
        return any(plan.start <= at < plan.end and plan.has_pools() for plan in self.plans(payee))

    # Currencies.

    def rate(self, source, target, micros, known):
        """Decision 27: minor units of target for one of source on that day, as approved by `known`; None: none was."""
        if source == target:
            return Fraction(1)
        approved = [row for row in self.rates[source, target, day_of(micros)] if row["approve_time_us"] <= known]
        if not approved:
            return None
        exponent = EXPONENTS[target] - EXPONENTS[source] - approved[-1]["scale"]
        return approved[-1]["rate"] * Fraction(10) ** exponent

    # What the accounts are worth.

    def balance(self, account, at, known):
        """Decision 32: what the account owns as a time begins, as recorded by `known`, and in which currency."""
        entries = [row for row in self.ledger[account] if row["booking_id"] is None or
                   self.bookings[row["booking_id"]]["record_time_us"] <= known]
        entries = [row for row in entries if row["effective_time_us"] < at or
                   (row["effective_time_us"] == at and row["kind"] == "opening")]
        if not entries:
            return 0, "USD"
        return max(0, sum(row["delta_minor"] for row in entries)), entries[-1]["currency_code"]

    def tiers(self, account):
        return [(row["observe_time_us"], row["tier"]) for row in self.health[account]]
