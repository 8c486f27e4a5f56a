"""What can be asked of the API, as data: the OpenAPI document is made from it, and requests are held to it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from conformance.exchange.profile.openapi import both
from conformance.service import outputs
from conformance.service.forms import FORM
from conformance.service.params import ASKED, ITEM, LANG, LONG, PARTY, SHORT, Object, Param, one_of
from conformance.service.uploads import RAW
from conformance.standard.lists import KEYS
from conformance.standard.model import Text
from conformance.standard.words import STATES

PREFIX = "/api/v1"
JSON = "application/json"
_HEX: Object = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_ID = {"type": "string", "minLength": 1, "maxLength": 200}


class Answer(Struct, frozen=True):
    """A way in which an operation may be answered when all is well."""

    status: int
    what: Text
    types: tuple[str, ...] = (JSON,)
    schema: str | None = None
    """Name of its component; None for bytes."""
    headers: tuple[str, ...] = ()


class Operation(Struct, frozen=True):
    """One thing that can be asked."""

    id: str
    """Also the name of its route."""
    method: Literal["get", "post", "delete"]
    path: str
    tag: str
    title: Text
    answers: tuple[Answer, ...]
    params: tuple[Param, ...] = ()
    bodies: tuple[tuple[str, Object], ...] = ()
    """Media types of the body and their schemas."""
    refusals: tuple[str, ...] = ()
    """Names of problems beside those that every operation may have."""


def _whole(least: int, most: int, default: int) -> Object:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


IN_PAYLOAD = tuple(one for one in ASKED if one.name not in ("encoding", "sheet", "official"))
WAIT = Param(
    "Prefer",
    Text("wait=N：最多等候 N 秒", "wait=N: wait for up to N seconds (RFC 7240)"),
    {"type": "string"},
    "header",
    "wait=10",
)
MATCH = Param(
    "If-None-Match", Text("已有内容的 ETag", "ETag of what is there already"), {"type": "string"}, "header", '"abc"'
)
CHECK_ID = Param("id", Text("校验的编号", "id of the check"), _HEX, "path", "0" * 32)
_FIELDS: Object = {one.name: {**one.schema, "description": both(one.what)} for one in ASKED}
_FORM: Object = {
    "type": "object",
    "properties": {
        "file": {
            "type": "array",
            "items": {"type": "string", "format": "binary"},
            "minItems": 1,
            "description": "文件，可以有几个 / the file, or several",
        },
        **_FIELDS,
    },
    "required": ["file"],
    "additionalProperties": False,
}
_UPLOAD = (
    "too-large", "unsupported-media-type", "request-timeout", "insufficient-storage", "unknown-item", "party-missing",
)  # fmt: skip
_GONE = Answer(304, Text("没有变化", "it has not changed"), (), None, ("ETag",))
_SAME = Text("参考数据", "reference data")


def _published(
    id_: str, path: str, tag: str, title: Text, params: tuple[Param, ...] = (), types: tuple[str, ...] = (JSON,),
    schema: str | None = "Any", refusals: tuple[str, ...] = (),
) -> Operation:  # fmt: skip
    """What is the same as long as the edition is."""
    return Operation(
        id_,
        "get",
        path,
        tag,
        title,
        (Answer(200, title, types, schema, ("ETag",)), _GONE),
        (*params, MATCH),
        (),
        refusals,
    )


def _id(what: Text, example: str) -> Param:
    return Param("id", what, _ID, "path", example)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "check", "post", "/checks", "checks",
        Text("发送文件校验，凭应答的地址查看进展和结果", "Send a file; the address of the answer says how far its check is and what came out"),
        (
            Answer(201, Text("在所等候的时间内已校验完", "it has ended within the time that was waited for"), (JSON,), "Check", ("Location",)),
            Answer(202, Text("已收下，正在排队或校验", "taken; it waits or runs"), (JSON,), "Check", ("Location", "Retry-After")),
        ),
        (Param("name", Text("请求体本身是文件时的文件名", "what a file is called that is the body itself"), LONG, example="许可.csv"), *ASKED, WAIT),
        ((FORM, _FORM), *((kind, {}) for kind in RAW)),
        _UPLOAD,
    ),
    Operation(
        "checks", "get", "/checks", "checks", Text("保留着的校验，新的在前", "The checks that are kept, the latest first"),
        (Answer(200, Text("校验", "checks"), (JSON,), "Checks"),),
        (Param("limit", Text("最多几条", "at most so many"), _whole(1, 200, 50), example=50),),
    ),
    Operation(
        "check-state", "get", "/checks/{id}", "checks", Text("一次校验的进展和结果", "How far a check is, and what came out"),
        (Answer(200, Text("这次校验", "the check"), (JSON,), "Check"),), (CHECK_ID, WAIT),
    ),
    Operation(
        "remove-check", "delete", "/checks/{id}", "checks", Text("清除一次校验及其文件", "Remove a check and its files"),
        (Answer(204, Text("已清除", "removed"), ()),), (CHECK_ID,),
    ),
    Operation(
        "upload", "get", "/checks/{id}/upload", "checks", Text("原文件", "The file as it was sent"),
        (Answer(200, Text("原文件", "the file"), (outputs.BYTES,), None),), (CHECK_ID,),
    ),
    Operation(
        "result", "get", "/checks/{id}/results/{name}", "checks",
        Text("各种格式的报告、批注表、更正后的文件；首次取用时生成", "Reports, the annotated workbook, the mended file; made when first asked for"),
        (
            Answer(200, Text("结果", "the result"), tuple(dict.fromkeys(one.media_type.partition(";")[0] for one in outputs.OUTPUTS.values())), None),
            Answer(202, Text("正在生成", "it is being made"), (JSON,), "Check", ("Retry-After",)),
        ),
        (CHECK_ID, Param("name", Text("哪一种", "which"), one_of(tuple(outputs.OUTPUTS)), "path", "html"), WAIT),
        refusals=("no-report",),
    ),
    Operation(
        "check-payload", "post", "/payload-checks", "payloads",
        Text("校验接口数据：记录或交换信封，当即应答报告", "Check records or an envelope of the exchange: the answer is the report"),
        (Answer(200, Text("校验报告，与 check --format json 相同", "the report, as check --format json has it"), (JSON,), "Report"),),
        IN_PAYLOAD,
        (
            (JSON, {"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}, "minItems": 1}]}),
            ("application/x-ndjson", {"type": "string"}),
        ),
        ("too-large", "unsupported-media-type", "request-timeout", "unknown-item"),
    ),
    _published("rules", "/rules", "reference", Text("全部规则", "Every rule"), schema="Rules"),
    _published("rule", "/rules/{id}", "reference", Text("一条规则", "One rule"), (_id(Text("规则编号", "id of the rule"), "required"),), schema="Rule"),
    _published("items", "/items", "reference", Text("全部数据事项", "Every data item"), schema="Items"),
    _published("item", "/items/{id}", "reference", Text("一个数据事项及其字段", "A data item with its fields"),
               (_id(Text("数据事项", "data item"), "admin-licence"), PARTY), schema="Item"),
    _published("item-schema", "/items/{id}/schema", "reference", Text("记录的 JSON Schema", "JSON Schema of its records"),
               (_id(Text("数据事项", "data item"), "admin-licence"), PARTY), ("application/schema+json",), "Object"),
    _published("item-template", "/items/{id}/template", "reference", Text("空白填报表", "Its blank form"),
               (_id(Text("数据事项", "data item"), "admin-licence"), Param("format", Text("格式", "format"), one_of(("xlsx", "csv")), example="xlsx")),
               (outputs.XLSX, "text/csv"), None),
    _published("code-lists", "/code-lists", "reference", Text("全部代码表", "Every code list"), schema="CodeLists"),
    _published("code-list", "/code-lists/{id}", "reference", Text("一个代码表", "One code list"),
               (_id(Text("代码表", "code list"), "usage_scope"),), schema="Object"),
    _published("parties", "/parties", "reference", Text("全部报送单位", "Everybody who may submit"), schema="Parties"),
    _published("catalogue", "/catalogue", "reference", Text("查找三清单的条目", "Find entries of the lists"), (
        Param("list", Text("哪一份清单；不写为三清单", "which list; the three if not given"), one_of(tuple(KEYS)), example="data"),
        Param("word", Text("名称、用语、备注中的词", "a word of titles, terms and notes"), SHORT, example="黑名单"),
        Param("unit", Text("单位的编号或名称", "a unit, by id or name"), SHORT, example="sh-tax"),
        Param("clause", Text("条款", "clause"), SHORT, example="T28"),
        Param("record_type", Text("记录类型", "record type"), SHORT, example="rating"),
        Param("state", Text("状态", "state"), one_of(tuple(STATES)), example=next(iter(STATES))),
        LANG,
    ), schema="Entries"),
    _published("entry", "/catalogue/{id}", "reference", Text("一个条目的全部内容：清单:编号", "Everything about an entry: LIST:ID"),
               (_id(Text("条目", "entry"), "data:admin-licence"), LANG), schema="Object"),
    Operation(
        "runs", "get", "/runs", "history", Text("历史记录：规则、数目和摘要，新的在后", "The history: rules, counts and digests, the latest last"),
        (Answer(200, Text("历次校验", "runs"), (JSON,), "Runs"),),
        (
            Param("kind", Text("自查或正式报送", "self-check or official"), one_of(("self-check", "official")), example="official"),
            PARTY, ITEM,
            Param("batch", Text("批次号", "number of the batch"), SHORT, example="2016-06-01"),
            Param("limit", Text("最多几条", "at most so many"), _whole(1, 500, 100), example=100),
            Param("after", Text("从这一条之后（上一页的 next）", "behind this run (next of the page before)"), _HEX, example="0" * 32),
        ),
    ),
    Operation("live", "get", "/health/live", "health", Text("进程在", "It is there"), (Answer(200, Text("在", "it is"), (JSON,), "Object"),)),
    Operation("ready", "get", "/health/ready", "health", Text("可以接受校验", "It can take checks"), (Answer(200, Text("可以", "it can"), (JSON,), "Object"),)),
    Operation("openapi", "get", "/openapi.json", "health", Text("本文档", "This document"),
              (Answer(200, Text("OpenAPI 3.1", "OpenAPI 3.1"), (JSON,), "Object", ("ETag",)), _GONE), (MATCH,)),
)  # fmt: skip
BY_ID = {one.id: one for one in OPERATIONS}
