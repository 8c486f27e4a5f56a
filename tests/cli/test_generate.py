from __future__ import annotations

import json

import pytest

from conformance.artefacts import emitters
from conformance.cli.main import run

ITEM = ("--item", "admin-licence")


@pytest.fixture
def made(tmp_path, capfd):
    assert run(["generate", "json-schema", *ITEM, "--output", str(tmp_path / "a" / "b")]) == 0
    assert "已生成" in capfd.readouterr().err
    return tmp_path / "a" / "b"


def check(folder) -> int:
    return run(["generate", "json-schema", *ITEM, "--output", str(folder), "--check", "--lang", "en"])


def test_files_are_written_and_say_of_which_edition_they_are(made):
    schema = json.loads((made / "strict" / "admin-licence.json").read_text(encoding="utf-8"))
    assert schema["x-standard"]["edition"] == "2016"


def test_what_was_written_agrees(made):
    assert check(made) == 0


def test_what_differs_is_named(made, capfd):
    (made / "strict" / "admin-licence.json").write_text("{}", encoding="utf-8")
    (made / "index.json").unlink()
    assert check(made) == 1
    assert "differ from the standard: index.json, strict/admin-licence.json" in capfd.readouterr().err
    assert not (made / "index.json").exists()


def test_other_files_are_left_alone(made):
    (made / "strict" / "mine.json").write_text("mine", encoding="utf-8")
    assert run(["generate", "json-schema", *ITEM, "--output", str(made)]) == 0
    assert (made / "strict" / "mine.json").read_text(encoding="utf-8") == "mine"
    assert check(made) == 0


def test_an_unknown_target_is_refused_with_those_that_there_are(tmp_path, capfd):
    assert run(["generate", "cobol", "--output", str(tmp_path)]) == 2
    err = capfd.readouterr().err
    assert len(err.splitlines()) == 1
    assert "json-schema" in err


def test_an_unknown_item_is_refused(tmp_path, capfd):
    assert run(["generate", "json-schema", "--item", "no-such", "--output", str(tmp_path)]) == 2
    assert "no-such" in capfd.readouterr().err


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path, capfd):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(["generate", "json-schema", *ITEM, "--output", str(tmp_path / "file")]) == 2
    assert len(capfd.readouterr().err.splitlines()) == 1


def test_help_names_every_target(capfd):
    assert run(["generate", "--help"]) == 0
    out = capfd.readouterr().out
    assert all(f" {target}" in out for target in emitters())


def test_items_are_not_mixed_with_others_in_one_folder(tmp_path, capfd):
    """Their files have the same names, and each would take from the other what it needs."""
    assert run(["generate", "table-schema", *ITEM, "--output", str(tmp_path)]) == 0
    assert run(["generate", "python", *ITEM, "--output", str(tmp_path)]) == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    capfd.readouterr()
    assert run(["generate", "python", "--item", "tax-credit-rating", "--output", str(tmp_path), "--lang", "en"]) == 2
    assert "name another folder" in capfd.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
