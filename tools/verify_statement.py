#!/usr/bin/env python3
"""Recomputes a statement's digest with nothing but Python's standard library (C-14).

    verify_statement.py FILE          ok, or what differs; exit 1 when the digest does
    verify_statement.py --form FILE   the canonical form: pipe it to sha256sum

FILE is the JSON of `baton statement show ID --json`. Written from docs/statement_form.md alone, so
that the form is checked by a second program.
"""

import hashlib
import json
import sys

HEAD = ("name", "period", "period_start_date", "period_end_date", "payee", "payee_display_name",
        "payee_id")
PLAN = ("code", "version", "role", "currency_code", "expansion_rate_bp", "new_business_rate_bp",
        "renewal_rate_bp")
SOURCE = ("booking", "booking_line", "attribution", "part", "account_display_name",
          "crm_opportunity_id", "booked_date", "part_amount_minor", "credit_share_bp",
          "credited_amount_minor")
REST = ("hold_reason", "adjusts_line", "reason_code")
POOL = ("quarter", "basis_minor", "actual_minor", "attainment_bp", "multiplier_bp",
        "target_to_date_minor", "paid_before_minor")
TOTALS = ("credited_minor", "earned_minor", "held_minor", "adjustments_minor", "payable_minor")
NUMBERS = {"version", "expansion_rate_bp", "new_business_rate_bp", "renewal_rate_bp", "line_no",
           "part", "part_amount_minor", "credit_share_bp", "credited_amount_minor",
           "earning_minor", "policy_version", "quarter", "basis_minor", "actual_minor",
           "multiplier_bp", "target_to_date_minor", "paid_before_minor", *TOTALS}


def word(value, prefix):
    """LINE_STATUS_HELD without LINE_STATUS_, in lower case."""
    return (value or prefix + "UNSPECIFIED").removeprefix(prefix).lower()


def escaped(value):
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def fact(record, field, name=None):
    value = record.get(field)
    if value is None:
        value = 0 if field in NUMBERS else ""
    return f"{name or field}: {escaped(str(value))}\n"


def facts(record, fields, prefix=""):
    return "".join(fact(record, field, prefix + field) for field in fields)


def plan_text(plan):
    return facts({**plan, "role": word(plan.get("role"), "ROLE_")}, PLAN, "plan.")


def pool_text(pool):
    no_basis = "true" if pool.get("no_basis") else "false"
    return (f"pool: {word(pool.get('pool'), 'COMP_POOL_')}\n" + facts(pool, POOL, "pool.") +
            f"pool.no_basis: {no_basis}\n")


def special_text(line):
    """What few lines have stands only where it is."""
    text = pool_text(line["pool"]) if line.get("pool") is not None else ""
    if line.get("role_weight_bp") is not None:
        text += fact(line, "role_weight_bp")
    if int(line.get("booked_earning_minor") or 0) != 0:
        text += fact(line, "booked_earning_minor")
    for field in ("booked_currency_code", "other_plan", "correction", "spiff"):
        if line.get(field):
            text += fact(line, field)
    return text


def line_text(line):
    text = "line\n" + facts(line, ("name", "line_no"))
    text += f"kind: {word(line.get('kind'), 'STATEMENT_LINE_KIND_')}\n"
    text += f"category: {word(line.get('category'), 'ATTRIBUTION_CATEGORY_')}\n"
    text += facts(line, SOURCE) + facts(line, ("rate_bp", "earning_minor", "policy_version"))
    text += f"status: {word(line.get('status'), 'LINE_STATUS_')}\n" + facts(line, REST)
    for step in line.get("explanation", []):
        text += f"explanation: {escaped(step.get('rule', '') + ' ' + step.get('text', ''))}\n"
    return text + special_text(line)


def canonical_form(statement):
    text = "baton-statement: 1\n" + facts(statement, HEAD)
    text += plan_text(statement.get("plan", {})) + fact(statement, "payout_date")
    if statement.get("final_statement"):
        text += "final_statement: true\n"
    text += "".join(line_text(line) for line in statement.get("lines", []))
    return text + facts(statement.get("totals", {}), TOTALS, "totals.")


def main(arguments):
    only_form = arguments[:1] == ["--form"]
    with open(arguments[-1], encoding="utf-8") as file:
        document = json.load(file)
    statement = document.get("statement", document)
    form = canonical_form(statement)
    if only_form:
        sys.stdout.buffer.write(form.encode("utf-8"))
        return 0
    digest = hashlib.sha256(form.encode("utf-8")).hexdigest()
    if digest == statement.get("digest"):
        print(f"ok: {statement['name']}, sha256 {digest}")
        return 0
    print(f"{statement.get('name')} bears the digest {statement.get('digest') or '(none)'}, "
          f"but what it says digests to {digest}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
