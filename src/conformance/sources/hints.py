"""Telling words that say how to fill in a column (必填，文本128位) from words that say what it holds (处罚机关)."""

from __future__ import annotations

import re

from conformance.sources.limits import LONGEST_HEADER

_CUT = re.compile(r"[，,、；;。\n]|(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")
_EDGES = " \t\r\n()[]{}<>〈〉《》「」『』【】〔〕〖〗*"
_HINT = re.compile(
    # 填报单位 and 填写人 say whose the column is.
    r"填(?!报|表|制|发|单位|写(?:人|者|单位|部门|机关|日期|时间))"
    r"|必(?:录|输|选|须|需)|选录|可空|为空|留空|非空|没有的|格式|示例|样例|范例|举例|例如|^例(?!外)|^如(?!下)"
    r"|文本|文字|字符|字节|汉字|位数|长度|不超过|不得|不可|不能|下拉|单选|多选|[期字值数]型"
    # 后4位 would be another value.
    r"|(?<![前后第0-9])[0-9]+个?[位字]|[一二三四五六七八九十]位|年[-/.]?月[-/.]?日|(?<![申提])请(?:勿|用|按|以|从|选)"
    r"|yyyy|hh:?mm|\b(?:required|optional|mandatory|format|example|text|string|varchar|char|digits?|characters?|max)\b"
    r"|\be\.g\.",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[0-9]{1,2}\s*[-=＝:：.]?\s*[\u4e00-\u9fff]{2,}|[^/]+(?:/[^/]+){2,}")
"""A value of a list with its code (0正常), or several values (普通/特许/认可)."""
DATA = re.compile(r"[0-9A-Z]{15,18}|[0-9]{17}[xX]|(19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}.*")
"""Identifiers and dates: values, not headers."""
_SOMEBODY = re.compile(
    r"经办|联系|代理|委托|填报|填表|曾用|机关|部门|\b(?:agency|authority|agent|contact)\b", re.IGNORECASE
)
"""Whoever else a column may be about; no hint unless the header itself speaks of them."""


def is_hint(text: str, header: str = "") -> bool:
    """Whether a piece of text only says how to fill in the column below ``header``."""
    if len(text) > LONGEST_HEADER:
        return False
    if _LISTED.fullmatch(text):
        return True
    if not _HINT.search(text):
        return False
    return all(found in header for found in _SOMEBODY.findall(text))


def without_hints(note: str, header: str) -> str:
    """What is left of a note when every piece of it that only says how to fill in the column is taken out."""
    return " ".join(piece for part in _CUT.split(note) if (piece := part.strip(_EDGES)) and not is_hint(piece, header))
