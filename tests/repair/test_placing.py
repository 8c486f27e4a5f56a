"""The mended file and its log come together or not at all."""

from __future__ import annotations

import pytest

from conformance.repair.api import fix
from conformance.repair.placing import commit_all
from conformance.report.errors import UsageError
from conformance.report.files import Replacing
from repair.messy import AS_OF, WRITERS
from repair.test_confirm import with_cell
from repair.test_safe import conforming


def finished(path, text):
    file = Replacing(path)
    file.path.write_text(text, encoding="utf-8")
    return file


def test_both_are_put_in_their_places(tmp_path):
    (tmp_path / "a").write_text("old", encoding="utf-8")
    commit_all([finished(tmp_path / "a", "1"), finished(tmp_path / "b", "2")])
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"a": "1", "b": "2"}


@pytest.mark.parametrize("before", [{}, {"a": "old"}])
def test_the_first_is_as_it_was_where_the_second_cannot_be_moved(tmp_path, before):
    for name, text in before.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [finished(tmp_path / "a", "1"), finished(tmp_path / "b", "2")]
    (tmp_path / "b").mkdir()  # by somebody else, meanwhile
    with pytest.raises(UsageError, match="无法写入"):
        commit_all(files)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("fails", ["log.csv", "out.csv"])
def test_a_repair_leaves_neither_behind(tmp_path, fails, monkeypatch):
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", with_cell(conforming(), "许可内容", "食品 "))
    commit = Replacing.commit

    def refused(self):
        if self.target.name == fails:
            (tmp_path / fails).mkdir()
        commit(self)

    monkeypatch.setattr(Replacing, "commit", refused)
    with pytest.raises(UsageError, match=fails):
        fix(source, tmp_path / "out.csv", as_of=AS_OF, log=tmp_path / "log.csv")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["in.csv"]


def test_a_log_without_a_mended_file_says_what_would_be_changed(tmp_path):
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", with_cell(conforming(), "许可内容", "食品 "))
    fix(source, as_of=AS_OF, log=tmp_path / "log.csv")
    assert "surrounding-blanks" in (tmp_path / "log.csv").read_text(encoding="utf-8-sig")
