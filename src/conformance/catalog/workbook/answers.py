"""Reading what the units sent back: an opinion for each entry, with its reason and content."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.catalog.store import LISTS, NAMES, THREE, Catalogue
from conformance.catalog.workbook.asked import Asked, asked, mark_of, responsible
from conformance.catalog.workbook.build import Built
from conformance.catalog.workbook.byunit import ASKED, EVERYBODY, MARK, OPINION, OPINIONS, REASON, UNIT, WHOM
from conformance.catalog.workbook.grid import BadWorkbook, read_book, text_of
from conformance.catalog.workbook.importing import read_grids
from conformance.standard.entries import Entry
from conformance.standard.model import Text


@dataclass(frozen=True, slots=True)
class Answer:
    """What a unit says of one entry."""

    unit: str
    list: str
    """``data``, ``behaviour`` or ``application``."""
    id: str
    opinion: str
    """One of the four words; empty if there is none."""
    reason: str
    data: dict[str, Any] | None
    """The entry as it stands in the workbook; None where its row was taken out."""
    file: str
    changed: bool
    """Whether it differs from the edition; always true for an entry that the edition does not have."""
    is_new: bool
    place: str
    """Workbook, sheet and cell."""
    own: bool = True
    """Whether the unit answers for the entry."""


@dataclass(slots=True)
class Answers:
    """Everything that came back."""

    answers: list[Answer] = field(default_factory=list)
    workbooks: dict[str, str] = field(default_factory=dict)
    """Unit → name of its workbook."""
    faults: list[Text] = field(default_factory=list)
    asked: Asked = field(default_factory=lambda: Asked({}, {}))
    """Whom the question was put to."""


def workbooks_in(folder: Path) -> list[Path]:
    """The workbooks of a folder and its subfolders, without locks of office programs."""
    return sorted(path for path in folder.rglob("*.xlsx") if not path.name.startswith(("~$", ".")))


def read_answers(catalogue: Catalogue, folder: Path, units: Collection[str] = ()) -> Answers:
    """Read all of them; faults of all are gathered.

    ``units`` are those that were asked; where none is named, those that the workbooks say were.
    """
    everybody = asked(catalogue)
    found = Answers(asked=everybody.only(units))
    mark, said = mark_of(catalogue), set[str]()
    for path in workbooks_in(folder):
        try:
            said |= _read(path, catalogue, mark, found)
        except BadWorkbook as error:
            found.faults.append(Text(f"{path.name}：{error.text.zh}", f"{path.name}: {error.text.en}"))
    if not units and EVERYBODY not in said:
        found.asked = everybody.only(said)
    return found


def _read(path: Path, catalogue: Catalogue, mark: str, found: Answers) -> set[str]:
    """Read one workbook and tell whom it says the question was put to."""
    grids = read_book(path)
    sheet = grids.get(ASKED)
    facts = (
        {}
        if sheet is None
        else {str(row[0]).strip(): (text_of(row[1]) or "").strip() for row in sheet.rows if len(row) > 1}
    )
    unit = facts.get(UNIT, "")
    if unit not in found.asked.units:
        raise BadWorkbook(
            f"不是本版本的征求意见表（工作表“{ASKED}”里的单位编号为“{unit}”），请移出文件夹或改正。",
            f'It is no workbook of a unit that was asked (unit "{unit}"); take it out of the folder.',
        )
    if facts.get(MARK, "") != mark:
        raise BadWorkbook(
            "征求意见时的清单与 --base 的不同，不能据此汇总；请用 --base 指定发出征求意见表时的那一版（文件夹或年份）。",
            "The lists that the unit was asked about are not those of --base; name the edition that was sent out "
            "(a folder or a year) with --base.",
        )
    if unit in found.workbooks:
        raise BadWorkbook(
            f"与“{found.workbooks[unit]}”是同一单位（{unit}）的答复，请只保留一份。",
            f'It is another answer of {unit}, as is "{found.workbooks[unit]}"; keep one of them.',
        )
    found.workbooks[unit] = path.name
    imported = read_grids(grids, path.name, catalogue.shapes, (OPINION, REASON))
    found.faults += [
        Text(f"{path.name} {f.place()}：{f.zh}", f"{path.name} {f.place()}: {f.en}") for f in imported.faults
    ]
    for name in THREE:
        key = LISTS[name]
        _of_list(unit, path.name, key, imported.built.get(key, []), catalogue, found.asked.units[unit], found)
    return set(facts.get(WHOM, EVERYBODY).split("；"))


def _of_list(
    unit: str, book: str, key: str, built: Sequence[Built], catalogue: Catalogue, own: Sequence[Entry], found: Answers
) -> None:
    base = catalogue.entries.index(key)
    mine = {entry.id for entry in own if entry.list == key}
    for entry in built:
        opinion, reason = entry.row.extra[OPINION], entry.row.extra[REASON]
        place = f"{book} {entry.row.sheet}!{entry.row.cell(0)}"
        if opinion and opinion not in OPINIONS:
            words = "、".join(OPINIONS)
            english = ", ".join(OPINIONS)
            found.faults.append(
                Text(
                    f"{place}：意见“{opinion}”应为 {words} 之一。",
                    f'{place}: the opinion "{opinion}" is none of {english}.',
                )
            )
        old = base.get(entry.id)
        changed = old is None or old.data != entry.data
        found.answers.append(
            Answer(
                unit,
                NAMES[key],
                entry.id,
                opinion,
                reason,
                entry.data,
                entry.file,
                changed,
                old is None,
                place,
                entry.id in mine or (old is None and unit in responsible(Entry(key, entry.data, "", 0))),
            )
        )
    there = {entry.id for entry in built}
    found.answers += [
        Answer(unit, NAMES[key], entry.id, "", "", None, entry.file, True, False, book)
        for entry in own
        if entry.list == key and entry.id not in there
    ]
