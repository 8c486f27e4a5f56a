"""A copy of the standard's sources, to be broken on purpose."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from source_copies import ROOT

from conformance.standard.compile import build
from conformance.standard.compile.definitions import Definitions
from conformance.standard.compile.schema import Schema


@pytest.fixture(scope="session")
def shapes() -> Definitions:
    """JSON Schemas of the unbroken LinkML schema; making them takes seconds."""
    return Definitions(ROOT / build.SCHEMA)


@pytest.fixture(scope="session")
def schema() -> Schema:
    """The unbroken LinkML schema."""
    return Schema(ROOT / build.SCHEMA)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Root of a copy of schemas and catalogue."""
    for folder in ("schemas", "catalogs"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


Edit = Callable[..., None]


@pytest.fixture
def edit(sources: Path) -> Edit:
    """Replaces a text that must be there, once, in a file of the copy."""

    def replace(name: str, old: str, new: str) -> None:
        path = sources / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
