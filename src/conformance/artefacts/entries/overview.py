"""The index of a list: its entries in groups, with units, clauses and on what ground they are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from conformance.artefacts.entries.ground import ground
from conformance.artefacts.entries.page import JUDGED
from conformance.artefacts.entries.places import page_of
from conformance.publish.coverage_page import PARTS, STANDINGS, standing
from conformance.publish.site import addresses, html
from conformance.publish.site.model import Page
from conformance.publish.site.parts import Part, parted
from conformance.standard.entries import Entry
from conformance.standard.links import Link, Ref
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Text
from conformance.standard.titles import code_text, name_of, title_of

Said = Callable[[Ref, Entry], Text]
RESPONSIBLE = frozenset({"provider", "recogniser", "user", "lead", "responsible", "obligor", "duty", "speaks_for"})
"""Roles of the units that stand beside an entry in an index."""


def coded(key: str, code_list: str) -> Said:
    """Groups by a code of the entry."""
    return lambda _, entry: code_text(ground().catalogue.shapes, code_list, str(entry.data[key]))


def by_unit(ref: Ref, entry: Entry) -> Text:
    """Groups by the first unit that is responsible."""
    units = units_of(ref)
    return name_of(units[0], ground().index) if units else Text("没有列出单位", "no unit named")


def by_part(ref: Ref, entry: Entry) -> Text:
    """Groups of clauses, by the part of the document."""
    return PARTS[ref.id[0]]


def units_of(ref: Ref) -> list[Ref]:
    """The units that are responsible for an entry."""
    links: Sequence[Link] = ground().index.out.get(ref, ())
    found = [link.target for link in links if link.target.list == "unit" and link.role in RESPONSIBLE]
    return list(dict.fromkeys(found))


class Overview(Struct, frozen=True):
    """How the index of a list is laid out."""

    about: Text
    """What the list is, in a sentence or two."""
    group: Said


def index_page(name: str, layout: Overview, below: Markup | None = None) -> Page:
    """The index of a list as users call it."""
    here = addresses.index_of(name)
    entries = list(ground().index.of(name))
    groups: dict[Text, list[tuple[Ref, Entry]]] = {}
    for ref, entry in entries:
        groups.setdefault(layout.group(ref, entry), []).append((ref, entry))
    title = LIST_TITLES[name]
    count = Text(f"共 {len(entries)} 条。", f"{len(entries)} entries.")
    parts = (
        Part(
            html.joined([head, Markup("（{}）").format(len(members))], ""),
            f"part-{number}",
            entries_table(name, head, members, here),
        )
        for number, (head, members) in enumerate(groups.items(), 1)
    )
    body = [html.paragraph(layout.about, count), parted(parts), below or Markup("")]
    return Page(here, "index", title, Markup("").join(body))


def entries_table(name: str, label: Text, members: Sequence[tuple[Ref, Entry]], here: str) -> Markup:
    """Entries of one list as a table."""
    last = Text("落实情况", "standing") if name in JUDGED else Text("依据", "ground")
    heads = [Text("名称", "title"), Text("编号", "id"), Text("单位", "units"), Text("条款", "clauses"), last]
    return html.table(label, heads, [_row(name, ref, entry, here) for ref, entry in members])


def _row(name: str, ref: Ref, entry: Entry, here: str) -> list[html.Piece]:
    address = page_of(ref)
    title = title_of(entry, ground().index)
    return [
        title if address is None else html.link(here, address, title),
        html.code(ref.id),
        html.joined((_linked(unit, here) for unit in units_of(ref)), "、"),
        html.joined((_linked(clause, here) for clause in clauses_of(entry)), "、"),
        html.both(STANDINGS[standing(entry.data)] if name in JUDGED else _ground(entry.data)),
    ]


def clauses_of(entry: Entry) -> list[Ref]:
    """The places of the source document that an entry rests on."""
    data = entry.data
    named = (data.get("provenance") or data).get("clauses", ())
    if "clause" in data:
        document, _, place = str(data["clause"]).partition("#")
        named = [place] if document == ground().catalogue.source_document else []
    refs = [Ref("clause", str(one)) for one in named]
    return [ref for ref in refs if ref in ground().index.entries]


def _linked(ref: Ref, here: str) -> Markup:
    name = ref.id if ref.list == "clause" else name_of(ref, ground().index).zh
    address = page_of(ref)
    return html.piece(name) if address is None else html.link(here, address, name)


def _ground(data: Mapping[str, object]) -> Text:
    """Whose word an entry is."""
    provenance = data.get("provenance")
    if isinstance(provenance, dict):
        return code_text(ground().catalogue.shapes, "BasisKind", str(provenance["basis"]))
    return Text("", "")
