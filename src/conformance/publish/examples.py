"""The examples that the pages of the rules show: a few of the published vectors, each by the cells that matter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from conformance.publish.rule_pages import Example, Examples
from conformance.standard.model import RecordType, Standard

_FAILING, _PASSING = 3, 2
"""How many of each a page shows; the vectors hold all of them."""


def examples_of(rule: str, folder: Path, standard: Standard) -> Examples:
    """Examples for a rule from its file of vectors (``<folder>/<rule>.yaml``); none where it has no such file."""
    path = folder / f"{rule}.yaml"
    if not path.exists():
        return Examples()
    cases = [case for case in _cases(path) if "record" in case]
    failing = [case for case in cases if any(found["rule"] == rule for found in case["expect"])]
    passing = [case for case in cases if not case["expect"]]
    return Examples(
        failing=tuple(_example(case, standard) for case in failing[:_FAILING]),
        passing=tuple(_example(case, standard) for case in passing[:_PASSING]),
    )


def _cases(path: Path) -> list[dict[str, Any]]:
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return list(loaded["cases"])


def _example(case: dict[str, Any], standard: Standard) -> Example:
    record_type = standard.record_type_of(case["item"])
    cells = {_title(record_type, name): value or "" for name, value in (case["record"] or {}).items()}
    return Example(title=case["name"], note=standard.items[case["item"]].title.zh, cells=cells)


def _title(record_type: RecordType, name: str) -> str:
    return record_type.field(name).title
