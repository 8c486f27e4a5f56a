"""The subject of a record: which identifiers fit its kind, and oddities inside lawful codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_

import polars as pl

from conformance.checks.base import AT_COLUMN, Context, Judgement, Skip, Swift, facet, kind
from conformance.checks.divisions import detailed_provinces, known_codes, roll_up_codes
from conformance.checks.identifiers import CITIZEN, PASSPORT, USCC
from conformance.native import library
from conformance.native.endings import ends_with
from conformance.standard.model import Text

SURELY_ENDS = (
    "公司",
    "集团",
    "合作社",
    "委员会",
    "居委会",
    "村委会",
    "大学",
    "学院",
    "银行",
    "医院",
    "协会",
    "学会",
    "商会",
    "基金会",
    "合伙）",
    "合伙)",
    "分行",
    "支行",
    "人民政府",
    "公安局",
    "管理局",
    "管理所",
    "派出所",
    "研究院",
    "研究所",
)
"""Endings that a natural person's or an individual business's name does not have. 店, 厂, 馆, 部, 中心 and the like may
be an individual business, which may look like either."""
SURELY_ORGANISATION = f"(?:{'|'.join(map(re.escape, SURELY_ENDS))})$"

_NUMBERED = {
    "organisation": Text(
        "法人和其他组织应填写代码_1至代码_4中的至少一项，仅有代码_5（个人证件号码）不够",
        "an organisation needs one of codes 1 to 4; the id of its representative in code 5 will not do",
    ),
    "person": Text(
        "自然人只填写代码_5，代码_1至代码_4应为空", "a natural person has code 5 only; codes 1 to 4 stay empty"
    ),
}
"""In the words of the form, which numbers the codes."""


def _cases(context: Context, citizen: str, codes: Sequence[str]) -> dict[str, Text]:
    """The words for either case: by number where the titles number the codes, else by their titles."""
    if "代码_5" in context.field(citizen).title:
        return _NUMBERED
    person, others = context.field(citizen), [context.field(name) for name in codes]
    zh, en = "、".join(field.title for field in others), ", ".join(field.title_en.lower() for field in others)
    return {
        "organisation": Text(
            f"法人和其他组织应填写{zh}中的至少一项，仅有{person.title}不够",
            f"an organisation needs one of {en}; a person's identity number will not do",
        ),
        "person": Text(
            f"自然人只填写{person.title}，{zh}应为空", f"a natural person has an identity number only; no {en}"
        ),
    }


@kind("subject_identifier_kind", needs="none")
def subject_identifier_kind(context: Context, fields: tuple[str, ...]) -> Judgement | Skip:
    """The identifiers fit the kind of subject, where the kind is certain.

    Fields: code 5, name, codes 1 to 4, category. The kind is taken from the category where the file has it, else from
    the ending of the name; a subject whose kind cannot be told is counted as unjudged.
    """
    citizen, name, *rest = fields
    codes, category = rest[:4], rest[4]
    if not context.has(name) and not context.has(category):
        return Skip("column-absent")
    if not any(context.has(field) for field in (citizen, *codes)):
        return Skip("column-absent")
    has_code = reduce(or_, (~context.facet(f, "empty") for f in codes if context.has(f)), pl.lit(False))
    has_person = _holds_personal_id(context, citizen) if context.has(citizen) else pl.lit(value=False)
    stated = context.facet(category, "valued") if context.has(category) else pl.lit(value=False)
    called = surely_organisation(context, name) if context.has(name) else pl.lit(value=False)
    organisation = _stated_as(context, category, "organisation") | (~stated & called)
    person = _stated_as(context, category, "natural_person")
    lacking = organisation & has_person & ~has_code
    surplus = person & has_code
    surplus_in: list[pl.Expr] = [
        pl.when(~context.facet(f, "empty")).then(pl.lit(f)) for f in codes if context.has(f)
    ] or [pl.lit(citizen)]
    any_code = has_code | has_person
    known = organisation | person | stated
    return Judgement(
        applies=any_code & known,
        fails=lacking | surplus,
        unjudged={"unknown-kind": any_code & ~known & has_person & ~has_code},
        details={
            "what": pl.when(lacking).then(pl.lit("organisation")).otherwise(pl.lit("person")),
            AT_COLUMN: pl.when(lacking).then(pl.lit(citizen)).otherwise(pl.coalesce(surplus_in)),
        },
        cases=_cases(context, citizen, codes),
    )


def _holds_personal_id(context: Context, citizen: str) -> pl.Expr:
    """Whether code 5 holds a person's id or passport, whole or masked; of anything else its shape check speaks."""
    shaped = context.facet(citizen, "id").str.contains(f"{CITIZEN}|{PASSPORT}").fill_null(value=False)
    return context.derive(citizen, "personal-id", shaped | context.facet(citizen, "masked"), of_plain="constant")


def surely_organisation(context: Context, name: str) -> pl.Expr:
    """Whether the subject's name ends as only the name of an organisation does."""
    ends = context.facet(name, "text").str.contains(SURELY_ORGANISATION).fill_null(value=False)
    return context.derive(name, "surely-organisation", ends, swift=_surely_ends())


def _surely_ends() -> Swift | None:
    """The same by the compiled library, where there is one."""
    return ends_with(SURELY_ENDS) if library.LIBRARY is not None else None


def _stated_as(context: Context, category: str, code: str) -> pl.Expr:
    """Whether the category says one code of the list of subject categories, by any word that practice has for it."""
    if not context.has(category):
        return pl.lit(value=False)
    entries = context.standard.code_lists[context.field(category).code_list or ""].codes
    words = [word for entry in entries if entry.code == code for word in (entry.label, *entry.aliases)]
    says = context.facet(category, "code").is_in(words).fill_null(value=False)
    return context.derive(category, f"says:{code}", says)


@facet("region")
def _region(context: Context, name: str) -> pl.Expr:
    """The six digits of a region: of a division code the code itself, of a right unified code characters 3 to 8."""
    if context.field(name).type == "division_code":
        return context.facet(name, "division")
    code = context.facet(name, "id")
    right = (
        code.str.contains(USCC)
        & (code.str.slice(17, 1) == context.facet(name, "expected:gb32100"))
        & (code.str.slice(16, 1) == context.facet(name, "embedded"))
    )
    return pl.when(right).then(code.str.slice(2, 6))


@kind("known_region")
def known_region(context: Context, fields: tuple[str, ...]) -> Judgement:
    """The region is one that the table knows.

    A unified code keeps the region of its first registration for ever, so that abolished regions are known as well.
    A division code of a province whose counties are not in the table cannot be told from a wrong one, and a code that
    stands for several divisions (市辖区) names none of them.
    """
    name = fields[0]
    region = context.facet(name, "region")
    detailed = detailed_provinces(context.standard.divisions)
    province = region.str.slice(0, 2)
    provinces = sorted({d.code[:2] for d in context.standard.divisions})
    if context.field(name).type == "division_code":
        county_unlisted = province.is_in(provinces) & ~province.is_in(detailed) & ~region.str.ends_with("0000")
        fails = county_unlisted | region.is_in(sorted(roll_up_codes(context.standard.divisions)))
    else:
        # Central registration authorities use 100000 and regions that no province's list holds.
        unknown_county = province.is_in(detailed) & ~region.is_in(sorted(known_codes(context.standard.divisions)))
        fails = unknown_county | ~(province.is_in(provinces) | (province == "10"))
    return Judgement(applies=region.is_not_null(), fails=region.is_not_null() & fails, details={"region": region})


@kind("known_category")
def known_category(context: Context, fields: tuple[str, ...], *, categories: Sequence[str]) -> Judgement:
    """The first two characters of a right unified code are a registered pair of authority and kind of organisation."""
    name = fields[0]
    right = context.facet(name, "region").is_not_null()
    pair = context.facet(name, "id").str.slice(0, 2)
    return Judgement(applies=right, fails=right & ~pair.is_in(list(categories)), details={"category": pair})
