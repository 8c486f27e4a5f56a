"""A folder of an edition is whole or not there, and never changed."""

from __future__ import annotations

import os

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


@pytest.mark.skipif(os.name != "posix", reason="links and pipes need rights on other systems")
@pytest.mark.parametrize("what", ["leads nowhere", "to the same", "to a folder", "pipe"])
def test_what_is_no_file_is_something_else_and_stays(tmp_path, what):
    target = tmp_path / "2016"
    target.mkdir()
    if what == "to a folder":
        (target / "items").symlink_to(tmp_path, target_is_directory=True)
    else:
        (target / "items").mkdir()
        (target / "items/a.html").write_bytes(FILES["items/a.html"])
        if what == "pipe":
            os.mkfifo(target / "index.html")
        else:
            (tmp_path / "same").write_bytes(FILES["index.html"])
            (target / "index.html").symlink_to(tmp_path / ("same" if what == "to the same" else "nowhere"))
    before = sorted(target.rglob("*"))
    with pytest.raises(UsageError, match="其他内容"):
        place(FILES, target)
    assert sorted(target.rglob("*")) == before


def test_a_file_that_cannot_be_read_is_told(tmp_path, monkeypatch):
    from pathlib import Path

    place(FILES, tmp_path / "2016")

    def refused(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(UsageError, match="没有权限"):
        place(FILES, tmp_path / "2016")


def test_a_folder_of_the_name_to_build_under_is_somebody_elses(tmp_path):
    own = tmp_path / f".2016.{os.getpid()}.tmp"
    own.mkdir()
    (own / "thesis.odt").write_bytes(b"years")
    with pytest.raises(UsageError):
        place(FILES, tmp_path / "2016")
    assert held(own) == {"thesis.odt": b"years"}


def test_a_stop_leaves_nothing(tmp_path, monkeypatch):
    from pathlib import Path

    def stopped(self, content):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", stopped)
    with pytest.raises(KeyboardInterrupt):
        place(FILES, tmp_path / "2016")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_lacks_something_is_told_so(tmp_path):
    place({"a": b"1"}, tmp_path / "edition")
    with pytest.raises(UsageError, match=r"缺少 manifest\.json\.sig"):
        place({"a": b"1", "manifest.json.sig": b"2"}, tmp_path / "edition")
