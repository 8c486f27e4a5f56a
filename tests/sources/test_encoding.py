"""Which encoding a text is in: proved over the whole of it, a doubt settled by the header."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.sources import encoding
from conformance.sources.encoding import Proof, prove
from conformance.sources.model import Unusable
from conformance.sources.source import source_of

NAMES = ["行政许可决定书文号", "项目名称", "许可决定日期", "XK_WSH"]
HEADER = "行政许可决定书文号,项目名称,许可决定日期\n"
ROW = "沪市监许〔2016〕1号,名称,2016/05/09\n"


def proved(tmp_path: Path, content: bytes, forced: str | None = None) -> Proof:
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    return prove(source_of(path), NAMES, forced)


def test_strict_utf8_is_utf8(tmp_path: Path) -> None:
    assert proved(tmp_path, (HEADER + ROW).encode()) == Proof("utf-8")


def test_a_byte_order_mark_decides_and_is_skipped(tmp_path: Path) -> None:
    assert proved(tmp_path, (HEADER + ROW).encode("utf-8-sig")) == Proof("utf-8", bom=3)
    assert proved(tmp_path, "\ufeff".encode("utf-16-le") + HEADER.encode("utf-16-le")) == Proof("utf-16-le", bom=2)
    assert proved(tmp_path, "\ufeff".encode("utf-16-be") + HEADER.encode("utf-16-be")) == Proof("utf-16-be", bom=2)


def test_what_is_not_utf8_but_strictly_gb18030_is_gb18030(tmp_path: Path) -> None:
    assert proved(tmp_path, (HEADER + ROW + "㛃䶮€\n").encode("gb18030")) == Proof("gb18030")


def test_no_prefix_decides(tmp_path: Path) -> None:
    content = b"a,b,c\n" * 2_000_000 + "名称\n".encode("gb18030")
    assert len(content) > 2 * encoding.BLOCK
    assert proved(tmp_path, content) == Proof("gb18030")


def test_utf8_with_one_bad_byte_stays_utf8(tmp_path: Path) -> None:
    content = (HEADER + ROW * 9).encode() + b"\xff\n" + ROW.encode()
    assert proved(tmp_path, content) == Proof("utf-8")


def test_gb18030_with_one_bad_byte_stays_gb18030(tmp_path: Path) -> None:
    content = (HEADER + ROW * 9).encode("gb18030") + b"\xff\n" + ROW.encode("gb18030")
    assert proved(tmp_path, content) == Proof("gb18030")


def test_utf8_that_a_bad_byte_makes_valid_gb18030_is_told_by_its_header(tmp_path: Path) -> None:
    content = "项目名称,许可决定日期\n".encode() + b"\xb0\xa1\n"
    assert "项目" not in content.decode("gb18030")
    assert proved(tmp_path, content) == Proof("utf-8")


def test_without_a_familiar_header_the_fewer_bad_lines_win(tmp_path: Path) -> None:
    content = "甲,乙\n".encode("gb18030") * 5 + "丙\n".encode() + b"\xff\n"
    assert proved(tmp_path, content) == Proof("gb18030")
    content = "甲,乙\n".encode() * 5 + b"\xff\n" + "丙\n".encode()
    assert proved(tmp_path, content) == Proof("utf-8")


def test_utf16_without_a_mark_is_told_by_its_header(tmp_path: Path) -> None:
    assert proved(tmp_path, (HEADER + ROW * 20).encode("utf-16-le")) == Proof("utf-16-le")
    assert proved(tmp_path, (HEADER + ROW * 20).encode("utf-16-be")) == Proof("utf-16-be")


def test_a_nul_byte_does_not_change_the_encoding(tmp_path: Path) -> None:
    assert proved(tmp_path, (HEADER + ROW).encode() + b"\0\n") == Proof("utf-8")


@pytest.mark.parametrize(
    ("name", "wanted"), [("gbk", "gb18030"), ("GB2312", "gb18030"), ("utf8", "utf-8"), ("big5", "big5")]
)
def test_the_user_has_the_last_word(tmp_path: Path, name: str, wanted: str) -> None:
    assert proved(tmp_path, b"a,b\n", forced=name).encoding == wanted


@pytest.mark.parametrize("name", ["gb99", "base64", "\0"])
def test_an_unknown_encoding_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unusable, match="不认识编码"):
        proved(tmp_path, b"a,b\n", forced=name)
