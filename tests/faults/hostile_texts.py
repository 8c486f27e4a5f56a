"""Delimited text, JSON and web pages made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from conformance.sources.limits import MOST_COLUMNS

from .seeds import csv_bytes, html, json_text, objects, rows

MB = 1 << 20
DEPTH = 100_000


def _written(path: Path, *parts: bytes | Iterable[bytes]) -> Path:
    with path.open("wb") as stream:
        for part in parts:
            stream.write(part) if isinstance(part, bytes) else stream.writelines(part)
    return path


def _head() -> bytes:
    return csv_bytes(rows()[:1])


def _record() -> bytes:
    return csv_bytes(rows()[1:2])


# --- delimited text -------------------------------------------------------------------------------------------------


def csv_million_columns(path: Path) -> Path:
    """10^6 columns in every row."""
    return _written(path, b",".join([b"c"] * 1_000_000) + b"\n", b",".join([b"1"] * 1_000_000) + b"\n")


def csv_million_blank_columns(path: Path) -> Path:
    """A good header, and 10^6 delimiters behind it."""
    return _written(path, _head().strip() + b"," * 1_000_000 + b"\n", _record())


def csv_million_cells_in_one_row(path: Path) -> Path:
    """A good header, and a record with 10^6 cells."""
    return _written(path, _head(), _record(), b",".join([b"1"] * 1_000_000) + b"\n", _record())


def csv_widest(path: Path) -> Path:
    """As many columns as are read."""
    width = MOST_COLUMNS
    table = [row + ["x"] * (width - len(row)) for row in rows()]
    return _written(path, csv_bytes(table))


def csv_trailing_delimiters(path: Path) -> Path:
    """2,000 delimiters behind every one of many rows, as a spreadsheet with a stray format saves them."""
    more = b"," * 2000
    return _written(path, _head().strip() + more + b"\r\n", [_record().strip() + more + b"\r\n"] * 1000)


def csv_cell_of_100_mb(path: Path) -> Path:
    """A cell of 100 MB within quotes."""
    return _written(path, _head(), _record(), _quoted([b"x" * MB] * 100))


def csv_cell_of_100_mb_with_line_ends(path: Path) -> Path:
    """A cell of 100 MB within quotes, with line ends in it."""
    return _written(path, _head(), _record(), _quoted([b"x" * 1023 + b"\n"] * (100 << 10)))


def csv_cell_of_100_mb_unquoted(path: Path) -> Path:
    """A cell of 100 MB without quotes."""
    return _written(path, _head(), _record(), [b"x" * MB] * 100, b"\n", _record())


def csv_cell_of_10_mb(path: Path) -> Path:
    """A cell of 10 MB, less than is refused."""
    return _written(path, _head(), _quoted([b"x" * MB] * 10), _record())


def _quoted(cell: Iterable[bytes]) -> Iterable[bytes]:
    yield b'"'
    yield from cell
    yield b'"' + b"," * 17 + b"\r\n"


def csv_header_of_100_mb(path: Path) -> Path:
    """The header is one cell of 100 MB."""
    return _written(path, [b"x" * MB] * 100, b"\n", _record())


def csv_unclosed_quote_at_the_start(path: Path) -> Path:
    """A quote that opens in the first record and never closes, over 100 MB."""
    return _written(path, _head(), b'"', [_record()] * 500_000)


def csv_unclosed_quote_in_the_header(path: Path) -> Path:
    """The very first byte is a quote that never closes."""
    return _written(path, b'"', _head(), [_record()] * 500_000)


def csv_unclosed_quote_at_the_end(path: Path) -> Path:
    """The last cell opens a quote."""
    return _written(path, _head(), [_record()] * 1000, _record().strip() + b',"')


def csv_only_quotes(path: Path) -> Path:
    """50 MB of quotes."""
    return _written(path, [b'"' * MB] * 50)


def csv_quotes_in_the_body(path: Path) -> Path:
    """A good header, and 50 MB of quotes."""
    return _written(path, _head(), [b'"' * MB] * 50)


def csv_nul_everywhere(path: Path) -> Path:
    """A NUL behind each character: no UTF-16, as there is no header then."""
    return _written(path, b"\0".join(bytes((byte,)) for byte in csv_bytes()))


def csv_nul_in_a_cell(path: Path) -> Path:
    """A NUL in one cell."""
    return _written(path, csv_bytes().replace("取水许可".encode(), "取水\0许可".encode(), 1))


def csv_only_nul(path: Path) -> Path:
    """10 MB of NUL."""
    return _written(path, bytes(10 * MB))


def csv_nul_after_a_good_beginning(path: Path) -> Path:
    """Good records and then 100 MB of NUL, as a file system leaves them after a crash."""
    return _written(path, csv_bytes(), [bytes(MB)] * 100)


def csv_only_line_ends(path: Path) -> Path:
    """50 MB of line ends."""
    return _written(path, [b"\n" * MB] * 50)


def csv_header_and_line_ends(path: Path) -> Path:
    """A header and a million empty lines."""
    return _written(path, _head(), b"\n" * MB)


def csv_lone_returns(path: Path) -> Path:
    """Records that end in CR alone, as old Macintoshes wrote them."""
    return _written(path, csv_bytes().replace(b"\r\n", b"\r"))


def csv_mixed_line_ends(path: Path) -> Path:
    """CR, LF and CRLF by turns."""
    lines = csv_bytes().split(b"\r\n")
    ends = (b"\r", b"\n", b"\r\n")
    return _written(path, [line + ends[number % 3] for number, line in enumerate(lines) if line])


def csv_header_only(path: Path) -> Path:
    """A header and no records."""
    return _written(path, _head())


def csv_header_without_end(path: Path) -> Path:
    """A header without a line end."""
    return _written(path, _head().strip())


def csv_bom_only(path: Path) -> Path:
    """Three bytes."""
    return _written(path, b"\xef\xbb\xbf")


def csv_utf16_bom_only(path: Path) -> Path:
    """Two bytes."""
    return _written(path, b"\xff\xfe")


def csv_many_boms(path: Path) -> Path:
    """A hundred byte order marks."""
    return _written(path, b"\xef\xbb\xbf" * 100, csv_bytes())


def csv_empty(path: Path) -> Path:
    """No byte at all."""
    return _written(path, b"")


def csv_one_byte(path: Path) -> Path:
    """One byte."""
    return _written(path, b"\xff")


def csv_blanks(path: Path) -> Path:
    """Only blanks."""
    return _written(path, [b" " * MB] * 20)


def csv_utf16_without_bom_cut(path: Path) -> Path:
    """UTF-16 without a mark that ends in half a unit."""
    return _written(path, csv_bytes(encoding="utf-16-le")[:-1])


def csv_utf16_cut(path: Path) -> Path:
    """UTF-16 with a mark that ends in half a unit."""
    return _written(path, csv_bytes(encoding="utf-16")[:-1])


def csv_utf16_lone_surrogates(path: Path) -> Path:
    """UTF-16 with halves of characters."""
    text = csv_bytes(encoding="utf-16")
    return _written(path, text.replace("取水许可".encode("utf-16-le"), b"\x00\xd8" * 4))


def csv_utf8_surrogates(path: Path) -> Path:
    """Surrogates written as if they were UTF-8."""
    return _written(path, csv_bytes().replace("取水许可".encode(), b"\xed\xa0\x80\xed\xb0\x80"))


def csv_all_bytes(path: Path) -> Path:
    """Every byte in every order, 5 MB."""
    block = bytes(range(256)) + bytes(range(255, -1, -1))
    return _written(path, _head(), [block * 2048] * 5)


def csv_bad_byte_in_each_line(path: Path) -> Path:
    """A byte that is no UTF-8 and no GB18030 in each of 20,000 lines."""
    line = _record().replace("取水许可".encode(), b"\xff\xff")
    return _written(path, _head(), [line] * 20_000)


def csv_ragged(path: Path) -> Path:
    """Each of 40,000 rows has another number of cells."""
    return _written(path, _head(), [b"x," * (number % 40) + b"\n" for number in range(40_000)])


def csv_many_first_lines(path: Path) -> Path:
    """A separator line and nothing that fits it."""
    return _written(path, b"sep=\x00\n", csv_bytes())


def csv_separator_is_a_quote(path: Path) -> Path:
    """A separator line that names the quote."""
    return _written(path, b'sep="\n', csv_bytes())


def csv_separator_is_a_line_end(path: Path) -> Path:
    """A separator line that names nothing."""
    return _written(path, b"sep=\r\n", csv_bytes())


def csv_same_header_many_times(path: Path) -> Path:
    """2,000 columns of one name."""
    return _written(path, csv_bytes([["项目名称"] * 2000, ["x"] * 2000]))


def csv_headers_of_great_length(path: Path) -> Path:
    """2,000 headers of 2,000 characters that resemble a title."""
    return _written(path, csv_bytes([["行政许可决定书文号" * 200 + str(n) for n in range(2000)], ["x"] * 2000]))


CSV = tuple(
    (maker, "csv") for name, maker in list(globals().items()) if name.startswith("csv_") and name != "csv_bytes"
)


# --- JSON -----------------------------------------------------------------------------------------------------------


def json_deep_lists(path: Path) -> Path:
    """Lists within lists."""
    return _written(path, b"[" * DEPTH + b"]" * DEPTH)


def json_deep_objects(path: Path) -> Path:
    """Objects within objects."""
    return _written(path, b'{"a":' * DEPTH + b"1" + b"}" * DEPTH)


def json_deep_in_a_record(path: Path) -> Path:
    """A record with a value that is nested without end."""
    record = json_text(objects()[0])[:-1]
    return _written(path, b"[", record, b',"x":' + b"[" * DEPTH + b"]" * DEPTH + b"}]")


def _nested(depth: int) -> bytes:
    return b"[" * depth + b"1" + b"]" * depth


def json_rather_deep(path: Path) -> Path:
    """Records with values nested as deep as the parser still bears, and a little less."""
    found = [
        json_text(one)[:-1] + b',"x":' + _nested(depth) + b"}"
        for one, depth in zip(objects(), (100, 250, 400, 480, 490, 500, 700), strict=False)
    ]
    return _written(path, b"[" + b",".join(found) + b"]")


def json_deep_unclosed(path: Path) -> Path:
    """10 MB of opening brackets."""
    return _written(path, [b"[" * MB] * 10)


def json_deep_objects_unclosed(path: Path) -> Path:
    """10 MB of opening braces with keys."""
    return _written(path, [b'{"a":' * (MB // 5)] * 10)


def json_lone_surrogates(path: Path) -> Path:
    """Escapes of half characters, in values and in keys."""
    record = objects()[0] | {"项目名称": "S", "许可内容": "T"}
    text = json_text([record, {"K": "x"} | record]).replace(b'"S"', b'"\\ud800"').replace(b'"T"', b'"\\udc00x\\ud83d"')
    return _written(path, text.replace(b'"K"', b'"\\udfff"'))


def json_raw_surrogates(path: Path) -> Path:
    """Half characters as bytes."""
    return _written(path, json_text(objects()).replace("取水许可".encode(), b"\xed\xa0\x80"))


def json_huge_numbers(path: Path) -> Path:
    """Numbers of a hundred thousand digits, and exponents beyond all."""
    text = json_text([objects()[0] | {"项目名称": 1, "许可内容": 2, "备注": 3}])
    changes = ((b": 1,", b": " + b"9" * 100_000 + b","), (b": 2,", b": 1e999999999,"), (b": 3", b": -0.0e-99999"))
    for old, new in changes:
        text = text.replace(old, new, 1)
    return _written(path, text)


def json_number_of_20_mb(path: Path) -> Path:
    """One number of 20 million digits."""
    return _written(path, b'[{"XK_WSH": ', [b"9" * MB] * 20, b"}]")


def json_no_numbers(path: Path) -> Path:
    """NaN and Infinity."""
    return _written(path, json_text(objects()[:1]).replace(b'"0"', b"NaN"), b"")


def json_duplicate_keys(path: Path) -> Path:
    """One key a hundred thousand times."""
    return _written(path, b"[{" + b",".join([b'"XK_WSH": "x"'] * 100_000) + b"}]")


def json_many_keys(path: Path) -> Path:
    """A hundred thousand keys in one record."""
    return _written(path, json_text([{f"k{number}": "" for number in range(100_000)}]))


def json_other_keys_in_each(path: Path) -> Path:
    """Three keys of its own in each record: together more columns than any table has."""
    return _written(path, json_text([objects()[0] | {f"k{n}.{m}": "" for m in range(3)} for n in range(5000)]))


def json_many_keys_many_records(path: Path) -> Path:
    """2,000 keys in all and 3,000 records: a table of 6 million blank cells."""
    record = json_text(objects()[0])
    first = json_text(objects()[0] | {f"k{number}": "" for number in range(2000)})
    return _written(path, b"[" + first, [b"," + record] * 3000, b"]")


def json_string_of_100_mb(path: Path) -> Path:
    """A value of 100 MB."""
    return _written(path, b'[{"XK_WSH": "', [b"x" * MB] * 100, b'"}]')


def json_string_unclosed(path: Path) -> Path:
    """A value that never ends."""
    return _written(path, b'[{"XK_WSH": "', [b"x" * MB] * 100)


def json_blanks_of_100_mb(path: Path) -> Path:
    """100 MB of blanks between two records."""
    one = json_text(objects()[0])
    return _written(path, b"[" + one + b",", [b" " * MB] * 100, one + b"]")


def json_truncated(path: Path) -> Path:
    """The last bytes are missing."""
    return _written(path, json_text(objects())[:-5])


def json_truncated_in_a_character(path: Path) -> Path:
    """It ends within a character of several bytes."""
    text = json_text(objects())
    return _written(path, text[: text.rfind("公司".encode()) + 1])


def json_empty_list(path: Path) -> Path:
    """No records."""
    return _written(path, b"[]")


def json_null(path: Path) -> Path:
    """No list."""
    return _written(path, b"null")


def json_two_documents(path: Path) -> Path:
    """Two lists one after another."""
    return _written(path, json_text(objects()), json_text(objects()))


def json_many_lists(path: Path) -> Path:
    """A thousand lists of records in one object."""
    return _written(path, json_text({f"l{number}": objects()[:1] for number in range(1000)}))


def json_comma_at_the_end(path: Path) -> Path:
    """A comma too many."""
    return _written(path, json_text(objects())[:-1] + b",]")


def json_mixed_elements(path: Path) -> Path:
    """Not every element is an object."""
    return _written(path, json_text([*objects()[:2], 1, None, [], "x"]))


def json_utf16(path: Path) -> Path:
    """JSON in UTF-16."""
    return _written(path, json.dumps(objects(), ensure_ascii=False).encode("utf-16"))


JSON = tuple(
    (maker, "json") for name, maker in list(globals().items()) if name.startswith("json_") and name != "json_text"
)


def lines_deep(path: Path) -> Path:
    """A line nested without end, after a good one."""
    return _written(path, json_text(objects()[0]), b"\n", b'{"a":' * DEPTH + b"1" + b"}" * DEPTH + b"\n")


def lines_rather_deep(path: Path) -> Path:
    """Values nested as deep as the parser still bears."""
    found = [
        json_text(one)[:-1] + b',"x":' + _nested(depth) + b"}\n"
        for one, depth in zip(objects(), (100, 400, 480, 500, 700, 900, 940, 960), strict=False)
    ]
    return _written(path, found)


def lines_one_of_100_mb(path: Path) -> Path:
    """A line of 100 MB."""
    return _written(path, json_text(objects()[0]), b'\n{"XK_WSH": "', [b"x" * MB] * 100, b'"}\n')


def lines_truncated(path: Path) -> Path:
    """The last line breaks off."""
    return _written(path, b"\n".join(map(json_text, objects()))[:-20])


def lines_with_nul(path: Path) -> Path:
    """NUL between the lines."""
    return _written(path, b"\n\0\n".join(map(json_text, objects())))


def lines_with_returns(path: Path) -> Path:
    """Lines that end in CR alone."""
    return _written(path, b"\r".join(map(json_text, objects())))


def lines_of_lists(path: Path) -> Path:
    """A list on each line."""
    return _written(path, json_text(objects()[0]), b"\n[1]\n[2]\n")


def lines_empty(path: Path) -> Path:
    """Lines without anything."""
    return _written(path, json_text(objects()[0]), [b"\n" * MB] * 2)


def lines_surrogates(path: Path) -> Path:
    """Escapes of half characters."""
    line = json_text(objects()[0] | {"项目名称": "S"}).replace(b'"S"', b'"\\udcff\\ud800"')
    return _written(path, line + b"\n" + line + b"\n")


LINES = tuple((maker, "jsonl") for name, maker in list(globals().items()) if name.startswith("lines_"))


# --- web pages ------------------------------------------------------------------------------------------------------


def page_deep_tables(path: Path) -> Path:
    """Tables within tables."""
    return _written(path, b"<html><body>" + b"<table><tr><td>" * DEPTH)


def page_deep_elements(path: Path) -> Path:
    """Elements within elements, in a cell."""
    return _written(path, html().replace("取水许可".encode(), b"<div>" * DEPTH + b"x", 1))


def page_deep_below_the_limit(path: Path) -> Path:
    """Not quite so deep."""
    return _written(path, html().replace("取水许可".encode(), b"<b>" * 200 + b"x", 1))


def page_unclosed(path: Path) -> Path:
    """Nothing is ever closed."""
    return _written(path, html().replace(b"</td>", b"").replace(b"</tr>", b"").replace(b"</table>", b""))


def page_wide_cells(path: Path) -> Path:
    """A cell over 10^9 columns."""
    return _written(path, html().replace(b"<td>", b"<td colspan=1000000000>", 1))


def page_high_cells(path: Path) -> Path:
    """Cells over 10^9 rows."""
    return _written(path, html().replace(b"<td>", b"<td rowspan=1000000000>"))


def page_high_and_wide(path: Path) -> Path:
    """A thousand cells of a thousand columns and rows."""
    return _written(
        path,
        html(rows()[:2]).replace(b"</table>", b"<tr>" + b"<td rowspan=9999 colspan=4000>x" * 1000 + b"</tr></table>"),
    )


def page_many_merged(path: Path) -> Path:
    """Two merged columns in each of 20,000 records, and one over all of them."""
    row = "".join(f"<td>{cell}</td>" for cell in rows()[1]).encode().replace(b"<td>", b"<td rowspan=20000>", 3)
    lines = [b"<tr>" + row + b"</tr>"] * 5000
    return _written(path, html(rows()[:1]).replace(b"</table>", b"\n".join(lines) + b"</table>"))


def page_odd_spans(path: Path) -> Path:
    """Spans that are no numbers."""
    text = html()
    for odd in (b"-1", b"0", b"1e9", "５".encode(), b"9" * 5000, b"", b'"'):
        text = text.replace(b"<td>", b"<td colspan=" + odd + b">", 1)
    return _written(path, text)


def page_cell_of_100_mb(path: Path) -> Path:
    """A cell of 100 MB."""
    head, rest = html().split("取水许可".encode(), 1)
    return _written(path, head, [b"x" * MB] * 100, rest)


def page_attribute_of_50_mb(path: Path) -> Path:
    """An attribute of 50 MB."""
    head, rest = html().split(b"<td>", 1)
    return _written(path, head, b'<td title="', [b"x" * MB] * 50, b'">', rest)


def page_comment_of_50_mb(path: Path) -> Path:
    """A comment that is never closed."""
    return _written(path, html()[:-30], b"<!--", [b"x" * MB] * 50)


def page_many_tables(path: Path) -> Path:
    """A hundred thousand tables of one cell."""
    return _written(path, b"<html><body>", [b"<table><tr><td>x</td></tr></table>"] * 100_000)


def page_row_of_a_million_cells(path: Path) -> Path:
    """10^6 cells in a row."""
    return _written(path, b"<html><table><tr>", [b"<td>x"] * 1_000_000)


def page_entities(path: Path) -> Path:
    """References to characters that are none."""
    odd = b"&#0;&#xD800;&#x110000;&#99999999999;&nbsp;&#8;&bogus;&amp;amp;"
    return _written(path, html().replace("取水许可".encode(), odd))


def page_entity_bomb(path: Path) -> Path:
    """Declared entities: a web page has none."""
    return _written(
        path,
        b'<!DOCTYPE html [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>' + html().replace("取水许可".encode(), b"&b;"),
    )


def page_bad_bytes(path: Path) -> Path:
    """Bytes that are no text, NUL among them."""
    return _written(path, html().replace("取水许可".encode(), b"\xff\x00\xfe\x80"))


def page_without_a_table(path: Path) -> Path:
    """A page that asks to log in."""
    return _written(path, b"<html><body><form>login</form></body></html>")


PAGES = tuple((maker, "xls") for name, maker in list(globals().items()) if name.startswith("page_"))
