"""The text report where very much is wrong, shortened to one screen: the worst first, everything counted.

Whatever is left out is counted where it would have stood, and the reader is told where the whole is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from msgspec import Struct

from conformance.report.advice import basis, next_steps
from conformance.report.groups import EXAMPLES, Group, found_in, grouped_inputs, tables_of, worst_first
from conformance.report.leftout import nothing_found, suppressed_lines
from conformance.report.model import InputReport, Report, Verdict
from conformance.report.places import where
from conformance.report.submission import submission_lines
from conformance.report.textparts import group_head, group_lines, heading, input_head, input_lines
from conformance.report.unchecked import place_name, templates, unchecked_in_short
from conformance.report.verdict import verdict_line
from conformance.report.view import View, visible
from conformance.report.words import VERDICTS, say
from conformance.report.wrap import Whole, fitted
from conformance.standard.terminal import width
from conformance.standard.words import listing, pick

LINES = 60
"""Lines of a shortened report at the most, on a terminal of 80 columns."""
WHOLE = 120
"""Lines up to which a report is not shortened: to scroll once costs less than a remedy that is not shown."""
WIDTH = 79
"""Places of a line there: behind the last one some consoles break by themselves."""
_FINDINGS = 16
"""Lines that the findings have at the least."""
_SHARES = {"inputs": 10, "notes": 4, "submission": 5, "suppressed": 4, "unchecked": 10, "next": 4}
"""Lines of the other sections at the most, while there is room."""
_TIGHTER = (1.0, 0.7, 0.4)
_EACH = 2
"""Lines of one sentence."""
_RANKS: tuple[Verdict, ...] = ("non-conforming", "not-checked", "conforming-with-warnings", "conforming")


def height(lines: Iterable[str]) -> int:
    """How many lines they are on a terminal of 80 columns."""
    return sum(1 for _ in fitted(lines, WIDTH))


def fits(lines: Iterable[str]) -> bool:
    """Whether they are few enough to be shown whole."""
    return sum(1 for _ in islice(fitted(lines, WIDTH), WHOLE + 1)) <= WHOLE


def screenful(report: Report, view: View) -> list[str]:
    """The lines of the shortened report, no more than ``LINES`` of them where they are broken at ``WIDTH``."""
    for tighter in _TIGHTER:
        shares = {name: max(2, int(share * tighter)) for name, share in _SHARES.items()}
        head, missing = _head(report, view, shares), _left_out(report, view, shares)
        end = _end(report, view, shares)
        room = LINES - height([*head, *missing, *end])
        if room >= _FINDINGS or not report.findings_total:
            break
    mapping = _mapping(report, view, room - (_FINDINGS if report.findings_total else 1))
    return [*head, *_findings(report, view, room - height(mapping)), *missing, *mapping, *end]


def _head(report: Report, view: View, shares: dict[str, int]) -> list[str]:
    lines = [verdict_line(report, view), "", heading(say("inputs", view.lang), view)]
    lines += _inputs(report, view, shares["inputs"])
    lines += _listed(
        ("  " + say("note", view.lang, note=visible(note)) for note in report.notes), shares["notes"], view
    )
    said = submission_lines(report, view)
    if said:
        lines += ["", heading(say("submission", view.lang), view)]
        lines += _listed(("  " + line for line in said), shares["submission"], view)
    return [*lines, ""]


def _left_out(report: Report, view: View, shares: dict[str, int]) -> list[str]:
    lines = []
    left_out = suppressed_lines(report, view)
    if left_out:
        lines.append(heading(say("suppressed-heading", view.lang), view))
        lines += [*_listed(("  - " + visible(line) for line in left_out), shares["suppressed"], view), ""]
    missing = unchecked_in_short(report, view) or [say("unchecked-none", view.lang)]
    lines.append(heading(say("unchecked", view.lang), view))
    return [*lines, *_listed(("  - " + visible(line) for line in missing), shares["unchecked"], view), ""]


def _end(report: Report, view: View, shares: dict[str, int]) -> list[str]:
    steps = _listed(("  " + line for line in next_steps(report, view)), shares["next"], view)
    whole = "  " + say("shortened", view.lang)
    return [heading(say("next", view.lang), view), *steps, whole, "", *basis(report, view)]


def _mapping(report: Report, view: View, room: int) -> list[str]:
    """The mapping file half filled in where it has room, for it is of no use in part; else where it is to be had."""
    found = templates(report)
    lines = []
    for template in found:
        lines += ["  " + say("mapping", view.lang)]
        lines += [*(Whole("    " + visible(line)) for line in template.splitlines()), ""]
    if not found or height(lines) <= room:
        return lines
    return ["  " + say("mapping-hint", view.lang), ""]


def _inputs(report: Report, view: View, most: int) -> list[str]:
    """The inputs, worst first, the rest counted by their verdicts."""
    found = found_in(report)
    entries = sorted(report.inputs, key=lambda entry: (_RANKS.index(entry.verdict), -entry.rejected_rows))
    whole = [
        _input(entry, input_lines(entry, found.get((entry.path, entry.sheet), ()), report, view), view)
        for entry in entries[:most]
    ]
    if len(entries) <= most and (len(entries) == 1 or sum(map(height, whole)) <= most):
        return [line for lines in whole for line in lines][: most if len(entries) == 1 else None]
    lines: list[str] = []
    for place, entry in enumerate(entries):
        part = _input(entry, ["", *(["    " + visible(entry.problem)] if entry.problem else [])], view)
        if height([*lines, *part]) > most - _EACH:
            return [*lines, _rest(entries[place:], view)]
        lines += part
    return lines


def _input(entry: InputReport, lines: list[str], view: View) -> list[str]:
    """Its lines, the name and each sentence cut."""
    head = input_head(entry, _end_of(visible(place_name(entry, view)), WIDTH - 30), view)
    return [head, *(_clipped(line, _EACH) for line in lines[1:])]


def _rest(entries: Sequence[InputReport], view: View) -> str:
    counts = Counter(entry.verdict for entry in entries)
    told = listing((f"{pick(VERDICTS[one], view.lang)} {counts[one]}" for one in _RANKS if counts[one]), view.lang)
    return "  " + say("inputs-rest", view.lang, number=len(entries), verdicts=told)


class _Kind(Struct, frozen=True):
    """All that breaks one rule, and the input that breaks it most."""

    head: str
    worst: Group
    entry: InputReport
    count: int
    inputs: int

    def line(self, view: View) -> str:
        """What has room in one line."""
        if self.inputs > 1 or not self.worst.findings:
            return self.head
        place = _end_of(visible(where(self.worst.findings[0], self.entry, view)), WIDTH // 2)
        return f"{self.head}  {say('first-at', view.lang, place=place)}"

    def lines(self, examples: int, view: View) -> list[str]:
        """The same with examples."""
        first = []
        if self.inputs > 1:
            name = _end_of(visible(place_name(self.entry, view)), WIDTH // 2)
            first.append("    " + say("worst-input", view.lang, name=name, number=self.worst.count))
        more = [*first, *group_lines(self.worst, self.entry, view, examples)[1:]]
        return ["", self.head, *(_clipped(line, _EACH) for line in more)]


def _kinds(report: Report, view: View) -> list[_Kind]:
    """What is wrong, rule by rule, the worst first."""
    places: dict[tuple[str, str], list[tuple[Group, InputReport]]] = {}
    for entry, groups in grouped_inputs(report, view):
        for group in groups:
            places.setdefault((group.severity, group.rule), []).append((group, entry))
    kinds = []
    for some in places.values():
        group, entry = min(some, key=lambda one: worst_first(one[0]))
        count = sum(one.count for one, _ in some)
        name = ""
        if len(some) > 1:
            name = "  " + say("in-inputs", view.lang, number=len(some))
        elif len(tables_of(report)) > 1:
            name = "  " + _end_of(visible(place_name(entry, view)), WIDTH // 2)
        head = group_head(group, entry.rows if len(some) == 1 else 0, view, count) + name
        kinds.append(_Kind(head, group, entry, count, len(some)))
    return sorted(kinds, key=lambda kind: (worst_first(kind.worst)[0], -kind.count, kind.worst.rule))


def _findings(report: Report, view: View, room: int) -> list[str]:
    """What is wrong, the worst first: with examples, then a line each, then counted."""
    if not report.findings_total:
        return [nothing_found(report, view), ""] if any(entry.rows for entry in report.inputs) else []
    kinds = _kinds(report, view)
    room -= 5  # the heading, the empty lines around what has a line each, the rest
    forms: list[list[str]] = []

    def used() -> int:
        return sum(map(height, forms))

    def one_line_each(room: int) -> None:
        for kind in kinds[len(forms) :]:
            form = [kind.line(view)]
            if used() + height(form) > room:
                return
            forms.append(form)

    one_line_each(max(1, room // 2))
    detailed = 0
    for examples in (1, 3, EXAMPLES):
        for place, kind in enumerate(kinds[: len(forms)]):
            form = kind.lines(examples, view)
            if used() - height(forms[place]) + height(form) > room:
                break
            forms[place] = form
            detailed = max(detailed, place + 1)
    one_line_each(room)
    lines = [heading(say("findings", view.lang, **report.counts), view)]
    for place, form in enumerate(forms):
        lines += [""] if place == detailed else []
        lines += form
    rest = kinds[len(forms) :]
    if rest:
        number = sum(kind.count for kind in rest)
        lines.append("  " + say("kinds-rest", view.lang, kinds=len(rest), number=number))
    return [*lines, ""]


def _listed(lines: Iterable[str], most: int, view: View) -> list[str]:
    """As many sentences as so many lines hold, the rest counted."""
    whole = [_clipped(line, _EACH) for line in lines]
    if height(whole) <= most:
        return whole
    kept: list[str] = []
    for line in whole:
        if height([*kept, line]) > most - 1:
            break
        kept.append(line)
    return [*kept, "  " + say("more-lines", view.lang, number=len(whole) - len(kept))]


def _clipped(line: str, most: int) -> str:
    """A line of ours, cut to so many lines."""
    text = line[: most * WIDTH]
    if "\x1b" in line or (text == line and height([line]) <= most):
        return line
    places = most * (WIDTH - 8)
    while width(text, ambiguous=2) > places or height([text + "…"]) > most:
        text = text[:-2]
    return text + "…"


def _end_of(name: str, places: int) -> str:
    """The end of a path, which tells more than its beginning."""
    if width(name, ambiguous=2) <= places:
        return name
    name = name[-places:]
    while width(name, ambiguous=2) > places - 2:
        name = name[1:]
    return "…" + name
