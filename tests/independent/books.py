"""The pools of a plan year (C-6 to C-10, decision 32): books, what happened in them, and what they pay."""
from collections import defaultdict
from fractions import Fraction

import pay_rules as rules
from corrections import lay_all
from deals import GROWTH, LOSSES
from records import FOREVER

GAINS = ("net_new_expansion", "cross_sell", "renewal_uplift")
TIERS_AT_RISK = ("red", "yellow")
WEEK = 7 * rules.DAY
YEAR = 365 * rules.DAY
INHERITED = 90 * rules.DAY


class Run:
    """Plans of one kind and currency that follow each other within the year, up to a quarter's end."""

    def __init__(self, number, plans, period):
        self.number, self.plans, self.period = number, plans, period
        self.kind, self.currency, self.last = plans[0].kind, plans[0].currency, plans[-1]
        self.start = max(plans[0].start, period.year_start)
        self.end = min(plans[-1].end, period.end)

    def held(self, at):
        return self.start <= at < self.end

    def to_date(self, annual_of):
        """Amounts of a year, for each plan by itself, to date: by quarters, and in each by the days of the plan."""
        total = 0
        for start, end in self.period.quarters_to_date():
            days = (end - start) // rules.DAY
            number = self.period.quarters_to_date().index((start, end))
            for plan in self.plans:
                held = sum(plan.start <= start + i * rules.DAY < plan.end for i in range(days))
                quarter = rules.split(annual_of(plan), [1, 1, 1, 1])[number]
                total += rules.split(quarter, [held, days - held])[0]
        return total

    def pool_to_date(self, pool):
        return self.to_date(lambda plan: rules.split(plan.terms["variable_minor"], plan.weights)[pool])

    def has_days(self):
        """Whether a day of the quarter begins in one of its plans."""
        days = range(self.period.start, self.period.end, rules.DAY)
        return any(plan.start <= day < plan.end for plan in self.plans for day in days)


def runs_of(records, payee, period):
    """Decision 32: a plan of another kind, in another currency or without pools ends a run."""
    plans = [plan for plan in records.plans(payee) if plan.end > period.year_start and plan.start < period.end]
    groups, follows = [], False
    for plan in plans:
        if not plan.has_pools():
            follows = False
            continue
        if follows and (groups[-1][-1].kind, groups[-1][-1].currency) == (plan.kind, plan.currency):
            groups[-1].append(plan)
        else:
            groups.append([plan])
        follows = True
    return [Run(number, group, period) for number, group in enumerate(groups, 1)]


class Change:
    """What a line of a booking does to a book: lost and gained ARR, and what came up for renewal."""

    def __init__(self, deal, line):
        parts = [(part.category, part.amount) for part in deal.parts if part.line == line]
        row = deal.lines[line]
        self.account, self.at, self.booked, self.currency = deal.account, deal.time_of(line), deal.booked, deal.currency
        self.loss = -sum(amount for category, amount in parts if category in LOSSES)
        self.gain = sum(amount for category, amount in parts if category in GAINS)
        self.churned = any(category == "churn" for category, _ in parts)
        self.came_up = row["prior_arr_minor"] if row["kind"] == "renewal" or self.churned else 0


class Book:
    """Whose accounts these are, and when: of a CSM, of a manager's people, or of the company."""

    def __init__(self, records, payee, kind):
        self.records, self.company = records, kind == "company_pools"
        self.people = records.team_of(payee) if kind == "team_pools" else [payee]
        self.holdings = defaultdict(list)
        for account in records.accounts:
            rows = records.team[account, "csm"]
            for i, row in enumerate(rows):
                end = rows[i + 1]["start_time_us"] if i + 1 < len(rows) else FOREVER
                if not self.company and row["person_id"] in self.people:
                    self.hold(account, row["start_time_us"], end)
            if self.company:
                self.holdings[account] = [(0, FOREVER)]

    def hold(self, account, start, end):
        """Who goes on holding it, under another row or within the team, inherits nothing (W-3)."""
        held = self.holdings[account]
        if held and held[-1][1] == start:
            start = held.pop()[0]
        held.append((start, end))

    def holds(self, account, at):
        return any(start <= at < end for start, end in self.holdings[account])

    def holds_throughout(self, account, since, until):
        return any(start <= since and until <= end for start, end in self.holdings[account])

    def accounts_before(self, at):
        return [account for account in self.records.accounts if self.holds(account, at - 1)]

    def has_grace(self, account, at):
        """W-3: an inherited account that was red or yellow as it came."""
        for start, end in self.holdings[account]:
            if rules.tier_at(self.records.tiers(account), start) in TIERS_AT_RISK:
                return start <= at <= start + INHERITED and at < end
        return False


class Measure:
    """The figures of a run's pools as they stand when a quarter's statements are published."""

    def __init__(self, records, deals, payee, run):
        self.records, self.payee, self.run, self.at = records, payee, run, run.period.published
        self.book = Book(records, payee, run.kind)
        self.deals = [deal for deal in deals if deal.counts(self.at)]
        self.changes = [Change(deal, line) for deal in self.deals for line in deal.lines]
        self.lacks = set()  # pools that lack an exchange rate

    def convert(self, pools, amount, currency, day):
        """C-21; 0 for what has no rate, of which the pools take note."""
        rate = self.records.rate(currency, self.run.currency, day, self.at)
        if rate is None:
            if amount:
                self.lacks.update(pools)
            return 0
        return rules.half_even(amount * rate)

    def starting_arr(self, pools):
        """By account, what the book is worth as the time begins."""
        result = {}
        for account in self.records.accounts:
            if self.book.holds(account, self.run.start):
                balance, currency = self.records.balance(account, self.run.start, self.at)
                result[account] = self.convert(pools, balance, currency, self.run.start)
        return {account: arr for account, arr in result.items() if arr > 0}

    # C-7.

    def grr(self):
        """(basis, lost)."""
        if self.run.kind == "company_pools":
            return self.company_grr()
        counting = [change for change in self.changes
                    if self.run.held(change.at) and self.book.holds(change.account, change.at) and
                    not (change.loss and self.book.has_grace(change.account, change.at))]
        losers = {change.account for change in counting if change.loss}
        basis, lost = 0, defaultdict(int)
        for change in counting:
            basis += self.convert(["grr"], change.came_up, change.currency, change.booked)
            # A gain does no more than make up for losses of its account.
            if change.account in losers:
                lost[change.account] += self.convert(["grr"], change.loss, change.currency, change.booked)
                lost[change.account] -= self.convert(["grr"], change.gain, change.currency, change.booked)
        return basis, sum(max(0, loss) for loss in lost.values())

    def company_changes(self, pools):
        """G-6: (account, loss, gain) of what was booked with those who had ARR as the time began, at that day's rates."""
        arr, changes = self.starting_arr(pools), []
        for deal in self.deals:
            for part in deal.parts if deal.account in arr and self.run.held(deal.booked) else ():
                amount = self.convert(pools, part.amount, deal.currency, self.run.start)
                changes.append((deal.account, -amount if part.category in LOSSES else 0,
                                amount if part.category in GAINS else 0))
        return arr, changes

    def company_grr(self):
        arr, changes = self.company_changes(["grr"])
        lost = defaultdict(int)
        for account, loss, gain in changes:
            lost[account] += loss - gain
        period = self.run.period
        year = Fraction(period.year_end - period.year_start, self.run.end - self.run.start)
        return sum(arr.values()), rules.half_even(sum(max(0, loss) for loss in lost.values()) * year)

    # C-8.

    def expansion(self):
        """(target, credited)."""
        arr = sum(self.starting_arr(["expansion"]).values())
        target = self.run.to_date(lambda plan: rules.rate(plan.terms["expansion_target_bp"], arr))
        if self.run.kind == "company_pools":
            _, changes = self.company_changes(["expansion"])
            return target, sum(gain - loss for _, loss, gain in changes)
        credited = 0
        for deal in self.deals:
            if deal.standing(self.at) != "payable":
                continue
            if self.run.held(deal.booked):
                credit = sum(self.growth_credit(deal, part) for part in deal.credits)
                credited += self.convert(["expansion"], credit, deal.currency, deal.booked)
            for part, credit in deal.credits.items():
                if self.is_extension(deal, part):
                    credited += self.convert(["expansion"], credit["csm"], deal.currency, deal.booked)
        return target, credited - self.taken_back()

    def growth_credit(self, deal, part):
        """What the book's people have of the CSM's credit of a part, for net-new expansion and cross-sell."""
        if part.category not in GROWTH or part not in deal.credits:
            return 0
        return sum(deal.share_of(person, "csm", deal.credits[part]["csm"], self.at) for person in self.book.people)

    def is_extension(self, deal, part):
        """The uplift of a multi-year extension, in the time in which it takes effect."""
        row = deal.lines[part.line]
        effect = row["effective_time_us"] or deal.booked
        return (part.category == "renewal_uplift" and row["kind"] in ("renewal", "price_uplift") and
                effect >= deal.booked + YEAR and self.run.held(effect) and self.book.holds(deal.account, effect) and
                not any(change.churned and change.account == deal.account and deal.booked <= change.at <= effect
                        for change in self.changes))

    def taken_back(self):
        """C-11: what losses in the time took back of the credit that a pool of the payee counted, in proportion."""
        total = 0
        for sale in lay_all(self.deals, self.run.end).values():
            deal = sale.deal
            if deal.standing(self.at) != "payable" or not self.records.had_pools(self.payee, deal.booked):
                continue
            credit = sum(self.growth_credit(deal, part) for part in deal.credits)
            counted = self.convert(["expansion"], credit, deal.currency, deal.booked)
            gone = [sum(self.credit_gone(sale, part, until) for part in sale.whole)
                    for until in (self.run.start, self.run.end)]
            before, after = (rules.split(counted, [some, credit - some])[0] if credit else 0 for some in gone)
            total += after - before
        return total

    def credit_gone(self, sale, part, until):
        """X-1: of the credit of a part, what goes with what losses before an instant took of it."""
        taken = sum(amount for at, of, amount in sale.takings if of == part and at < until)
        return rules.split(self.growth_credit(sale.deal, part), [taken, sale.whole[part] - taken])[0]

    # C-9.

    def reached(self):
        """What each objective came to: an exact share, or None where there was nothing to count."""
        return {"health_adherence": self.health_weeks(), "ebr_completion": self.reviews_held(),
                "multi_thread": self.contacts(), "risk_playbook": self.risks_answered()}

    def health_weeks(self):
        due = done = 0
        for account in self.records.accounts:
            observed = [at for at, _ in self.records.tiers(account)]
            for start in range(self.run.start, self.run.end - WEEK + 1, WEEK):
                if self.book.holds_throughout(account, start, start + WEEK):
                    due += 1
                    done += any(start <= at < start + WEEK for at in observed)
        return Fraction(done, due) if due else None

    def reviews_held(self):
        due = done = 0
        for start, end in self.run.period.quarters_to_date():
            if start >= self.run.end or end <= self.run.start:
                continue
            end = min(end, self.run.end)
            for account in self.book.accounts_before(end):
                due += 1
                done += any(row["activity_type"] in ("ebr", "qbr") and start <= row["occur_time_us"] < end
                            for row in self.records.activities[account])
        return Fraction(done, due) if due else None

    def contacts(self):
        accounts = self.book.accounts_before(self.run.end)
        met = sum(len({row["contact"] for row in self.records.activities[account] if row["two_way"] and row["contact"] and
                       self.run.end - 90 * rules.DAY <= row["occur_time_us"] < self.run.end}) for account in accounts)
        return Fraction(met, len(accounts)) if accounts else None

    def risks_answered(self):
        due = done = 0
        for account in self.records.accounts:
            answers = [row["occur_time_us"] for row in self.records.activities[account]
                       if row["activity_type"] in rules.SAVE_ACTIONS]
            answers += [row["plan_log_time_us"] for row in self.records.signals.values()
                        if row["account_id"] == account and row["plan_log_time_us"] is not None]
            for turn in turns_to_risk(self.records.tiers(account)):
                if not self.run.held(turn) or not self.book.holds(account, turn):
                    continue
                answered = any(turn <= at <= turn + WEEK and at < self.run.end for at in answers)
                if answered or turn + WEEK < self.run.end:
                    due += 1
                    done += answered
        return Fraction(done, due) if due else None

    def pools(self):
        """C-6 to C-10 but for what was paid before: pool -> (attainment, multiplier, to date, basis, actual)."""
        run, result = self.run, {}
        weighs = [any(plan.weights[i] for plan in run.plans) for i in range(3)]
        reached = self.reached()
        if weighs[0]:
            basis, lost = self.grr()
            to_date = run.pool_to_date(0)
            attainment, multiplier, _ = rules.grr_pool(to_date, basis, lost, run.last.terms["grr_target_bp"], "linear",
                                                       run.period.quarter, 0)
            result["grr"] = (attainment, multiplier, to_date, basis, lost)
        if weighs[1]:
            target, credited = self.expansion()
            to_date = run.pool_to_date(1)
            held = 1 if reached["ebr_completion"] is None else reached["ebr_completion"]
            attainment, multiplier, _ = rules.expansion_pool(to_date, credited, target, held * rules.ONE, 0)
            result["expansion"] = (attainment, multiplier, to_date, target, credited)
        if weighs[2]:
            objectives = []
            for kind, target in run.last.objectives.items():
                actual = Fraction(target, rules.ONE) if reached[kind] is None else reached[kind]
                objectives.append((actual * rules.ONE, target))
            to_date = run.pool_to_date(2)
            attainment, multiplier, _ = rules.mbo_pool(to_date, objectives, 0)
            result["mbo"] = (attainment, multiplier, to_date, 0, 0)
        return result


def turns_to_risk(health):
    """When an account came to be red or yellow that had not been."""
    turns, before = [], None
    for at, tier in rules.tiers_held(health):
        if tier in TIERS_AT_RISK and before not in TIERS_AT_RISK:
            turns.append(at)
        before = tier
    return turns
