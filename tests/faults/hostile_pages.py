"""Web pages with the suffix of a workbook, made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

from pathlib import Path

from .making import DEPTH, MB, makers, written
from .seeds import html, rows


def page_deep_tables(path: Path) -> Path:
    """Tables within tables."""
    return written(path, b"<html><body>" + b"<table><tr><td>" * DEPTH)


def page_deep_elements(path: Path) -> Path:
    """Elements within elements, in a cell."""
    return written(path, html().replace("取水许可".encode(), b"<div>" * DEPTH + b"x", 1))


def page_deep_below_the_limit(path: Path) -> Path:
    """Not quite so deep."""
    return written(path, html().replace("取水许可".encode(), b"<b>" * 200 + b"x", 1))


def page_unclosed(path: Path) -> Path:
    """Nothing is ever closed."""
    return written(path, html().replace(b"</td>", b"").replace(b"</tr>", b"").replace(b"</table>", b""))


def page_wide_cells(path: Path) -> Path:
    """A cell over 10^9 columns."""
    return written(path, html().replace(b"<td>", b"<td colspan=1000000000>", 1))


def page_high_cells(path: Path) -> Path:
    """Cells over 10^9 rows."""
    return written(path, html().replace(b"<td>", b"<td rowspan=1000000000>"))


def page_high_and_wide(path: Path) -> Path:
    """A thousand cells of a thousand columns and rows."""
    return written(
        path,
        html(rows()[:2]).replace(b"</table>", b"<tr>" + b"<td rowspan=9999 colspan=4000>x" * 1000 + b"</tr></table>"),
    )


def page_many_merged(path: Path) -> Path:
    """Two merged columns in each of 20,000 records, and one over all of them."""
    row = "".join(f"<td>{cell}</td>" for cell in rows()[1]).encode().replace(b"<td>", b"<td rowspan=20000>", 3)
    lines = [b"<tr>" + row + b"</tr>"] * 5000
    return written(path, html(rows()[:1]).replace(b"</table>", b"\n".join(lines) + b"</table>"))


def page_odd_spans(path: Path) -> Path:
    """Spans that are no numbers."""
    text = html()
    for odd in (b"-1", b"0", b"1e9", "５".encode(), b"9" * 5000, b"", b'"'):
        text = text.replace(b"<td>", b"<td colspan=" + odd + b">", 1)
    return written(path, text)


def page_cell_of_100_mb(path: Path) -> Path:
    """A cell of 100 MB."""
    head, rest = html().split("取水许可".encode(), 1)
    return written(path, head, [b"x" * MB] * 100, rest)


def page_attribute_of_50_mb(path: Path) -> Path:
    """An attribute of 50 MB."""
    head, rest = html().split(b"<td>", 1)
    return written(path, head, b'<td title="', [b"x" * MB] * 50, b'">', rest)


def page_comment_of_50_mb(path: Path) -> Path:
    """A comment that is never closed."""
    return written(path, html()[:-30], b"<!--", [b"x" * MB] * 50)


def page_many_tables(path: Path) -> Path:
    """A hundred thousand tables of one cell."""
    return written(path, b"<html><body>", [b"<table><tr><td>x</td></tr></table>"] * 100_000)


def page_row_of_a_million_cells(path: Path) -> Path:
    """10^6 cells in a row."""
    return written(path, b"<html><table><tr>", [b"<td>x"] * 1_000_000)


def page_entities(path: Path) -> Path:
    """References to characters that are none."""
    odd = b"&#0;&#xD800;&#x110000;&#99999999999;&nbsp;&#8;&bogus;&amp;amp;"
    return written(path, html().replace("取水许可".encode(), odd))


def page_entity_bomb(path: Path) -> Path:
    """Declared entities: a web page has none."""
    return written(
        path,
        b'<!DOCTYPE html [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>' + html().replace("取水许可".encode(), b"&b;"),
    )


def page_bad_bytes(path: Path) -> Path:
    """Bytes that are no text, NUL among them."""
    return written(path, html().replace("取水许可".encode(), b"\xff\x00\xfe\x80"))


def page_without_a_table(path: Path) -> Path:
    """A page that asks to log in."""
    return written(path, b"<html><body><form>login</form></body></html>")


PAGES = makers(globals(), "xls")
