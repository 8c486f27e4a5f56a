"""Tables that several parts of a bulletin have."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from conformance.bulletin import words
from conformance.bulletin.model import RATES, Figures, MonthFigures, Place, Rate, Reason, UnitPage
from conformance.bulletin.parts import Cell, Mark, Table
from conformance.bulletin.words import word
from conformance.report.view import View
from conformance.standard.model import Lang
from conformance.standard.words import pick

_SHARE = "0.00%"


def marks(now: Figures, then: Figures | None, lang: Lang) -> Table:
    """The rates with both of their numbers, and the counts, against the bulletin before where there is one."""
    rows: list[list[Cell]] = []
    for rate in RATES:
        mine, theirs = now.rates[rate], Rate(0, 0) if then is None else then.rates[rate]
        shown: list[Cell] = [share_of(mine), mine.numerator, mine.denominator, rate_of(theirs)]
        rows.append([pick(words.RATE_TITLES[rate], lang), *shown, _change(mine, theirs, lang)])
    for name in (*words.COUNTS, *words.VOLUMES):
        number = words.number(now, name)
        compared: list[Cell] = ["–", "–"]
        if then is not None:
            earlier = words.number(then, name)
            compared = [earlier, _difference(number - earlier)]
        rows.append([words.count_title(name, lang), number, None, None, *compared])
    heads = [word(key, lang) for key in ("marks", "value", "numerator", "denominator", "before", "change")]
    return Table(word("marks", lang), heads, rows)


def months(several: Sequence[MonthFigures], lang: Lang) -> Table:
    """The months of a year."""
    return Table(
        word("course", lang),
        [word("month", lang), *count_heads(lang), word("rows", lang), *rate_heads(lang)],
        [[one.month, *words.counts(one.figures), one.figures.rows, *shares(one.figures)] for one in several],
    )


def duty_heads(lang: Lang) -> list[str]:
    """The heads of :func:`duties`."""
    return [
        word(key, lang) for key in ("item", "period", "last-day", "received", "state", "rows", "accepted", "remark")
    ]


def duties(page: UnitPage, view: View) -> Table:
    """What became of each duty of a unit."""
    lang = view.lang
    rows: list[list[Cell]] = []
    for one in page.duties:
        remarks = [word("nil-one", lang)] if one.nil else []
        remarks += [word("derived", lang)] if one.derived else []
        remarks += [word("increments", lang, number=one.increments)] if one.increments else []
        remarks += [word("recorded", lang, judged=judged, recorded=recorded) for judged, recorded in one.recorded]
        if one.duty.through is not None:
            remarks.append(word("through", lang, group=pick(view.standard.units[one.duty.through].title, lang)))
        rows.append(
            [
                view.item_title(one.duty.item),
                Mark(f"{one.period.first} – {one.period.last}"),
                Mark("–" if one.last_day is None else str(one.last_day)),
                Mark("–" if one.received is None else str(one.received)),
                Mark(pick(words.STATES[one.state], lang)),
                one.figures.rows,
                one.figures.accepted,
                joined(remarks, lang) or None,
            ]
        )
    return Table(word("supplies", lang), duty_heads(lang), rows)


def joined(remarks: Sequence[str], lang: Lang) -> str:
    """Several remarks behind each other."""
    return ("；" if lang == "zh" else "; ").join(remarks)


def reasons(several: Sequence[Reason], view: View) -> Table:
    """The commonest reasons."""
    lang = view.lang
    rows: list[list[Cell]] = [[view.rule_title(one.rule), one.rule, one.errors] for one in several]
    return Table(word("reasons", lang), [word("reason", lang), word("rule", lang), word("errors", lang)], rows)


def count_heads(lang: Lang) -> list[str]:
    """The heads of the numbers of duties."""
    return [words.count_title(name, lang) for name in words.COUNTS]


def rate_heads(lang: Lang) -> list[str]:
    """The heads of the rates."""
    return [pick(words.RATE_TITLES[name], lang) for name in RATES]


def shares(figures: Figures) -> list[Mark]:
    """The rates without their numbers."""
    return [share_of(figures.rates[name]) for name in RATES]


def share_of(rate: Rate) -> Mark:
    """A share alone."""
    return Mark(words.share_text(rate), rate.value, _SHARE)


def rate_of(rate: Rate) -> Mark:
    """A share with both of its numbers."""
    return Mark(words.rate_text(rate), rate.value, _SHARE, rate)


def rank_of(place: Place, lang: Lang) -> Mark:
    """A place within its group."""
    shown = words.rank_text(place, lang)
    return Mark(shown, Fraction(place.rank), f'0"{shown.removeprefix(str(place.rank))}"')


def score_of(place: Place) -> Mark:
    """A score as points of a hundred."""
    value = place.score.value
    return Mark(words.score_text(place), None if value is None else value * 100, "0.00")


def _change(now: Rate, then: Rate, lang: Lang) -> Mark:
    """How many points a share rose or fell."""
    value = None if now.value is None or then.value is None else (now.value - then.value) * 100
    shown = words.change_text(now, then, lang)
    points = f'"{word("points", lang, points="")}"'
    slight = value is not None and words.is_slight(value)
    return Mark(shown, value, f'"{shown}"' if slight else f"+0.0{points};-0.0{points};0")


def _difference(number: int) -> Mark:
    """How much more or less of something there is."""
    return Mark(f"{number:+}" if number else "0", Fraction(number), "+0;-0;0")
