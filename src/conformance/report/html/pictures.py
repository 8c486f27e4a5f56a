"""Where in an input the trouble lies and how complete its columns are, as numbers that the template draws."""

from __future__ import annotations

from collections.abc import Callable

from conformance.report.html.parts import CELL, Filled, Lane, Picture, shown
from conformance.report.html.tables import letters_of
from conformance.report.html.words import grouped, word
from conformance.report.model import ColumnReport, InputReport, StretchReport
from conformance.report.unchecked import place_name
from conformance.report.view import View
from conformance.report.words import share
from conformance.standard.words import listing

COLUMNS = 60
"""Columns whose completeness is shown; of more the least complete ones."""
_NAMED = 20
"""Rows that a sentence names."""
_KINDS: dict[str, Callable[[StretchReport], int]] = {
    "errors": lambda one: one.errors,
    "warnings": lambda one: one.warnings,
    "repeats": lambda one: one.repeats,
}


def has_picture(entry: InputReport) -> bool:
    """Whether there are records to draw."""
    return bool(entry.stretches and entry.rows)


def picture_of(entry: InputReport, several: bool, view: View) -> Picture:
    """The picture of one input that has one."""
    name = shown(place_name(entry, view), 2 * CELL, view.lang)
    counted = [column for column in entry.columns if column.filled is not None]
    records = max(((c.filled or 0) + (c.blank or 0) + (c.placeholder or 0) for c in counted), default=0)
    columns = _columns(entry, view) if records else []
    return Picture(
        heading=word("picture-of", view.lang, path=name) if several else word("picture", view.lang),
        stretches=len(entry.stretches),
        lanes=[lane for kind in _KINDS if (lane := _lane(kind, entry, view)).bars],
        scale=_scale(entry, view),
        said=_said(entry, view),
        records=records,
        columns=columns,
        left_out=len(entry.columns) - len(columns) if records else 0,
    )


def _lane(kind: str, entry: InputReport, view: View) -> Lane:
    count = _KINDS[kind]
    bars = [(place, count(one) / one.records) for place, one in enumerate(entry.stretches) if count(one)]
    return Lane(kind, word(f"lane-{kind}", view.lang), bars)


def _scale(entry: InputReport, view: View) -> str:
    first, last = entry.stretches[0], entry.stretches[-1]
    key = "picture-each" if first.records == 1 else "picture-scale"
    return word(
        key,
        view.lang,
        first=grouped(first.first_row),
        last=grouped(last.last_row),
        records=grouped(first.records),
    )


def _said(entry: InputReport, view: View) -> str:
    """The picture in words, for those who do not see it."""
    kind = next((kind for kind, count in _KINDS.items() if any(map(count, entry.stretches))), None)
    if kind is None:
        return word("picture-none", view.lang)
    count = _KINDS[kind]
    if entry.stretches[0].records == 1:
        rows = [grouped(one.first_row) for one in entry.stretches if count(one)]
        key = "picture-rows" if len(rows) <= _NAMED else "picture-rows-some"
        listed = listing(rows[:_NAMED], view.lang)
        return word(key, view.lang, kind=word(f"lane-{kind}", view.lang), rows=listed, number=grouped(len(rows)))
    worst = max(entry.stretches, key=lambda one: count(one) / one.records)
    bad = sum(map(count, entry.stretches))
    typical = bad / sum(one.records for one in entry.stretches)
    if len(entry.stretches) > 4 and count(worst) / worst.records < 2 * typical and typical > 0.02:
        return word("picture-everywhere", view.lang)
    return word(
        "picture-worst",
        view.lang,
        first=grouped(worst.first_row),
        last=grouped(worst.last_row),
        records=grouped(worst.records),
        number=grouped(count(worst)),
        kind=word(f"lane-{kind}", view.lang),
    )


def _columns(entry: InputReport, view: View) -> list[Filled]:
    """Every column in the order of the file; of very many only those that are least complete."""
    least = sorted(range(len(entry.columns)), key=lambda place: entry.columns[place].filled or 0)
    places = sorted(least[:COLUMNS])
    return [_filled(entry.columns[place], entry, view) for place in places]


def _filled(column: ColumnReport, entry: InputReport, view: View) -> Filled:
    filled, blank, placeholder = column.filled or 0, column.blank or 0, column.placeholder or 0
    records = filled + blank + placeholder
    field = view.field(entry.item, column.field)
    taken = column.field is not None and column.how != "duplicate"
    return Filled(
        letters=letters_of(column.cell),
        header=shown(column.header, CELL, view.lang) or word("empty", view.lang),
        required=field is not None and field.requirement == "required" and taken,
        taken=taken,
        filled=filled,
        share=share(filled, records) if filled and records else "0%",
        part=filled / records if records else 0.0,
        blank=blank,
        placeholder=placeholder if taken else None,
    )
