"""A folder of an edition is whole or not there, and never changed."""

from __future__ import annotations

import pytest

from conformance.artefacts.placing import place
from conformance.report.errors import UsageError

FILES = {"index.html": b"a", "items/a.html": b"b"}


def held(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("there", [False, True])
def test_an_absent_or_empty_folder_is_filled(tmp_path, there):
    target = tmp_path / "2016"
    if there:
        (target / "items").mkdir(parents=True)
    assert place(FILES, target)
    assert held(target) == FILES
    assert [one.name for one in tmp_path.iterdir()] == ["2016"]


def test_the_same_edition_is_left_alone(tmp_path):
    place(FILES, tmp_path / "2016")
    assert not place(FILES, tmp_path / "2016")


@pytest.mark.parametrize("other", [{"index.html": b"x"}, {**FILES, "more.txt": b""}, {"index.html": b"a"}])
def test_a_folder_of_anything_else_is_refused(tmp_path, other):
    place(other, tmp_path / "2016")
    with pytest.raises(UsageError, match="2016"):
        place(FILES, tmp_path / "2016")
    assert held(tmp_path / "2016") == other


def test_a_file_in_its_place_is_refused(tmp_path):
    (tmp_path / "2016").write_bytes(b"")
    with pytest.raises(UsageError):
        place(FILES, tmp_path / "2016")


def test_a_stop_leaves_nothing(tmp_path, monkeypatch):
    from pathlib import Path

    def stopped(self, content):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", stopped)
    with pytest.raises(KeyboardInterrupt):
        place(FILES, tmp_path / "2016")
    assert list(tmp_path.iterdir()) == []
