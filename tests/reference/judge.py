"""Every rule about records, one after another."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from conformance.standard.model import Code, CodeList, Field, Party, Purpose, RecordType, Standard
from reference import days, numbers
from reference.cells import IDENTIFIERS, Cell, canonical, classify

Record = dict[str, str | None]
Found = set[tuple[str, str | None]]

CODES = (
    "subject_uscc",
    "subject_organisation_code",
    "subject_registration_number",
    "subject_tax_number",
    "subject_citizen_id",
)
TEXT_LIKE = ("text", "document_number", "person_name")
CATEGORIES = "11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 59 61 62 69 71 72 79 81 89 91 92 93 A1 A9 N1 N2 N3 N9 Y1".split()
ORGANISATIONS = tuple(
    "公司 集团 合作社 协会 商会 基金会 医院 人民政府 委员会 银行 分行 研究院 研究所 管理所 （有限合伙）".split()
)
"""Endings that leave no doubt that a name is an organisation's."""
FOOTERS = ("表格说明", "填表说明", "说明：", "注：", "备注：", "合计", "填表人", "制表人", "联系电话")
PATTERNS = {
    "uscc": r"[0-9A-HJ-NPQRTUWXY]{18}",
    "organisation_code": r"[0-9A-Z]{8}-?[0-9X]",
    "citizen_id": r"[0-9]{17}[0-9X]",
    "division_code": r"[0-9]{6}",
}
_CITIZEN_IN_TEXT = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_LOST = re.compile(r"[\u3400-\u9fff][?\ufffd]+[\u3400-\u9fff]|\ufffd")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PASSPORT = re.compile(r"[A-Z]{1,3}[0-9]{6,9}|[HM][0-9]{10}|[0-9]{8,9}|[0-9]{8}-[0-9]|[A-Z][0-9]{6}\([0-9A]\)")
NOTE = r"\s*(\(.*\)|[:-].*)"
SEPARATORS = "、,;/ +\n"


@dataclass(frozen=True)
class Case:
    """One record with everything that judging it needs."""

    standard: Standard
    record_type: RecordType
    cells: dict[str, Cell]
    as_of: date
    purpose: Purpose
    party: Party | None

    def cell(self, name: str) -> Cell:
        return self.cells.get(name, Cell("empty", "", ""))

    def value(self, name: str) -> str | None:
        """The text to be judged; None where there is none, or where another rule has already spoken about it."""
        cell = self.cell(name)
        return cell.text if cell.kind == "value" else None

    def day(self, name: str) -> date | None:
        text = self.value(name)
        return days.parse(text) if text is not None else None

    def past_day(self, name: str) -> date | None:
        """The day, unless it lies in the future."""
        day = self.day(name)
        return day if day is not None and day <= self.as_of else None

    def identifier(self, name: str) -> str | None:
        """The identifier in canonical form, if it has the right shape."""
        text = self.value(name)
        if text is None:
            return None
        code = canonical(text, self.record_type.field(name))
        pattern = PATTERNS.get(self.record_type.field(name).type)
        return code if pattern is None or re.fullmatch(pattern, code) else None


def judge(record: Record, item: str, as_of: date, purpose: Purpose, party: Party | None, standard: Standard) -> Found:
    """(rule, field) of everything wrong with one record; the field is None for rules about whole rows."""
    record_type = standard.record_type_of(item)
    cells = {
        field.name: classify(record[field.name], field, standard, lawful(field))
        for field in record_type.fields
        if field.name in record
    }
    case = Case(standard, record_type, cells, as_of, purpose, party)
    written = [cell for cell in cells.values() if cell.filled or cell.kind == "placeholder"]
    if not written:
        return {("empty-row", None)}
    if len(written) <= 3 and written[0].text.startswith(FOOTERS):
        return {("footer-row", None)}
    found: Found = set()
    for field in record_type.fields:
        if field.name in record:
            found |= judge_cell(case, field)
    return found | judge_codes(case) | judge_days(case) | judge_place(case) | judge_notes(case)


def lawful(field: Field) -> tuple[str, ...]:
    """空 is the form's own word where a decision has no number."""
    return ("空",) if field.name == "document_number" else ()


def judge_cell(case: Case, field: Field) -> Found:
    cell = case.cell(field.name)
    name = field.name
    if cell.kind == "empty":
        return {("required", name)} if field.requirement == "required" else set()
    if cell.kind == "placeholder":
        if field.requirement == "one-of" and not any(case.cell(code).filled for code in CODES):
            return set()
        return {("required" if field.requirement == "required" else "placeholder-value", name)}
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
    elif field.max_length is not None and len(cell.text) > field.max_length:
        found.add(("max-length", name))
    if field.type in TEXT_LIKE:
        if _LOST.search(cell.text):
            found.add(("lost-character", name))
        if case.purpose == "publication" and any(is_citizen_id(m) for m in _CITIZEN_IN_TEXT.findall(cell.text)):
            found.add(("personal-data-unmasked", name))
    return found


def is_citizen_id(text: str) -> bool:
    return birth_date(text) is not None and numbers.citizen_check(text) == text[17].upper()


def birth_date(text: str) -> date | None:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def judge_identifier(case: Case, field: Field) -> Found:
    name = field.name
    text = case.value(name) or ""
    code = canonical(text, field)
    return judge_shape(case, field, text, code) | misplaced_citizen_id(case, field, code)


def judge_shape(case: Case, field: Field, text: str, code: str) -> Found:
    name = field.name
    found: Found = set()
    if code != text:
        found.add(("identifier-form", name))
    pattern = PATTERNS.get(field.type)
    if pattern is not None and not re.fullmatch(pattern, code):
        if field.type != "citizen_id":
            return {("pattern", name)}
        if any(word in case.cell("remarks").text for word in ("护照", "通行证", "居留", "台胞证")):
            badly_written = bool(found) and bool(_PASSPORT.fullmatch(code))
            return (found if badly_written else set()) | unmasked_old_id(case, name, code)
        if _PASSPORT.fullmatch(code):
            return {("identifier-form", name)}
        return unmasked_old_id(case, name, code) or {("pattern", name)}
    if field.type == "uscc":
        if not right_uscc(code):
            return found | {("uscc-check-digit", name)}
        if code[:2] not in CATEGORIES:
            found.add(("category-and-type", name))
        if not region_known(case.standard, code[2:8]):
            found.add(("unknown-region", name))
    if field.type == "organisation_code" and code[-1] != numbers.organisation_check(code[:8]):
        found.add(("organisation-code-check-digit", name))
    if field.type == "citizen_id":
        found |= judge_citizen_id(case, name, code)
    if field.type == "registration_number":
        if not re.fullmatch(r"[0-9]{15}", code):
            return {("identifier-form", name)}
        if code[14] != numbers.registration_check(code):
            found.add(("registration-number-check-digit", name))
    if field.type == "tax_number" and not re.fullmatch(r"[0-9A-Z]{15}|[0-9A-Z]{17}|[0-9A-Z]{18}|[0-9A-Z]{20}", code):
        return {("identifier-form", name)}
    return found


def unmasked_old_id(case: Case, name: str, code: str) -> Found:
    """An id of 15 digits, as given before 1999, is no less personal."""
    old = case.purpose == "publication" and re.fullmatch(r"[0-9]{15}", code)
    return {("personal-data-unmasked", name)} if old else set()


def judge_citizen_id(case: Case, name: str, code: str) -> Found:
    found: Found = set()
    born = birth_date(code)
    if code[17] != numbers.citizen_check(code):
        found.add(("citizen-id-check-digit", name))
    elif born is None or born > case.as_of:
        found.add(("citizen-id-birth-date", name))
    if case.purpose == "publication":
        found.add(("personal-data-unmasked", name))
    return found


def misplaced_citizen_id(case: Case, field: Field, code: str) -> Found:
    """A citizen id in the column of another number is published all the same."""
    if case.purpose != "publication" or field.type in ("citizen_id", "division_code"):
        return set()
    ids = [text for text in (code, *_CITIZEN_IN_TEXT.findall(case.value(field.name) or "")) if len(text) == 18]
    if not any(re.fullmatch(r"[0-9]{17}[0-9Xx]", text) and is_citizen_id(text) for text in ids):
        return set()
    genuine = field.type == "uscc" and re.fullmatch(PATTERNS["uscc"], code) and right_uscc(code)
    return set() if genuine else {("personal-data-unmasked", field.name)}


def right_uscc(code: str) -> bool:
    return code[17] == numbers.uscc_check(code) and code[16] == numbers.organisation_check(code[8:16])


def region_known(standard: Standard, region: str) -> bool:
    """Listed at any time, or the urban area (01) of a listed city; elsewhere it is enough that the province exists.

    10 stands for the central registration authorities.
    """
    codes = {division.code for division in standard.divisions}
    if region in codes or region[:2] == "10" or (region.endswith("01") and region[:4] + "00" in codes):
        return True
    return region[:2] + "0000" in codes and not has_counties(standard, region)


def has_counties(standard: Standard, code: str) -> bool:
    return any(d.code[:2] == code[:2] and not d.code.endswith("0000") for d in standard.divisions)


def judge_date(case: Case, field: Field) -> Found:
    text = case.value(field.name) or ""
    time = field.type == "timestamp"
    if field.name == "valid_until" and text in days.LONG_TERM:
        return {("date-form", field.name)}
    day = days.parse(text)
    if day is None:
        return {("timestamp" if time else "date", field.name)}
    return set() if days.well_written(text, time) else {("date-form", field.name)}


def find_code(codes: CodeList, text: str) -> tuple[Code, str] | None:
    """The entry that the text names, and how: by code, label or label with a note."""
    text = unicodedata.normalize("NFKC", text)
    for code in codes.codes:
        if text == code.code and codes.wanted == "code":
            return code, "code"
        for label in (code.label, *code.aliases):
            plain = unicodedata.normalize("NFKC", label)
            if text == plain:
                return code, "label"
            if code.note_allowed and re.fullmatch(re.escape(plain) + NOTE, text, re.DOTALL):
                return code, "note"
    return None


def judge_code(case: Case, field: Field, codes: CodeList) -> Found:
    text = case.value(field.name) or ""
    entry = find_code(codes, text)
    if codes.wanted == "code":
        if entry is None:
            return {("code-list", field.name)}
        if entry[1] != "code":
            return {("label-for-code", field.name)}
        return set() if text == entry[0].code else {("identifier-form", field.name)}
    if entry is not None:
        return set()
    number = unicodedata.normalize("NFKC", text)
    if re.fullmatch(r"[0-9]{1,2}", number):
        numbering = case.party.code_numbering.get(codes.id) if case.party else None
        if numbering is not None:
            return set() if number in numbering else {("code-list", field.name)}
        return {("code-scheme-doubtful", field.name)}
    if codes.several and can_be_split(codes, number):
        return set()
    return {("code-list", field.name)}


def can_be_split(codes: CodeList, text: str) -> bool:
    """Whether the text is several labels side by side. Some labels have a 、 of their own, so every cut is tried."""
    if find_code(codes, text):
        return True
    return any(
        text[position] in SEPARATORS
        and find_code(codes, text[:position]) is not None
        and can_be_split(codes, text[position:].lstrip(SEPARATORS))
        for position in range(1, len(text) - 1)
    )


def judge_codes(case: Case) -> Found:
    """The five codes of the subject together."""
    filled = [name for name in CODES if case.cell(name).filled]
    if not filled:
        return {("one-of-required", "subject_uscc")}
    found: Found = set()
    uscc, organisation = case.identifier("subject_uscc"), case.identifier("subject_organisation_code")
    if uscc and organisation and checked(uscc, organisation) and organisation.replace("-", "") != uscc[8:17]:
        found.add(("organisation-code-matches-uscc", "subject_organisation_code"))
    category = subject_category(case)
    name = case.value("subject_name") or ""
    organisation_like = category == "法人及非法人组织" or (category is None and name.endswith(ORGANISATIONS))
    if organisation_like and filled == ["subject_citizen_id"]:
        found.add(("subject-identifier-kind", "subject_citizen_id"))
    if category == "自然人" and filled != ["subject_citizen_id"]:
        found.add(("subject-identifier-kind", "subject_citizen_id"))
    return found


def subject_category(case: Case) -> str | None:
    """The label of the kind of subject; None where there is none, the text itself where it names no kind."""
    text = case.value("subject_category")
    if text is None:
        return None
    entry = find_code(case.standard.code_lists["subject_category"], text)
    return entry[0].label if entry else text


def checked(uscc: str, organisation: str) -> bool:
    """Whether both codes are right in themselves; otherwise the wrong check character is the whole story."""
    return right_uscc(uscc) and organisation[-1] == numbers.organisation_check(organisation[:8])


def judge_days(case: Case) -> Found:
    found: Found = set()
    for name in ("decision_date", "data_timestamp", "publication_date"):
        day = case.day(name)
        if day is not None and day > case.as_of:
            found.add(("not-in-future", name))
    decision = case.past_day("decision_date")
    if decision is None:
        return found
    for name in ("valid_until", "publication_until"):
        day = case.day(name)
        if day is not None and day < decision:
            found.add(("date-order", name))
    for name in ("data_timestamp", "publication_date"):
        day = case.past_day(name)
        if day is not None and day < decision:
            found.add(("date-order", name))
    return found | judge_deadline(case, decision)


def judge_deadline(case: Case, decision: date) -> Found:
    done, field = case.past_day("publication_date"), "publication_date"
    if not case.cell("publication_date").filled:
        field = "data_timestamp"
        status = case.cell("current_status")
        if status.filled and status.text not in ("0", "正常"):
            return set()
        done = case.past_day("data_timestamp")
    if done is None or done < decision:
        return set()
    last = days.due(decision, 7, case.standard.calendar)
    late = last is not None and done > last
    return {("publish-within-7-working-days", field)} if late else set()


def rolled_up(code: str, listed: set[str]) -> bool:
    """The urban area of a listed city (01), or the districts of a municipality (0100): statistics have such codes."""
    return (code.endswith("01") and code[:4] + "00" in listed) or code in ("110100", "120100", "310100", "500100")


def judge_place(case: Case) -> Found:
    code = case.identifier("division_code")
    if code is None:
        return set()
    found: Found = set()
    province = code[:2] + "0000"
    known = [division for division in case.standard.divisions if division.code == code]
    provinces = {division.code for division in case.standard.divisions}
    if not known and rolled_up(code, provinces):
        return {("unknown-region", "division_code")}
    may_exist = known or (province in provinces and not has_counties(case.standard, code))
    if may_exist and case.party and case.party.jurisdiction and not code.startswith(case.party.jurisdiction):
        found.add(("division-in-jurisdiction", "division_code"))
    if not known and province in provinces and not has_counties(case.standard, code):
        return found | {("unknown-region", "division_code")}
    dates = [day for day in (case.past_day("decision_date"), case.past_day("data_timestamp")) if day]
    if known and not dates:
        return found
    months = [f"{day:%Y-%m}" for day in dates]
    for division in known:
        if any(division.first <= month <= (division.last or "9999-12") for month in months):
            return found
    return found | {("division-in-force", "division_code")}


def judge_notes(case: Case) -> Found:
    if case.cell("remarks").filled:
        return set()
    found: Found = set()
    status = unicodedata.normalize("NFKC", case.value("current_status") or "")
    if status in ("3", "其他", "其它"):
        found.add(("note-required", "remarks"))
    for name in ("approval_category", "penalty_category_1", "penalty_category_2"):
        text = unicodedata.normalize("NFKC", case.value(name) or "")
        if re.fullmatch(r"其[他它]\s*(\(\s*\)|[:-]?\s*)", text):
            found.add(("other-without-note", name))
    return found


def duplicates(records: list[Record], item: str, standard: Standard) -> list[int]:
    """Positions of records that repeat an earlier one."""
    keys = {
        "licence": ("document_number project_name licence_content subject_name subject_citizen_id decision_date"),
        "penalty": "document_number penalty_name penalty_facts subject_name penalty_result decision_date",
    }[standard.record_type_of(item).name].split()
    seen: set[tuple[str, ...]] = set()
    repeated = []
    for position, record in enumerate(records):
        key = tuple((record.get(name) or "").strip() for name in keys)
        if key[0] in ("", "空"):
            continue
        if key in seen:
            repeated.append(position)
        seen.add(key)
    return repeated
