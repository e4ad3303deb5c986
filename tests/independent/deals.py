"""Bookings taken apart and credited (A, C-1 to C-5), as each attribution of them has it."""
import json
from collections import Counter, namedtuple

import pay_rules as rules
from records import FOREVER, named

COMMISSION = {"net_new_expansion": "expansion_rate_bp", "cross_sell": "new_business_rate_bp",
              "at_risk_save": "renewal_rate_bp", "renewal_uplift": "renewal_rate_bp"}
POLICY_CURRENCY = "USD"
SELF_SERVE = ("self_serve_upgrade", "automatic_tier_change")
LOSSES = ("contraction", "churn")
GROWTH = ("net_new_expansion", "cross_sell")

# What a booking's line is made of; a recategorised line may have two parts of one category.
Part = namedtuple("Part", "number line category amount")


class Deal:
    """One attribution of a booking: parts, credit, who has it, and how it stood when.

    The first of a booking follows from the facts. Another takes its place where a dispute recategorised it (A-8) or the
    deal desk ruled on its split after it was signed (C-12); it was concurred by the ruling.
    """

    def __init__(self, records, attribution, before=None, ruling=None):
        booking = records.bookings[attribution["booking_id"]]
        self.records, self.id, self.row = records, attribution["attribution_id"], booking
        self.booking, self.account = booking["booking_id"], booking["account_id"]
        self.booked, self.currency = booking["booked_time_us"], booking["currency_code"]
        self.created = attribution["create_time_us"]
        self.voided = booking["void_approve_time_us"]
        self.policy = records.policy(self.booked)
        self.lines = {row["line"]: row for row in records.lines[self.booking]}
        self.replaced, self.replaced_because = None, None
        if before is None:
            self.parts = self.take_apart()
            self.shares = self.shared_by()
            self.signed = self.signed_at()
        else:
            self.parts, self.shares, self.signed = list(before.parts), dict(before.shares), self.created
            before.replaced, before.replaced_because = self.created, ruling[0]
            self.rule(*ruling)
        self.ruled_in_place()
        self.origin()
        self.credits = self.credit()

    #

    def take_apart(self):
        lines = [{"line": row["line"], "kind": row["kind"], "prior": row["prior_arr_minor"],
                  "new": row["new_arr_minor"], "uplift_bp": row["uplift_bp"], "product_line": row["product_line"]}
                 for row in self.records.lines[self.booking]]
        owned = Counter()
        for entry in self.records.ledger[self.account]:
            earlier = entry["effective_time_us"] < self.booked or entry["booking_id"] is None
            if earlier and entry["booking_id"] != self.booking:
                owned[entry["product_line"]] += entry["delta_minor"]
        health = [(at, tier) for at, tier in self.records.tiers(self.account) if at <= self.booked]
        deal = {"booked": self.booked, "renewal": self.row["renewal_time_us"], "lines": lines}
        parts, _, _ = rules.categorise(deal, [line for line, arr in owned.items() if arr > 0], sum(owned.values()),
                                       health)
        return [Part(number, line, category, amount) for number, (line, category, amount, _) in enumerate(parts, 1)]

    # W-3, W-4.

    def shared_by(self):
        """Who has the credit of the roles, and of a save, each as (person, weight)."""
        stated = {"ae": [], "csm": []}
        for one in json.loads(self.row["splits"] or "[]"):
            stated[one["role"].removeprefix("ROLE_").lower()].append((named(one["person"]), one.get("shareBp", 0)))
        end = rules.window_end(self.booked, self.row["renewal_time_us"])
        shares = {role: stated[role] or self.records.shares(self.account, role, self.booked) for role in stated}
        shares["save"] = stated["csm"] or self.records.shares(self.account, "csm", end) or shares["csm"]
        return shares

    #

    def signed_at(self):
        signed = [row["sign_time_us"] for row in self.records.signatures[self.id]]
        return max(signed) if len(signed) == 2 else None

    # A-8, C-12.

    def rule(self, what, row):
        if what == "recategorised":
            stated = json.loads(row["reviews"])[-1].get("categories") or json.loads(row["asked"])
            for one in stated:
                category = one["category"].removeprefix("ATTRIBUTION_CATEGORY_").lower()
                self.parts[one["part"] - 1] = self.parts[one["part"] - 1]._replace(category=category)
        else:
            self.shares.update(self.ruled_shares(row))

    @staticmethod
    def ruled_shares(ticket):
        """Of the roles that the ruling names; of a save's, too, where it names the CSM's."""
        shares = {}
        for one in json.loads(ticket["ruled_shares"] or "[]"):
            role = one["role"].removeprefix("ROLE_").lower()
            shares.setdefault(role, []).append((named(one["person"]), one.get("shareBp", 0)))
        return dict(shares, save=shares["csm"]) if "csm" in shares else shares

    def ruled_in_place(self):
        """What is only proposed is changed in place: the shares of each time, the newest last (decision 37)."""
        self.shares_since = [(self.created, self.shares)]
        for ticket in self.records.tickets[self.id]:
            if ticket["rule_time_us"] is not None and ticket["result_id"] in (None, "", self.id):
                newest = dict(self.shares_since[-1][1], **self.ruled_shares(ticket))
                self.shares_since.append((ticket["rule_time_us"], newest))
        self.shares = self.shares_since[-1][1]

    # C-1 to C-3.

    def origin(self):
        opportunity = self.records.opportunities.get(self.row["opportunity_id"])
        signal = self.records.signals.get(opportunity["signal_id"]) if opportunity else None
        self.self_serve = bool(opportunity and (opportunity["self_serve"] or
                                                opportunity["trigger_event"] in SELF_SERVE))
        self.model = signal["model"].upper() if signal and signal["model"] else None
        deal = {
            "booked": self.booked, "renewal": self.row["renewal_time_us"], "self_serve": self.self_serve,
            "created": opportunity["create_time_us"] if opportunity else None,
            "creation_source": opportunity["creation_source"] if opportunity else None,
            "csm_signal": bool(signal and signal["csm_id"]),
            "activities": [{"at": row["occur_time_us"], "type": row["activity_type"], "role": row["role"]}
                           for row in self.records.activities[self.account]]}
        _, brokered, _ = rules.cs_led("net_new_expansion", deal)
        self.brokered = bool(opportunity) and brokered

    def credit(self):
        """Part -> {"ae": minor, "csm": minor}, of every part that carries credit."""
        rate = self.records.rate(self.currency, POLICY_CURRENCY, self.booked, FOREVER)
        total = sum(part.amount for part in self.parts if part.category == "net_new_expansion")
        self.band_total = rules.half_even(total * rate) if rate is not None else None
        if rate is None and total and self.policy["credit_scheme"] == "banded":
            raise ValueError(f"{self.booking}: a band without a rate")
        parts = [(part, part.category, part.amount) for part in self.parts]
        return {part: {"ae": ae, "csm": csm} for part, _, ae, csm in rules.credit(parts, vars(self), self.policy)}

    def bonus(self, known):
        """C-5, decision 36, in the booking's currency: None: there is none. "no_rate": its bounds lack one."""
        saved = sum(part.amount for part in self.parts if part.category == "at_risk_save")
        if saved == 0:
            return None
        rate = self.records.rate(self.currency, POLICY_CURRENCY, self.booked, known)
        if rate is None:
            return "no_rate"
        bounds = {key: rules.half_even(self.policy[key] / rate) for key in
                  ("save_bonus_min_minor", "save_bonus_max_minor")}
        return rules.save_bonus(saved, dict(self.policy, **bounds))

    def holders(self, role, at):
        """Who shares a role's credit as it stood at an instant."""
        return [shares for since, shares in self.shares_since if since <= at][-1][role]

    def share_of(self, payee, role, amount, at):
        """W-4, X-1: a payee's share of a role's credit or bonus."""
        shares = self.holders(role, at)
        if not shares:
            return 0
        each = rules.split(amount, [weight for _, weight in shares])
        return sum(share for (person, _), share in zip(shares, each) if person == payee)

    def role_of(self, category):
        """W-3: a save's CSM is the one of its window's end."""
        return "save" if category == "at_risk_save" else "csm"

    # How it stood.

    def counts(self, at):
        """Whether it is there at an instant, neither superseded nor voided."""
        return self.created <= at and not (self.replaced and self.replaced <= at) and \
            not (self.voided and self.voided <= at)

    def standing(self, at):
        """A-6, A-8: payable, or why it is held at that instant."""
        if self.signed is None or self.signed > at:
            return "not_concurred"
        if any(row["open_time_us"] <= at and (row["close_time_us"] is None or row["close_time_us"] > at)
               for row in self.records.disputes[self.id]):
            return "disputed"
        return "payable"

    def time_of(self, line):
        """Decision 32: when a line counts."""
        row = self.lines[line]
        if row["kind"] == "renewal":
            return self.row["renewal_time_us"] or self.booked
        return row["effective_time_us"] or self.booked


def deals_of(records):
    """Every attribution but those of reversals, in the order in which they came to be."""
    rulings = {}
    for table, what in ((records.disputes, "recategorised"), (records.tickets, "split_ruled")):
        for rows in table.values():
            rulings.update({row["result_id"]: (what, row) for row in rows
                            if row["result_id"] and row["result_id"] != row["attribution_id"]})
    deals = {}
    for row in records.attributions:
        if records.bookings[row["booking_id"]]["kind"] == "reversal":
            continue
        ruling = rulings.get(row["attribution_id"])
        before = deals[ruling[1]["attribution_id"]] if ruling else None
        deals[row["attribution_id"]] = Deal(records, row, before, ruling)
    return list(deals.values())
