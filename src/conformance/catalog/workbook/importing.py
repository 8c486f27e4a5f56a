"""A workbook of lists read back: files of entries, or every fault with its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, field

from conformance.catalog.workbook import build, cells
from conformance.catalog.workbook.build import Built
from conformance.catalog.workbook.check import shape_faults
from conformance.catalog.workbook.export import FILE_COLUMNS, FILES, WHOLE, ordered
from conformance.catalog.workbook.grid import BadWorkbook, Fault, Grid, address, read_book, text_of
from conformance.catalog.workbook.homes import home
from conformance.catalog.workbook.layout import FILE, Table, tables
from conformance.catalog.workbook.loose import LOOSE, LooseFile, read_loose
from conformance.catalog.workbook.records import header_faults
from conformance.standard.entries import Entry, EntryFile
from conformance.standard.model import Text
from conformance.standard.shapes import Shapes

_PATH = re.compile(r"[a-z0-9][a-z0-9-]*/[a-zA-Z0-9][a-zA-Z0-9-]*\.yaml")
SIDE_SHEETS = ("说明", "代码", "编号对照", "征求意见")
"""Sheets that are there for the reader."""


class Noted(Struct, frozen=True):
    """A file as the sheet of files has it."""

    name: str
    list: str
    whole: bool
    ids: tuple[str, ...]
    """What the workbook held of it when it was exported."""
    comment: tuple[str, ...]
    digest: str = ""
    """Mark of the file's content when it was exported."""


class Imported(Struct):
    """What a workbook says."""

    files: tuple[EntryFile, ...] = ()
    noted: dict[str, Noted] = field(default_factory=dict)
    loose: dict[str, LooseFile] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    """Sheets that are none of a list's."""
    unread: list[Text] = field(default_factory=list)
    """Lists whose content was not looked at, and why: beside the faults, what may be wrong is not known."""
    built: dict[str, list[Built]] = field(default_factory=dict)
    """Top-level key → its entries with their cells."""


def read(path: Path, shapes: Shapes, extras: Sequence[str] = ()) -> Imported:
    """Read a workbook. Where there are faults, the rest is incomplete. Raises BadWorkbook."""
    return read_grids(read_book(path), path.name, shapes, extras)


def read_grids(grids: dict[str, Grid], called: str, shapes: Shapes, extras: Sequence[str] = ()) -> Imported:
    """The same for a workbook whose sheets are at hand. ``extras`` are further columns of the sheets of entries."""
    by_name = {tables(shapes, key)[0].name: key for key in ordered(shapes)}
    found = Imported()
    if FILES not in grids:
        if not any(name in by_name for name in grids):
            raise BadWorkbook(
                f"“{called}”不是清单工作簿：没有“{FILES}”和任何清单的工作表。请使用 conformance catalog export 导出的文件。",
                f'"{called}" is no workbook of lists; use one that conformance catalog export made.',
            )
        found.faults.append(
            Fault(
                FILES,
                "",
                f"缺少工作表“{FILES}”，请从导出的工作簿中恢复。",
                f'The sheet "{FILES}" is missing; restore it.',
            )
        )
    else:
        _read_files(grids[FILES], by_name, found)
    lists = [key for name, key in by_name.items() if name in grids or any(n.list == key for n in found.noted.values())]
    known = {FILES, LOOSE}
    for key in lists:
        list_tables = tables(shapes, key)
        known |= {table.name for table in list_tables}
        missing = [table.name for table in list_tables if table.name not in grids]
        found.faults += [
            Fault(
                name,
                "",
                f"缺少工作表“{name}”；没有内容时请保留只有列名的工作表。",
                f'The sheet "{name}" is missing; keep it, with its header.',
            )
            for name in missing
        ]
        wrong = [
            fault
            for table in list_tables
            if table.name in grids
            for fault in header_faults(table, grids[table.name], () if table.path else extras)
        ]
        found.faults += wrong
        if missing or wrong:
            found.unread.append(_unread(list_tables[0].name))
        else:
            _read_list(key, list_tables, grids, shapes, found, extras)
    if LOOSE in grids:
        found.loose = read_loose(
            grids[LOOSE], frozenset(found.noted) | {e.file for es in found.built.values() for e in es}, found.faults
        )
    found.ignored = tuple(name for name in grids if name not in known and name not in SIDE_SHEETS)
    if not found.faults:
        found.files = _files(found)
    return found


def _unread(name: str) -> Text:
    """One wrong heading would otherwise make every row of the sheets below it an orphan."""
    return Text(
        f"“{name}”及其分表的内容没有检查，因为工作表或列名不全；改好以上各处后再运行，才会检查。",
        f'The content of "{name}" and the sheets that belong to it was not looked at, for a sheet or heading is not as it '
        "should be; mend that and run again.",
    )


def _read_list(
    key: str,
    list_tables: Sequence[Table],
    grids: dict[str, Grid],
    shapes: Shapes,
    found: Imported,
    extras: Sequence[str],
) -> None:
    entries = build.entries(list_tables, grids, shapes, found.faults, extras)
    troubled = {(fault.sheet, fault.cell) for fault in found.faults}
    found.faults += [f for f in shape_faults(entries, list_tables, shapes) if (f.sheet, f.cell) not in troubled]
    _house(key, entries, list_tables[0], found)
    found.built[key] = entries


def _read_files(grid: Grid, by_name: dict[str, str], found: Imported) -> None:
    header = [(text_of(grid.value(0, column)) or "").strip() for column in range(len(FILE_COLUMNS))]
    if tuple(header) != FILE_COLUMNS:
        wanted = "、".join(FILE_COLUMNS)
        found.faults.append(Fault(FILES, "A1", f"列名应依次为：{wanted}。", f"The headings are: {wanted}."))
        return
    for row in range(1, len(grid.rows)):
        name, title, scope, ids, comment, mark = (
            (text_of(grid.value(row, column)) or "").strip() for column in range(6)
        )
        if not name:
            continue
        if title not in by_name or not _PATH.fullmatch(name) or name in found.noted:
            zh = (
                f"没有名为“{title}”的清单" if title not in by_name
                else f"文件“{name}”出现了两次" if name in found.noted
                else f"“{name}”不是“文件夹/文件.yaml”的写法"
            )  # fmt: skip
            found.faults.append(
                Fault(
                    FILES,
                    address(row, 0),
                    f"{zh}，请按导出时的内容恢复。",
                    "File or list is not as it was exported; restore it.",
                )
            )
            continue
        try:
            known = tuple(cells.read_several(ids)) if ids else ()
        except cells.Unreadable:
            found.faults.append(
                Fault(
                    FILES,
                    address(row, 3),
                    "“条目”被改动，请按导出时的内容恢复。",
                    "The list of entries was changed; restore it.",
                )
            )
            continue
        said = cells.read(comment) if comment else ""
        lines = () if not said else ("",) if said == " " else tuple(said.split("\n"))
        found.noted[name] = Noted(name, by_name[title], scope == WHOLE, known, lines, mark)


def _house(key: str, entries: Sequence[Built], table: Table, found: Imported) -> None:
    """Give each entry its file; complain about one that is another list's."""
    placed = [(entry.file, entry.data) for entry in entries if entry.file]
    column = table.column(FILE)
    for entry in entries:
        if not entry.file:
            entry.file = home(key, entry.data, placed)
        other = found.noted.get(entry.file)
        taken = other is not None and other.list != key
        if not _PATH.fullmatch(entry.file) or taken:
            zh = (
                "是另一清单的文件，请改用别的文件名"
                if taken
                else "应写成“文件夹/文件名.yaml”（小写字母、数字、连字符），或空着由程序决定"
            )
            found.faults.append(
                Fault(
                    table.name,
                    entry.row.cell(column),
                    f"“{FILE}”“{entry.file}”{zh}。",
                    f'"{entry.file}" cannot be its file; leave it blank.',
                )
            )


def _files(found: Imported) -> tuple[EntryFile, ...]:
    files: list[EntryFile] = []
    for key, entries in found.built.items():
        groups: dict[str, list[Built]] = {}
        for entry in entries:
            groups.setdefault(entry.file, []).append(entry)
        for name, group in sorted(groups.items()):
            noted = found.noted.get(name)
            body = tuple(Entry(key, entry.data, name, 0, entry.comment) for entry in in_order(group))
            files.append(EntryFile(name, key, noted.comment if noted else (), body))
    return tuple(files)


def in_order(group: Sequence[Built]) -> list[Built]:
    """By their number within the file; one without a number stands after the row before it, or last if it is the first."""
    keyed: list[tuple[tuple[int, int], Built]] = []
    last: tuple[int, int] = (10**9, 0)
    for entry in group:
        last = (int(entry.order), 0) if entry.order else (last[0], last[1] + 1)
        keyed.append((last, entry))
    return [entry for _, entry in sorted(keyed, key=lambda pair: pair[0])]
