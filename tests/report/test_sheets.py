"""The mechanics of workbooks that are written row by row."""

from __future__ import annotations

import openpyxl
import pytest

from conformance.report.sheets import CHARACTERS, Book, Names, cut_text, escaped
from conformance.report.xlsx.layout import Layout, sheets_needed


def test_rows_numbers_styles_links_and_notes(tmp_path):
    book = Book(tmp_path / "a.xlsx")
    bold = book.style(bold=True)
    sheet = book.sheet(book.name("甲"))
    assert sheet.put(1, ["a", None, 5], 0, {1: bold}) == []
    assert sheet.link(3, 0, "甲", "C1")
    sheet.put(3, ["b & <c>"], bold)
    sheet.comment(3, 0, "note")
    book.close()
    read = openpyxl.load_workbook(tmp_path / "a.xlsx")["甲"]
    assert [read["A1"].value, read["B1"].value, read["C1"].value, read["A3"].value] == ["a", None, 5, "b & <c>"]
    assert (read["B1"].font.b, read["A3"].font.b, read["A1"].font.b) == (True, True, False)
    assert (read["A3"].hyperlink.location, read["A3"].comment.text) == ("'甲'!C1", "note")


def test_too_many_columns_are_no_row(tmp_path):
    book = Book(tmp_path / "a.xlsx")
    with pytest.raises(ValueError, match="16385"):
        book.sheet("a").put(1, [None] * 16_385)
    book.abandon()


def test_links_end_where_a_sheet_can_have_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr("conformance.report.sheets.LINKS", 1)
    book = Book(tmp_path / "a.xlsx")
    sheet = book.sheet("a")
    assert [sheet.link(row, 0, "a", "A1") for row in (1, 2)] == [True, False]
    book.abandon()


def test_what_is_abandoned_leaves_no_files(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    book = Book(tmp_path / "a.xlsx")
    book.sheet("a").put(1, ["a"])
    book.abandon()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_behind_where_the_end_fails(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("zipfile.ZipFile.write", full)
    book = Book(tmp_path / "a.xlsx")
    book.sheet("a").put(1, ["a"])
    with pytest.raises(OSError, match="full"):
        book.close()
    book.abandon()
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "a.xlsx"] == []


def full(*_):
    raise OSError("full")


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [("a[b]:c*?/\\'d", "a b c d"), ("", "Sheet"), ("''", "Sheet"), ("History", "History 2"), ("甲" * 40, "甲" * 31)],
)
def test_names_are_made_lawful(wanted, taken):
    assert Names().take(wanted) == taken


def test_names_differ_in_more_than_case():
    names = Names()
    assert [names.take(name) for name in ("Office", "OFFICE", "office")] == ["Office", "OFFICE 2", "office 3"]


def test_length_is_counted_in_utf16_units():
    assert cut_text("x" * CHARACTERS) == "x" * CHARACTERS
    cut = cut_text("😀" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= CHARACTERS
    assert cut == "😀" * (len(cut) - 1) + "…"


def test_what_xml_cannot_hold_is_written_as_excel_does():
    assert escaped("a\x07_x0041_\ufffe<") == "a_x0007__x005F_x0041__xFFFE_&lt;"


@pytest.mark.parametrize(("last", "sheets"), [(1, 1), (10, 1), (11, 2), (19, 2), (20, 3)])
def test_a_copy_has_as_many_sheets_as_it_needs(last, sheets):
    assert sheets_needed(last, rows=10) == sheets
    assert Layout(("a",) * sheets, 1, 0, rows=10).place(last)[0] == sheets - 1


def test_rows_keep_their_place_on_the_first_sheet_and_follow_the_header_on_others():
    layout = Layout(("a", "b", "c"), header_row=3, first_column=1, rows=10)
    assert [layout.place(row) for row in (3, 10, 11, 19, 20)] == [(0, 3), (0, 10), (1, 2), (1, 10), (2, 2)]
    assert layout.target(11, 27) == ("b", "AB2")
    assert layout.target(0, -1) == ("a", "B3")
