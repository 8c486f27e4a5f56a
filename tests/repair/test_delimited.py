"""Delimited text: the changed cell is the only difference, whatever the dialect."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conformance.repair.api import fix
from conformance.repair.delimited import spans, text_of, token_of
from repair.messy import AS_OF, write_csv
from repair.test_safe import conforming

CELLS = st.lists(st.text(st.sampled_from('甲a,;"\n\r \t'), max_size=6), min_size=1, max_size=6)


@settings(max_examples=200, deadline=None)
@given(CELLS, st.sampled_from([",", ";", "\t", "，"]), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_cells_are_found_where_the_strict_parser_finds_them(cells, delimiter, line_end, quoted):
    record = delimiter.join(token_of(cell, delimiter, quoted=quoted or not any(cells)) for cell in cells) + line_end
    found = spans(record, delimiter)
    assert [text_of(record[start:stop]) for start, stop in found] == cells
    assert next(
        csv.reader(
            [record] if "\n" not in "".join(cells) else record.splitlines(keepends=True),
            delimiter=delimiter,
            strict=True,
        )
    ) == cells or "\r" in "".join(cells)


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8", "，"),
        ("utf-8-sig", ";"),
        ("gb18030", "|"),
        ("gb18030", "，"),
        ("utf-16", "\t"),
        ("utf-16-be", ","),
    ],
)
def test_encoding_dialect_and_everything_else_stay(tmp_path, encoding, delimiter):
    clean = conforming()
    place = clean.titles.index("许可内容")
    clean = replace(
        clean, rows=[[*row[:place], '含"引号"、分号;竖线|逗号,\n两行㐂', *row[place + 1 :]] for row in clean.rows]
    )
    spoilt = replace(
        clean, rows=[[*clean.rows[0][:place], f" {clean.rows[0][place]}", *clean.rows[0][place + 1 :]], *clean.rows[1:]]
    )
    forced = encoding if encoding == "utf-16-be" else None
    source = write_csv(tmp_path / "in.csv", spoilt, encoding=encoding, delimiter=delimiter)
    repair = fix(source, tmp_path / "out.csv", as_of=AS_OF, encoding=forced)
    assert repair.cells == 1
    plain = write_csv(tmp_path / "clean.csv", clean, encoding=encoding, delimiter=delimiter)
    assert (tmp_path / "out.csv").read_bytes() == plain.read_bytes()


@pytest.mark.parametrize(
    ("line_end", "ended", "quoting"),
    [
        ("\n", True, csv.QUOTE_MINIMAL),
        ("\n", False, csv.QUOTE_ALL),
        ("\r\n", False, csv.QUOTE_MINIMAL),
        ("\r\n", True, csv.QUOTE_ALL),
        ("\r", True, csv.QUOTE_MINIMAL),
        ("\r", False, csv.QUOTE_ALL),
    ],
)
def test_line_ends_and_quotes_stay(tmp_path, line_end, ended, quoting):
    clean = conforming()
    spoilt = replace(clean, rows=[*clean.rows[:-1], [f"{clean.rows[-1][0]} ", *clean.rows[-1][1:-1], "见附件　"]])
    dialect = {"line_end": line_end, "ended": ended, "quoting": quoting}
    fix(write_csv(tmp_path / "in.csv", spoilt, **dialect), tmp_path / "out.csv", as_of=AS_OF)
    assert (tmp_path / "out.csv").read_bytes() == write_csv(tmp_path / "clean.csv", clean, **dialect).read_bytes()


@pytest.mark.parametrize("ended", [True, False])
def test_a_row_that_goes_from_the_end_leaves_the_end_as_it_was(tmp_path, ended):
    clean = conforming()
    footer = ["合计", *[""] * (len(clean.titles) - 1)]
    source = write_csv(tmp_path / "in.csv", replace(clean, rows=[*clean.rows, footer]), ended=ended)
    fix(source, tmp_path / "out.csv", as_of=AS_OF, confirm=True)
    assert (tmp_path / "out.csv").read_bytes() == write_csv(tmp_path / "clean.csv", clean, ended=ended).read_bytes()


def test_a_title_above_the_header_and_a_declared_delimiter_stay(tmp_path):
    clean = conforming()
    data = write_csv(tmp_path / "x.csv", clean, delimiter=";").read_bytes()
    source = tmp_path / "in.csv"
    source.write_bytes(b"sep=;\r\n" + data.replace("见附件".encode(), "见附件 ".encode()))
    assert fix(source, tmp_path / "out.csv", as_of=AS_OF).cells == len(clean.rows)
    assert (tmp_path / "out.csv").read_bytes() == b"sep=;\r\n" + data


def test_conversion_to_utf8_changes_the_encoding_and_nothing_else(tmp_path):
    clean = conforming()
    source = write_csv(tmp_path / "in.csv", clean, encoding="gb18030")
    fix(source, tmp_path / "out.csv", as_of=AS_OF, to_utf8=True)
    expected = write_csv(tmp_path / "clean.csv", clean, encoding="utf-8-sig")  # spreadsheet programs need the mark
    assert (tmp_path / "out.csv").read_bytes() == expected.read_bytes()


def test_many_batches(tmp_path, monkeypatch):
    """Rows whose last line is known only when the next batch comes."""
    from conformance.sources import delimited

    monkeypatch.setattr(delimited, "BLOCK", 1 << 10)
    clean = conforming()
    clean = replace(clean, rows=[[f"{row[0]}{number}", *row[1:]] for number in range(6) for row in clean.rows])
    spoilt = replace(clean, rows=[[f"{row[0]} ", *row[1:]] for row in clean.rows])
    repair = fix(write_csv(tmp_path / "in.csv", spoilt), tmp_path / "out.csv", as_of=AS_OF)
    assert repair.cells == len(clean.rows)
    assert (tmp_path / "out.csv").read_bytes() == write_csv(tmp_path / "clean.csv", clean).read_bytes()
