"""HTML tables: cells as a browser shows them, merged ones filled, the right table of several."""

from __future__ import annotations

import pytest

from conformance.sources.model import Unusable

from .conftest import SHORT, Opener, rows_of

HEAD = "<tr>" + "".join(f"<th>{header}</th>" for header in SHORT) + "</tr>"


def page(*rows: str, before: str = "") -> str:
    return f"<html><head><meta charset='gb2312'></head><body>{before}<table>{HEAD}{''.join(rows)}</table></body></html>"


def test_cells_read_as_a_browser_shows_them(read: Opener) -> None:
    table = read(
        page(
            "\n<tr><td> 沪<b>市</b>\n 监 </td><td>一<br>二<!-- x -->三</td><td>&nbsp;</td></tr>"
            "\n<tr><td>a&nbsp;b<style>td{}</style></td><td>&lt;甲&amp;乙&gt;</td></tr>"
        )
    )
    (batch,) = table.batches
    assert batch.frame.rows() == [("沪市 监", "一\n二三", None), ("a\xa0b", "<甲&乙>", None)]
    assert batch.rows.tolist() == [2, 3]
    assert batch.lines is not None
    assert batch.lines.tolist() == [2, 4]


def test_spans_are_filled_and_said_once(read: Opener) -> None:
    table = read(
        page(
            "<tr><td>1号</td><td rowspan=2>甲</td><td>2016/05/09</td></tr>",
            "<tr><td>2号</td><td>2016/05/10</td></tr>",
            "<tr><td colspan=3>表格说明：</td></tr>",
        )
    )
    assert [n.details["ranges"] for n in table.notices if n.rule == "merged-cells"] == [["B2:B3"]]
    assert [tuple(row.values()) for row in rows_of(table)] == [
        ("1号", "甲", "2016/05/09"),
        ("2号", "甲", "2016/05/10"),
        ("表格说明：", None, None),
    ]


def test_the_table_with_the_records_is_found(read: Opener) -> None:
    menu = "<table><tr><td>首页</td><td><table><tr><td>登录</td></tr></table></td></tr></table>"
    table = read(page("<tr><td>1号</td><td>甲</td><td>2016/05/09</td></tr>", before=menu))
    assert [row["document_number"] for row in rows_of(table)] == ["1号"]
    assert table.sheet == "3"


def test_bad_bytes_are_reported(read: Opener) -> None:
    content = page("<tr><td>1号</td><td>甲@</td><td>2016/05/09</td></tr>").encode("gb18030").replace(b"@", b"\xff")
    (batch,) = read(content).batches
    assert [(n.rule, n.index, n.column, n.value) for n in batch.notices] == [("encoding", 0, 1, "甲\ufffd")]


@pytest.mark.parametrize("content", ["<html><body><form>请登录</form></body></html>", "<html><table></table></html>"])
def test_a_page_without_a_table_is_refused(read: Opener, content: str) -> None:
    with pytest.raises(Unusable, match="没有数据表格"):
        read(content)


def test_absurd_spans_are_refused_or_bounded(read: Opener) -> None:
    with pytest.raises(Unusable, match="上限"):
        read(page('<tr><td>1号</td><td colspan="99999999">甲</td><td>x</td></tr>'))
    table = read(page('<tr><td rowspan="99999999">1号</td><td>甲</td></tr>'))
    assert len(rows_of(table)) == 1


def test_what_the_parser_cannot_take_is_refused_and_not_dropped(read: Opener) -> None:
    deep = "<div>" * 3000 + "甲" + "</div>" * 3000
    with pytest.raises(Unusable, match="第 1 行附近无法读取"):
        read(page(f"<tr><td>1号</td><td>{deep}</td><td>2016/05/09</td></tr>"))
