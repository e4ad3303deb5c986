#!/usr/bin/env python3
"""C-14: a second program, written from docs/statement_form.md, computes the same digest.

Arguments: the project's folder, the command line's program. The program runs without a server.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT, BATON = pathlib.Path(sys.argv[1]), sys.argv[2]
GOLDEN = ROOT / "tests/form/statement.json"
SCRIPT = ROOT / "tools/verify_statement.py"
# How a copy may be altered: every way must be found by both programs.
ALTERATIONS = {
    "an amount": lambda s: s["totals"].update(payable_minor="337501"),
    "a line's text": lambda s: s["lines"][0]["explanation"][0].update(text="CSM: 90%"),
    "a line's place": lambda s: s["lines"].reverse(),
    "a rate": lambda s: s["lines"][0].update(rate_bp=0),
    "a pool": lambda s: s["lines"][1]["pool"].update(no_basis=True),
    "the payee": lambda s: s.update(payee_display_name="Ines \\ O'Kafor\r\nüß"),
    "finality": lambda s: s.update(final_statement=True),
}


# What few lines have must be in the form of both programs, and the same.
SPECIAL = {"spiff": "PUSH", "other_plan": "AE/2", "booked_currency_code": "EUR"}


def run(*command):
    return subprocess.run(command, capture_output=True, check=False, timeout=60)


def expect(holds, what):
    if not holds:
        sys.exit(f"does not hold: {what}")


def verdicts(path):
    """Whether the script and the command line say ok."""
    return [run(sys.executable, SCRIPT, path).returncode == 0,
            run(BATON, "statement", "verify", path).returncode == 0]


def main():
    digest = json.loads(GOLDEN.read_text(encoding="utf-8"))["statement"]["digest"]
    expect(verdicts(GOLDEN) == [True, True], "both programs verify the golden statement")
    for command in ([sys.executable, SCRIPT, "--form", GOLDEN],
                    [BATON, "statement", "verify", GOLDEN, "--form"]):
        form = run(*command).stdout
        expect(hashlib.sha256(form).hexdigest() == digest, f"the form of {command[0]}")
    document = (ROOT / "docs/statement_form.md").read_text(encoding="utf-8")
    example = re.search(r"```text\n(.*?)```", document, re.S).group(1)
    expect(hashlib.sha256(example.encode()).hexdigest() == digest, "the document's example")
    expect(digest in document, "the document states the digest")
    with tempfile.TemporaryDirectory() as folder:
        for what, alter in ALTERATIONS.items():
            copy = json.loads(GOLDEN.read_text(encoding="utf-8"))
            alter(copy["statement"])
            path = pathlib.Path(folder) / "copy.json"
            path.write_text(json.dumps(copy), encoding="utf-8")
            expect(verdicts(path) == [False, False], f"{what} was altered and is found")
        copy = json.loads(GOLDEN.read_text(encoding="utf-8"))
        copy["statement"]["lines"][0].update(SPECIAL)
        path.write_text(json.dumps(copy), encoding="utf-8")
        expect(verdicts(path) == [False, False], "what few lines have is in the form")
        forms = [run(sys.executable, SCRIPT, "--form", path).stdout,
                 run(BATON, "statement", "verify", path, "--form").stdout]
        expect(forms[0] == forms[1], "both programs write it alike")
        expect(b"\nspiff: PUSH\n" in forms[0], "a SPIFF's code stands in the form")
    print(f"ok: {len(ALTERATIONS)} alterations found by both programs")


main()
