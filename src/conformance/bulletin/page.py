"""A unit's page: its marks, what it supplies and uses, why records of it were sent back."""

from __future__ import annotations

from conformance.bulletin import words
from conformance.bulletin.model import UnitPage
from conformance.bulletin.parts import Bars, Section, Table
from conformance.bulletin.tables import duties, marks, months, reasons
from conformance.bulletin.words import word
from conformance.report.view import View
from conformance.standard.words import listing, pick


def page_of(number: int, page: UnitPage, view: View) -> Section:
    """The page of the unit with this number."""
    lang = view.lang
    said = [f"{pick(words.GROUP_TITLES[page.group], lang)} · {page.party}"]
    if page.place is not None:
        before = "–" if page.place.before is None else str(page.place.before)
        said.append(
            f"{word('rank', lang)} {words.rank_text(page.place, lang)}，{word('score', lang)} {words.score_text(page.place)}，"
            f"{word('before', lang)} {before}"
        )
    elif page.unranked is not None:
        said.append(f"{word('not-ranked', lang)}：{pick(words.UNRANKED[page.unranked], lang)}")
    if page.outside:
        listed = listing([f"{view.item_title(item)} {times}" for item, times in page.outside], lang)
        said.append(word("outside", lang, items=listed))
    uses = Table(
        word("uses", lang),
        [word("application", lang), word("looks-up", lang), word("remark", lang)],
        [
            [
                pick(use.title, lang),
                listing([view.item_title(item) for item in use.items], lang) or None,
                None
                if use.through is None
                else word("through", lang, group=pick(view.standard.units[use.through].title, lang)),
            ]
            for use in page.uses
        ],
    )
    tables = [marks(page.figures, page.previous, lang), duties(page, view)]
    tables += [reasons(page.reasons, view), uses, *([months(page.months, lang)] if page.months else [])]
    bars = [Bars(word("course", lang), [(one.month, one.figures.rates["submitted"]) for one in page.months])]
    return Section(f"unit-{number}", pick(page.title, lang), said, tables, bars if page.months else [])
