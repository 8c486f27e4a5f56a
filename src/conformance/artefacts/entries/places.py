"""Where what a reference means has its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from conformance.artefacts.entries.ground import ground
from conformance.artefacts.entries.linking import Where
from conformance.publish.site import addresses
from conformance.publish.site.kinds import LISTED
from conformance.standard.links import Ref


@cache
def page_of(ref: Ref) -> str | None:
    """The address of the page, or of the place in one; None where there is none."""
    if ref.list == "duty":
        return f"{addresses.index_of('duty')}#{ref.id}"
    if ref.list == "rule":
        return addresses.rule(ref.id)
    if ref.list == "party":
        kind, _, identifier = ref.id.partition(":")
        return page_of(Ref("region" if kind == "province" else kind, identifier))
    if ref.list == "region":
        return addresses.of(Ref("region", province(ref.id)))
    return addresses.of(ref) if ref.list in LISTED else None


def province(region: str) -> str:
    """The division code of a partner province: of itself, or of an entry that is named otherwise."""
    entry = ground().index.entries.get(Ref("region", region))
    return region if entry is None else str(entry.data["divisions"][0]).ljust(6, "0")


def where(here: str) -> Where:
    """Links from one page."""

    @cache
    def link(ref: Ref) -> str | None:
        address = page_of(ref)
        return None if address is None or address == here else addresses.relative(here, address)

    return link


def surely(here: str) -> Callable[[Ref], str]:
    """Links from one page to what has a page for certain: entries of the three lists and what takes up their data."""
    return lambda ref: addresses.relative(here, addresses.of(ref))
