"""A site out of its pages: every address once, every link to something that is there, the same bytes every time."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from conformance.publish.model import EditionModel
from conformance.publish.site import addresses, machine
from conformance.publish.site import pages as modules
from conformance.publish.site.discover import made
from conformance.publish.site.downloads import FOLDER
from conformance.publish.site.everything import everything
from conformance.publish.site.frame import framed
from conformance.publish.site.html import slim
from conformance.publish.site.kinds import KINDS
from conformance.publish.site.model import Page, SiteSource
from conformance.publish.site.register import Moved, closed, declared, earlier_divisions, registered, stub
from conformance.publish.site.search import INDEX, search_index
from conformance.publish.site.start import start

_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_LINK = re.compile(r'<[^<>]*?\s(?:href|src|action)="([^"]*)"')
_ANCHOR = re.compile(r'<[^<>]*?\sid="([^"]*)"')
_SHOWN = 20


class Broken(ValueError):
    """The site would not be whole: a fault of whoever made the pages. One sentence for each place."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        more = len(self.faults) - _SHOWN
        super().__init__("; ".join(self.faults[:_SHOWN]) + (f"; and {more} more" if more > 0 else ""))


def site(source: SiteSource) -> dict[str, bytes]:
    """The files of a site by their path. Raises Broken."""
    found = [*made(modules, source), *source.given.pages]
    moved = _moved(found, source)
    found += map(stub, moved)
    found += [start(found, source), everything(found)]
    others = dict(_others(source, found)) | machine.files(source.standard, found, moved, source.given.downloads)
    written = whole(found, source.edition, others)
    return dict(sorted({**{address: text.encode() for address, text in written.items()}, **others}.items()))


def whole(found: Iterable[Page], edition: EditionModel, others: Mapping[str, bytes]) -> dict[str, str]:
    """The pages as they are written, by address, where together with the other files they are a site. Raises Broken."""
    pages = _by_address(found)
    written = {address: framed(page, pages, edition) for address, page in pages.items()}
    _refuse([*_twice(written.keys(), others.keys()), *_dangling(written, others)])
    return {address: slim(text) for address, text in written.items()}


def _moved(found: Iterable[Page], source: SiteSource) -> list[Moved]:
    """Addresses of old that have no page of their own. Raises Broken where one that was given out leads nowhere."""
    edition = source.standard.edition.id
    present = {addresses.START, addresses.ALL, *(page.address for page in found)}
    moved = [*declared(edition), *earlier_divisions(source.standard, present)]
    taken = present | {download.path for download in source.given.downloads}
    given = [one for one in registered(edition) if source.given.downloads or not one.startswith(FOLDER)]
    _refuse([*closed(given, taken, moved)])
    return moved


def _others(source: SiteSource, pages: Iterable[Page]) -> Iterator[tuple[str, bytes]]:
    folder = files("conformance.publish.site") / "assets"
    for name in ("style.css", "search.js", "fold.js"):
        yield f"assets/{name}", (folder / name).read_bytes()
    yield INDEX, search_index(pages)
    for download in source.given.downloads:
        yield download.path, download.content


def _by_address(found: Iterable[Page]) -> dict[str, Page]:
    pages: dict[str, Page] = {}
    faults = []
    for page in found:
        if page.kind not in KINDS:
            faults.append(f"{page.address} is of an unknown kind, {page.kind!r}")
        if not page.address.endswith(".html") or not all(map(_SEGMENT.fullmatch, page.address.split("/"))):
            faults.append(f"{page.address!r} is no address of a page")
        if page.address in pages:
            faults.append(f"two pages have the address {page.address}")
        pages[page.address] = page
    _refuse(faults)
    return dict(sorted(pages.items()))


def _twice(*addresses: Iterable[str]) -> Iterator[str]:
    """Addresses that some file system takes for the same."""
    seen: dict[str, str] = {}
    for address in (one for some in addresses for one in some):
        other = seen.setdefault(address.casefold(), address)
        if other is not address:
            yield f"{other} and {address} are one file to some systems"


def _dangling(written: Mapping[str, str], others: Mapping[str, bytes]) -> Iterator[str]:
    """Links that lead nowhere, or out of the folder."""
    anchors = {address: {html.unescape(one) for one in _ANCHOR.findall(text)} for address, text in written.items()}
    for here, text in written.items():
        for link in dict.fromkeys(_LINK.findall(text)):
            target, fragment = _resolved(posixpath.dirname(here), html.unescape(link))
            if target is None:
                yield f"{here} links outside of the site, to {link}"
            elif (target or here) not in written and target not in others:
                yield f"{here} links to {target}, which does not exist"
            elif fragment and fragment not in anchors.get(target or here, ()):
                yield f"{here} links to a place that {target or here} does not have, #{fragment}"


@cache
def _resolved(folder: str, link: str) -> tuple[str | None, str]:
    """The address that a link in a folder leads to and the place in it; an empty address for the page itself, None for the world."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None, ""
    path = unquote(parts.path)
    return posixpath.normpath(posixpath.join(folder, path)) if path else "", unquote(parts.fragment)


def _refuse(faults: list[str]) -> None:
    if faults:
        raise Broken(faults)
