"""An edition's folder: what is published of it, complete in one place."""

from __future__ import annotations

from msgspec.structs import replace

from conformance.artefacts import pages as modules
from conformance.artefacts.downloads import downloads
from conformance.publish.lists import shipped_lists
from conformance.publish.modelling import shipped_model
from conformance.publish.names import name_table
from conformance.publish.site.build import site
from conformance.publish.site.discover import made
from conformance.publish.site.model import Given, SiteSource
from conformance.standard.load import DEFAULT_EDITION


def site_source(against: str | None = None, *, offered: bool = True) -> SiteSource:
    """What the pages of the shipped edition are made from; without ``offered`` there is nothing to download, which takes longest."""
    lists, names = shipped_lists(), name_table(DEFAULT_EDITION)
    source = SiteSource(
        shipped_model(DEFAULT_EDITION, None),
        names,
        lists,
        Given(downloads=downloads() if offered else (), against=against),
    )
    return replace(source, given=replace(source.given, pages=tuple(made(modules, source))))


def edition_folder(against: str | None = None) -> dict[str, bytes]:
    """The files of the shipped edition's folder by their path."""
    return site(site_source(against))
