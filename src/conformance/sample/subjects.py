"""Subjects of decisions: enterprises, shops, social bodies, institutions, people at home and from abroad.

Each has the codes that its kind has: an organisation at least one of codes 1 to 4 (now and then with its
representative's id), a natural person code 5 alone, a shop either.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from conformance.sample import words
from conformance.sample.columns import choose, join, take, text
from conformance.sample.dice import Bools, Dice, Ints
from conformance.sample.identifiers import (
    chars,
    citizen_ids,
    credit_codes,
    organisation_codes,
    registration_numbers,
)
from conformance.sample.topics import BODY, ENTERPRISE, FOREIGNER, INSTITUTION, PERSON, SHOP
from conformance.sample.world import World

_CREDIT_KINDS = chars(["91", "92", "52", "12", "91", "91"])
_ASSOCIATION = chars(["51"])
_FIRST_DIGITS = np.frombuffer(b"01234567", dtype=np.uint8)

# Which of the codes 1-4 an organisation gives: credit code, organisation code, registration number, tax number.
_MIXES = np.array(
    [(1, 0, 0, 0), (1, 1, 0, 0), (1, 0, 0, 1), (1, 1, 1, 1), (0, 1, 1, 1), (0, 0, 1, 0), (0, 1, 0, 0), (0, 0, 0, 1)],
    dtype=np.bool_,
)
_ENTERPRISE_MIXES = (46, 14, 6, 4, 18, 6, 3, 3)
_OTHER_MIXES = (60, 20, 0, 0, 0, 0, 20, 0)


CODES = ("subject_uscc", "subject_organisation_code", "subject_registration_number", "subject_tax_number")
"""Codes 1 to 4, in the order of the mixes."""


def person_names(dice: Dice) -> pl.Series:
    """Names of two rare characters after a common surname, and a few of peoples who write them with a dot."""
    first, second = take(list(words.RARE), dice.below(len(words.RARE))), take(list(words.RARE), dice.below(20))
    han = join(take(words.SURNAMES, dice.below(len(words.SURNAMES))), first, second)
    dotted = join(
        take(words.MINORITY_FIRST, dice.below(len(words.MINORITY_FIRST))),
        "·",
        take(words.MINORITY_LAST, dice.below(len(words.MINORITY_LAST))),
    )
    return choose(dice.chance(0.015), dotted, han)


def _foreign_names(dice: Dice) -> pl.Series:
    return join(
        take(words.FOREIGN_FIRST, dice.below(len(words.FOREIGN_FIRST))),
        " ",
        take(words.FOREIGN_LAST, dice.below(len(words.FOREIGN_LAST))),
    )


def _of_kind(kinds: Ints, kind: int) -> Bools:
    return np.asarray(kinds == kind, dtype=np.bool_)


def brands(dice: Dice) -> pl.Series:
    """Three characters that hardly ever stand together."""
    return join(*(take(list(words.RARE), dice.below(len(words.RARE))) for _ in range(3)))


def renamed(dice: Dice, kinds: Ints, names: pl.Series, endings: pl.Series) -> pl.Series:
    """Organisations get names with these endings, where there is one."""
    human = _of_kind(kinds, PERSON) | _of_kind(kinds, FOREIGNER)
    return choose(~human & (endings != "").to_numpy(), join("上海", brands(dice), endings), names)


def _names(dice: Dice, kinds: Ints, world: World, place: Ints, people: pl.Series, association: Bools) -> pl.Series:
    def one_of(endings: Sequence[str]) -> pl.Series:
        return take(endings, dice.below(len(endings)))

    local = take(world.places, place)
    name = join("上海", brands(dice), one_of(words.INDUSTRIES), one_of(words.COMPANY_FORMS))
    name = choose(_of_kind(kinds, SHOP), join(local, brands(dice), one_of(words.SHOPS)), name)
    body = choose(
        association,
        join(local, brands(dice), one_of(words.ASSOCIATIONS)),
        join("上海", brands(dice), one_of(words.PRIVATE_BODIES)),
    )
    name = choose(_of_kind(kinds, BODY), body, name)
    name = choose(_of_kind(kinds, INSTITUTION), join(local, brands(dice), one_of(words.INSTITUTIONS)), name)
    name = choose(_of_kind(kinds, PERSON), people, name)
    return choose(_of_kind(kinds, FOREIGNER), _foreign_names(dice), name)


def subjects(
    dice: Dice, kinds: Ints, world: World, place: Ints, required: Sequence[str] = (), bare_shops: bool = True
) -> dict[str, pl.Series]:
    """The subject's fields, and 备注 where it must say what kind of document a foreigner's number is.

    ``required`` are fields that no organisation goes without; ``bare_shops`` tells whether a shop may be known by its
    owner's id alone.
    """
    people = person_names(dice)
    regions = world.regions[dice.below(len(world.regions))]
    organisations = organisation_codes(dice)
    organisation = text(organisations)
    association = _of_kind(kinds, BODY) & dice.chance(0.4)
    credit_kinds = np.where(association[:, None], _ASSOCIATION, _CREDIT_KINDS[kinds])
    credit = text(credit_codes(credit_kinds, world.districts[place], organisations))

    # Shops have registration numbers whose sequence begins with 6 to 9.
    first_digits = np.where(_of_kind(kinds, SHOP), 54 + dice.below(4), _FIRST_DIGITS[dice.below(6)]).astype(np.uint8)
    registration = text(registration_numbers(dice, world.districts[place], first_digits))
    tax_old = join(text(world.districts[place]), organisation)
    citizens = text(citizen_ids(dice, regions))
    passports = join(take(list("EGKLPX"), dice.below(6)), text(dice.digits(8, b"123456789")))

    human = _of_kind(kinds, PERSON) | _of_kind(kinds, FOREIGNER)
    business = _of_kind(kinds, ENTERPRISE) | _of_kind(kinds, SHOP)
    mix = _MIXES[np.where(business, dice.weighted(_ENTERPRISE_MIXES), dice.weighted(_OTHER_MIXES))]
    # Some shops are known by their owner's id alone.
    bare_shop = _of_kind(kinds, SHOP) & dice.chance(0.1) & (bare_shops and not set(required) & set(CODES))
    asked = np.array([code in required for code in CODES], dtype=np.bool_)
    mix = (mix | asked[None, :]) & ~(human | bare_shop)[:, None]
    with_credit = np.asarray(mix[:, 0], dtype=np.bool_)
    written = choose(
        dice.chance(0.5), join(organisation.str.slice(0, 8), "-", organisation.str.slice(8, 1)), organisation
    )
    owner = bare_shop | (~human & dice.chance(0.06))
    return {
        "subject_name": _names(dice, kinds, world, place, people, association),
        "subject_uscc": choose(with_credit, credit, None),
        "subject_organisation_code": choose(mix[:, 1], written, None),
        "subject_registration_number": choose(mix[:, 2], registration, None),
        "subject_tax_number": choose(mix[:, 3], choose(with_credit, credit, tax_old), None),
        "subject_citizen_id": choose(
            _of_kind(kinds, FOREIGNER), passports, choose(_of_kind(kinds, PERSON) | owner, citizens, None)
        ),
        "legal_representative": choose(human, None, people),
        "remarks": choose(_of_kind(kinds, FOREIGNER), "外国人，证件类型：护照", None),
    }
