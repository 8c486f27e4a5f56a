"""What the page is made of, as plain data for its templates: texts that are cut, visible and not yet escaped."""

from __future__ import annotations

from msgspec import Struct, field

from conformance.report.html.words import grouped, word
from conformance.report.view import visible
from conformance.report.wording import KEPT
from conformance.standard.model import Lang

CELL = 80
"""Characters of a cell that the page shows."""
SENTENCE = 600


class Head(Struct, frozen=True):
    """A column of a small table: the letters above it, its header, and whether it is the one with the bad cells."""

    letters: str | None
    title: str
    bad: bool = False


class Cell(Struct, frozen=True):
    """A cell of a small table. ``text`` None is a blank cell."""

    text: str | None
    bad: bool = False
    address: str | None = None
    """Where the cell stands; said at bad cells only."""


class Row(Struct, frozen=True):
    """A line of a small table."""

    place: str
    line: str | None
    cells: list[Cell]
    expected: str | None = None
    said: str | None = None


class SmallTable(Struct, frozen=True):
    """The first records with one problem in one column, as they stand in the file."""

    caption: str
    tabular: bool
    """Whether its columns have letters and its lines the numbers of rows."""
    heads: list[Head]
    rows: list[Row]
    sentence: str | None = None
    """What is wrong with all of its cells, where that differs from table to table."""
    certain: str = "none"
    """How surely a cell is to be changed to what stands beside it: safe, confirm, or none."""

    @property
    def with_expected(self) -> bool:
        """Whether it is said of some cell what it should be."""
        return any(row.expected for row in self.rows)

    @property
    def with_sentences(self) -> bool:
        """Whether the cells have something to be said of each."""
        return any(row.said for row in self.rows)


class Problem(Struct, frozen=True):
    """One rule that failed in one input."""

    anchor: str
    severity: str
    severity_words: str
    title: str
    rule: str
    count: int
    extent: str
    shown_extent: str
    """The extent, or what stands for it in the overview."""
    sentence: str | None
    """What is wrong, where it is the same everywhere; else each cell has its own."""
    why: str | None
    whole_column: str | None
    fields: str | None
    remedies: list[str]
    fix: str
    clauses: list[str]
    tables: list[SmallTable]
    places: list[str]
    """Sentences on what has no cell: the file, its header, rows that are no records."""
    rest: str | None
    detailed: bool = True


class Lane(Struct, frozen=True):
    """Bars over the stretches of an input: the share of records with something wrong, 0 to 1."""

    kind: str
    title: str
    bars: list[tuple[int, float]]
    """Number of the stretch and the height of its bar; none for stretches without trouble."""


class Filled(Struct, frozen=True):
    """How complete one column is."""

    letters: str | None
    header: str
    required: bool
    taken: bool
    filled: int
    share: str
    part: float
    blank: int
    placeholder: int | None


class Picture(Struct, frozen=True):
    """Where in an input the trouble lies, and how complete its columns are."""

    heading: str
    stretches: int
    lanes: list[Lane]
    scale: str
    said: str
    records: int
    columns: list[Filled]
    left_out: int


class DueTable(Struct, frozen=True):
    """Records of one input that fall due today."""

    path: str | None
    sentence: str
    table: SmallTable | None
    rest: str | None


class InputPart(Struct, frozen=True):
    """One input in the list of inputs."""

    path: str
    verdict: str
    verdict_words: str
    numbers: tuple[int, int, int, int] | None
    """Records, accepted, rejected, late; None where it was not checked."""
    about: list[str]


class Template(Struct, frozen=True):
    """A mapping file half filled in."""

    lines: list[str]
    left: int
    """Lines that it has besides."""


class Section(Struct, frozen=True):
    """The problems of one input."""

    path: str | None
    anchor: str
    problems: list[Problem] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    """Its lines of the overview, ready to be written."""
    details: list[str] = field(default_factory=list)
    """Its problems one by one, ready to be written."""


def shown(text: str, limit: int, lang: Lang) -> str:
    """A text of others as the page shows it: visible, and cut with its length."""
    if len(text) <= limit:
        return visible(text)
    key = "long" if len(text) < KEPT else "longer"  # a value of a finding was cut already
    return visible(text[:limit]) + word(key, lang, length=grouped(min(len(text), KEPT)))
