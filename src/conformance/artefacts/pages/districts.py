"""Pages of the districts: what the document says of each, what holds for it as a party, and its division codes."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from conformance.artefacts.entries.divisions import divisions_table
from conformance.artefacts.entries.ground import dossier_of, ground
from conformance.artefacts.entries.page import entry_page
from conformance.publish.site import addresses, html
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.links import Ref
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Text
from conformance.standard.titles import title_of

_CITY = "31"


def pages(source: SiteSource) -> Iterator[Page]:
    """A page for each district, and their index with every code that the city's districts have had."""
    here = addresses.index_of("district")
    rows = []
    for ref, entry in ground().index.of("district"):
        title = title_of(entry)
        party = Ref("party", f"district:{ref.id}")
        sections = dossier_of(party).sections if party.id in source.standard.parties else ()
        codes = tuple(map(str, entry.data["codes"]))
        found = divisions_table([one for one in source.standard.divisions if one.code in codes])
        yield entry_page(ref, sections, found, Text(f"{title.zh}（{ref.id}）", f"{title.en} ({ref.id})"))
        rows.append((html.link(here, addresses.of(ref), title), html.code(ref.id)))
    about = Text(
        "2016年5月时的区县，文件对每一区县的要求，以及作为报送单位适用的规定。",
        "The districts and counties of May 2016, what the document asks of each, and what holds for it as a party.",
    )
    city = [one for one in source.standard.divisions if one.code.startswith(_CITY)]
    body = (
        html.paragraph(about),
        html.table(LIST_TITLES["district"], [Text("名称", "title"), Text("编号", "id")], rows),
        html.heading(Text("区划代码的沿革", "The codes over the years")),
        divisions_table(city),
    )
    yield Page(here, "index", LIST_TITLES["district"], Markup("").join(body))
