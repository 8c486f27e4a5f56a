"""Identifiers that are too short, badly checked, badly written, or somebody else's."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from conformance.sample.defect import (
    CODES,
    Context,
    Defect,
    Record,
    has,
    is_company,
    is_person,
)
from conformance.sample.identifier_text import USCC_LETTERS, another, citizen_id, credit_code, organisation_code

Change = str | Mapping[str, str | None] | None
_FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_CITIZEN = citizen_id("31011519810305031")
"""An invented id for subjects that have none of their own."""


def _shortened(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    if not value or (field == "subject_citizen_id" and not value[:17].isdigit()):
        return None
    plain = value.replace("-", "")
    if field == "subject_uscc" and plain[:-1].isdigit():
        return plain[:-1]
    return plain[: -1 - chance.randrange(2)]


def _forbidden_letter(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    if not value:
        return None
    position = 8 + chance.randrange(8)
    return value[:position] + "IOZSV"[chance.randrange(5)] + value[position + 1 :]


def _old_citizen_id(record: Record, field: str, chance: Random, context: Context) -> Change:
    """15 digits, as before 1999: without the century and the check character."""
    value = record[field]
    return value[:6] + value[8:17] if value and value[:17].isdigit() else None


def _lower_case(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    passport = field == "subject_citizen_id" and not (value or "")[:17].isdigit()
    return value.lower() if value and value.lower() != value and not passport else None


def _full_width(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    return value.translate(_FULL_WIDTH) if value else None


def _inner_blank(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    return f"{value[:6]} {value[6:]}" if value else None


def _pasted_label(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    if not value:
        return None
    return f"{value}（统一社会信用代码）" if chance.randrange(2) else f"统一社会信用代码：{value}"


def _passport_without_note(record: Record, field: str, chance: Random, context: Context) -> Change:
    return {"remarks": None} if "护照" in (record["remarks"] or "") and record["current_status"] != "3" else None


def _old_registration_number(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    return value[:13] if value else None


def _credit_code_as_registration(record: Record, field: str, chance: Random, context: Context) -> Change:
    return record["subject_uscc"]


def _tax_too_short(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    return value[:-1] if value and len(value) == 15 else None


def _check_character(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    return value[:-1] + another(value[-1], USCC_LETTERS, chance.randrange(30)) if value else None


def _organisation_inside(record: Record, field: str, chance: Random, context: Context) -> Change:
    """The whole passes its own check, the organisation code inside does not."""
    value = record[field]
    if not value or has(record, "subject_organisation_code"):
        return None
    return credit_code(value[:16] + another(value[16], "0123456789X", chance.randrange(10)))


def _organisation_check(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    if not value or has(record, "subject_uscc"):
        return None
    return value[:-1] + another(value[-1], "0123456789X", chance.randrange(10))


def _citizen_check(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    if not value or not value[:17].isdigit():
        return None
    return value[:-1] + another(value[-1], "0123456789X", chance.randrange(10))


def _registration_check(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    return value[:-1] + another(value[-1], "0123456789", chance.randrange(9)) if value else None


def _impossible_birth(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    if not value or not value[:17].isdigit():
        return None
    birth = ("19810229", "19901345", "20981231", "19700431")[chance.randrange(4)]
    return citizen_id(value[:6] + birth + value[14:17])


def _other_organisation(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    if not value or not has(record, "subject_uscc"):
        return None
    other = organisation_code(
        value[:7] + another(value[7], "0123456789", chance.randrange(9)) if value[7].isdigit() else value[:7] + "7"
    )
    return f"{other[:8]}-{other[8]}" if "-" in value else other


def _only_representative(record: Record, field: str, chance: Random, context: Context) -> Change:
    if not is_company(record):
        return None
    return dict.fromkeys(CODES) | {"subject_citizen_id": record["subject_citizen_id"] or _CITIZEN}


def _unknown_region(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    return credit_code(value[:2] + "97" + value[4:17]) if value else None


def _unknown_category(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    pair = ("97", "18", "56", "78")[chance.randrange(4)]
    return credit_code(pair + value[2:17]) if value and is_company(record) else None


def _masked_number(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    if not value or (field == "subject_citizen_id" and not value[:17].isdigit()):
        return None
    return value[:6] + "*" * (len(value) - 10) + value[-4:] if len(value) > 12 else value[:4] + "****"


def _masked_name(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    if not value or (field == "subject_name" and not is_person(record)):
        return None
    return value[0] + "*" * (len(value) - 1)


def _id_unmasked(record: Record, field: str, chance: Random, context: Context) -> Change:
    return None if has(record, field) or not is_company(record) else _CITIZEN


def _id_in_text(record: Record, field: str, chance: Random, context: Context) -> Change:
    return f"{record[field] or '经办人'}，身份证号{_CITIZEN}，已核验"


_FORM_FIELDS = ("subject_uscc", "subject_organisation_code", "subject_citizen_id")
_TEXTS = (
    *("licence_content", "penalty_facts", "remarks"),
    *("registration_matter", "status_reason", "result_detail", "entry_reason", "breach_facts", "dishonest_conduct"),
    *("conduct_facts", "file_content", "market_content"),
)

DEFECTS = (
    *(Defect(f"shortened:{name}", "pattern", name, _shortened) for name in _FORM_FIELDS),
    Defect("shortened:division_code", "pattern", "division_code", _shortened),
    Defect("forbidden-letter", "pattern", "subject_uscc", _forbidden_letter),
    Defect("old-citizen-id", "pattern", "subject_citizen_id", _old_citizen_id),
    *(
        Defect(f"lower-case:{name}", "identifier-form", name, _lower_case)
        for name in (*_FORM_FIELDS, "subject_tax_number")
    ),
    *(
        Defect(f"full-width:{name}", "identifier-form", name, _full_width)
        for name in (*CODES[:4], "division_code", "current_status")
    ),
    *(Defect(f"inner-blank:{name}", "identifier-form", name, _inner_blank) for name in CODES[:4]),
    Defect("pasted-label", "identifier-form", "subject_uscc", _pasted_label),
    Defect("passport-without-note", "identifier-form", "subject_citizen_id", _passport_without_note),
    Defect("registration-number-of-13", "identifier-form", "subject_registration_number", _old_registration_number),
    Defect(
        "credit-code-as-registration", "identifier-form", "subject_registration_number", _credit_code_as_registration
    ),
    Defect("tax-number-of-14", "identifier-form", "subject_tax_number", _tax_too_short),
    Defect("check-character:subject_uscc", "uscc-check-digit", "subject_uscc", _check_character),
    Defect("organisation-inside-credit-code", "uscc-check-digit", "subject_uscc", _organisation_inside),
    Defect(
        "check-character:organisation",
        "organisation-code-check-digit",
        "subject_organisation_code",
        _organisation_check,
    ),
    Defect("check-character:citizen", "citizen-id-check-digit", "subject_citizen_id", _citizen_check),
    Defect(
        "check-digit:registration",
        "registration-number-check-digit",
        "subject_registration_number",
        _registration_check,
    ),
    Defect("impossible-birth", "citizen-id-birth-date", "subject_citizen_id", _impossible_birth),
    Defect("other-organisation", "organisation-code-matches-uscc", "subject_organisation_code", _other_organisation),
    Defect("only-the-representative", "subject-identifier-kind", "subject_citizen_id", _only_representative),
    Defect("unknown-region", "unknown-region", "subject_uscc", _unknown_region, plantable=False),
    Defect("unknown-category", "category-and-type", "subject_uscc", _unknown_category, plantable=False),
    *(Defect(f"masked:{name}", "masked-value", name, _masked_number) for name in CODES),
    *(
        Defect(f"masked:{name}", "masked-value", name, _masked_name)
        for name in ("subject_name", "legal_representative")
    ),
    Defect(
        "unmasked:subject_citizen_id",
        "personal-data-unmasked",
        "subject_citizen_id",
        _id_unmasked,
        purpose="publication",
        plantable=False,
    ),
    *(
        Defect(f"unmasked:{name}", "personal-data-unmasked", name, _id_in_text, "publication", plantable=False)
        for name in _TEXTS
    ),
)
