"""What a run refuses to write to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conformance.report.errors import UsageError
from conformance.report.targets import check_targets


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text("x", encoding="utf-8")
    return path


def test_other_files_are_taken(source):
    check_targets([source.with_name("b.csv"), source.with_name("c.csv")], [source])


def test_an_input_is_not_written_over_by_whatever_name(source):
    link = source.with_name("link.csv")
    os.link(source, link)
    for target in (source, source.parent / "." / "a.csv", link):
        with pytest.raises(UsageError, match="与输入文件是同一个文件"):
            check_targets([target], [source])


def test_one_file_does_not_take_two_things(source):
    with pytest.raises(UsageError, match="被指定了两次"):
        check_targets([source.with_name("b.csv"), source.parent / "x" / ".." / "b.csv"], [source])


def test_a_folder_is_no_file_and_has_to_be_there(source):
    with pytest.raises(UsageError, match="是文件夹"):
        check_targets([source.parent], [source])
    with pytest.raises(UsageError, match="不存在"):
        check_targets([source.parent / "x" / "b.csv"], [source])
