"""How an extra is installed is said in one way, for those with a package index and for those with a copy of the source."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from conformance.standard.installing import installing

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("extra", ["build", "database", "history", "postgres", "service", "spark", "web"])
def test_both_ways_are_told(extra: str) -> None:
    how = installing(extra)
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert extra in known
    for said in (how.zh, how.en):
        assert f"'three-list-conformance[{extra}]'" in said
        assert f"pip install -e '.[{extra}]'" in said


def test_nobody_says_it_otherwise() -> None:
    folder = ROOT / "src" / "conformance"
    own = folder / "standard" / "installing.py"
    others = [
        one.relative_to(folder).as_posix()
        for one in folder.rglob("*.py")
        if one != own and "three-list-conformance[" in one.read_text(encoding="utf-8")
    ]
    assert others == []
