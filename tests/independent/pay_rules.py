"""The rules of attribution and pay, a second time: whole numbers and fractions, nothing of Baton's own code.

Amounts are minor units, rates basis points, instants microseconds since 1970. The numbers in the docstrings are those
of the rules (docs/rules.md).
"""
from fractions import Fraction

DAY = 24 * 3600 * 1_000_000
ONE = 10_000


def half_even(value):
    """The whole number next to a fraction, ties to the even one (X-2)."""
    return round(Fraction(value))


def rate(bp, amount):
    """X-2: rate x amount, rounded once."""
    return half_even(Fraction(bp * amount, ONE))


def split(amount, weights):
    """X-1: shares by whole weights that add up exactly."""
    if min(weights) < 0 or sum(weights) == 0:
        raise ValueError("weights")
    size, total = abs(amount), sum(weights)
    shares = [size * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % total), i))
    for i in order[:size - sum(shares)]:
        shares[i] += 1
    return [share if amount >= 0 else -share for share in shares]


# A: what a booking is made of.

def parts_of(lines, owned_lines, arr_before):
    """A-1: (line, what, amount) in line order; what: retained, uplift, expansion, cross_sell, contraction, churn."""
    change = sum(line["new"] - line["prior"] for line in lines)
    if arr_before + change < 0:
        raise ValueError("inconsistent")
    shrinks = "churn" if arr_before + change == 0 else "contraction"
    parts = []
    for line in lines:
        more = line["new"] - line["prior"]
        if line["kind"] == "renewal":
            uplift = min(more, rate(line["uplift_bp"], line["prior"])) if more > 0 else 0
            some = [("retained", min(line["prior"], line["new"])), ("uplift", uplift),
                    ("expansion", max(more, 0) - uplift), (shrinks, min(more, 0))]
        elif line["kind"] == "price_uplift":
            some = [("uplift", max(more, 0)), (shrinks, min(more, 0))]
        else:
            old = line["prior"] > 0 or line["product_line"] in owned_lines
            some = [("expansion" if old else "cross_sell", max(more, 0)), (shrinks, min(more, 0))]
        parts += [(line["line"], what, amount) for what, amount in some if amount != 0]
    return parts


def window_end(booked, renewal):
    """A-2."""
    return booked if renewal is None else min(booked, renewal)


def tiers_held(health):
    """A-2: (from, tier), later ones last; of two at one instant the one recorded later counts."""
    last = {}
    for at, tier in health:
        last[at] = tier
    return sorted(last.items())


def was_at_risk(health, end):
    """A-2: whether red or yellow held at some instant of [end - 90 d, end]."""
    held = tiers_held(health)
    for i, (at, tier) in enumerate(held):
        until = held[i + 1][0] if i + 1 < len(held) else None
        if tier in ("red", "yellow") and at <= end and (until is None or until > end - 90 * DAY):
            return True
    return False


def tier_at(health, at):
    """The tier in effect at an instant, or None."""
    held = [tier for since, tier in tiers_held(health) if since <= at]
    return held[-1] if held else None


def categorise(booking, owned_lines, arr_before, health):
    """A-1 to A-3: (line, category, amount, flags) in line order, whether at risk, and the direction (A-4)."""
    end = window_end(booking["booked"], booking["renewal"])
    risk = was_at_risk(health, end)
    unknown = not any(at <= end for at, _ in health)
    shrank = any(line["new"] < line["prior"] for line in booking["lines"])
    at_close = tier_at(health, booking["booked"])
    result = []
    for line, what, amount in parts_of(booking["lines"], owned_lines, arr_before):
        flags = []
        category = {"uplift": "renewal_uplift", "expansion": "net_new_expansion"}.get(what, what)
        if what == "retained":
            category = "at_risk_save" if risk and not shrank else "clean_renewal"
            if risk and shrank:
                flags.append("at_risk_downsold")
            if unknown:
                flags.append("no_health_history")
        if what == "expansion" and at_close in ("red", "yellow"):
            flags.append("account_at_risk")
        result.append((line, category, amount, flags))
    change = sum(line["new"] - line["prior"] for line in booking["lines"])
    direction = "expansion" if change > 0 else "contraction" if change < 0 else "flat"
    return result, risk, direction


# G: what customer success led to.

SAVE_ACTIONS = ("save_call", "executive_escalation", "roi_brief", "sponsor_engagement", "save_plan")


def cs_led(category, deal):
    """G-1: tag or None, brokered, sponsor involved."""
    start = window_end(deal["booked"], deal["renewal"]) - 90 * DAY
    seen = [one for one in deal["activities"] if start <= one["at"] <= deal["booked"]]
    sponsor = any(one["type"] == "executive_sponsor" for one in seen)
    pulled = deal["self_serve"] or deal["creation_source"] == "plg_trigger"
    sold = deal["creation_source"] == "sales_initiated"
    introduced = any(one["type"] == "brokered_introduction" and one["role"] == "csm" and
                     deal["created"] is not None and one["at"] <= deal["created"] for one in seen)
    brokered = not pulled and not sold and (deal["csm_signal"] or introduced)
    tag = None
    if category in ("net_new_expansion", "cross_sell", "at_risk_save"):
        saved = any(one["role"] == "csm" and one["type"] in SAVE_ACTIONS for one in seen)
        if category == "at_risk_save" and saved:
            tag = "save_and_renew"
        elif category == "net_new_expansion" and brokered:
            tag = "mid_cycle_expansion"
        elif category == "cross_sell" and brokered:
            tag = "multi_product_attach"
        elif sponsor and (category == "at_risk_save" or not (pulled or sold)):
            tag = "executive_sponsor_impact"
    return tag, brokered, sponsor


# C: credit and pay.

DEFAULTS = {
    "credit_scheme": "category", "csm_expansion_bp": 3000, "csm_share": "brokered", "ae_save_bp": 3000,
    "ae_uplift_bp": 0, "csm_cross_sell_bp": 3000, "save_bonus_bp": 500, "save_bonus_min_minor": 50_000,
    "save_bonus_max_minor": 250_000, "band_low_minor": 2_500_000, "band_high_minor": 10_000_000,
    "signal_credit_bp": 2500,
}


def banded(total, policy):
    """C-1: the CSM's share of a booking's net-new expansion."""
    if total < policy["band_low_minor"]:
        return 10_000
    return 7_000 if total <= policy["band_high_minor"] else 3_000


def credit(parts, deal, policy):
    """C-1, C-2: (line, category, AE's credit, CSM's credit) of every part that carries credit.

    A booking in another currency than the policy's brings its expansion converted, as band_total (C-3).
    """
    total = deal.get("band_total")
    if total is None:
        total = sum(amount for _, category, amount in parts if category == "net_new_expansion")
    shared = deal["brokered"] or policy["csm_share"] == "always"
    scheme = policy["credit_scheme"]
    result = []
    for line, category, amount in parts:
        if category == "net_new_expansion":
            if deal["self_serve"] and scheme != "banded":
                ae, csm = 0, 0
            elif deal["model"] == "A" and not deal["self_serve"]:
                ae, csm = 0, amount
            elif scheme == "banded":
                share = banded(total, policy)
                csm, ae = split(amount, [share, ONE - share])
            else:
                ae = amount
                csm = rate(policy["csm_expansion_bp"], amount) if shared and scheme == "category" else 0
        elif category == "cross_sell":
            ae = 0 if deal["self_serve"] else amount
            csm = rate(policy["csm_cross_sell_bp"], amount) if shared and not deal["self_serve"] else 0
        elif category == "at_risk_save":
            ae, csm = rate(policy["ae_save_bp"], amount), amount
        elif category == "renewal_uplift":
            ae, csm = rate(policy["ae_uplift_bp"], amount), amount
        elif category == "clean_renewal":
            ae, csm = 0, amount
        else:
            continue
        result.append((line, category, ae, csm))
    return result


def save_bonus(saved, policy):
    """C-5; None where nothing was saved."""
    if saved == 0:
        return None
    bonus = max(rate(policy["save_bonus_bp"], saved), policy["save_bonus_min_minor"])
    return min(bonus, policy["save_bonus_max_minor"]) if policy["save_bonus_max_minor"] else bonus


def signal_credit(credits, ae_rate_bp, policy):
    """C-1: the CSM's share of the AE's commissions on net-new expansion, each a whole number."""
    commissions = sum(rate(ae_rate_bp, ae) for _, category, ae, _ in credits if category == "net_new_expansion")
    return rate(policy["signal_credit_bp"], commissions)


def pools_to_date(variable, weights, quarters):
    """C-6: each pool's part of the annual variable for the first quarters of a plan year."""
    return [sum(split(pool, [1, 1, 1, 1])[:quarters]) for pool in split(variable, weights)]


def grr_multiplier(attainment, target, curve):
    """C-7, basis points."""
    if attainment < 9_000:
        return 5_000
    if curve == "step":
        return 15_000 if attainment >= max(9_800, target) else 10_000 if attainment >= target else 5_000
    if attainment >= max(9_800, target):
        return 15_000
    if attainment >= target:
        return half_even(10_000 + Fraction(5_000 * (attainment - target), 9_800 - target))
    return half_even(5_000 + Fraction(5_000 * (attainment - 9_000), target - 9_000))


def expansion_multiplier(attainment, ebr_completion):
    """C-8, basis points."""
    attainment = max(attainment, 0)
    if attainment <= ONE:
        return attainment
    worth = Fraction(3, 2) if ebr_completion >= 8_000 else 1
    return half_even(ONE + (attainment - ONE) * worth)


def mbo_attainment(objectives):
    """C-9: of (actual, target); None where no objective has a target."""
    if all(target == 0 for _, target in objectives):
        return None
    shares = [min(Fraction(actual, target), 1) if target else Fraction(1) for actual, target in objectives]
    return half_even(sum(shares) / len(shares) * ONE)


def payout(pool_to_date, multiplier, paid_before):
    """C-10."""
    return rate(multiplier, pool_to_date) - paid_before


def grr_pool(pool, basis, lost, target, curve, quarter, paid_before):
    """C-7, C-10: attainment or None, multiplier, payout."""
    attainment, multiplier = None, ONE
    if basis:
        attainment = half_even(Fraction((basis - lost) * ONE, basis))
        multiplier = grr_multiplier(attainment, target, curve)
        if quarter < 4:
            multiplier = min(multiplier, ONE)
    return attainment, multiplier, payout(pool, multiplier, paid_before)


def expansion_pool(pool, credited, target, ebr_completion, paid_before):
    """C-8, C-10."""
    attainment, multiplier = None, ONE
    if target:
        attainment = half_even(Fraction(credited * ONE, target))
        multiplier = expansion_multiplier(attainment, ebr_completion)
    return attainment, multiplier, payout(pool, multiplier, paid_before)


def mbo_pool(pool, objectives, paid_before):
    """C-9, C-10."""
    attainment = mbo_attainment(objectives)
    multiplier = ONE if attainment is None else attainment
    return attainment, multiplier, payout(pool, multiplier, paid_before)
