#!/usr/bin/env python3
"""Checks the rules of the house that need no compiler, and keeps docs/rules.md in step.

Every check is a function that yields one message per fault, with the reason. `--write` renews the
generated columns of docs/rules.md instead of complaining about them.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Who may include whom: a room may use itself and those listed (docs: README, the map of the house).
LAYERS = {
    "form": {"form"},
    "domain": {"domain", "form"},
    "adapters": {"adapters", "domain"},
    "store": {"store", "domain"},
    "server": {"server", "adapters", "store", "domain"},
    "tools/cli": {"tools/cli", "form"},
}
ROOMS = ("form", "domain", "adapters", "store", "server", "tools", "tests")

MAX_LINES = 600  # a file past this usually holds two nouns

# Words that must not stand in the project: paths of one machine, unfinished work, registries.
BANNED = [
    (re.compile(r"(?<![\w.])/(work|home/\w+|root)/"), "a path of one machine"),
    # In quotes it is a value of a vendor's: the type of a HubSpot task.
    (re.compile(r'(?<!")\b(TODO|FIXME)\b(?!")'), "unfinished work"),
    (re.compile(r"\b(GTEST_SKIP|DISABLED_)"), "a test that doesn't run"),
    (re.compile(r"registry\.npmjs|deb\.debian\.org"), "a registry's host"),
]
BANNED_EXEMPT = {"tools/house.py"}


def tracked(*patterns):
    out = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True)
    return [ROOT / line for line in out.stdout.decode().splitlines() if (ROOT / line).is_file()]


def rel(path):
    return path.relative_to(ROOT).as_posix()


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def check_layers():
    for room, allowed in LAYERS.items():
        for path in tracked(f"{room}/*.h", f"{room}/*.cc", f"{room}/**/*.h", f"{room}/**/*.cc"):
            for include in re.findall(r'#include "([^"]+)"', text_of(path)):
                used = next((r for r in LAYERS if include.startswith(r + "/")), None)
                if used and used not in allowed:
                    yield f"{rel(path)}: {room} may not use {used} ({include})"


def check_seams():
    """Vendors are named in adapters/registry alone; engines where a program is put together."""
    for path in tracked("*.cc", "*.h"):
        name, text = rel(path), text_of(path)
        if name.startswith("tests/"):
            continue
        for vendor in re.findall(r'#include "adapters/(catalyst|churnzero|gainsight|generic|vitally|salesforce|hubspot|captivateiq|csv)/', text):
            if not name.startswith("adapters/registry") and not name.startswith(f"adapters/{vendor}/"):
                yield f"{name}: only adapters/registry.cc includes a vendor's folder"
        if re.search(r'#include "store/(sqlite|postgres)/', text):
            if name not in ("server/main.cc", "tools/admin/main.cc") and not name.startswith("store/"):
                yield f"{name}: only the programs' main.cc name an engine"
        if "absl::Now()" in text and name.split("/")[0] in ("domain", "adapters", "store"):
            yield f"{name}: time enters as a parameter; no clock below the server"


def check_words():
    for path in tracked():
        name = rel(path)
        if name in BANNED_EXEMPT:
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            for pattern, reason in BANNED:
                if pattern.search(line):
                    yield f"{name}:{number}: {reason}: {line.strip()[:80]}"


def check_sizes():
    for path in tracked("*.cc", "*.h", "*.py"):
        count = text_of(path).count("\n")
        if count > MAX_LINES:
            yield f"{rel(path)}: {count} lines; a file past {MAX_LINES} usually holds two nouns"


def check_money():
    """Only domain/money.cc divides or rounds amounts."""
    for path in tracked("domain/*.cc", "store/**/*.cc", "store/*.cc", "server/*.cc", "adapters/**/*.cc"):
        if rel(path) == "domain/money.cc":
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if re.search(r"_minor(\(\))?\s*[/%]", line.split("//")[0]):
                yield f"{rel(path)}:{number}: only domain/money.h divides money"


def check_links():
    for path in tracked("*.md"):
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text_of(path)):
            if not (path.parent / target).exists():
                yield f"{rel(path)}: link to {target}, which isn't there"


RULE = re.compile(r"\b([XHSWATGC])-?(\d+)\b")


def rule_index():
    """Rule -> (files of code that name it, tests that bear it)."""
    code, tests = {}, {}
    for path in tracked("domain/*.h", "adapters/*.h", "adapters/**/*.h", "store/*.h", "store/**/*.h",
                        "server/*.h", "domain/*.cc", "server/*.cc", "store/*.cc"):
        for letter, number in re.findall(r"\b([XHSWATGC])-(\d+)\b", text_of(path)):
            code.setdefault(f"{letter}-{number}", set()).add(rel(path))
    for path in tracked("tests/**/*.cc", "tests/*.cc"):
        for suite, case in re.findall(r"(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\(\s*(\w+),\s*(\w+)", text_of(path)):
            for letter, number in re.findall(r"(?:^|_)([XHSWATGC])(\d+)(?=_|$)", case):
                tests.setdefault(f"{letter}-{number}", set()).add(f"{suite}.{case}")
    return code, tests


def render_rules(old):
    code, tests = rule_index()
    lines = []
    for line in old.splitlines():
        match = re.match(r"\| ([XHSWATGC]-\d+) \| ([^|]*) \|", line)
        if match:
            rule, what = match.group(1), match.group(2).strip()
            files = sorted(code.get(rule, ()))
            headers = [f for f in files if f.endswith(".h")] or files
            names = sorted(tests.get(rule, ()))
            shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            line = f"| {rule} | {what} | {', '.join(headers[:3])} | {shown} |"
        lines.append(line)
    return "\n".join(lines) + "\n"


def check_rules(write):
    path = ROOT / "docs/rules.md"
    old = text_of(path)
    new = render_rules(old)
    if write:
        path.write_text(new, encoding="utf-8")
        old = new
    known = {name for names in rule_index()[1].values() for name in names}
    for name in re.findall(r"\b\w+\.\w+_\w+\b", old):
        if name not in known:
            yield f"docs/rules.md names {name}, which is gone; renew it: python3 tools/house.py --write"
    for line in old.splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if re.match(r"[XHSWATGC]-\d+$", cells[0]) and len(cells) > 3 and cells[2] and not cells[3]:
            if not cells[1].startswith("("):
                yield f"docs/rules.md: {cells[0]} has code but no test that bears its number"


def main():
    write = "--write" in sys.argv
    faults = []
    for check in (check_layers, check_seams, check_words, check_sizes, check_money, check_links):
        faults += check()
    faults += check_rules(write)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
