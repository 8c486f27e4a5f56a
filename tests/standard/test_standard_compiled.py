"""The compiled file is what the sources say, byte for byte, wherever it is compiled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from source_copies import ROOT

from conformance.standard.compile import build, canonical
from conformance.standard.compile.__main__ import main
from conformance.standard.load import load
from conformance.standard.model import Standard
from conformance.standard.shapes import Shapes

COMPILED = ROOT / build.COMPILED / "2016.json"


_outputs = build.outputs


@cache
def _made(edition: str) -> tuple[Standard, Shapes]:
    """What is made of the sources, once: it takes seconds."""
    return _outputs(ROOT, edition)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command makes is at hand; the sources are those of the repository or a copy."""
    monkeypatch.setattr(build, "outputs", lambda root, edition: _made(edition))


@pytest.mark.usefixtures("made")
def test_the_committed_file_is_fresh():
    assert main(["--check"]) == 0


@pytest.mark.usefixtures("made")
def test_a_stale_file_is_reported_and_left_alone(sources: Path, capsys):
    target = sources / build.COMPILED / "2016.json"
    target.parent.mkdir(parents=True)
    target.write_text("{}\n", encoding="utf-8")
    assert main(["--check", "--root", str(sources)]) == 1
    assert "stale" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "{}\n"


def test_faulty_sources_are_reported_and_nothing_is_written(sources: Path, edit, capsys):
    edit("schemas/rules/text.yaml", "fix: safe", "fix: maybe")
    assert main(["--root", str(sources)]) == 2
    assert "maybe" in capsys.readouterr().err
    assert not (sources / build.COMPILED / "2016.json").exists()


def test_another_hash_seed_and_folder_give_the_same_bytes(sources: Path):
    """The tests have a seed of chance, and make it in the repository: see above."""
    target = sources / build.COMPILED / "2016.json"
    command = [sys.executable, "-m", "conformance.standard.compile", "--root", str(sources)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "4711"}, capture_output=True)
    assert target.read_bytes() == COMPILED.read_bytes()


def test_the_file_is_canonical():
    text = COMPILED.read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "\\u" not in text
    assert text == canonical.dump(load())
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_the_digest_is_that_of_the_content():
    standard = load()
    assert canonical.digest(standard) == standard.digest
    assert canonical.digest(replace(standard, digest="other")) == standard.digest
    changed = replace(standard, placeholders=(*standard.placeholders, "x"))
    assert canonical.digest(changed) != standard.digest


def test_the_file_has_no_key_that_the_model_does_not_know():
    standard = msgspec.json.decode(COMPILED.read_bytes(), type=Standard)
    assert msgspec.to_builtins(standard) == msgspec.to_builtins(load())
    assert json.loads(COMPILED.read_text(encoding="utf-8")) == json.loads(canonical.dump(standard))
