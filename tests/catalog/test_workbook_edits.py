"""What an editor does in Excel shows up in the files, no more and no less."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest
from workbooks import SMALL, after, cell, edited, exported, folder

from conformance.catalog.canonical import dump
from conformance.catalog.store import open_catalogue
from conformance.catalog.workbook.canonical_form import NotCarried
from conformance.catalog.workbook.export import Selection, export
from conformance.catalog.workbook.importing import Imported, read
from conformance.catalog.workbook.saving import NotSaved, update, write_fresh
from conformance.standard.shapes import load_shapes

SHAPES = load_shapes()


def diff(back: Imported, name: str = "data/sh-tax.yaml") -> list[str]:
    """Lines taken away and added in a file."""
    assert back.faults == []
    text = next((dump(file, SHAPES) for file in back.files if file.name == name), "")
    lines = difflib.unified_diff(SMALL.get(name, "").splitlines(), text.splitlines(), n=0, lineterm="")
    return [line.replace(" " * 4, " ", 1) for line in lines if line[:3] not in ("---", "+++") and line[0] in "+-"]


def append(sheet: Any, **values: str) -> None:
    row = sheet.max_row + 1
    for heading, value in values.items():
        sheet.cell(row, [c.value for c in sheet[1]].index(heading) + 1).value = value


def test_a_changed_cell_is_one_line(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        cell(book["数据清单"], "tax-rating", "更新周期").value = "每月"

    assert diff(after(tmp_path, change)) == ["- update_period: yearly", "+ update_period: monthly"]


def test_a_code_is_taken_as_well_as_its_label_and_several_with_other_separators(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        cell(book["数据清单"], "tax-rating", "更新周期").value = "monthly"
        cell(book["数据清单"], "tax-list", "公开方式").value = "主动公开\n政务共享"

    assert diff(after(tmp_path, change)) == [
        "- update_period: yearly",
        "+ update_period: monthly",
        "- disclosure: [unstated]",
        "+ disclosure: [public, shared_gov]",
    ]


def test_a_deleted_row_and_its_children_are_gone(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["数据清单"]
        sheet.delete_rows(cell(sheet, "tax-list", "编号").row)
        units = book["数据清单·责任单位"]
        units.delete_rows(cell(units, "tax-list", "序号").row)

    lines = diff(after(tmp_path, change))
    assert lines[0] == "-  - id: tax-list"
    assert all(line.startswith("-") for line in lines)


def test_sorting_changes_nothing_and_numbers_change_the_order(tmp_path: Path) -> None:
    def turn(book: Any) -> None:
        for name in ("数据清单", "数据清单·专项要求", "数据清单·责任单位"):
            rows = [[c.value for c in row] for row in book[name].iter_rows(min_row=2)]
            for number, row in enumerate(reversed(rows), 2):
                for column, value in enumerate(row, 1):
                    book[name].cell(number, column).value = value
                    book[name].cell(number, column).data_type = "s" if value else "n"

    def swap(book: Any) -> None:
        cell(book["数据清单"], "tax-rating", "文件内顺序").value = "9"

    assert diff(after(tmp_path / "a", turn)) == []
    moved = after(tmp_path / "b", swap)
    assert [entry.id for file in moved.files if file.list == "items" for entry in file.entries] == [
        "tax-list",
        "tax-rating",
    ]


def test_a_new_child_row_without_a_number_stands_behind_the_row_above_it(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        append(book["数据清单·责任单位"], 所属编号="tax-list", 单位编号="sh-drc", 认定方式="推知")

    assert diff(after(tmp_path, change)) == ["+   - {unit: sh-drc, basis: inferred}"]


@pytest.mark.parametrize(
    ("provider", "file"),
    [("sh-tax", "data/sh-tax.yaml"), ("d-pudong", "data/d-pudong.yaml"), ("unspecified", "data/general.yaml")],
)
def test_a_new_entry_goes_to_the_file_that_its_first_unit_implies(tmp_path: Path, provider: str, file: str) -> None:
    def change(book: Any) -> None:
        sheet = book["数据清单"]
        source = cell(sheet, "tax-list", "编号").row
        row = sheet.max_row + 1
        for column in range(1, sheet.max_column + 1):
            sheet.cell(row, column).value = sheet.cell(source, column).value
            sheet.cell(row, column).data_type = sheet.cell(source, column).data_type
        sheet.cell(row, 1).value = "new-item"
        for heading in ("所在文件", "文件内顺序"):
            cell(sheet, "new-item", heading).value = None
        append(book["数据清单·责任单位"], 所属编号="new-item", 单位编号=provider, 认定方式="推知")

    back = after(tmp_path, change)
    assert back.faults == []
    home = next(f for f in back.files if any(entry.id == "new-item" for entry in f.entries))
    assert home.name == file
    assert home.entries[-1].id == "new-item"


def test_whole_numbers_and_days_that_excel_made_of_texts_are_texts_again(tmp_path: Path) -> None:
    import datetime

    def change(book: Any) -> None:
        cell(book["数据清单"], "tax-list", "停用日期").value = datetime.date(2016, 5, 9)
        append(
            book["数据清单·专项要求"],
            所属编号="tax-list",
            要求种类="限定取值",
            数据项="grade",
            允许取值=2016,
            出处="本标准自定",
        )  # type: ignore[arg-type]

    lines = diff(after(tmp_path, change))
    assert '+ deprecated_since: "2016-05-09"' in lines
    assert any('values: ["2016"]' in line for line in lines)


def test_columns_and_sheets_of_the_editor_are_left_alone(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["数据清单"]
        sheet.insert_cols(1)
        sheet.cell(1, 1).value = "※我的备忘"
        sheet.cell(2, 1).value = "问张三"
        book.create_sheet("草稿")["A1"] = "x"

    back = after(tmp_path, change)
    assert diff(back) == []
    assert back.ignored == ("草稿",)


# ---- into a folder


def test_update_writes_only_the_files_that_differ(tmp_path: Path) -> None:
    root = folder(tmp_path / "lists")
    workbook = exported(open_catalogue(root), tmp_path / "a.xlsx")

    def change(book: Any) -> None:
        cell(book["行为清单"], "unpaid-tax", "严重程度").value = "严重"

    saved = update(root, read(edited(workbook, change), SHAPES), SHAPES)
    assert (saved.changed, saved.added, saved.removed, saved.same) == (("behaviours/tax.yaml",), (), (), 2)
    assert "severity: severe\n" in (root / "behaviours/tax.yaml").read_text(encoding="utf-8")


def test_a_workbook_of_some_entries_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    root = folder(tmp_path / "lists")
    workbook = exported(open_catalogue(root), tmp_path / "a.xlsx", units=("sh-tax-local",))

    def change(book: Any) -> None:
        assert book["数据清单"].max_row == 2
        cell(book["数据清单"], "tax-rating", "更新周期").value = "每月"

    saved = update(root, read(edited(workbook, change), SHAPES), SHAPES)
    assert saved.changed == ("data/sh-tax.yaml",)
    text = (root / "data/sh-tax.yaml").read_text(encoding="utf-8")
    assert text == SMALL["data/sh-tax.yaml"].replace("update_period: yearly", "update_period: monthly")


def test_what_others_changed_since_the_export_is_not_overwritten_in_silence(tmp_path: Path) -> None:
    root = folder(tmp_path / "lists")
    workbook = exported(open_catalogue(root), tmp_path / "a.xlsx")
    behaviours = SMALL["behaviours/tax.yaml"].replace("severity: unstated", "severity: major")
    (root / "behaviours/tax.yaml").write_text(behaviours, encoding="utf-8")
    imported = read(workbook, SHAPES)
    with pytest.raises(NotSaved, match="changed after the export"):
        update(root, imported, SHAPES)
    assert (root / "behaviours/tax.yaml").read_text(encoding="utf-8") == behaviours
    assert update(root, imported, SHAPES, over=True).changed == ("behaviours/tax.yaml",)


def test_an_entry_that_would_be_in_two_files_is_refused(tmp_path: Path) -> None:
    root = folder(tmp_path / "lists")
    workbook = exported(open_catalogue(root), tmp_path / "a.xlsx", units=("sh-tax-local",))

    def change(book: Any) -> None:
        cell(book["数据清单"], "tax-rating", "编号").value = "tax-list"
        for name in ("数据清单·责任单位", "数据清单·专项要求"):
            for row in book[name].iter_rows(min_row=2):
                row[0].value = "tax-list"
        cell(book["数据清单"], "tax-list", "所在文件").value = "data/other.yaml"

    with pytest.raises(NotSaved, match="choose a new one"):
        update(root, read(edited(workbook, change), SHAPES), SHAPES)


def test_an_edited_file_beside_the_lists_is_updated(tmp_path: Path) -> None:
    files = {**SMALL, "waivers.yaml": "waivers: []\n", "calendar.yaml": "days: 1\n"}
    root = folder(tmp_path / "lists", files)
    workbook = exported(open_catalogue(root), tmp_path / "lists.xlsx")

    def change(book: Any) -> None:
        rows = {(row[0].value, row[1].value): row[2] for row in book["附带文件"].iter_rows(min_row=2)}
        rows["calendar.yaml", "1"].value = "days: 2"

    imported = read(edited(workbook, change), SHAPES)
    (root / "waivers.yaml").unlink()
    saved = update(root, imported, SHAPES)
    assert (saved.added, saved.changed) == (("waivers.yaml",), ("calendar.yaml",))
    assert (root / "calendar.yaml").read_text(encoding="utf-8") == "days: 2\n"
    (root / "calendar.yaml").write_text("days: 3\n", encoding="utf-8")
    with pytest.raises(NotSaved, match=r"calendar\.yaml: the file was changed after the export"):
        update(root, imported, SHAPES)
    assert update(root, imported, SHAPES, over=True).changed == ("calendar.yaml",)


@pytest.mark.parametrize(
    ("name", "content"), [("stamp.png", b"\x89PNG\xff"), ("long.txt", b"x" * 40_000), ("many.txt", b"\n" * 120_000)]
)
def test_what_a_workbook_cannot_hold_is_refused_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    root = folder(tmp_path / "lists")
    (root / name).write_bytes(content)
    with pytest.raises(NotCarried, match=f"{name}: no text, or too many"):
        export(open_catalogue(root), Selection())
    assert export(open_catalogue(root), Selection(), loss=True)


def test_a_line_beside_the_lists_that_is_there_twice_is_a_fault(tmp_path: Path) -> None:
    root = folder(tmp_path / "lists", {**SMALL, "waivers.yaml": "waivers: []\n"})
    workbook = exported(open_catalogue(root), tmp_path / "lists.xlsx")

    def change(book: Any) -> None:
        book["附带文件"].append(["waivers.yaml", "1", "twice"])
        book["附带文件"].append(["../x", "1", "outside"])
        book["附带文件"].append(["data/sh-tax.yaml", "1", "a list"])

    assert [fault.cell for fault in read(edited(workbook, change), SHAPES).faults] == ["A4", "A5", "A6"]


def test_a_folder_with_something_in_it_is_not_written_over(tmp_path: Path) -> None:
    root = folder(tmp_path / "lists")
    imported = read(exported(open_catalogue(root), tmp_path / "a.xlsx"), SHAPES)
    with pytest.raises(NotSaved, match="not an empty folder"):
        write_fresh(root, imported.files, {}, SHAPES)
    write_fresh(tmp_path / "new", imported.files, {}, SHAPES)
    assert {n: (tmp_path / "new" / n).read_text(encoding="utf-8") for n in SMALL} == SMALL


# ---- what a workbook cannot carry


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (
            ("    state: published\n", "    state: published # ask again\n"),
            "data/sh-tax.yaml:23: this comment would be lost",
        ),
        (
            ("    state: published\n", "    # ask again\n    state: published\n"),
            "data/sh-tax.yaml:23: this comment would be lost",
        ),
        (("record_type: rating", "record_type:   rating"), "data/sh-tax.yaml:10: not in canonical form"),
    ],
)
def test_comments_elsewhere_and_odd_form_are_refused_by_file_and_line(
    tmp_path: Path, change: tuple[str, str], place: str
) -> None:
    text = SMALL["data/sh-tax.yaml"].replace(*change, 1)
    catalogue = open_catalogue(folder(tmp_path / "lists", {**SMALL, "data/sh-tax.yaml": text}))
    with pytest.raises(NotCarried, match=place):
        export(catalogue, Selection())
    (tmp_path / "a.xlsx").write_bytes(export(catalogue, Selection(), loss=True))
    assert {f.name: dump(f, SHAPES) for f in read(tmp_path / "a.xlsx", SHAPES).files} == SMALL


def test_a_catalogue_with_faults_or_an_id_twice_is_not_exported(tmp_path: Path) -> None:
    twice = {**SMALL, "data/other.yaml": SMALL["data/sh-tax.yaml"]}
    with pytest.raises(NotCarried, match=r"is also at data/other\.yaml"):
        export(open_catalogue(folder(tmp_path / "a", twice)), Selection())
    broken = {"data/sh-tax.yaml": SMALL["data/sh-tax.yaml"].replace("update_period: yearly", "update_period: often")}
    with pytest.raises(NotCarried, match=r"data/sh-tax\.yaml:16"):
        export(open_catalogue(folder(tmp_path / "b", broken)), Selection())
