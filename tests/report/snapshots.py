"""Reports in a form that can be kept and compared: what changes with every edition or release has fixed words."""

from __future__ import annotations

import difflib
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from conformance import check
from conformance.report.model import InputReport, Report, RuleReport, StandardRef, Tool
from conformance.standard.model import Lang

FOLDER = Path(__file__).with_name("snapshots")
SUBMISSIONS = Path(__file__).with_name("submissions")
UPDATE = "UPDATE_SNAPSHOTS"
"""Set it to 1 to write what is rendered in place of what was kept: then read the difference before it is committed."""
_MOST = 60
"""Lines of a difference that a failure shows."""
_ALSO = frozenset({"late-record", "outside-period", "not-in-future"})
"""Rules beside those that failed: one that was run, some that were not."""


def report_of(name: str, lang: Lang = "zh") -> Report:
    """The report on one of the two submissions, by the name of its file in the folder ``submissions``."""
    made = check(f"{name}.csv", as_of="2016-06-01", party="district:310115", lang=lang)
    failed = {rule.id for rule in made.rules if rule.failed} | _ALSO

    def kept(rules: list[RuleReport]) -> list[RuleReport]:
        return [rule for rule in rules if rule.id in failed]

    def settled(entry: InputReport) -> InputReport:
        return replace(entry, rules=kept(entry.rules))

    return replace(
        made,
        tool=Tool(made.tool.name, "0.0.0", made.tool.engine),
        standard=StandardRef("2016", "2016.0", "sha256:" + "0" * 64),
        inputs=[settled(entry) for entry in made.inputs],
        rules=kept(made.rules),
    )


def as_text(content: str | bytes, name: str) -> str:
    """A rendered report as lines of text."""
    if name == "xlsx":
        assert isinstance(content, bytes)
        return "".join(line + "\n" for line in _cells(content))
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    if name == "html":
        # Style is no matter of wording; a tag a line makes differences that can be read.
        text = re.sub(r"<style>.*?</style>", "<style>…</style>", text, flags=re.DOTALL)
        text = re.sub(r"(?<=>)(?=<)", "\n", text)
        text = re.sub(r"\n\s*\n+", "\n", text)
    text = text.replace("\r\n", "\n")
    return text if text.endswith("\n") else text + "\n"


def _cells(content: bytes) -> Iterator[str]:
    """What a workbook holds: sheets, and of each cell its place, value, fill, link and comment."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        yield f"[{sheet.title}]"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None and cell.comment is None:
                    continue
                fill = "" if cell.fill.fill_type is None else f" fill={cell.fill.fgColor.rgb}"
                link = "" if cell.hyperlink is None else f" link={cell.hyperlink.location or cell.hyperlink.target}"
                note = "" if cell.comment is None else f" comment={cell.comment.text!r}"
                yield f"{cell.coordinate}: {cell.value!r}{fill}{link}{note}"


def compare(name: str, text: str) -> None:
    """Hold a text against the one that is kept under a name; write it where that is asked for."""
    path = FOLDER / name
    if os.environ.get(UPDATE) == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    hint = f"if that is meant: {UPDATE}=1 python -m pytest -n0 tests/report/test_snapshots.py, and read the difference"
    if not path.exists():
        pytest.fail(f"there is no {path}; {hint}")
    kept = path.read_text(encoding="utf-8")
    if text == kept:
        return
    lines = list(
        difflib.unified_diff(kept.splitlines(), text.splitlines(), f"kept/{name}", f"now/{name}", "", "", 1, "")
    )
    shown = [line if len(line) <= 200 else line[:199] + "…" for line in lines[:_MOST]]
    rest = [f"… {len(lines) - _MOST} lines more"] if len(lines) > _MOST else []
    pytest.fail("\n".join(["the report is another; " + hint, *shown, *rest]), pytrace=False)
