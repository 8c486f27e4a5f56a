"""The page of one entry of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from markupsafe import Markup
from msgspec.structs import replace

from conformance.artefacts.entries import view
from conformance.artefacts.entries.ground import dossier_of, ground
from conformance.artefacts.entries.places import page_of, surely, where
from conformance.catalog.dossier import facts
from conformance.catalog.dossier.model import Section
from conformance.catalog.dossier.related import CHAIN
from conformance.exchange.suite.load import load_suite
from conformance.publish.coverage_page import STANDINGS, standing
from conformance.publish.site import addresses, html
from conformance.publish.site.kinds import LISTED
from conformance.publish.site.model import Page
from conformance.publish.site.pictures.flow import flow_svg
from conformance.standard.entries import Entry
from conformance.standard.links import Ref
from conformance.standard.model import Text

JUDGED = ("clause", "system", "obligation")
"""Lists of what has to be made to work."""


def entry_page(ref: Ref, more: Iterable[Section] = (), below: Markup | None = None, titled: Text | None = None) -> Page:
    """The page of an entry: standing, picture, sections. ``more`` follows the dossier's own sections, ``below`` everything."""
    entry, dossier = ground().index.entries[ref], dossier_of(ref)
    address, kind = page_of(ref), LISTED[ref.list].kind
    if address is None or kind is None:
        raise ValueError(f"{ref} has no page")
    picture = _flow(ref, address) if ref.list in ("behaviour", "application") else Markup("")
    body = [_standing(entry) if ref.list in JUDGED else Markup(""), picture]
    summary = _summary(entry)
    own = [one for one in dossier.sections if not (picture and one.heading == CHAIN)]
    body.append(view.sections([*fresh(own, ref, dossier.title, summary), *more], where(address)))
    body.append(_requirements(ref, address))
    body.append(below or Markup(""))
    return Page(
        address,
        kind,
        titled or _title(ref, dossier.title),
        Markup("").join(body),
        id=ref.id,
        summary=summary,
        terms=tuple(dict.fromkeys(_terms(entry))),
        under=addresses.index_of(ref.list),
    )


def fresh(found: Iterable[Section], ref: Ref, title: Text, summary: Text | None) -> Iterator[Section]:
    """The sections without what the head of the page says: the id, the title, and on what ground the entry is there."""
    for section in found:
        kept = [row for row in section.rows if row.depth or row.value not in (title, summary, Text(ref.id, ref.id))]
        yield view.condensed(replace(section, rows=tuple(kept)))


def _title(ref: Ref, title: Text) -> Text:
    """A place in the document is told by its number first."""
    return Text(f"{ref.id} {title.zh}", f"{ref.id} {title.en}") if ref.list == "clause" else title


def _standing(entry: Entry) -> Markup:
    kind = standing(entry.data)
    return Markup('<p class="standing standing-{}">{}</p>\n').format(kind, html.both(STANDINGS[kind]))


def _flow(ref: Ref, here: str) -> Markup:
    picture = flow_svg(ref, ground().index, surely(here))
    return html.heading(Text("从数据到应用", "From data to use")) + picture if picture else Markup("")


def _summary(entry: Entry) -> Text | None:
    """On what ground it is there: said by the document, or not."""
    found = facts.provenance(entry, ground())
    return None if found is None else found.rows[0].value


def _terms(entry: Entry) -> Iterator[str]:
    data = entry.data
    for key in ("name", "division", "term"):
        if data.get(key):
            yield str(data[key])
    for key in ("aliases", "terms", "codes", "earlier_divisions", "divisions"):
        yield from map(str, data.get(key, ()))
    provenance = data.get("provenance")
    if isinstance(provenance, dict) and provenance.get("term"):
        yield str(provenance["term"])


@cache
def _asked() -> dict[str, list[tuple[str, Text]]]:
    """Clause → requirements of the exchange that rest on it."""
    document = ground().catalogue.source_document
    found: dict[str, list[tuple[str, Text]]] = {}
    for one in load_suite(ground().standard.edition.id).requirements:
        named, _, place = one.clause.partition("#")
        if named == document:
            found.setdefault(place, []).append((one.id, one.text))
    return found


def _requirements(ref: Ref, here: str) -> Markup:
    found = _asked().get(ref.id, []) if ref.list == "clause" else []
    if not found:
        return Markup("")
    shown = (
        html.joined([html.link(here, addresses.api_part("requirements", name), html.code(name)), text])
        for name, text in found
    )
    return html.heading(Text("交换接口的要求", "What it asks of the exchange")) + html.listed(shown)
