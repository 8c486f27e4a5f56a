"""What documents for those who work on the tool say of its files is so: they are there, and the parts have their place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "conformance"
CONTRIBUTING, ARCHITECTURE = ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"
FOLDERS = ("src", "tests", "tools", "schemas", "catalogs", "bench", "examples")
STEPS = next(ROOT.glob("*/**/publish/**/steps.yaml"))


def named(text: str) -> set[str]:
    """Files that a text names; a pattern, and what somebody will have written, are none."""
    found = re.findall(r"`([\w./-]+\.(?:py|yaml))`", text)
    return {one for one in found if not re.search(r"target[-_]name|EDITION", one)}


def is_there(name: str) -> bool:
    """Below any folder: paths are written from the part that the sentence is about."""
    end = Path(name).parts
    return any(found.parts[-len(end) :] == end for folder in FOLDERS for found in (ROOT / folder).rglob(end[-1]))


@pytest.mark.parametrize("path", [CONTRIBUTING, ARCHITECTURE], ids=lambda path: path.name)
def test_files_that_are_named_are_there(path):
    wanted = named(path.read_text(encoding="utf-8"))
    assert len(wanted) > 10
    assert sorted(name for name in wanted if not is_there(name)) == []


def test_the_test_that_holds_the_steps_is_there():
    head = STEPS.read_text(encoding="utf-8").partition("\n#\n")[0]
    (name,) = re.findall(r"(?:tests/repository/)?test_\w+\.py", head)
    assert is_there(name)


@pytest.mark.parametrize("part", ["publish/site", "artefacts/pages", "artefacts/entries", "artefacts/release"])
def test_parts_of_an_edition_stand_in_the_architecture(part):
    assert (SOURCE / part).is_dir()
    assert part in ARCHITECTURE.read_text(encoding="utf-8")


def test_where_a_page_goes_is_said():
    rows = [line for line in ARCHITECTURE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert [row for row in rows if "page" in row.split("|")[1] and "publish/site/pages" in row]


def test_the_layout_names_what_the_tools_are_for():
    (line,) = re.findall(r"^bench/, tools/ +(.*)$", CONTRIBUTING.read_text(encoding="utf-8"), re.MULTILINE)
    for word in ("demo", "wheel", "offline release", "packages", "proved", "pictures"):
        assert word in line
