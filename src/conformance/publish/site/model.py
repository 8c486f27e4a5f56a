"""What a site is made of: pages, and what pages are made from."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct, field

from conformance.publish.lists import Lists
from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.publish.site.addresses import START
from conformance.publish.site.downloads import Download
from conformance.standard.model import Standard, Text


class Page(Struct, frozen=True):
    """One page: what is between its head and its foot, and how it is found."""

    address: str
    """Path within the folder, from ``addresses``."""
    kind: str
    """One of ``kinds.KINDS``."""
    title: Text
    body: Markup
    id: str = ""
    """Of what the page is about (``admin-licence``); empty for pages that are about no single thing."""
    summary: Text | None = None
    """One sentence below the title, also in search results."""
    terms: tuple[str, ...] = ()
    """Further words under which it is found: aliases, codes, the document's term."""
    within: Text | None = None
    """What it is a part of, where others of its kind have the same title: a field's record."""
    under: str = START
    """Address of the page above it, from which the trail at its head follows."""
    searched: bool = True
    """Whether search and the index of all pages know it."""

    @property
    def name(self) -> Text:
        """The title, with what tells it from others of the same."""
        title, within = self.title, self.within
        return title if within is None else Text(f"{title.zh}（{within.zh}）", f"{title.en} ({within.en})")


class Given(Struct, frozen=True):
    """What a site shows and ``publish`` cannot know: ``artefacts`` hands it in."""

    pages: tuple[Page, ...] = ()
    """Pages that need the exchange, the catalogue or the downloads, ready-made."""
    downloads: tuple[Download, ...] = ()
    """Files to take away; they are among the files of the site."""
    against: str | None = None
    """Edition or folder of lists that the changelog compares with; None: there is none before."""


class SiteSource(Struct, frozen=True):
    """What pages are made from."""

    edition: EditionModel
    names: NameTable
    lists: Lists
    given: Given = field(default_factory=Given)

    @property
    def standard(self) -> Standard:
        """The compiled standard."""
        return self.edition.standard
