"""What one data item asks beyond its record type: its values, its bodies, its subjects, its senders."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

import polars as pl
from msgspec.structs import replace

from conformance.checks.base import Context, Judgement, Skip, kind
from conformance.checks.codes import numbering_of, pattern_of
from conformance.checks.odd import on_odd_values
from conformance.checks.subject import surely_organisation
from conformance.standard.model import Text
from conformance.standard.names import CITY, DECORATION, names_of, plain

_SHOWN = 3


@kind("value_of_item")
def value_of_item(
    context: Context, fields: tuple[str, ...], *, allowed: Sequence[str], shown: Sequence[str], closed: bool
) -> Judgement:
    """The value is one of the item's: a text, or a code of the field's list by any of its names, with or without a note.

    A value that the list does not have at all is the affair of ``code-list``.
    """
    name = fields[0]
    value = context.facet(name, "code")
    if closed:
        words = sorted({plain(word) for word in allowed})
        right = value.map_batches(_plain_all, return_dtype=pl.String).is_in(words)
        applies = value.is_not_null()
    else:
        entries = context.standard.code_lists[context.field(name).code_list or ""]
        numbered = value.replace(numbering_of(context, entries))
        own = replace(entries, codes=tuple(code for code in entries.codes if code.code in allowed))
        right, applies = numbered.str.contains(pattern_of(own)), numbered.str.contains(pattern_of(entries))
    return Judgement(applies=applies, fails=applies & ~right, details={"expected": pl.lit("、".join(shown))})


@kind("issuer")
def issuer(context: Context, fields: tuple[str, ...], *, units: Sequence[str]) -> Judgement:
    """The cell names one of the units, by any of its names, or one of its district offices."""
    value = context.facet(fields[0], "value")
    known = sorted({plain(name) for name in names_of(units, context.standard)})
    applies = value.is_not_null()
    right = value.map_batches(_plain_all, return_dtype=pl.String).is_in(known)
    titles = [context.standard.units[unit].title.zh for unit in units]
    return Judgement(applies=applies, fails=applies & ~right, details={"expected": pl.lit(_few(titles))})


@kind("item_subject", needs="none")
def item_subject(
    context: Context, fields: tuple[str, ...], *, subjects: Sequence[str], assigned: bool
) -> Judgement | Skip:
    """The subject is a person where the item is about persons, an organisation where it is about organisations.

    Fields: code 5, codes 1 to 4, category, name. Told by the codes that are filled, and by the category where it is stated.
    An individual business may look like either. Where the kind is only ``assigned``, what the name tells for certain is
    left to the record type's own rule.
    """
    citizen, *codes, category, name = fields
    if not any(context.has(name) for name in (citizen, *codes, category)):
        return Skip("column-absent")
    coded = reduce(or_, (~context.facet(n, "empty") for n in codes if context.has(n)), pl.lit(value=False))
    person = ~context.facet(citizen, "empty") & ~coded if context.has(citizen) else pl.lit(value=False)
    if context.has(category):
        either = _stated_as(context, category, "individual_business")
        person = ~either & (person | _stated_as(context, category, "natural_person"))
        coded = ~either & (coded | _stated_as(context, category, "organisation"))
    if assigned and context.has(name):
        person = person & ~surely_organisation(context, name)
    wrong = pl.lit(value=False)
    if "natural_person" not in subjects:
        wrong = wrong | person
    if "legal_person" not in subjects:
        wrong = wrong | coded
    case = "organisations-only" if "natural_person" not in subjects else "persons-only"
    shown = next(name for name in (citizen, *codes, category) if context.has(name))
    return Judgement(applies=person | coded, fails=wrong, details={"what": pl.lit(case)}, cases=_SUBJECTS, at=shown)


def _stated_as(context: Context, category: str, code: str) -> pl.Expr:
    """Whether the category says one code of the list of subject categories, by the code or any of its words."""
    entries = context.standard.code_lists[context.field(category).code_list or ""].codes
    words = [word for entry in entries if entry.code == code for word in (entry.code, entry.label, *entry.aliases)]
    says = context.facet(category, "code").is_in(words).fill_null(value=False)
    return context.derive(category, f"coded:{code}", says)


_SUBJECTS = {
    "organisations-only": Text(
        "本数据事项只归集法人和其他组织的信息，记录应填写统一社会信用代码等单位代码",
        "the data item is about organisations only; the record needs a code of the organisation",
    ),
    "persons-only": Text(
        "本数据事项只归集自然人的信息，记录应填写个人证件号码，单位代码应为空",
        "the data item is about natural persons only; the record has the person's id and no code of an organisation",
    ),
}


@kind("registered_provider", needs="none")
def registered_provider(context: Context, fields: tuple[str, ...], *, units: Sequence[str]) -> Judgement | Skip:
    """The sender is one of the units that the data list names for the item.

    Partner provinces exchange records and are entered in no data list of the city; an item one of whose units the
    source document does not name can be submitted by anybody.
    """
    if context.party is None:
        return Skip("no-party")
    known = context.standard.units
    if context.party.kind == "province" or any(known[unit].unknown for unit in units):
        return Skip("no-register")
    registered = bool(set(context.party.units) & set(units))
    return Judgement(
        applies=pl.lit(value=True),
        fails=pl.lit(value=not registered),
        details={
            "party": pl.lit(context.party.title.zh),
            "expected": pl.lit(_few([known[unit].title.zh for unit in units])),
        },
    )


def _plain_all(values: pl.Series) -> pl.Series:
    """``names.plain`` of a column."""
    regular = ~values.str.contains(DECORATION) & ~values.str.starts_with(CITY)
    return on_odd_values(
        values, regular, values, lambda odd: odd.str.replace_all(DECORATION, "").str.strip_prefix(CITY)
    )


def _few(names: Sequence[str]) -> str:
    """The first names, and that there are more."""
    return "、".join(names[:_SHOWN]) + (f"等{len(names)}个单位" if len(names) > _SHOWN else "")
