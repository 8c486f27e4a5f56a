"""One mutation of a complete record for each check of a record type, told by the kind of check alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from agreement.engine import Record
from conformance.standard.model import Check, RecordType
from reference import numbers

FILLED: Record = {
    "penalty_document": "沪食药监罚〔2016〕第00021号",
    "subject_organisation_code": "MA1K3A7X5",
    "subject_registration_number": "310115600985533",
    "subject_tax_number": "310115600985533",
    "subject_citizen_id": "310109198103050310",
    "remarks": "补充说明",
    "publication_date": "2016/05/12",
    "subject_category": "法人及非法人组织",
    "usage_scope": "0",
    "valid_until": "2019/05/08",
    "status_date": "2016/05/20",
    "status_reason": "有效期满前注销",
    "qualification_status": "注销",
    "entry_basis": "《企业信息公示暂行条例》",
    "handling": "责令改正",
    "responsible_person": "程砚沁",
    "publication_until": "2017/05/08",
    **{f"{event}_date": "2016/05/20" for event in ("objection", "revocation", "repair", "removal")},
    **{f"{event}_document": "沪字〔2016〕第9号" for event in ("objection", "revocation", "repair", "removal")},
    "fulfilment": "违反承诺",
    "breach_date": "2016/05/20",
    "breach_facts": "未按承诺整改",
    "repayment_status": "已结清",
    "settled_date": "2016/05/20",
    "amount": "300.00",
    "severity_of_dishonesty": "1",
}
"""Values for cells that the records of the vectors leave blank or that a mutation needs."""


def complete(record: Record, record_type: RecordType) -> Record:
    """The record with every field filled, and nothing wrong with it."""
    names = [field.name for field in record_type.fields]
    return {name: FILLED.get(name) or record.get(name) for name in names}


Mutation = Callable[[Record, Check], Record | None]


def _set(value: str | None) -> Mutation:
    return lambda record, check: {check.field: value}


def _checksum(record: Record, check: Check) -> Record:
    """The last digit is another one; of a unified code and an organisation code the other is left out."""
    value = record[check.field] or ""
    wrong = {"gb32100": "1", "gb11714": "6", "gb11643": "3", "gs15": "5"}[check.params["algorithm"]]
    assert wrong != value[-1]
    other = {"subject_organisation_code": "subject_uscc"}.get(check.field)
    return {check.field: value[:-1] + wrong} | ({other: None} if other else {})


def _birth_date(record: Record, check: Check) -> Record:
    number = "31010919811305031"
    return {check.field: number + numbers.citizen_check(number)}


def _comparison(record: Record, check: Check) -> Record:
    left, right = check.fields
    day = date(*map(int, (record[right] or "").split("/"))) - timedelta(days=1)
    # Where the day of the act itself is shown, the other one is moved behind it.
    if left == "decision_date":
        return {right: f"{day + timedelta(days=10):%Y/%m/%d}"}
    return {left: f"{day:%Y/%m/%d}"}


def _condition(record: Record, check: Check) -> Record:
    """What the conditions ask for is there in a complete record but for the status; the field they need is taken out."""
    status: Record = {"current_status": "3"} if "current_status" in check.fields else {}
    return status | {check.field: None}


NEEDED = {
    name
    for name in FILLED
    if name.endswith(("_document", "_facts")) or name in ("status_date", "settled_date", "breach_date")
}
NEEDED |= {f"{event}_date" for event in ("objection", "revocation", "repair", "removal")}
"""Fields that another value of a complete record asks for: an empty one breaks two rules."""


def _placeholder(record: Record, check: Check) -> Record | None:
    return None if check.field in NEEDED else {check.field: "暂无"}


MUTATIONS: dict[str, Mutation] = {
    "required": _set(None),
    "placeholder": _placeholder,
    "one_of": lambda record, check: dict.fromkeys(check.fields) | {"subject_category": None},
    "pattern": _set("12345"),
    "citizen_id_shape": _set("12345"),
    "identifier_form": lambda record, check: {
        check.field: "".join(chr(ord(c) + 0xFEE0) for c in record[check.field] or "")
    },
    "identifier_kind": _set("E12345678"),
    "code_list": _set("某某"),
    "label_for_code": lambda record, check: {
        check.field: {"current_status": "正常", "usage_scope": "公示"}.get(check.field, "一般")
    },
    "code_scheme": _set("1"),
    "date": _set("2016/02/30"),
    "date_form": lambda record, check: {check.field: (record[check.field] or "").replace("/", "-")},
    "number_range": _set("约八千"),
    "number_form": lambda record, check: {check.field: f"０{record[check.field]}"},
    "max_length": lambda record, check: {check.field: "字" * (check.params["limit"] + 1)},
    "excel_mangled": lambda record, check: {check.field: f'="{record[check.field]}"'},
    "surrounding_blanks": lambda record, check: {check.field: f"{record[check.field]}\u3000"},
    "lost_character": _set("上海?沁"),
    "control_character": lambda record, check: {check.field: f"{record[check.field]}\x01"[::-1]},
    "masked": lambda record, check: {check.field: f"{(record[check.field] or '')[:1]}**"},
    "unmasked": lambda record, check: {check.field: "说明310109198103050310" if not check.params["whole"] else None},
    "checksum": _checksum,
    "birth_date": _birth_date,
    "same_organisation": _set("56650008X"),
    "subject_identifier_kind": lambda record, check: dict.fromkeys(check.fields[2:6]),
    "comparison": _comparison,
    "not_in_future": _set("2016/12/31"),
    "division_in_force": _set("310108"),
    "condition": _condition,
    "other_needs_note": lambda record, check: {check.field: "其他", "remarks": None},
}
"""Kind of check → what differs. Kinds of whole rows, of whole submissions and of parties have tests of their own."""


def mutants(record: Record, record_type: RecordType) -> Iterator[tuple[Check, Record]]:
    """Every check of the type with the record that it has to find, and no other check."""
    for check in record_type.checks:
        if check.kind in MUTATIONS and check.severity is None and "submission" in check.purposes:
            changes = MUTATIONS[check.kind](record, check)
            if changes is not None:
                yield check, record | changes
