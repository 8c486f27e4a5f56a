"""A small standard and results made by hand, so that these tests rest on nothing but the models."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from conformance.engine.model import Request, TableResult, Tally, Violation
from conformance.sources.model import Column
from conformance.standard.model import (
    Check,
    DataItem,
    Edition,
    Field,
    Party,
    RecordType,
    Rule,
    Standard,
    Text,
    WorkCalendar,
)


def a_field(name: str, title: str, kind: str = "text", personal: Any = "none") -> Field:
    return Field(
        name=name,
        title=title,
        title_en=name.replace("_", " ").capitalize(),
        code=None,
        aliases=(),
        type=kind,
        requirement="required",
        requirement_origin="vendor",
        max_length=None,
        length_origin=None,
        code_list=None,
        disclosure="",
        clause="form#1",
        origin="national",
        personal=personal,
    )


def a_rule(
    rule: str,
    severity: Any = "error",
    scope: Any = "record",
    message: str = "“{title}”的值“{value}”有误。",
    **more: Any,
) -> Rule:
    return Rule(
        id=rule,
        title=Text(f"规则{rule}", f"Rule {rule}"),
        severity=severity,
        scope=scope,
        origin="national",
        clause="form#表",
        message=Text(message, 'The value "{value}" of "{title}" is wrong.'),
        remedy=more.pop("remedy", Text("请更正。", "Correct it.")),
        why=Text("理由", "Reason"),
        **more,
    )


FIELDS = (
    a_field("document_number", "文号", "document_number"),
    a_field("subject_name", "行政相对人名称", "text", "name"),
    a_field("subject_uscc", "统一社会信用代码", "uscc"),
    a_field("subject_citizen_id", "公民身份号码", "citizen_id", "identifier"),
    a_field("legal_representative", "法定代表人", "person_name", "name"),
    a_field("decision_date", "决定日期", "date"),
    a_field("remarks", "备注"),
)

RULES = (
    a_rule("required", message="必填项“{title}”为空。"),
    a_rule("pattern"),
    a_rule("surrounding-blanks", "warning"),
    a_rule("date-form", "warning", message="“{value}”应写作“{expected}”。"),
    a_rule("late", "warning"),
    a_rule("unknown-region", "info", once_per_input=True, message="有 {rows} 行的地区代码不在表内。"),
    a_rule("footer-row", "info", message="第一格是“{value}”。"),
    a_rule("missing-column", "error", "file", message="缺少列“{title}”。"),
    a_rule("unknown-column", "warning", "file", message="不认识列“{title}”。"),
)

STANDARD = Standard(
    edition=Edition("2016", "2016.9", Text("标准", "Standard"), "2016-05-09"),
    digest="sha256:0123456789abcdef",
    documents={},
    code_lists={},
    record_types={"licence": RecordType("licence", Text("许可", "Licence"), FIELDS, (), "document_number", "form#1")},
    items={"admin-licence": DataItem("admin-licence", Text("行政许可信息", "Licences"), "licence", "form#1", "stated")},
    rules={rule.id: rule for rule in RULES},
    calendar=WorkCalendar(2015, 2026, (), ()),
    divisions=(),
    parties={"district:310115": Party("district:310115", Text("浦东新区", "Pudong"), "district")},
    placeholders=("无", "/", "暂无"),
)

REQUEST = Request(STANDARD, date(2016, 5, 9))
COLUMNS = tuple(Column(position, field.title, field.name, "title") for position, field in enumerate(FIELDS))


def a_check(rule: str, field: str = "", kind: str = "x") -> Check:
    return Check(rule, kind, (field,) if field else ())


def a_tally(rule: str, field: str = "", failed: int = 0, checked: int = 10, **more: Any) -> Tally:
    return Tally(a_check(rule, field), checked=checked, failed=failed, **more)


def a_violation(rule: str, field: str = "", row: int | None = 2, value: str | None = "x", **more: Any) -> Violation:
    column = next((n for n, c in enumerate(COLUMNS) if c.field == field), None)
    values: dict[str, Any] = {
        "check": a_check(rule, field),
        "severity": STANDARD.rules[rule].severity,
        "record": None if row is None else row - 1,
        "row": row,
        "line": row,
        "ordinal": None if row is None else row - 2,
        "column": column,
        "value": value,
        "key": "沪许〔2016〕1号",
    }
    return Violation(**(values | more))


def a_result(**more: Any) -> TableResult:
    values: dict[str, Any] = {
        "path": "licence.csv",
        "format": "csv",
        "encoding": "gb18030",
        "sheet": None,
        "item": "admin-licence",
        "confidence": 1.0,
        "columns": COLUMNS,
        "header_row": 1,
        "pointer_prefix": None,
        "rows": 10,
        "accepted": 10,
        "rejected": 0,
    }
    return TableResult(**(values | more))


def with_rule(rule: Rule) -> Request:
    return replace(REQUEST, standard=replace(STANDARD, rules={**STANDARD.rules, rule.id: rule}))
