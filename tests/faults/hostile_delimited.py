"""Delimited text made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from conformance.sources.limits import MOST_COLUMNS

from .making import MB, makers, written
from .seeds import csv_bytes, rows


def _head() -> bytes:
    return csv_bytes(rows()[:1])


def _record() -> bytes:
    return csv_bytes(rows()[1:2])


def csv_million_columns(path: Path) -> Path:
    """10^6 columns in every row."""
    return written(path, b",".join([b"c"] * 1_000_000) + b"\n", b",".join([b"1"] * 1_000_000) + b"\n")


def csv_million_blank_columns(path: Path) -> Path:
    """A good header, and 10^6 delimiters behind it."""
    return written(path, _head().strip() + b"," * 1_000_000 + b"\n", _record())


def csv_million_cells_in_one_row(path: Path) -> Path:
    """A good header, and a record with 10^6 cells."""
    return written(path, _head(), _record(), b",".join([b"1"] * 1_000_000) + b"\n", _record())


def csv_widest(path: Path) -> Path:
    """As many columns as are read."""
    width = MOST_COLUMNS
    table = [row + ["x"] * (width - len(row)) for row in rows()]
    return written(path, csv_bytes(table))


def csv_trailing_delimiters(path: Path) -> Path:
    """2,000 delimiters behind every one of many rows, as a spreadsheet with a stray format saves them."""
    more = b"," * 2000
    return written(path, _head().strip() + more + b"\r\n", [_record().strip() + more + b"\r\n"] * 300)


def csv_cell_of_100_mb(path: Path) -> Path:
    """A cell of 100 MB within quotes."""
    return written(path, _head(), _record(), _quoted([b"x" * MB] * 100))


def csv_cell_of_100_mb_with_line_ends(path: Path) -> Path:
    """A cell of 100 MB within quotes, with line ends in it."""
    return written(path, _head(), _record(), _quoted([b"x" * 1023 + b"\n"] * (100 << 10)))


def csv_cell_of_100_mb_unquoted(path: Path) -> Path:
    """A cell of 100 MB without quotes."""
    return written(path, _head(), _record(), [b"x" * MB] * 100, b"\n", _record())


def csv_cell_of_5_mb(path: Path) -> Path:
    """A cell of 5 MB, less than is refused."""
    return written(path, _head(), _quoted([b"x" * MB] * 5), _record())


def _quoted(cell: Iterable[bytes]) -> Iterable[bytes]:
    yield b'"'
    yield from cell
    yield b'"' + b"," * 17 + b"\r\n"


def csv_header_of_100_mb(path: Path) -> Path:
    """The header is one cell of 100 MB."""
    return written(path, [b"x" * MB] * 100, b"\n", _record())


def csv_unclosed_quote_at_the_start(path: Path) -> Path:
    """A quote that opens in the first record and never closes, over 100 MB."""
    return written(path, _head(), b'"', [_record()] * 500_000)


def csv_unclosed_quote_in_the_header(path: Path) -> Path:
    """The very first byte is a quote that never closes."""
    return written(path, b'"', _head(), [_record()] * 500_000)


def csv_unclosed_quote_at_the_end(path: Path) -> Path:
    """The last cell opens a quote."""
    return written(path, _head(), [_record()] * 1000, _record().strip() + b',"')


def csv_only_quotes(path: Path) -> Path:
    """50 MB of quotes."""
    return written(path, [b'"' * MB] * 50)


def csv_quotes_in_the_body(path: Path) -> Path:
    """A good header, and 50 MB of quotes."""
    return written(path, _head(), [b'"' * MB] * 50)


def csv_nul_everywhere(path: Path) -> Path:
    """A NUL behind each character: no UTF-16, as there is no header then."""
    return written(path, b"\0".join(bytes((byte,)) for byte in csv_bytes()))


def csv_nul_in_a_cell(path: Path) -> Path:
    """A NUL in one cell."""
    return written(path, csv_bytes().replace("取水许可".encode(), "取水\0许可".encode(), 1))


def csv_only_nul(path: Path) -> Path:
    """10 MB of NUL."""
    return written(path, bytes(10 * MB))


def csv_nul_after_a_good_beginning(path: Path) -> Path:
    """Good records and then 100 MB of NUL, as a file system leaves them after a crash."""
    return written(path, csv_bytes(), [bytes(MB)] * 100)


def csv_only_line_ends(path: Path) -> Path:
    """50 MB of line ends."""
    return written(path, [b"\n" * MB] * 50)


def csv_header_and_line_ends(path: Path) -> Path:
    """A header and a million empty lines."""
    return written(path, _head(), b"\n" * MB)


def csv_lone_returns(path: Path) -> Path:
    """Records that end in CR alone, as old Macintoshes wrote them."""
    return written(path, csv_bytes().replace(b"\r\n", b"\r"))


def csv_mixed_line_ends(path: Path) -> Path:
    """CR, LF and CRLF by turns."""
    lines = csv_bytes().split(b"\r\n")
    ends = (b"\r", b"\n", b"\r\n")
    return written(path, [line + ends[number % 3] for number, line in enumerate(lines) if line])


def csv_header_only(path: Path) -> Path:
    """A header and no records."""
    return written(path, _head())


def csv_header_without_end(path: Path) -> Path:
    """A header without a line end."""
    return written(path, _head().strip())


def csv_bom_only(path: Path) -> Path:
    """Three bytes."""
    return written(path, b"\xef\xbb\xbf")


def csv_utf16_bom_only(path: Path) -> Path:
    """Two bytes."""
    return written(path, b"\xff\xfe")


def csv_many_boms(path: Path) -> Path:
    """A hundred byte order marks."""
    return written(path, b"\xef\xbb\xbf" * 100, csv_bytes())


def csv_empty(path: Path) -> Path:
    """No byte at all."""
    return written(path, b"")


def csv_one_byte(path: Path) -> Path:
    """One byte."""
    return written(path, b"\xff")


def csv_blanks(path: Path) -> Path:
    """Only blanks."""
    return written(path, [b" " * MB] * 20)


def csv_utf16_without_bom_cut(path: Path) -> Path:
    """UTF-16 without a mark that ends in half a unit."""
    return written(path, csv_bytes(encoding="utf-16-le")[:-1])


def csv_utf16_cut(path: Path) -> Path:
    """UTF-16 with a mark that ends in half a unit."""
    return written(path, csv_bytes(encoding="utf-16")[:-1])


def csv_utf16_lone_surrogates(path: Path) -> Path:
    """UTF-16 with halves of characters."""
    text = csv_bytes(encoding="utf-16")
    return written(path, text.replace("取水许可".encode("utf-16-le"), b"\x00\xd8" * 4))


def csv_utf8_surrogates(path: Path) -> Path:
    """Surrogates written as if they were UTF-8."""
    return written(path, csv_bytes().replace("取水许可".encode(), b"\xed\xa0\x80\xed\xb0\x80"))


def csv_all_bytes(path: Path) -> Path:
    """Every byte in every order, 5 MB."""
    block = bytes(range(256)) + bytes(range(255, -1, -1))
    return written(path, _head(), [block * 2048] * 5)


def csv_bad_byte_in_each_line(path: Path) -> Path:
    """A byte that is no UTF-8 and no GB18030 in each of 20,000 lines."""
    line = _record().replace("取水许可".encode(), b"\xff\xff")
    return written(path, _head(), [line] * 20_000)


def csv_ragged(path: Path) -> Path:
    """Each of 40,000 rows has another number of cells."""
    return written(path, _head(), [b"x," * (number % 40) + b"\n" for number in range(40_000)])


def csv_mostly_empty(path: Path) -> Path:
    """130 MB of records that have a number and nothing else: many more cells than bytes of text."""
    return written(path, _head(), [f"沪水务许〔2016〕{n}号".encode() + b"," * 17 + b"\n" for n in range(2_800_000)])


def csv_mostly_empty_and_wide(path: Path) -> Path:
    """The same in 100 MB with a thousand blank columns."""
    more = b"," * 1_000
    return written(
        path,
        _head().strip() + more + b"\n",
        [f"沪水务许〔2016〕{n}号".encode() + b"," * 17 + more + b"\n" for n in range(100_000)],
    )


def csv_many_first_lines(path: Path) -> Path:
    """A separator line and nothing that fits it."""
    return written(path, b"sep=\x00\n", csv_bytes())


def csv_separator_is_a_quote(path: Path) -> Path:
    """A separator line that names the quote."""
    return written(path, b'sep="\n', csv_bytes())


def csv_separator_is_a_line_end(path: Path) -> Path:
    """A separator line that names nothing."""
    return written(path, b"sep=\r\n", csv_bytes())


def csv_same_header_many_times(path: Path) -> Path:
    """2,000 columns of one name."""
    return written(path, csv_bytes([["项目名称"] * 2000, ["x"] * 2000]))


def csv_headers_of_great_length(path: Path) -> Path:
    """2,000 headers of 2,000 characters that resemble a title."""
    return written(path, csv_bytes([["行政许可决定书文号" * 200 + str(n) for n in range(2000)], ["x"] * 2000]))


CSV = makers(globals(), "csv")
