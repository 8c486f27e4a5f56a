from __future__ import annotations

import pytest

from conformance.report.errors import UsageError
from conformance.report.files import Replacing, write_whole


def test_the_file_is_there_only_once_it_is_whole(tmp_path):
    target = tmp_path / "x.txt"
    file = Replacing(target)
    file.path.write_text("x", encoding="utf-8")
    assert not target.exists()
    file.commit()
    assert target.read_text(encoding="utf-8") == "x"


def test_discarding_leaves_the_old_file(tmp_path):
    target = tmp_path / "x.txt"
    target.write_text("old", encoding="utf-8")
    file = Replacing(target)
    file.discard()
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.txt"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.txt").write_text("old", encoding="utf-8")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "real.txt")
    write_whole(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") == "new"


def test_a_device_is_written_to_directly():
    from pathlib import Path

    write_whole(Path("/dev/null"), "x")
    assert Path("/dev/null").is_char_device()


def test_a_place_that_cannot_be_written_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="无法写入"):
        write_whole(tmp_path / "none" / "x.txt", "x")
