"""Columns beyond those of the record type: what an item requires of the profile, and fields of its own."""

from __future__ import annotations

import numpy as np
import polars as pl

from conformance.sample.columns import choose, day, join, number, take, text
from conformance.sample.draft import Draft
from conformance.sample.identifiers import USCC_ALPHABET, chars, credit_codes, organisation_codes
from conformance.sample.makers.standing import company
from conformance.sample.subjects import CODES
from conformance.sample.topics import cells_of, texts
from conformance.standard.model import Field

_ONLINE_WITHIN = 8
_SHARE = 0.85
_NAMES = {
    "assessor_name": "信用评估有限公司",
    "employer": "（集团）有限公司",
    "institution_name": "医院",
    "linked_organisation_name": "有限公司",
}
"""Fields that hold the name of some organisation, and how these names end."""


def further(made: Draft) -> None:
    """Fill every column of the item that is not there yet."""
    for field in made.brief.wanted.fields:
        if field.name not in made.columns:
            made.columns[field.name] = made.maybe(field.name, _values(field, made), _SHARE)


def _values(field: Field, made: Draft) -> pl.Series:
    dice, rows = made.dice, made.dice.rows
    allowed = made.brief.wanted.values.get(field.name) or made.brief.wanted.codes.get(field.name, ())
    if field.name == "subject_category":
        person = made.columns["legal_representative"].is_null().to_numpy()
        coded = np.any([made.columns[name].is_not_null().to_numpy() for name in CODES], axis=0)
        return choose(person, "自然人", choose(coded, "法人及非法人组织", "个体工商户"))
    if field.name == "publication_date":
        online = np.minimum(dice.below(_ONLINE_WITHIN), made.touched - made.decided)
        return day(made.world.days[made.decided + online])
    if field.name == "star_level" and "qualification_level" in made.columns:
        return made.columns["qualification_level"]
    if field.name == "social_org_kind":
        association = made.columns["subject_name"].str.contains("协会$|商会$").to_numpy()
        return choose(association, "社会团体", "民办非企业单位")
    if allowed:
        return take(allowed, dice.below(len(allowed)))
    if field.name in _NAMES:
        return company(made, _NAMES[field.name])
    known = cells_of("extras")
    if field.name in known:
        return _serial(field, texts([known[field.name]], np.zeros(rows, dtype=np.int64), dice), made)
    return _of_type(field, made)


def _serial(field: Field, values: pl.Series, made: Draft) -> pl.Series:
    """Numbers by which a thing is known end in a running number."""
    return join(values, number(made.serial(), 6)) if field.type == "document_number" else values


def _of_type(field: Field, made: Draft) -> pl.Series:
    """Something that the type of the field allows, for fields that nobody has written texts for."""
    dice = made.dice
    match field.type:
        case "uscc":
            kinds = np.broadcast_to(chars(["91"]), (dice.rows, 2))
            return text(credit_codes(kinds, made.world.districts[made.place], organisation_codes(dice)))
        case "date":
            # Days behind the decision do for a last day as well as for something that has happened.
            return made.between()
        case "year":
            return made.columns["decision_date"].str.slice(0, 4)
        case "amount" | "score" | "count":
            return number(1 + dice.below(100))
        case "document_number":
            return made.numbered("附")
        case "division_code":
            return made.columns["division_code"]
        case _:
            return join(field.title, text(dice.digits(3, USCC_ALPHABET[1:10])))
