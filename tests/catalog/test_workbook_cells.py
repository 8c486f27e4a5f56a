"""A text comes back from its cell as it was, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.catalog.workbook import cells

NASTY = [
    "",
    " ",
    "　",
    "=1+1",
    "+86",
    "-",
    "@x",
    "'q",
    '"',
    '""',
    '"a',
    'a"',
    '"a"',
    "a；b",
    "a;b",
    "a\nb",
    "a\r\nb",
    "\t",
    "（无）",
]
NASTY += [
    "_x000D_",
    "\x00",
    "\x1b",
    "\u2028",
    "\ufeffa",
    "\\",
    "\\n",
    "007",
    "1e5",
    "2016-05-09",
    "是",
    "#N/A",
    "\u200b",
    "𠮷",
]
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


@given(texts)
def test_a_text_comes_back(text: str) -> None:
    assert cells.read(cells.write(text)) == text


@given(st.lists(texts, max_size=5))
def test_several_texts_come_back(several: list[str]) -> None:
    assert cells.read_several(cells.write_several(several)) == several


@given(texts)
def test_a_cell_is_never_blank_and_has_nothing_that_excel_changes_unseen(text: str) -> None:
    cell = cells.write(text)
    assert cell == cell.strip() != ""
    assert not any(ord(c) < 32 and c != "\n" for c in cell)
    assert not cell.startswith("'")


def test_plain_texts_stand_as_they_are() -> None:
    assert cells.write("纳税信用等级") == "纳税信用等级"
    assert cells.write_several(["sh-tax", "sh-drc"]) == "sh-tax；sh-drc"
    assert cells.write_several(["甲；乙", "丙"]) == '"甲；乙"；丙'


def test_editors_may_part_values_by_line_breaks_and_leave_blanks() -> None:
    assert cells.read_several(" a ；b\nc;d；") == ["a", "b", "c", "d"]
    assert cells.read_several("（无）") == []


def test_quotes_that_people_type_are_left_alone_where_they_are_no_quoting() -> None:
    assert cells.read("“黑名单”") == "“黑名单”"
    assert cells.read('"黑名单"制度') == '"黑名单"制度'
    with pytest.raises(cells.Unreadable):
        cells.read_several('"黑名单"制度')
