"""The reporting plan: who submits what by when, and on whose word. A page for each duty would say one line."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.artefacts.entries.ground import ground
from conformance.artefacts.entries.linking import said
from conformance.artefacts.entries.overview import clauses_of
from conformance.artefacts.entries.places import where
from conformance.catalog.dossier.submission import when
from conformance.publish.site import addresses, html
from conformance.publish.site.model import Page, SiteSource
from conformance.publish.site.parts import Part, parted
from conformance.standard.entries import Entry, text_of
from conformance.standard.links import Ref
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Text
from conformance.standard.titles import name_of

_ABOUT = Text(
    "谁在什么时候报送什么。周期和期限各注明出自文件还是本标准自定；文件没有写明的，以本标准的默认为准。",
    "Who submits what by when. Period and day each say on whose word they are; where the document is silent, the default is this "
    "standard's own.",
)
_UNIT = Text("该单位的其他内容", "what else is said of this unit")
_HEADS = (
    Text("数据事项", "data item"),
    Text("周期和期限", "period and last day"),
    Text("条款", "clause"),
    Text("备注", "note"),
)


def pages(source: SiteSource) -> Iterator[Page]:
    """The one page, with a place for every duty."""
    here = addresses.index_of("duty")
    units: dict[Ref, list[tuple[Ref, Entry]]] = {}
    for ref, entry in ground().index.of("duty"):
        units.setdefault(Ref("unit", str(entry.data["unit"])), []).append((ref, entry))
    parts = [_part(unit, duties, here) for unit, duties in units.items()]
    yield Page(here, "index", LIST_TITLES["duty"], html.paragraph(_ABOUT) + parted(parts))


def _part(unit: Ref, duties: list[tuple[Ref, Entry]], here: str) -> Part:
    """What one unit submits."""
    name = name_of(unit, ground().index)
    shown = html.table(name, _HEADS, [_row(entry, here) for _, entry in duties], [ref.id for ref, _ in duties])
    return Part(name, unit.id, html.paragraph(html.link(here, addresses.of(unit), _UNIT)) + shown)


def _row(entry: Entry, here: str) -> list[html.Piece]:
    item = Ref("data", str(entry.data["item"]))
    note = text_of(entry.data.get("note"))
    return [
        html.link(here, addresses.of(item), name_of(item, ground().index)),
        when(entry.data, ground()),
        html.joined((html.link(here, addresses.of(one), one.id) for one in clauses_of(entry)), "、"),
        "" if note is None else said(note, where(here)),
    ]
