"""Holds pay_rules.py against the golden cases: those of BATON_GOLDEN_DIR, else of the folder given."""
import json
import os
import sys
from datetime import datetime, timezone

import pay_rules as rules


def instant(text):
    if text is None:
        return None
    time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round((time - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds() * 1_000_000)


def check_split(given):
    return {"shares_minor": rules.split(given["amount_minor"], given["weights"])}


def check_rate(given):
    return {"result_minor": rules.rate(given["rate_bp"], given["amount_minor"])}


def check_category(given):
    booking = given["booking"]
    lines = [{"line": one["line"], "kind": one["kind"], "prior": one["prior_arr_minor"], "new": one["new_arr_minor"],
              "uplift_bp": one.get("uplift_bp", 0), "product_line": one["product_line"]} for one in booking["lines"]]
    health = [(instant(one["at"]), one["tier"]) for one in given["health"]]
    deal = {"booked": instant(booking["booked_at"]), "renewal": instant(booking.get("renewal_date")), "lines": lines}
    try:
        parts, risk, direction = rules.categorise(deal, given["account"]["product_lines"],
                                                  given["account"]["arr_minor"], health)
    except ValueError as fault:
        return {"refused": str(fault)}
    return {"at_risk": risk, "net_direction": direction,
            "parts": [{"line": line, "category": category, "amount_minor": amount, "flags": sorted(flags)}
                      for line, category, amount, flags in parts]}


def check_credit(given):
    policy = dict(rules.DEFAULTS, credit_scheme=given["scheme"], **given.get("policy", {}))
    deal = {"brokered": given.get("brokered", True), "self_serve": given.get("self_serve", False),
            "model": given.get("model")}
    parts = [(one["line"], one["category"], one["amount_minor"]) for one in given["parts"]]
    credits = rules.credit(parts, deal, policy)
    result = {"credits": [{"line": line, "category": category, "ae_credit_minor": ae, "csm_credit_minor": csm}
                          for line, category, ae, csm in credits]}
    saved = sum(amount for _, category, amount in parts if category == "at_risk_save")
    if saved:
        result["save_bonus_minor"] = rules.save_bonus(saved, policy)
    if given.get("signal_won"):
        result["signal_credit_minor"] = rules.signal_credit(credits, given["ae_expansion_rate_bp"], policy)
    return result


def pool_result(pool, outcome):
    attainment, multiplier, paid = outcome
    result = {"target_to_date_minor": pool, "multiplier_bp": multiplier, "payout_minor": paid}
    if attainment is None:
        return dict(result, flags=["no_basis"])
    return dict(result, attainment_bp=attainment)


def check_pools(given):
    weights, before = given["weights_bp"], given["paid_before_minor"]
    grr, expansion, mbo = rules.pools_to_date(given["annual_variable_minor"],
                                              [weights["grr"], weights["expansion"], weights["mbo"]], given["quarter"])
    kinds = ("health_adherence", "ebr_completion", "multi_thread", "risk_playbook")
    objectives = [(given["mbo"][kind]["actual_bp"], given["mbo"][kind]["target_bp"]) for kind in kinds]
    ebr = given["mbo"]["ebr_completion"]["actual_bp"]
    return {
        "grr": pool_result(grr, rules.grr_pool(grr, given["grr"]["basis_arr_minor"], given["grr"]["lost_arr_minor"],
                                               given["grr"]["target_bp"], given["grr"].get("curve", "linear"),
                                               given["quarter"], before["grr"])),
        "expansion": pool_result(expansion, rules.expansion_pool(
            expansion, given["expansion"]["credited_minor"], given["expansion"]["target_minor"], ebr,
            before["expansion"])),
        "mbo": pool_result(mbo, rules.mbo_pool(mbo, objectives, before["mbo"])),
    }


def check_cs_led(given):
    deal = {"booked": instant(given["booked_at"]), "renewal": instant(given.get("renewal_date")),
            "created": instant(given.get("created_at")), "creation_source": given.get("creation_source"),
            "self_serve": given.get("self_serve", False), "csm_signal": given.get("csm_signal", False),
            "activities": [dict(one, at=instant(one["at"])) for one in given["activities"]]}
    tag, brokered, sponsor = rules.cs_led(given["category"], deal)
    return {"tag": tag, "brokered": brokered, "sponsor_involved": sponsor}


CHECKS = {"split": check_split, "rate": check_rate, "category": check_category, "credit": check_credit,
          "pools": check_pools, "cs_led": check_cs_led}


def agrees(expected, found):
    """A refusal is compared as such, not by its words."""
    return ("refused" in expected) == ("refused" in found) if "refused" in expected else expected == found


def main():
    folder = os.environ.get("BATON_GOLDEN_DIR") or sys.argv[1]
    count, faults = 0, []
    for name, check in CHECKS.items():
        with open(f"{folder}/{name}.jsonl", encoding="utf-8") as cases:
            for line in cases:
                case = json.loads(line)
                count += 1
                found = check(case["input"])
                if not agrees(case["expected"], found):
                    faults.append(f"{case['case']}: expected {case['expected']}, found {found}")
    print("\n".join(faults[:20]))
    print(f"{count} cases, {len(faults)} differ")
    sys.exit(1 if faults or not count else 0)


main()
