"""A bulletin as sections of sentences, tables and bars, in one language."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.bulletin import words
from conformance.bulletin.definitions import definitions, measures
from conformance.bulletin.model import GROUPS, RATES, Bulletin, MonthFigures, Precedent, Publication
from conformance.bulletin.page import page_of
from conformance.bulletin.parts import Bars, Cell, Document, Section, Table
from conformance.bulletin.tables import (
    count_heads,
    duties,
    duty_heads,
    marks,
    months,
    rank_of,
    rate_heads,
    rate_of,
    reasons,
    score_of,
    shares,
)
from conformance.bulletin.words import word
from conformance.report.view import View, visible
from conformance.standard.model import Lang
from conformance.standard.words import ORIGINS, bracket, listing, pick


def document_of(bulletin: Bulletin, view: View) -> Document:
    """The parts in the order in which they are told."""
    lang = view.lang
    lead = [word("as-of", lang, as_of=bulletin.as_of), word("origin", lang)]
    if bulletin.only:
        lead.append(word("only", lang, units=listing([_party(one, view) for one in bulletin.only], lang)))
    sections = [
        _overall(bulletin, lang),
        *([_course(bulletin.months, lang)] if bulletin.months else []),
        _ranking(bulletin, lang),
        _units(bulletin, lang),
        _not_ranked(bulletin, lang),
        _behind(bulletin, view),
        _published(bulletin.total.publication, lang),
        Section("reasons", word("reasons", lang), tables=[reasons(bulletin.reasons, view)]),
        Section(
            "notes",
            word("notes", lang),
            [visible(pick(one, lang)) for one in bulletin.notes] or [word("nothing", lang)],
        ),
        _formulas(bulletin, lang),
        Section("definitions", word("definitions", lang), [pick(one, lang) for one in definitions(bulletin.minimum)]),
        _precedents(bulletin, lang),
    ]
    basis = word(
        "basis",
        lang,
        edition=bulletin.edition,
        version=bulletin.standard_version,
        digest=bulletin.standard_digest,
        tool=bulletin.tool_version,
    )
    pages = [page_of(number, page, view) for number, page in enumerate(bulletin.units, 1)]
    return Document(words.title(bulletin, lang), lead, sections, pages, basis)


def _overall(bulletin: Bulletin, lang: Lang) -> Section:
    said = [word("compared", lang, previous=bulletin.previous, day=bulletin.previous_as_of)] if bulletin.before else []
    groups = Table(
        word("groups", lang),
        [word("group", lang), *count_heads(lang), *rate_heads(lang)],
        [
            [pick(words.GROUP_TITLES[group], lang), *words.counts(figures), *shares(figures)]
            for group, figures in bulletin.groups.items()
        ],
    )
    rates = bulletin.total.rates
    bars = Bars(word("overall", lang), [(pick(words.RATE_TITLES[name], lang), rates[name]) for name in RATES])
    return Section(
        "overall", word("overall", lang), said, [marks(bulletin.total, bulletin.before, lang), groups], [bars]
    )


def _course(several: Sequence[MonthFigures], lang: Lang) -> Section:
    bars = Bars(
        pick(words.RATE_TITLES["submitted"], lang), [(one.month, one.figures.rates["submitted"]) for one in several]
    )
    return Section("course", word("course", lang), tables=[months(several, lang)], bars=[bars])


def _ranking(bulletin: Bulletin, lang: Lang) -> Section:
    tables = []
    for group in GROUPS:
        placed = [(n, page) for n, page in enumerate(bulletin.units, 1) if page.place and page.group == group]
        rows: list[list[Cell]] = [
            [
                rank_of(page.place, lang),
                pick(page.title, lang),
                score_of(page.place),
                *(rate_of(page.figures.rates[name]) for name in RATES),
                page.place.before or "–",
            ]
            for _, page in placed
            if page.place
        ]
        heads = [
            word("rank", lang),
            word("unit", lang),
            word("score", lang),
            *rate_heads(lang),
            word("place-before", lang),
        ]
        tables.append(Table(pick(words.GROUP_TITLES[group], lang), heads, rows, [f"unit-{n}" for n, _ in placed], 1))
    return Section("ranking", word("ranking", lang), tables=tables)


def _units(bulletin: Bulletin, lang: Lang) -> Section:
    rows: list[list[Cell]] = [
        [
            pick(page.title, lang),
            pick(words.GROUP_TITLES[page.group], lang),
            *words.counts(page.figures),
            *(page.figures.rows, page.figures.accepted, page.figures.rejected, page.self_checks),
        ]
        for page in bulletin.units
    ]
    heads = [word("unit", lang), word("group", lang), *count_heads(lang), word("rows", lang), word("accepted", lang)]
    heads += [word("rejected", lang), word("self-checks", lang)]
    links = [f"unit-{n}" for n, _ in enumerate(bulletin.units, 1)]
    return Section("units", word("units", lang), tables=[Table(word("units", lang), heads, rows, links)])


def _not_ranked(bulletin: Bulletin, lang: Lang) -> Section:
    rows = [
        [pick(page.title, lang), pick(words.UNRANKED[page.unranked], lang)] for page in bulletin.units if page.unranked
    ]
    said = []
    if bulletin.without_duty:
        said.append(word("without-duty", lang, units=listing([pick(one, lang) for one in bulletin.without_duty], lang)))
    if bulletin.unreached:
        named = [pick(one.title, lang) + bracket(str(one.duties), lang) for one in bulletin.unreached]
        said.append(word("unreached", lang, units=listing(named, lang)))
    links = [f"unit-{n}" for n, page in enumerate(bulletin.units, 1) if page.unranked]
    table = Table(word("not-ranked", lang), [word("unit", lang), word("reason", lang)], rows, links)
    return Section("not-ranked", word("not-ranked", lang), said, [table] if rows or not said else [])


def _behind(bulletin: Bulletin, view: View) -> Section:
    lang = view.lang
    rows: list[list[Cell]] = []
    links = []
    for number, page in enumerate(bulletin.units, 1):
        for row, result in zip(duties(page, view).rows, page.duties, strict=True):
            if result.state != "on-time":
                rows.append([pick(page.title, lang), *row])
                links.append(f"unit-{number}")
    heads = [word("unit", lang), *duty_heads(lang)]
    return Section("behind", word("missing", lang), tables=[Table(word("missing", lang), heads, rows, links)])


def _published(publication: Publication, lang: Lang) -> Section:
    rows: list[list[Cell]] = [
        [word("to-publish", lang), publication.to_publish],
        [word("published-number", lang), publication.published],
    ]
    rows += [
        [word("withheld", lang) + bracket(words.ground_title(one.ground, lang), lang), one.records]
        for one in publication.withheld
    ]
    rows.append([word("files-said", lang), publication.files])
    return Section(
        "published",
        word("published", lang),
        tables=[Table(word("published", lang), [word("decisions", lang), word("number", lang)], rows)],
    )


def _formulas(bulletin: Bulletin, lang: Lang) -> Section:
    whose = {one.clause: one.clause + bracket(_whose(one, lang), lang) for one in bulletin.precedents}
    rows: list[list[Cell]] = [
        [
            pick(one.title, lang),
            pick(one.formula, lang),
            pick(ORIGINS[one.origin], lang) + bracket(f"origin: {one.origin}", lang),
            listing([whose[clause] for clause in one.precedents], lang) or word("no-precedent", lang),
        ]
        for one in measures()
    ]
    heads = [word(key, lang) for key in ("marks", "formula", "whose", "precedent")]
    return Section("formulas", word("formulas", lang), tables=[Table(word("formulas", lang), heads, rows, whole=True)])


def _precedents(bulletin: Bulletin, lang: Lang) -> Section:
    said = [word("precedents-lead", lang)]
    said += [
        word(
            "cited",
            lang,
            clause=one.clause,
            quoted=listing([f"“{term}”" for term in one.terms], lang),
            about=pick(one.about, lang),
            units=_whose(one, lang),
            like=pick(one.like, lang),
        )
        for one in bulletin.precedents
    ]
    return Section("precedents", word("precedents", lang), said)


def _whose(one: Precedent, lang: Lang) -> str:
    """That a place of the document is about units of its own, and which."""
    named = listing([pick(unit, lang) for unit in one.units], lang)
    return word("for-itself", lang, units=named) if named else word("no-unit", lang)


def _party(party: str, view: View) -> str:
    return pick(view.standard.parties[party].title, view.lang)
