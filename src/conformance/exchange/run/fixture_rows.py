"""Rows of fixtures: good ones and ones with one planted defect each, about synthetic subjects only, from a seed.

What they are is not believed but checked: every row goes through the rule engine, and what it says is what is expected of
the service.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from conformance.exchange.run.fixture_pool import Pool, Source, is_synthetic, judged
from conformance.exchange.run.state import code, number
from conformance.sample.defect import Defect, Record
from conformance.sample.defects import context_for, defects_of, item_defects
from conformance.standard.model import Standard

_SPARE = 8
"""Records that are tried for each bad row that is wanted, since not every one lends itself to every defect."""


class Row(Struct, frozen=True):
    """A row of a batch and what a service has to say of it."""

    key: str
    data: Mapping[str, str]
    subject: tuple[str, str]
    """Scheme and id."""
    verdict: str = "accepted"
    rules: tuple[str, ...] = ()


class Recipe(Struct, frozen=True):
    """What rows are wanted."""

    source: Source
    good: int
    bad: int
    seed: int
    name: str


def rows(recipe: Recipe, pool: Pool, standard: Standard) -> tuple[Row, ...]:
    """The rows, good and bad among each other, under keys that are in no order.

    Raises ValueError where the item has not as many records about subjects that could be synthetic, or takes not as many defects.
    """
    seed = number(recipe.seed, "fixture", recipe.name)
    chance = Random(seed)  # noqa: S311 - samples, not secrets
    good = pool.take(recipe.good)
    bad = _spoilt(pool.take(_SPARE * recipe.bad), recipe, standard, chance) if recipe.bad else []
    mixed = [*good, *bad]
    chance.shuffle(mixed)
    keyed = [
        Row(
            code(seed, "row", str(place))[:12],
            {name: text for name, text in record.items() if text is not None},
            _subject(record),
        )
        for place, record in enumerate(mixed)
    ]
    if not bad:  # records that were judged good together are so in any batch
        return tuple(keyed)
    lines = judged([row.data for row in keyed], recipe.source, standard)
    return tuple(
        replace(row, verdict=line.verdict, rules=tuple(dict.fromkeys(one.rule for one in line.problems)))
        for row, line in zip(keyed, lines, strict=True)
    )


def _subject(record: Record) -> tuple[str, str]:
    uscc = record.get("subject_uscc")
    return ("uscc", uscc) if uscc else ("citizen-id", record.get("subject_citizen_id") or "")


def _spoilt(spare: list[Record], recipe: Recipe, standard: Standard, chance: Random) -> list[Record]:
    """Records with one defect each: rejected by one rule and no other, as many rules as can be had."""
    tried = [*_tries(spare, recipe, standard, chance)]
    whole = [{name: text for name, text in record.items() if text is not None} for _, record in tried]
    lines = judged(whole, recipe.source, standard) if whole else ()
    found: dict[str, list[Record]] = {}
    for (rule, record), line in zip(tried, lines, strict=True):
        if line.verdict == "rejected" and {one.rule for one in line.problems} == {rule} and is_synthetic(record):
            found.setdefault(rule, []).append(record)
    chosen: list[Record] = []
    while len(chosen) < recipe.bad and any(found.values()):
        for rule in list(found):
            if found[rule] and len(chosen) < recipe.bad:
                chosen.append(found[rule].pop())
    if len(chosen) < recipe.bad:
        raise ValueError(f"{recipe.source.item}: only {len(chosen)} of {recipe.bad} defects could be planted")
    return chosen


def _tries(spare: list[Record], recipe: Recipe, standard: Standard, chance: Random) -> Iterable[tuple[str, Record]]:
    """Each spare record spoilt once, the rules in turn."""
    record_type = standard.record_type_of(recipe.source.item)
    context = context_for(standard, record_type)
    by_rule: dict[str, list[Defect]] = {}
    for defect in (*defects_of(record_type), *item_defects(recipe.source.item, standard)):
        if defect.plantable and standard.rules[defect.rule].severity == "error":
            by_rule.setdefault(defect.rule, []).append(defect)
    rules = sorted(by_rule)
    chance.shuffle(rules)
    for place, record in enumerate(spare):
        for turn in range(len(rules)):
            rule = rules[(place + turn) % len(rules)]
            changed = chance.choice(by_rule[rule]).apply(record, chance, context)
            if changed is not None:
                yield rule, changed
                break
