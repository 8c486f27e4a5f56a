"""What the configuration suppresses is not mended and does not count, as in a check of the same file."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import conformance
from conformance.repair.api import fix
from repair.messy import AS_OF, WRITERS, Messy, valid, write_csv
from repair.test_confirm import with_cell
from repair.test_safe import conforming

USCC = "行政相对人代码_1(统一社会信用代码)"
WRONG_DIGIT = "91310115MA1H70CGXK"


@pytest.fixture
def configured(tmp_path):
    """Writes a configuration with one suppression and answers its path."""

    def write(rule, *more):
        path = tmp_path / "conformance.toml"
        lines = ("[[suppress]]", f'rule = "{rule}"', 'reason = "历史数据"', "until = 2099-12-31", *more)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def with_cells(messy: Messy, cells: dict[tuple[int, str], str]) -> Messy:
    rows = [list(row) for row in messy.rows]
    for (row, title), text in cells.items():
        rows[row][messy.titles.index(title)] = text
    return replace(messy, rows=rows)


def numbers(report):
    (entry,) = report.inputs
    return report.verdict, report.counts, entry.accepted_rows, entry.rejected_rows


@pytest.mark.parametrize("name", ["utf-8.csv", "plain.xlsx", "plain.json"])
def test_the_file_stands_as_a_check_says_before_and_afterwards(tmp_path, configured, name):
    messy = with_cells(valid(), {(0, USCC): WRONG_DIGIT, (0, "许可内容"): "食品销售 ", (5, "备注"): "无需 "})
    source = WRITERS[name](tmp_path / f"in.{name}", messy)
    config = configured("uscc-check-digit")
    output = tmp_path / f"out.{name}"
    repair = fix(source, output, as_of=AS_OF, config=config)
    assert repair.cells == 2
    assert numbers(repair.before) == numbers(conformance.check(source, as_of=AS_OF, config=config))
    checked = conformance.check(output, as_of=AS_OF, config=config)
    assert numbers(repair.after) == numbers(checked)
    assert (checked.verdict, checked.inputs[0].accepted_rows) == ("conforming", 12)
    assert repair.after.suppressed == checked.suppressed
    assert [entry.path for entry in repair.after.inputs] == [str(output)]


def test_without_the_configuration_it_counts(tmp_path, configured):
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", with_cells(valid(), {(0, USCC): WRONG_DIGIT}))
    configured("uscc-check-digit")
    repair = fix(source, tmp_path / "out.csv", as_of=AS_OF)
    assert (repair.after.verdict, repair.after.suppressed) == ("non-conforming", [])


def test_what_could_be_mended_stays_though_its_record_is_changed(tmp_path, configured):
    messy = with_cell(with_cell(conforming(), "备注", "无需 "), "许可内容", "食品 ")
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", messy)
    told = []
    config = configured("surrounding-blanks", 'field = "备注"')
    repair = fix(source, tmp_path / "out.csv", as_of=AS_OF, config=config, on_change=told.append)
    assert [line.column for line in told] == ["许可内容"]
    assert repair.after.verdict == "conforming"
    assert repair.after.suppressed[0].counts["warning"] == 1


def test_a_record_is_meant_by_the_number_that_it_has_when_it_is_mended(tmp_path, configured):
    """Before, the number had an apostrophe and was another; a check of the output suppresses it, and so the proof holds."""
    clean = conforming()
    number = clean.rows[0][0]
    messy = with_cell(with_cell(clean, clean.titles[0], f"'{number}"), USCC, WRONG_DIGIT)
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", messy)
    config = configured("uscc-check-digit", f'keys = ["{number}"]')
    repair = fix(source, tmp_path / "out.csv", as_of=AS_OF, config=config)
    checked = conformance.check(tmp_path / "out.csv", as_of=AS_OF, config=config)
    assert numbers(repair.after) == numbers(checked)


@pytest.mark.parametrize(("pattern", "said"), [("in.csv", True), ("*.csv", False)])
def test_a_suppression_for_the_name_of_the_input_holds_and_that_is_said(tmp_path, configured, pattern, said):
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", with_cells(valid(), {(0, USCC): WRONG_DIGIT}))
    config = configured("uscc-check-digit", f'path = "{pattern}"')
    repair = fix(source, tmp_path / "out.csv", as_of=AS_OF, config=config)
    assert repair.after.verdict == "conforming"
    assert any("不同样适用" in note for note in repair.after.notes) is said


def test_rows_that_are_meant_to_be_there_stay(tmp_path, configured):
    clean = conforming()
    source = write_csv(tmp_path / "in.csv", replace(clean, rows=[*clean.rows, [None] * len(clean.titles)]))
    repair = fix(source, tmp_path / "out.csv", as_of=AS_OF, config=configured("empty-row"))
    assert repair.removed == 0
    assert (tmp_path / "out.csv").read_bytes() == source.read_bytes()


def test_merged_cells_that_are_meant_to_be_merged_stay_so(tmp_path, configured):
    import xlsxwriter

    messy = valid(rows=2)
    source = tmp_path / "in.xlsx"
    book = xlsxwriter.Workbook(str(source))
    sheet = book.add_worksheet()
    for place, row in enumerate([messy.titles, *messy.rows]):
        sheet.write_row(place, 0, row)
    last = messy.titles.index("备注")
    sheet.merge_range(1, last, 2, last, "同上")
    book.close()
    config = configured("merged-cells")
    repair = fix(source, tmp_path / "out.xlsx", as_of=AS_OF, config=config, confirm=True)
    assert (repair.cells, repair.after.suppressed[0].counts["warning"]) == (0, 1)
    assert fix(source, tmp_path / "out.xlsx", as_of=AS_OF, confirm=True).cells == 1
