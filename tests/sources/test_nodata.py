"""What lies beside data: told by its content, and a table is never taken for it."""

from __future__ import annotations

import json
import os

import pytest

from conformance import check
from conformance.report.registry import renderer
from conformance.report.view import View
from conformance.sources.nodata import is_no_data, is_own_report
from conformance.standard.load import load

PROSE = "本文件夹为2016年6月的许可数据，请查收，谢谢。\n如有疑问，请联系张三。\n电话见通讯录。\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("说明.txt", PROSE.encode("gb18030")),
        ("说明.txt", PROSE.encode()),
        ("说明.txt", PROSE.encode("utf-16")),
        ("读我.TXT", b"Data of June.\nAsk Zhang if anything is missing.\n"),
        ("图.png", PNG),
        ("图.png", "这里原来有一张图".encode()),
        ("README.md", b"# June\n\nPermits, penalties, and lists.\n"),
        ("export.log", b"2016-06-01 10:00:00, 12 rows, ok\n2016-06-01 10:00:01, 13 rows, ok\n"),
    ],
)
def test_notes_pictures_and_logs_are_no_data(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert is_no_data(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("许可.txt", "甲,乙\n1,2\n"),
        ("许可.txt", "甲\t乙\t丙\t丁\n1\t2\t3\t4\n"),
        ("许可.txt", "甲|乙|丙|丁\n"),
        ("许可.txt", "甲，乙，丙，丁\n1，2，3，4\n"),
        ("许可.txt", "张三    310115    A001\n李四  310115    A002\n"),
        ("许可.txt", "统一社会信用代码\n91310115MA1H70CGXK\n"),
        ("许可.txt", '[{"a": "1"}]'),
        ("许可.txt", "<table><tr><td>1</td></tr></table>"),
        ("许可.txt", ""),
        ("许可.txt", "\0\0\0一"),
        ("许可.md", "| 项目名称 | 许可决定日期 |\n|---|---|\n| 甲 | 2016/05/03 |\n"),
        ("许可.png", "项目名称,许可决定日期\n甲,2016/05/03\n"),
        ("许可.csv", PROSE),
        ("许可", PROSE),
        ("许可.pdf", "%PDF-1.4"),
    ],
)
def test_what_may_be_a_table_stays_an_input(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert not is_no_data(path)


def test_what_cannot_be_opened_stays_an_input(tmp_path):
    assert not is_no_data(tmp_path / "没有.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert not is_no_data(tmp_path / "pipe.txt")


@pytest.mark.parametrize("name", ["html", "json", "sarif", "junit"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_reports_are_known_by_how_they_begin(tmp_path, name, lang):
    report = check([{"项目名称": "许可"}], item="admin-licence", lang=lang)
    content = renderer(name).render(report, View(load(), lang))
    path = tmp_path / "report.dat"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert is_own_report(path)
    assert is_no_data(path)


def test_data_of_the_same_formats_is_no_report(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"tool": {"name": "conformance"}}]), encoding="utf-8")
    assert not is_own_report(path)
