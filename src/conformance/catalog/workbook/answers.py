"""Reading what the units sent back: an opinion for each entry, with its reason and content."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from conformance.catalog.store import LISTS, NAMES, THREE, Catalogue
from conformance.catalog.workbook.asked import Asked, asked, mark_of, responsible
from conformance.catalog.workbook.build import Built
from conformance.catalog.workbook.byunit import ASKED, EVERYBODY, MARK, OPINION, OPINIONS, REASON, UNIT, WHOM
from conformance.catalog.workbook.grid import BadWorkbook, read_book, text_of
from conformance.catalog.workbook.importing import read_grids
from conformance.standard.entries import Entry
from conformance.standard.model import Text

_OTHERS = (".xls", ".xlsm", ".xlsb", ".et", ".ods")
"""Tables that a unit may send back in another form; they are not read, and that is said."""


class Answer(Struct, frozen=True):
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


class Rejected(Struct, frozen=True):
    """What came back and is not taken: no workbook, nobody's or another edition's, two of one unit, or faulty."""

    unit: str
    """By its content, or by its name where it cannot be read; empty where nobody knows."""
    workbook: str
    kind: str
    """``unreadable``, ``not-asked``, ``other-edition``, ``twice`` or ``faulty``."""
    faults: tuple[Text, ...]


class _NotTaken(BadWorkbook):
    """A workbook that can be read and is none of those that are gathered."""

    def __init__(self, kind: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.kind = kind


class Answers(Struct):
    """Everything that came back."""

    answers: list[Answer] = field(default_factory=list)
    workbooks: dict[str, str] = field(default_factory=dict)
    """Unit → name of its workbook."""
    rejected: list[Rejected] = field(default_factory=list)
    """One fault in one workbook is no reason to keep the answers of all others waiting."""
    asked: Asked = field(default_factory=lambda: Asked({}, {}))
    """Whom the question was put to."""


def came_back(folder: Path) -> list[Path]:
    """The tables in a folder and its subfolders, without locks of office programs; those that are no .xlsx too."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in (".xlsx", *_OTHERS) and path.is_file() and not path.name.startswith(("~$", "."))
    )


def read_answers(catalogue: Catalogue, folder: Path, units: Collection[str] = ()) -> Answers:
    """Read all of them; a workbook with a fault is told with all its faults, and nothing of it is taken.

    ``units`` are those that were asked; where none is named, those that the workbooks say were.
    """
    everybody = asked(catalogue)
    found = Answers(asked=everybody.only(units))
    mark, said = mark_of(catalogue), set[str]()
    for path in came_back(folder):
        try:
            said |= _read(path, catalogue, mark, found)
        except BadWorkbook as error:
            kind = error.kind if isinstance(error, _NotTaken) else "unreadable"
            named = path.name.split(" ")[0]
            unit = named if named in everybody.units and kind != "not-asked" else ""
            found.rejected.append(Rejected(unit, path.name, kind, (error.text,)))
    if not units and EVERYBODY not in said:
        found.asked = everybody.only(said)
    twice = {one.unit for one in found.rejected if one.kind == "twice"}
    found.answers = [answer for answer in found.answers if answer.unit not in twice]
    found.workbooks = {unit: name for unit, name in found.workbooks.items() if unit not in twice}
    return found


def _read(path: Path, catalogue: Catalogue, mark: str, found: Answers) -> set[str]:
    """Read one workbook and tell whom it says the question was put to."""
    if path.suffix.lower() in _OTHERS:
        raise BadWorkbook(
            "不是 .xlsx 工作簿，没有读取；请用 Excel 另存为“Excel 工作簿（*.xlsx）”。",
            'It is no .xlsx workbook and was not read; save it as "Excel workbook (*.xlsx)".',
        )
    grids = read_book(path)
    sheet = grids.get(ASKED)
    facts = (
        {}
        if sheet is None
        else {str(row[0]).strip(): (text_of(row[1]) or "").strip() for row in sheet.rows if len(row) > 1}
    )
    unit = facts.get(UNIT, "")
    if unit not in found.asked.units:
        raise _NotTaken(
            "not-asked",
            f"不是本版本的征求意见表（工作表“{ASKED}”里的单位编号为“{unit}”），请移出文件夹或改正。",
            f'It is no workbook of a unit that was asked (unit "{unit}"); take it out of the folder.',
        )
    if facts.get(MARK, "") != mark:
        raise _NotTaken(
            "other-edition",
            "征求意见时的清单与 --base 的不同，不能据此汇总；请用 --base 指定发出征求意见表时的那一版（文件夹或年份）。",
            "The lists that the unit was asked about are not those of --base; name the edition that was sent out "
            "(a folder or a year) with --base.",
        )
    whom = set(facts.get(WHOM, EVERYBODY).split("；"))
    if unit in found.workbooks:
        said = Text(
            f"与“{found.workbooks[unit]}”是同一单位（{unit}）的答复，两份都没有采用，请只保留一份。",
            f'It is another answer of {unit}, as is "{found.workbooks[unit]}"; neither is taken, keep one of them.',
        )
        found.rejected.append(Rejected(unit, path.name, "twice", (said,)))
        return whom
    found.workbooks[unit] = path.name
    imported = read_grids(grids, path.name, catalogue.shapes, (OPINION, REASON))
    faults = [Text(f"{f.place()}：{f.zh}", f"{f.place()}: {f.en}") for f in imported.faults]
    answers: list[Answer] = []
    for name in THREE:
        key = LISTS[name]
        built = imported.built.get(key, [])
        faults += _wrong_opinions(built)
        answers += _of_list(unit, path.name, key, built, catalogue, found.asked.units[unit])
    if faults:
        found.rejected.append(Rejected(unit, path.name, "faulty", (*faults, *imported.unread)))
    else:
        found.answers += answers
    return whom


def _wrong_opinions(built: Sequence[Built]) -> Iterator[Text]:
    words, english = "、".join(OPINIONS), ", ".join(OPINIONS)
    for entry in built:
        opinion = entry.row.extra[OPINION]
        if opinion and opinion not in OPINIONS:
            place = f"{entry.row.sheet}!{entry.row.cell(0)}"
            yield Text(
                f"{place}：意见“{opinion}”应为 {words} 之一。",
                f'{place}: the opinion "{opinion}" is none of {english}.',
            )


def _of_list(
    unit: str, book: str, key: str, built: Sequence[Built], catalogue: Catalogue, own: Sequence[Entry]
) -> Iterator[Answer]:
    base = catalogue.entries.index(key)
    mine = {entry.id for entry in own if entry.list == key}
    for entry in built:
        old = base.get(entry.id)
        yield Answer(
            unit,
            NAMES[key],
            entry.id,
            entry.row.extra[OPINION],
            entry.row.extra[REASON],
            entry.data,
            entry.file,
            changed=old is None or old.data != entry.data,
            is_new=old is None,
            place=f"{book} {entry.row.sheet}!{entry.row.cell(0)}",
            own=entry.id in mine or (old is None and unit in responsible(Entry(key, entry.data, "", 0))),
        )
    there = {entry.id for entry in built}
    for gone in own:
        if gone.list == key and gone.id not in there:
            yield Answer(unit, NAMES[key], gone.id, "", "", None, gone.file, True, False, book)
