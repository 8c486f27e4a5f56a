"""Pages of the lists: units, conducts, applications, list regimes, arrangements, and the source document's own parts."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.artefacts.entries.ground import dossier_of, ground
from conformance.artefacts.entries.overview import Overview, by_part, by_unit, coded, index_page
from conformance.artefacts.entries.page import entry_page
from conformance.catalog.dossier.model import Section
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.links import Ref
from conformance.standard.model import Text

LAYOUTS = {
    "behaviour": Overview(
        Text(
            "哪些行为算作守信或失信，由谁认定，由什么数据看出。文件明示的和由条文推知的分别注明。",
            "Which conduct counts, who determines it and which data show it. What the document says and what follows from it "
            "are told apart.",
        ),
        coded("domain", "BehaviourDomain"),
    ),
    "application": Overview(
        Text(
            "信用信息用在哪些地方，由谁使用，用到哪些数据和行为。",
            "Where the information is used, by whom, and what it draws on.",
        ),
        by_unit,
    ),
    "unit": Overview(
        Text(
            "文件列名或涉及的单位，及本标准所知的别名。别名和区县对口部门为通用知识，文件未列。",
            "The units that the document names or needs. Aliases and district offices are general knowledge, not the document's.",
        ),
        coded("kind", "UnitKind"),
    ),
    "regime": Overview(
        Text(
            "文件提到的红黑名单、重点监管名单和公示制度。",
            "Red and black lists and the like that the document speaks of.",
        ),
        coded("regime_kind", "RegimeKind"),
    ),
    "arrangement": Overview(
        Text(
            "跨省、跨区和与全国平台的信用合作安排。",
            "Arrangements between provinces, districts and with national platforms.",
        ),
        coded("arrangement_kind", "ArrangementKind"),
    ),
    "clause": Overview(
        Text(
            "文件每一条款的内容（用本项目自己的话概括，不是原句）、责任单位和在本标准中的落实。",
            "What each place of the document is about, in our own words, who is in charge, and what makes it work here.",
        ),
        by_part,
    ),
    "system": Overview(
        Text(
            "文件提到的平台、标准、制度和报告，及在本标准中的落实。",
            "Platforms, standards, regimes and reports that the document names.",
        ),
        coded("relevance", "RelevanceKind"),
    ),
    "obligation": Overview(
        Text(
            "文件写明的期限、频次和其他要求，及在本标准中的落实。",
            "Deadlines, frequencies and other demands of the document.",
        ),
        coded("kind", "ObligationKind"),
    ),
}
"""List → what its index says and how it is grouped."""


def pages(source: SiteSource) -> Iterator[Page]:
    """Every list with its index and a page for each entry."""
    for name, layout in LAYOUTS.items():
        yield index_page(name, layout)
        for ref, _ in ground().index.of(name):
            yield entry_page(ref, _registry(ref, source))


def _registry(ref: Ref, source: SiteSource) -> tuple[Section, ...]:
    """Of a unit that submits: what holds for it as a party."""
    party = f"unit:{ref.id}"
    if ref.list != "unit" or party not in source.standard.parties:
        return ()
    return dossier_of(Ref("party", party)).sections[:1]
