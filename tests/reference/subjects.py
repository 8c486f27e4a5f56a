"""Rules about the subject's codes together."""

from __future__ import annotations

import re

from reference import numbers
from reference.case import CODES, PATTERNS, Case, Found
from reference.cells import canonical
from reference.codelists import find_code
from reference.identifiers import PASSPORT, right_uscc

ORGANISATIONS = tuple(
    "公司 集团 合作社 协会 学会 商会 基金会 医院 大学 学院 银行 分行 支行 人民政府 公安局 管理局 管理所 派出所 "
    "委员会 居委会 村委会 研究院 研究所 合伙） 合伙)".split()
)
"""Endings that leave no doubt that a name is an organisation's."""


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
    if organisation_like and filled == ["subject_citizen_id"] and holds_personal_id(case):
        found.add(("subject-identifier-kind", "subject_citizen_id"))
    if category == "自然人" and filled != ["subject_citizen_id"]:
        found.add(("subject-identifier-kind", "subject_citizen_id"))
    return found


def holds_personal_id(case: Case) -> bool:
    """Whether code 5 has the number of a person; of anything else its shape has been spoken about."""
    if case.cell("subject_citizen_id").kind == "masked":
        return True
    text = case.value("subject_citizen_id")
    code = canonical(text, case.record_type.field("subject_citizen_id")) if text is not None else ""
    return bool(re.fullmatch(PATTERNS["citizen_id"], code) or PASSPORT.fullmatch(code))


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
