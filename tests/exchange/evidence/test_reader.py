"""A folder that is not as it was written is refused, with the file and the line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.exchange.evidence.reader import read_record
from conformance.report.errors import Refusal
from conformance.standard.model import Standard
from exchange.evidence.service import made


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Path:
    folder = tmp_path_factory.mktemp("run") / "whole"
    made(folder, standard)
    return folder


def lines(folder: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path = folder / "exchanges.ndjson"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def body(folder: Path) -> Path:
    return sorted((folder / "bodies").iterdir())[0]


def spoil_json(folder: Path) -> None:
    (folder / "run.json").write_text("{", encoding="utf-8")


def another_form(folder: Path) -> None:
    text = (folder / "run.json").read_text(encoding="utf-8")
    (folder / "run.json").write_text(text.replace('"form": 1', '"form": 2'), encoding="utf-8")


def deep_setup(folder: Path) -> None:
    text = (folder / "run.json").read_text(encoding="utf-8")
    deep = '{"a":' * 900 + "1" + "}" * 900
    (folder / "run.json").write_text(text.replace('"setup": {', f'"setup": {{"deep": {deep},', 1), encoding="utf-8")


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "no run file": (lambda folder: (folder / "run.json").unlink(), "it is no run folder"),
    "a run file that is no JSON": (spoil_json, r"run\.json cannot be read"),
    "a form of later": (another_form, r"run\.json is of form 2"),
    "a line changed": (
        lambda folder: lines(folder, lambda all_: [all_[0].replace(b'"GET"', b'"PUT"'), *all_[1:]]),
        r"exchanges\.ndjson, line 2 does not follow the one before it",
    ),
    "a line left out": (
        lambda folder: lines(folder, lambda all_: [all_[0], *all_[2:]]),
        r"line 2 does not follow",
    ),
    "lines in another order": (lambda folder: lines(folder, lambda all_: all_[::-1]), r"line 1 does not follow"),
    "the last line left out": (
        lambda folder: lines(folder, lambda all_: all_[:-1]),
        r"has 2 exchanges, which are not the 3",
    ),
    "the last line changed": (
        lambda folder: lines(folder, lambda all_: [*all_[:-1], all_[-1].replace(b"404", b"200")]),
        r"has 3 exchanges, which are not the 3",
    ),
    "half a line": (
        lambda folder: lines(folder, lambda all_: [*all_[:-1], all_[-1][:40]]),
        r"line 3 is no whole record",
    ),
    "a line of nothing but brackets": (
        lambda folder: lines(folder, lambda all_: [b"[" * 200_000 + b"\n", *all_[1:]]),
        r"line 1 is no whole record",
    ),
    "a run file of nothing but brackets": (
        lambda folder: (folder / "run.json").write_bytes(b"[" * 200_000),
        r"run\.json cannot be read",
    ),
    "a run file that is deeper than anybody walks": (deep_setup, r"run\.json cannot be read \(more than 100 levels\)"),
    "no lines": (lambda folder: (folder / "exchanges.ndjson").unlink(), r"exchanges\.ndjson cannot be read"),
    "a body changed": (lambda folder: body(folder).write_bytes(b"x"), "does not match the digest that is its name"),
    "a body taken away": (lambda folder: body(folder).unlink(), "is not there or cannot be read"),
    "a body named elsewhere": (
        lambda folder: lines(folder, lambda all_: [all_[0].replace(b'"sha256":"', b'"sha256":"../'), *all_[1:]]),
        r"line 1 is no whole record",
    ),
    "results changed": (
        lambda folder: (folder / "results.json").write_bytes(b"{}"),
        r"results\.json does not match the digest in run\.json",
    ),
    "no results": (lambda folder: (folder / "results.json").unlink(), r"results\.json cannot be read"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_folder_is_refused(whole: Path, tmp_path: Path, what: str) -> None:
    folder = Path(shutil.copytree(whole, tmp_path / "run"))
    spoil, said = SPOILT[what]
    spoil(folder)
    with pytest.raises(Refusal) as refused:
        read_record(folder)
    assert re.search(said, refused.value.text.en)


def test_other_files_beside_do_not_matter(whole: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(whole, tmp_path / "run"))
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert len(read_record(folder).exchanges) == 3
