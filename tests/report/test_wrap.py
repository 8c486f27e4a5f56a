"""Lines for a narrow terminal: nothing wider than it, nothing lost."""

from __future__ import annotations

import re

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.report.wrap import Whole, fitted
from conformance.standard.terminal import width

HAN = "    更正建议：请按“年/月/日”填写实际存在的日期，如2016/05/09；长期有效的许可截止期填写2099/12/31。"


def broken(line: str, columns: int) -> list[str]:
    return list(fitted([line], columns))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("columns", [20, 39, 40, 79])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(columns):
    lines = broken(HAN, columns)
    assert max(width(line, ambiguous=2) for line in lines) <= columns
    assert squeezed("".join(lines)) == squeezed(HAN)


def test_what_goes_on_stands_further_in():
    assert [len(line) - len(line.lstrip()) for line in broken(HAN, 40)][:2] == [4, 6]


def test_a_line_that_fits_and_one_for_a_file_stay_as_they_are():
    assert broken("短", 40) == ["短"]
    assert list(fitted([HAN], None)) == [HAN]


def test_no_line_begins_with_a_comma_or_ends_with_an_opening_bracket():
    text = "一二三四五六七八九，十一二三四五六七八（九十）一二三四五六七八九“十”。"
    for columns in range(20, 40):
        lines = [line.strip() for line in broken(text, columns)]
        assert not any(line.startswith(tuple("，）”。")) for line in lines)
        assert not any(line.endswith(tuple("（“")) for line in lines)


def test_words_codes_and_addresses_stay_whole_where_a_line_has_room():
    lines = broken("  代码 91310115MA1H70CGXJ 与 conformance explain uscc-check-digit", 30)
    for word in ("91310115MA1H70CGXJ", "conformance", "uscc-check-digit"):
        assert any(word in line for line in lines)


def test_a_word_that_no_line_has_room_for_is_broken_and_not_cut():
    path = "examples/" * 20
    lines = broken(f"  {path}", 40)
    assert squeezed("".join(lines)) == path
    assert max(map(len, lines)) <= 40


def test_colours_take_no_place():
    plain = "[错误] 统一社会信用代码校验码错误 3 处，占 6.7% 的行"
    painted = "[" + click.style("错误", fg="red", bold=True) + plain[3:]
    assert [click.unstyle(line) for line in broken(painted, 30)] == broken(plain, 30)


def test_lines_to_be_copied_are_left_alone():
    line = Whole('    "行政许可决定书文号": "行政许可决定书文号"  # 一条很长的对照')
    assert list(fitted([line], 30)) == [line]


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200), st.integers(20, 90))
def test_any_text_fits_and_is_whole(text, columns):
    lines = broken(text, columns)
    indent = len(text) - len(text.lstrip(" "))
    if indent + 4 < columns:
        assert max(width(line, ambiguous=2) for line in lines) <= columns
    assert squeezed("".join(lines)) == squeezed(text)
