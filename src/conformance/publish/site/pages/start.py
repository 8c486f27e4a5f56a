"""The start page."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.site import addresses
from conformance.publish.site.html import paragraph
from conformance.publish.site.model import Page, SiteSource


def pages(source: SiteSource) -> Iterator[Page]:
    """The one page."""
    yield Page(addresses.START, "start", source.edition.title, paragraph(source.edition.version), searched=False)
