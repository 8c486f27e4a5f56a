"""Records that an item has to refuse, and what is found in them and in its sample."""

from __future__ import annotations

from functools import cache
from itertools import islice
from random import Random

import conformance
from agreement.engine import Found, found_by_engine
from conformance.report.model import Report
from conformance.sample.defect import Defect, Record
from conformance.sample.defects import context_for, item_defects
from conformance.standard.load import load
from items.samples import AS_OF, ITEMS, STANDARD, own_checks, records, sample

PER_DEFECT = 2


@cache
def mutants(item: str) -> list[tuple[Defect, Record]]:
    """Each defect of the item's own with some records that have it; no two come from the same record."""
    context = context_for(STANDARD, STANDARD.record_type_of(item))
    bases: list[Record | None] = list(records(item, 40))
    made = []
    for defect in item_defects(item, STANDARD):
        chance = Random(defect.name)
        fitting = ((n, defect.apply(base, chance, context)) for n, base in enumerate(bases) if base is not None)
        for number, spoilt in islice(((number, one) for number, one in fitting if one is not None), PER_DEFECT):
            bases[number] = None
            made.append((defect, spoilt))
    return made


def other_items(item: str) -> list[str]:
    """Other items of the same record type, those without narrowing first."""
    kind = STANDARD.items[item].record_type
    others = [other for other in ITEMS if other != item and STANDARD.items[other].record_type == kind]
    return sorted(others, key=lambda other: len(own_checks(other)))


def strangers(item: str, other: str) -> list[Record]:
    """Valid records of another item, in the columns of this one."""
    blank: Record = dict.fromkeys(records(item, 40)[0])
    return [blank | {n: v for n, v in record.items() if n in blank} for record in records(other)[:6]]


@cache
def judged(item: str) -> tuple[Report, list[Found], list[Found]]:
    """The report on the item's sample, and what is found in each mutant and in records of each of three other items.

    One after the other, under the same standard: they have one plan, which takes much longer than judging.
    """
    report = conformance.check(sample(item), item=item, as_of=AS_OF)
    made = [record for _, record in mutants(item)]
    others = [record for other in other_items(item)[:3] for record in strangers(item, other)]
    found = found_by_engine([*made, *others], item, AS_OF, "submission", None, load()) if made else []
    return report, found[: len(made)], found[len(made) :]
