"""The page and the plot are made from the history, and the committed ones are today's."""

import xml.etree.ElementTree as ET
from pathlib import Path

from bench.page import HEADINGS, NOTES, PAGE, PLOT, TITLES, page
from bench.plot import plot
from bench.table import tables
from bench_results import beside, result, yardstick
from msgspec.structs import replace

from bench import history

KEPT = result(
    (yardstick(100_000, 0.1, 0.15), yardstick(1_000_000, 1.0, 1.5), yardstick(1_000_000, 1.0, 1.6, "1 % bad")),
    (beside("other & co", 4.0, 0.5),),
)


def test_a_kept_result_comes_back_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    history.append(KEPT, file)
    history.append(result(), file)
    assert list(history.kept(file)) == [KEPT, result()]


def test_no_history_is_empty(tmp_path: Path) -> None:
    assert history.kept(tmp_path / "none.jsonl") == []


def test_everything_that_a_table_says_has_its_chinese() -> None:
    shown = list(tables(KEPT))[1:]
    headings = {heading for table in shown for heading in table.headings}
    assert (headings - set(HEADINGS), {table.title for table in shown}) == (set(), set(TITLES) & set(NOTES))


def test_the_history_stands_newest_first() -> None:
    older = result((yardstick(1000, 1.0, 9.99),))
    history_lines = page([older, KEPT]).split("History")[1].splitlines()
    assert ["9.99" in line for line in history_lines if line.startswith("| 2016")] == [False, True]


def test_a_busy_machine_is_admitted() -> None:
    busy = replace(KEPT, machine=replace(KEPT.machine, load=7.5))
    assert ("7.5 processes" in page([busy]), "processes on average" in page([KEPT])) == (True, False)


def test_the_plot_is_well_formed_and_describes_itself() -> None:
    root = ET.fromstring(plot(KEPT))
    space = "{http://www.w3.org/2000/svg}"
    title, description = root.find(f"{space}title"), root.find(f"{space}desc")
    assert title is not None
    assert description is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert "other & co: 2,500" in (description.text or "")


def test_the_committed_page_is_made_from_the_committed_history() -> None:
    kept = history.kept()
    assert PAGE.read_text(encoding="utf-8") == page(kept), "run `make docs`"
    assert PLOT.read_text(encoding="utf-8") == plot(kept[-1]), "run `make docs`"
