"""What a clerk has to know of a column, in Chinese: requirement, form, length, values, ground."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from conformance.standard.model import Check, Code, Field, RecordType, Standard
from conformance.standard.words import ORIGINS

FORMS = {
    "text": "文本",
    "document_number": "文号，照文书原样填写",
    "person_name": "姓名",
    "code": "从下拉框选择",
    "date": "日期，写作 2016/05/09（月、日各两位）",
    "timestamp": "日期和时间，写作 2016/05/09 10:30:00",
    "uscc": "统一社会信用代码，18 位",
    "organisation_code": "组织机构代码，9 位，末位前的连字符可有可无",
    "registration_number": "工商登记码（注册号），15 位",
    "tax_number": "税务登记号（纳税人识别号），15、17、18 或 20 位",
    "citizen_id": "公民身份号码，18 位",
    "division_code": "区划代码，6 位",
    "amount": "数字，以列名所示单位计，不写千分位",
    "score": "数字",
    "year": "年份，4 位",
    "count": "整数",
}
_REQUIRED = {"required": "必填", "optional": "选填", "one-of": "几种代码至少填一种"}


class Words(Struct, frozen=True):
    """A column, put into words."""

    field: Field
    requirement: str
    required: bool
    form: str
    length: str
    values: tuple[str, ...]
    """What the drop-down offers."""
    free: bool
    """Whether other values are taken too."""
    example: str
    ground: str

    def note(self) -> str:
        """The note on the heading."""
        lines = [f"{self.requirement}。{self.form}{'，' + self.length if self.length else ''}。"]
        if self.values:
            more = " 等" if len(self.values) > _SHOWN else ""
            lines.append("可填：" + "、".join(self.values[:_SHOWN]) + more + "。")
        if self.example:
            lines.append(f"例：{self.example}")
        lines.append(f"依据：{self.ground}")
        return "\n".join(lines)


_SHOWN = 15


class Asked(Struct, frozen=True):
    """That a party's own platform asks for a field."""

    required: bool
    clause: str = ""


def words_of(
    field: Field, record: RecordType, standard: Standard, asked: Asked | None, examples: Mapping[str, str]
) -> Words:
    """A field of an item's record type. ``asked`` is what the party says: required, optional, nothing."""
    checks = [check for check in record.checks if check.field == field.name]
    required = field.requirement == "required" or (asked is not None and asked.required)
    requirement = "必填" if required else _REQUIRED[field.requirement]
    if asked is not None:
        requirement += "（报送单位另加）"
    values, free, shown = _values(field, checks, standard)
    form = FORMS.get(field.type, "文本")
    if field.type == "code" and shown:
        form = f"{form}（{shown}）"
    return Words(
        field,
        requirement,
        required,
        form,
        f"不超过 {field.max_length} 个字符" if field.max_length and field.type in ("text", "document_number") else "",
        values,
        free,
        examples.get(field.name, "")[:80],
        _ground(field, checks, standard, "" if asked is None else asked.clause),
    )


def _values(field: Field, checks: list[Check], standard: Standard) -> tuple[tuple[str, ...], bool, str]:
    """What may be chosen, whether anything else may be written, and what codes mean."""
    narrowed = next((check for check in checks if check.kind == "value_of_item"), None)
    entries = standard.code_lists.get(field.code_list or "")
    if entries is not None:
        allowed = None if narrowed is None else set(narrowed.params["allowed"])
        codes = [code for code in entries.codes if allowed is None or code.code in allowed]
        written = tuple(code.label if entries.wanted == "label" else code.code for code in codes)
        meaning = "、".join(f"{code.code} {code.label}" for code in codes) if entries.wanted == "code" else ""
        return written, entries.several or any(map(_open, codes)), meaning
    if narrowed is not None:
        return tuple(narrowed.params["shown"]), narrowed.severity != "error", ""
    issuer = next((check for check in checks if check.kind == "issuer"), None)
    if issuer is not None:
        return tuple(standard.units[unit].title.zh for unit in issuer.params["units"]), True, ""
    return (), True, ""


def _open(code: Code) -> bool:
    return code.note_allowed


def _ground(field: Field, checks: list[Check], standard: Standard, asked: str) -> str:
    """The document that the field rests on, and that of what the item asks beyond."""
    own = [check.clause for check in checks if check.kind in ("value_of_item", "issuer") and check.clause]
    if asked:
        return ground_of(asked, standard)
    clauses = dict.fromkeys([field.clause, *own])
    return "；".join(ground_of(clause, standard) for clause in clauses) + f"（{ORIGINS[field.origin].zh}）"


def ground_of(clause: str, standard: Standard) -> str:
    """``form-2015#XK_WSH`` in words."""
    name, _, place = clause.partition("#")
    document = standard.documents.get(name)
    return f"{document.title if document else name} {place}".strip()
