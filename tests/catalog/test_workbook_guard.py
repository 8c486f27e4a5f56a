"""However a workbook hides how far its sheets reach, it is refused before memory is taken for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from crafted import CRAFTED, Parts, crafted

from conformance.cli.main import run


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "book.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("许可")
    sheet.write_row(0, 0, ["行政许可决定书文号", "项目名称"])
    sheet.write_row(1, 0, ["沪1号", "甲"])
    made.close()
    return path


@pytest.mark.parametrize("change", CRAFTED.values(), ids=CRAFTED.keys())
def test_it_is_not_checked_and_it_is_said_why(
    book: Path, change: Callable[[Parts], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(crafted(book, change))]) == 2
    said = capsys.readouterr().out
    assert "未校验" in said
    assert any(words in said for words in ("零星单元格", "另存为新的 xlsx", "这是 ZIP 压缩包")), said


@pytest.mark.parametrize("change", CRAFTED.values(), ids=CRAFTED.keys())
def test_it_is_not_imported_and_it_is_said_why(
    book: Path, change: Callable[[Parts], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["catalog", "import", str(crafted(book, change)), "--output", "new"]) == 2
    said = capsys.readouterr().err
    assert any(words in said for words in ("零星单元格", "另存为新的 xlsx")), said
    assert not Path("new").exists()
