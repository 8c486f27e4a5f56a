"""A unit's page: its marks, what it supplies and uses, why records of it were sent back."""

from __future__ import annotations

from conformance.bulletin import words
from conformance.bulletin.model import UnitPage, Use
from conformance.bulletin.parts import Bars, Section, Table
from conformance.bulletin.tables import duties, joined, marks, months, reasons
from conformance.bulletin.words import word
from conformance.report.view import View
from conformance.standard.words import bracket, listing, pick

_UNSURE = ("inferred", "unstated")
"""Bases on which the document does not say that the unit uses it."""


def page_of(number: int, page: UnitPage, view: View) -> Section:
    """The page of the unit with this number."""
    lang = view.lang
    said = [f"{pick(words.GROUP_TITLES[page.group], lang)} · {page.party}"]
    if page.place is not None:
        before = "–" if page.place.before is None else page.place.before
        rank, score = words.rank_text(page.place, lang), words.score_text(page.place)
        said.append(word("placed", lang, rank=rank, score=score, before=before))
    elif page.unranked is not None:
        said.append(word("unplaced", lang, reason=pick(words.UNRANKED[page.unranked], lang)))
    if page.outside:
        listed = [
            view.item_title(one.item) + bracket(word("times", lang, number=one.submissions), lang)
            for one in page.outside
        ]
        said.append(word("outside", lang, items=listing(listed, lang)))
    uses = Table(
        word("uses", lang),
        [word("application", lang), word("looks-up", lang), word("remark", lang)],
        [
            [
                pick(use.title, lang),
                listing([view.item_title(item) for item in use.items], lang) or None,
                _remark(use, view),
            ]
            for use in page.uses
        ],
    )
    tables = [marks(page.figures, page.previous, lang), duties(page, view)]
    tables += [reasons(page.reasons, view), uses, *([months(page.months, lang)] if page.months else [])]
    bars = [Bars(word("course", lang), [(one.month, one.figures.rates["submitted"]) for one in page.months])]
    return Section(f"unit-{number}", pick(page.title, lang), said, tables, bars if page.months else [])


def _remark(use: Use, view: View) -> str | None:
    """Through which group the unit uses it, and that it is no word of the document's where it is none."""
    lang = view.lang
    remarks = (
        [] if use.through is None else [word("through", lang, group=pick(view.standard.units[use.through].title, lang))]
    )
    if use.basis in _UNSURE:
        remarks.append(word("user-unsure", lang, basis=words.basis_title(use.basis, lang)))
    return joined(remarks, lang) or None
