"""Everything that the source document asks for is made to work by something, or it is said why not; and it does work.

Each work in ``catalogs/2016/source/`` names a command. All of them are run here: those that show an entry in a few calls,
a sample for one item of every record type, and in the slow run all the rest.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest

from conformance.catalog.store import Catalogue, open_catalogue
from conformance.cli.main import cli, run
from conformance.publish.coverage import pages
from conformance.publish.coverage_page import standing
from conformance.publish.lists import shipped_lists
from conformance.publish.pages import stale
from conformance.publish.record_template_page import TEMPLATES

ROOT = Path(__file__).parents[2]
CITY = open_catalogue(only=["clauses", "systems", "obligations", "items"], checked=False)
COVERED = [entry for key in ("clauses", "systems", "obligations") for entry in CITY.entries.of(key)]
WORKS: list[dict[str, Any]] = [work for entry in COVERED for work in entry.data.get("made_by", ())]
LINES = sorted({work["command"] for work in WORKS if "command" in work})
SHOW = ["conformance", "catalog", "show"]
SAMPLE = ["conformance", "sample"]
LIST = ["conformance", "catalog", "list"]
BULLETIN = ["conformance", "bulletin"]
MANY = 300
"""References in one call of ``catalog show``."""

Tool = Callable[[str], tuple[int, str, str]]


WORDS = {line: shlex.split(line) for line in LINES}


def starts(line: str, words: list[str]) -> bool:
    return WORDS[line][: len(words)] == words


def starting(words: list[str]) -> list[str]:
    return [line for line in LINES if starts(line, words)]


def few(lines: list[str]) -> list[str]:
    """Of samples one item of each record type, of searches the first three."""
    types = {entry.id: entry.data["record_type"] for entry in CITY.entries.of("items")}
    first: dict[str, str] = {}
    for line in lines:
        words = shlex.split(line)
        first.setdefault(types[words[2]] if words[:2] == SAMPLE else line, line)
    return sorted(first.values()) if shlex.split(lines[0])[:2] == SAMPLE else lines[:3]


FEW = [*few(starting(SAMPLE)), *few(starting(LIST))]
OTHERS = [line for line in LINES if not any(starts(line, words) for words in (SHOW, SAMPLE, LIST))]
REST = [line for line in (*starting(SAMPLE), *starting(LIST)) if line not in FEW]


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Tool]:
    """A command line as a user of a checkout types it, in a folder of its own."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)

    def call(line: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(shlex.split(line)[1:])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.mark.parametrize("key", ["clauses", "systems", "obligations"])
def test_nothing_is_silently_missing(key: str):
    assert [entry.id for entry in CITY.entries.of(key) if standing(entry.data) == "bare"] == []


def test_no_core_system_is_out_of_reach_without_a_reason_in_both_languages():
    out = [entry for entry in COVERED if standing(entry.data) == "out"]
    assert [entry.id for entry in out if len(entry.data["out_of_reach"]["en"]) < 20] == []
    core = [entry for entry in CITY.entries.of("systems") if entry.data["relevance"] == "core"]
    assert len(core) == 110
    assert sum(standing(entry.data) != "out" for entry in core) > 100


def test_every_work_is_there():
    whole: Catalogue = open_catalogue(checked=False)
    standard = whole.standard
    lists = {"data-item": "items"} | {
        what: f"{what}s" for what in ("behaviour", "application", "regime", "arrangement", "unit")
    }
    there: dict[str, Any] = {what: whole.entries.index(key) for what, key in lists.items()}
    there |= {"rule": standard.rules, "record-type": standard.record_types, "party": standard.parties}
    there |= {"document": standard.documents, "schema": {"lists", "records", "codes", "catalog"}, "command": commands()}
    assert {work["what"] for work in WORKS} == set(there)
    assert [(work["what"], work["id"]) for work in WORKS if work["id"] not in there[work["what"]]] == []


def commands() -> set[str]:
    """Names of all commands, a command of a group as GROUP-COMMAND."""
    context = click.Context(cli)
    found = set(cli.list_commands(context))
    group = cli.get_command(context, "catalog")
    assert isinstance(group, click.Group)
    return found | {f"catalog-{name}" for name in group.list_commands(context)}


def test_every_work_has_its_command_and_every_item_behaviour_and_application_is_a_work():
    assert [work for work in WORKS if "command" not in work] == []
    lists = shipped_lists()
    for what, key in {"data-item": "items", "behaviour": "behaviours", "application": "applications"}.items():
        used = {work["id"] for work in WORKS if work["what"] == what}
        assert [entry.id for entry in lists.of(key) if entry.id not in used] == []


def test_all_lines_are_run_by_one_of_these_tests():
    shown, run_fast, run_slow = set(starting(SHOW)), {*FEW, *OTHERS}, set(REST)
    assert shown | run_fast | run_slow == set(LINES)


@pytest.mark.parametrize("first", range(0, len(starting(SHOW)), MANY))
def test_every_entry_is_shown(first: int, tool: Tool):
    refs = [shlex.split(line)[3] for line in starting(SHOW)[first : first + MANY]]
    assert all(len(shlex.split(line)) == 4 for line in starting(SHOW))
    code, out, err = tool(shlex.join([*SHOW, *refs]))
    assert (code, err) == (0, "")
    heads = {word for line in out.splitlines() if "  [" in line for word in line.split("  ")}
    assert [ref for ref in refs if ref not in heads] == []


@pytest.mark.parametrize("line", [*OTHERS, *FEW])
def test_commands_do_what_they_say(line: str, tool: Tool):
    check_line(line, tool)


@pytest.mark.slow
@pytest.mark.parametrize("line", REST)
def test_all_other_commands_do_what_they_say(line: str, tool: Tool):
    check_line(line, tool)


def check_line(line: str, tool: Tool) -> None:
    if starts(line, BULLETIN):  # the line before it in the lists records what it is made of
        (recorded,) = [one for one in LINES if "--record" in one]
        assert tool(recorded)[0] == 0
    code, out, err = tool(line)
    assert code == 0, err
    words = shlex.split(line)
    written = [after for word, after in pairwise(words) if word in ("--output", "--annex")]
    for name in written:
        assert name == "-" or Path(name).stat().st_size > 0
    if written in ([], ["-"]):
        assert out.strip()
    if words[:2] == SAMPLE:
        rows = int(words[words.index("--rows") + 1])
        assert len(out.splitlines()) == rows + 1


def test_a_check_that_shows_a_rule_finds_what_is_wrong(tool: Tool):
    code, out, _ = tool("conformance check examples/submissions/invalid/admin-penalty-mixed.xlsx --item admin-penalty")
    assert code == 1
    assert "uscc-check-digit" in out


def test_pages_are_fresh():
    assert stale(pages(), ROOT / "docs") == []


def test_the_page_has_a_row_for_each():
    page = pages()["coverage.md"]
    core = [entry for entry in CITY.entries.of("systems") if entry.data["relevance"] == "core"]
    named = [*CITY.entries.of("clauses"), *core, *CITY.entries.of("obligations")]
    assert [entry.id for entry in named if f"\n| `{entry.id}` | " not in page] == []
    assert sum(line.startswith("| `") for line in page.splitlines()) == len(named)


def test_every_record_template_has_a_home_or_a_reason():
    homes = {home for _, _, home in TEMPLATES if home is not None}
    assert homes == set(CITY.standard.record_types)
    assert [name for name, _, home in TEMPLATES if home is None] == ["rt_query_log"]
    page = pages()["record-templates.md"]
    counts = [int(line.split(" | ")[3]) for line in page.splitlines() if line.startswith("| `rt_")]
    assert sum(counts) == len(CITY.entries.of("items"))


def test_regions_say_what_is_not_known():
    page = pages()["regions.md"]
    rows = [line for line in page.splitlines() if line.startswith("| ") and line.count(" | ") == 4 and "<br>`" in line]
    assert len(rows) == len(shipped_lists().of("comparison"))
    assert all(line.rstrip(" |").endswith("未知 · unknown") for line in rows)  # nothing is known of Anhui
