"""The tables of ``docs/mutation.md``: how many were judged, and every survivor with the reason that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from mutants.judge import KILLED, SURVIVED
from mutants.sites import Mutant

BEGIN, END = "<!-- judged -->", "<!-- end of what was judged -->"
UNEXPLAINED = "not explained yet"


def write(every: Mapping[str, Sequence[Mutant]], outcomes: Mapping[str, str], page: Path) -> None:
    """Put the tables between the marks of the page."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    kept, after = rest.split(END)
    reasons = dict(re.findall(r"^\| [0-9]+ \| (.+?) \| ([^|]+) \|$", kept, re.MULTILINE))
    tables = "\n".join([*_summary(every, outcomes), *_survivors(every, outcomes, reasons)])
    page.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", encoding="utf-8")


def _summary(every: Mapping[str, Sequence[Mutant]], outcomes: Mapping[str, str]) -> list[str]:
    lines = ["| module | mutants | judged | killed | without end | survived |", "|---|--:|--:|--:|--:|--:|"]
    sums = [0] * 5
    for module, made in every.items():
        found = [outcomes[one.name] for one in made if one.name in outcomes]
        lived = found.count(SURVIVED)
        row = [len(made), len(found), found.count(KILLED), len(found) - found.count(KILLED) - lived, lived]
        sums = [total + number for total, number in zip(sums, row, strict=True)]
        lines.append(f"| {module} | {' | '.join(map(str, row))} |")
    return [*lines, f"| all | {' | '.join(map(str, sums))} |"]


def _survivors(
    every: Mapping[str, Sequence[Mutant]], outcomes: Mapping[str, str], reasons: Mapping[str, str]
) -> list[str]:
    lines: list[str] = []
    for module, made in every.items():
        lived = [one for one in made if outcomes.get(one.name) == SURVIVED]
        if lived:
            lines += ["", f"### {module}", "", "| line | change | why it lives |", "|--:|---|---|"]
        for one in sorted(lived, key=lambda one: one.line):
            change = "`" + one.change.replace("|", "¦").replace("`", "'") + "`"
            lines.append(f"| {one.line} | {change} | {reasons.get(change, UNEXPLAINED)} |")
    return lines
