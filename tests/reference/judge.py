"""Every rule about records, one after another."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from conformance.standard.model import Field, Party, Purpose, Severity, Standard
from reference.case import CODES, Case, Found, Graded, Record
from reference.cells import IDENTIFIERS, classify
from reference.codelists import judge_code, judge_notes
from reference.events import judge_events
from reference.identifiers import citizen_ids, is_citizen_id, judge_identifier
from reference.items import assigned, judge_item, settled_elsewhere, value_severity
from reference.measures import MEASURES, judge_measure
from reference.parties import asked
from reference.places import judge_place, nearly_in_force
from reference.subjects import judge_codes
from reference.times import judge_date, judge_days

TEXT_LIKE = ("text", "document_number", "person_name")
FOOTERS = ("表格说明", "填表说明", "说明：", "注：", "备注：", "合计", "填表人", "制表人", "联系电话")
_LOST = re.compile(r"[\u3400-\u9fff][?\ufffd]+[\u3400-\u9fff]|\ufffd")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def judge(record: Record, item: str, as_of: date, purpose: Purpose, party: Party | None, standard: Standard) -> Found:
    """(rule, field) of everything wrong with one record; the field is None for rules about whole rows."""
    return {(rule, field) for rule, field, _ in judge_with_severity(record, item, as_of, purpose, party, standard)}


def judge_with_severity(
    record: Record, item: str, as_of: date, purpose: Purpose, party: Party | None, standard: Standard
) -> Graded:
    """As ``judge``, with what each finding means for the record."""
    case = case_of(record, item, as_of, purpose, party, standard)
    found = judge_case(case)
    if ("empty-row", None) in found or ("footer-row", None) in found:
        return {(rule, field, severity(case, rule)) for rule, field in found}
    common = {(rule, field, common_severity(case, rule, field)) for rule, field in settled_elsewhere(found, item)}
    return common | {(rule, field, own_severity(case, item, rule, field)) for rule, field in judge_item(case, item)}


def common_severity(case: Case, rule: str, field: str | None) -> Severity:
    """What only a party asks for is no ground for sending a record back."""
    return "warning" if rule == "required" and field in asked(case) else severity(case, rule)


def own_severity(case: Case, item: str, rule: str, field: str | None) -> Severity:
    """What a finding means that only the item makes."""
    if rule == "value-of-item":
        return value_severity(case, item, field)
    return "warning" if rule == "subject-identifier-kind" and assigned(item) else severity(case, rule)


def severity(case: Case, rule: str) -> Severity:
    """The party's own word, then what the case asks for, then the rule's."""
    if case.party is not None and rule in case.party.severities:
        return case.party.severities[rule]
    if rule == "division-in-force" and nearly_in_force(case):
        return "info"
    return case.standard.rules[rule].severity


def case_of(record: Record, item: str, as_of: date, purpose: Purpose, party: Party | None, standard: Standard) -> Case:
    """The record with its cells told apart."""
    record_type = standard.record_type_of(item)
    cells = {
        field.name: classify(record[field.name], field, standard, lawful(field))
        for field in record_type.fields
        if field.name in record
    }
    return Case(standard, record_type, cells, as_of, purpose, party)


def judge_case(case: Case) -> Found:
    """(rule, field) of everything wrong."""
    written = [cell for cell in case.cells.values() if cell.filled or cell.kind == "placeholder"]
    if not written:
        return {("empty-row", None)}
    if len(written) <= 3 and written[0].text.startswith(FOOTERS):
        return {("footer-row", None)}
    if len(written) == 1 and len(case.cells) > 3 and not looks_like_document_number(written[0].text):
        return {("footer-row", None)}
    if sum(cell.text in header_names(case.record_type.field(name)) for name, cell in case.cells.items()) >= 3:
        return {("footer-row", None)}
    found: Found = set()
    for field in case.record_type.fields:
        if field.name in case.cells:
            found |= judge_cell(case, field)
    return found | judge_codes(case) | judge_days(case) | judge_place(case) | judge_notes(case) | judge_events(case)


def looks_like_document_number(text: str) -> bool:
    return bool(
        re.search(r"[〔\[（(【]([0-9]{4}[〕\]）)】]|[0-9]{1,4}\ufffd*\Z)", text)
        or text.endswith("号")
        or re.fullmatch("[0-9A-Za-z-]+", text)
    )


@cache
def header_names(field: Field) -> set[str | None]:
    """What stands above a column; a row of such texts is the header once more."""
    return {field.title, field.code, field.name, *field.aliases} - {None, ""}


def lawful(field: Field) -> tuple[str, ...]:
    """空 is the form's own word where a decision has no number."""
    return ("空",) if field.name == "document_number" else ()


def judge_cell(case: Case, field: Field) -> Found:
    cell = case.cell(field.name)
    name = field.name
    required = field.requirement == "required" or name in asked(case)
    if cell.kind == "empty":
        return {("required", name)} if required else set()
    if cell.kind == "placeholder":
        if field.requirement == "one-of" and not any(case.cell(code).filled for code in CODES):
            return set()
        return {("required" if required else "placeholder-value", name)}
    if cell.kind == "mangled":
        return {("excel-mangled-value", name)}
    if cell.kind == "masked":
        return {("masked-value", name)} if case.purpose == "submission" else set()
    if _CONTROL.search(cell.raw):
        return {("control-character", name)}
    found: Found = set()
    if cell.raw != cell.text:
        found.add(("surrounding-blanks", name))
    if field.code_list is not None:
        found |= judge_code(case, field, case.standard.code_lists[field.code_list])
    elif field.type in IDENTIFIERS:
        found |= judge_identifier(case, field)
    elif field.type in ("date", "timestamp"):
        found |= judge_date(case, field)
    elif field.type in MEASURES:
        found |= judge_measure(case, field)
    elif field.max_length is not None and len(cell.text) > field.max_length:
        found.add(("max-length", name))
    if field.type in TEXT_LIKE:
        if _LOST.search(cell.text):
            found.add(("lost-character", name))
        if case.purpose == "publication" and any(map(is_citizen_id, citizen_ids(cell.text))):
            found.add(("personal-data-unmasked", name))
    return found


_SUBJECT = "subject_name subject_uscc subject_citizen_id"
KEYS = {
    "licence": "document_number project_name licence_content subject_name subject_citizen_id decision_date",
    "penalty": "document_number penalty_name penalty_facts subject_name penalty_result decision_date",
    "registration": f"{_SUBJECT} registration_kind registration_matter document_number decision_date authority",
    "qualification": f"document_number qualification_name {_SUBJECT} decision_date qualification_status status_date",
    "inspection": f"{_SUBJECT} inspection_kind inspection_matter document_number decision_date authority inspection_result",
    "rating": f"{_SUBJECT} scheme_name rating_year grade decision_date authority",
    "list-entry": f"document_number list_name {_SUBJECT} entry_reason decision_date",
    "commitment": f"{_SUBJECT} commitment_kind commitment_matter document_number decision_date authority",
    "judicial": f"document_number judicial_kind {_SUBJECT} decision_date authority",
    "arrears": f"document_number debt_kind {_SUBJECT} due_date decision_date amount_owed",
    "honour": f"{_SUBJECT} honour_name document_number decision_date authority",
    "annual-report": f"{_SUBJECT} report_kind report_year decision_date authority report_status",
    "conduct": f"document_number conduct_name {_SUBJECT} conduct_facts conduct_date decision_date",
    "credit-file": f"document_number file_name {_SUBJECT} decision_date authority",
    "market-credit": f"{_SUBJECT} source_platform market_matter market_content document_number decision_date",
}
"""What makes two records of a type the same; one whose first field is empty has no key."""


def duplicates(records: list[Record], item: str, standard: Standard) -> list[int]:
    """Positions of records that repeat an earlier one."""
    keys = KEYS[standard.record_type_of(item).name].split()
    seen: set[tuple[str, ...]] = set()
    repeated = []
    for position, record in enumerate(records):
        key = tuple((record.get(name) or "").strip() for name in keys)
        if key[0] in ("", "空", *standard.placeholders):
            continue
        if key in seen:
            repeated.append(position)
        seen.add(key)
    return repeated
