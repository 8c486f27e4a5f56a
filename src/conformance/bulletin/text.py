"""The bulletin as plain text, for a terminal of any encoding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.bulletin.document import document_of
from conformance.bulletin.model import Bulletin
from conformance.bulletin.parts import Cell, Section, Table
from conformance.bulletin.words import word
from conformance.catalog.columns import cut, table
from conformance.report.view import View, visible
from conformance.report.wrap import Whole, fitted
from conformance.standard.terminal import width

SUFFIXES = (".txt",)
_ROWS = 60
"""Lines of a table; of more the number is told."""
_PAGES = 3
"""Units up to which their pages are written out."""
_WIDE, _END = 36, 26
"""Places of a column, and of the end of what is wider."""


def render(bulletin: Bulletin, view: View) -> str:
    """The bulletin, ending in a line break. The pages of units are in it where there are few."""
    document = document_of(bulletin, view)
    lines = [document.title, *document.lead, ""]
    for section in document.sections:
        lines += _section(section, view)
    if len(document.pages) <= _PAGES:
        for section in document.pages:
            lines += _section(section, view)
    else:
        lines += [word("pages-elsewhere", view.lang, number=len(document.pages)), ""]
    lines.append(document.basis)
    return "\n".join(fitted(lines, view.columns)) + "\n"


def _section(section: Section, view: View) -> Iterator[str]:
    yield section.title
    yield from (f"  {line}" for line in section.said)
    for one in section.tables:
        yield from _table(one, several=len(section.tables) > 1, view=view)
    yield ""


def _table(one: Table, several: bool, view: View) -> Iterator[str]:
    if several:
        yield f"  {one.caption}"
    if not one.rows:
        yield f"  {word('nothing', view.lang)}"
        return
    rows = [list(one.heads), *(_cells(row) for row in one.rows[:_ROWS])]
    columns = [column if one.whole else _narrow(column) for column in zip(*rows, strict=True)]
    columns[-1] = [row[-1] for row in rows]
    for line in table(list(zip(*columns, strict=True)), indent="  "):
        yield Whole(line)
    if len(one.rows) > _ROWS:
        yield "  " + word("more-rows", view.lang, number=len(one.rows) - _ROWS)


def _narrow(column: Sequence[str]) -> Sequence[str]:
    """The cells, shortened where they are wide; their ends stay, by which names are told apart, and whole where that fails."""
    shown = {cell: _shortened(cell) for cell in column}
    return [shown[cell] for cell in column] if len(set(shown.values())) == len(shown) else column


def _shortened(text: str) -> str:
    if width(text) <= _WIDE:
        return text
    end = text[-_END:]
    while width(end) > _END:
        end = end[1:]
    return cut(text, _WIDE - _END) + end.lstrip()


def _cells(row: Sequence[Cell]) -> list[str]:
    return ["" if cell is None else visible(str(cell)) for cell in row]
