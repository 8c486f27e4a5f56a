"""Files dragged onto the icon: a page beside each, opened, and a line about it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from submissions import licence, write_csv

from conformance.cli import office
from conformance.cli.office import CONFIG, check_all, show_page


@pytest.fixture
def shown() -> list[Path]:
    return []


def test_a_page_lies_beside_the_file_and_opens(good, shown, capfd):
    assert check_all([str(good)], shown.append) == 0
    page = good.with_name("good.csv-校验报告.html")
    assert shown == [page]
    assert "校验通过" in page.read_text(encoding="utf-8")
    said = capfd.readouterr().err
    assert "可以报送" in said
    assert str(page) in said


def test_several_files_with_blanks_and_han_in_their_names(tmp_path, shown, bad):
    path = write_csv(tmp_path / "六月 许可（终稿）.csv", [licence(1)])
    assert check_all([str(path), str(bad)], shown.append) == 1
    assert [page.name for page in shown] == ["六月 许可（终稿）.csv-校验报告.html", "bad.csv-校验报告.html"]


def test_a_file_with_the_beginning_of_an_option_is_a_file(tmp_path, shown, monkeypatch):
    write_csv(tmp_path / "-o.csv", [licence(1)])
    monkeypatch.chdir(tmp_path)
    assert check_all(["-o.csv"], shown.append) == 0


def test_a_folder_and_an_archive_are_one_report_each(good, shown, pack):
    archive = pack(good.parent / "报送.zip", {"许可.csv": good.read_bytes()})
    assert check_all([str(archive), str(good.parent)], shown.append) == 0
    assert [page.name for page in shown] == ["报送.zip-校验报告.html", f"{good.parent.name}-校验报告.html"]


def test_the_report_itself_is_no_data(good, shown, capfd):
    check_all([str(good)], shown.append)
    assert check_all([str(shown[0])], shown.append) == 2
    assert "这是校验报告" in capfd.readouterr().err
    assert check_all([str(good.parent)], shown.append) == 0


def test_a_file_that_cannot_be_read_has_a_report_that_says_so(tmp_path, shown, capfd):
    (tmp_path / "空.csv").touch()
    assert check_all([str(tmp_path / "空.csv")], shown.append) == 2
    assert "文件是空的" in shown[0].read_text(encoding="utf-8")
    assert "文件是空的" in capfd.readouterr().err


def test_of_a_file_that_is_not_there_no_report_is_left(tmp_path, shown, capfd):
    assert check_all([str(tmp_path / "没有.csv")], shown.append) == 2
    assert "找不到文件" in capfd.readouterr().err
    assert (shown, list(tmp_path.iterdir())) == ([], [])


def test_no_more_than_five_pages_open_by_themselves(good, shown, capfd):
    paths = [shutil.copy(good, good.with_name(f"{number}.csv")) for number in range(6)]
    assert check_all([str(path) for path in paths], shown.append) == 0
    assert len(shown) == 5
    assert all(Path(f"{path}-校验报告.html").exists() for path in paths)
    assert "只自动打开了前 5 份" in capfd.readouterr().err


def test_without_files_it_is_said_what_to_do(shown, capfd):
    assert check_all([], shown.append) == 2
    assert "拖到" in capfd.readouterr().err


def refuse_to_write_in(folder: Path, monkeypatch) -> None:
    """As a folder on a server that can only be read; who runs tests as root may write anywhere."""
    plain = tempfile.TemporaryFile

    def opened(dir: Path):  # noqa: A002 - the name that is called
        if folder in (dir, *Path(dir).parents):
            raise PermissionError(13, "Permission denied")
        return plain(dir=dir)

    monkeypatch.setattr("tempfile.TemporaryFile", opened)


def test_where_nobody_may_write_each_report_has_a_temporary_folder_of_its_own(
    tmp_path, shown, good, monkeypatch, capfd
):
    shared = tmp_path / "只读"
    for name in ("甲", "乙"):
        (shared / name).mkdir(parents=True)
        shutil.copy(good, shared / name / "许可.csv")
    kept = tmp_path / "temporary"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))
    refuse_to_write_in(shared, monkeypatch)
    assert check_all([str(shared / name / "许可.csv") for name in ("甲", "乙")], shown.append) == 0
    assert [page.name for page in shown] == ["许可.csv-校验报告.html"] * 2
    assert len({page.parent for page in shown}) == 2
    assert all(page.exists() and page.parent.parent == kept for page in shown)
    assert all(page.parent.stat().st_mode & 0o077 == 0 for page in shown)
    said = capfd.readouterr().err
    assert "报告放在临时文件夹里" in said
    assert str(shown[1]) in said


def test_where_no_report_came_of_it_no_temporary_folder_stays(tmp_path, shown, good, monkeypatch):
    kept = tmp_path / "temporary"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))
    refuse_to_write_in(good.parent, monkeypatch)
    monkeypatch.setattr(office, "run", lambda _: 2)
    assert check_all([str(good)], shown.append) == 2
    assert (shown, list(kept.iterdir())) == ([], [])


def test_a_configuration_of_the_sender_counts_unless_it_is_declined(tmp_path, shown, bad, monkeypatch, capfd):
    (bad.parent / "conformance.toml").write_text("unheard-of = 1\n", encoding="utf-8")
    monkeypatch.delenv(CONFIG, raising=False)
    assert check_all([str(bad)], shown.append) == 2
    assert "unheard-of" in capfd.readouterr().err
    monkeypatch.setenv(CONFIG, "0")
    assert check_all([str(bad)], shown.append) == 1
    assert "不采用文件所在文件夹里的配置文件" in capfd.readouterr().err


def test_a_switch_that_says_neither_yes_nor_no_is_refused(bad, shown, monkeypatch, capfd):
    monkeypatch.setenv(CONFIG, "no")
    assert check_all([str(bad)], shown.append) == 2
    assert shown == []
    assert "只能是 0" in capfd.readouterr().err


def test_interrupted_means_the_rest_is_not_checked(good, shown, monkeypatch):
    monkeypatch.setattr(office, "run", lambda _: 130)
    assert check_all([str(good), str(good)], shown.append) == 130
    assert shown == []


def test_pages_open_in_the_browser_and_not_where_there_is_none(monkeypatch, tmp_path):
    opened: list[str] = []
    monkeypatch.setattr(office.sys, "platform", "linux")
    monkeypatch.setattr(office.webbrowser, "open", opened.append)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv(office.SHOW, "0")
    show_page(tmp_path / "许可 报告.html")
    monkeypatch.delenv(office.SHOW)
    show_page(tmp_path / "许可 报告.html")
    assert len(opened) == 1
    assert opened[0].startswith("file:///")
    assert " " not in opened[0]
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    show_page(tmp_path / "许可 报告.html")
    assert len(opened) == 1


def test_on_windows_the_system_opens_them(monkeypatch, tmp_path):
    opened: list[Path] = []
    monkeypatch.setattr(office.sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    monkeypatch.delenv(office.SHOW, raising=False)
    show_page(tmp_path / "a.html")
    assert opened == [tmp_path / "a.html"]
