"""How a check is asked for, as data: parameters of an address and fields of a form, for pages and API alike."""

from __future__ import annotations

from typing import Any, Literal, get_args

from msgspec import Struct

from conformance.standard.model import Lang, Purpose, Text

Object = dict[str, Any]
DATE: Object = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
SHORT: Object = {"type": "string", "maxLength": 200}
LONG: Object = {"type": "string", "maxLength": 500}


class Param(Struct, frozen=True):
    """A parameter of an address, or a header."""

    name: str
    what: Text
    schema: Object
    place: Literal["query", "path", "header"] = "query"
    example: Any = None


def one_of(values: tuple[str, ...]) -> Object:
    """The schema of one of some words."""
    return {"type": "string", "enum": list(values)}


LANG = Param(
    "lang", Text("报告、句子的语言", "language of reports and sentences"), one_of(get_args(Lang)), example="zh"
)
PARTY = Param(
    "party",
    Text("报送单位，如 district:310115", "who submits"),
    SHORT,
    example="district:310115",
)
ITEM = Param("item", Text("数据事项；不写则由表头判断", "data item; told by the headers if not given"),
             SHORT, example="admin-licence")  # fmt: skip
ASKED = (
    ITEM,
    PARTY,
    Param("as_of", Text("按哪一天校验，默认今天（北京时间）", "the day to judge by, default today in Beijing"), DATE, example="2016-07-01"),
    Param("purpose", Text("用途", "what the data is for"), one_of(get_args(Purpose)), example="submission"),
    Param("applies_from", Text("此日之前的决定按首次补报", "earlier decisions are back-filings"), DATE, example="2016-01-01"),
    Param("encoding", Text("文本编码，不写则自动判断", "encoding of a text; told by its bytes if not given"), SHORT, example="gb18030"),
    Param("sheet", Text("只校验这个工作表", "check the sheet of this name only"), SHORT, example="Sheet1"),
    LANG,
    Param("official", Text("正式报送的批次号；不写为自查", "number of the batch of an official submission; a self-check if not given"),
          SHORT, example="2016-06-01"),
)  # fmt: skip
"""How a file is checked: parameters of the address, or fields of the form."""
