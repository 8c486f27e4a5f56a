"""Where the pages of a folder lead, read from what was written and by nothing of the product: whether every address is there.

An address is good if it is relative, stays in the folder, names a file that is there with the same capitals, and, where it
has a fragment, an element of that page. Nothing that a browser would fetch by itself may come from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

_ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "cite", "background", "xlink:href", "manifest"}
_NAMING = {"for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "headers"}
"""Attributes whose words are ids of the same page."""
_URL = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)|@import\s+["']([^"']+)["']""")


@dataclass(slots=True)
class Read(HTMLParser):
    """What matters of one page: its ids, its addresses, what its attributes name."""

    ids: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)
    """Of (element, address)."""
    named: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    """What no page here may have: handlers, scripts in addresses, a base that moves all others."""
    _style: bool = False

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        if tag == "base":
            self.odd.append("<base>")
        for name, value in attrs:
            text = value or ""
            if name == "id" or (tag == "a" and name == "name"):
                self.ids.append(text)
            elif name in _ADDRESSES:
                self.addresses.append((tag, text))
            elif name == "srcset":
                self.addresses += [(tag, part.split()[0]) for part in text.split(",") if part.strip()]
            elif name == "style":
                self._of_style(text)
            elif name in _NAMING:
                self.named += text.split()
            elif name.startswith("on"):
                self.odd.append(f"{name}={text}")

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if self._style:
            self._of_style(data)

    def _of_style(self, text: str) -> None:
        self.addresses += [("style", one or other) for one, other in _URL.findall(text)]


def read(text: str) -> Read:
    """What one page has."""
    page = Read()
    page.feed(text)
    page.close()
    return page


def faults(folder: Mapping[str, bytes]) -> Iterator[str]:
    """One sentence for whatever is wrong with an address of a page or style sheet of the folder."""
    pages = {path: read(content.decode("utf-8")) for path, content in folder.items() if path.endswith(".html")}
    ids = {path: set(page.ids) for path, page in pages.items()}
    for path, page in pages.items():
        yield from (f"{path}: id twice: {one}" for one in sorted({i for i in page.ids if page.ids.count(i) > 1}))
        yield from (f"{path}: names an id that is not there: {one}" for one in page.named if one not in ids[path])
        yield from (f"{path}: has {one}" for one in page.odd)
        for element, address in page.addresses:
            yield from (f"{path}: {address}: {why}" for why in _wrong(path, element, address, folder, ids))
    for path, content in folder.items():
        if path.endswith(".css"):
            for address in (one or other for one, other in _URL.findall(content.decode("utf-8"))):
                yield from (f"{path}: {address}: {why}" for why in _wrong(path, "style", address, folder, ids))


def reached(folder: Mapping[str, bytes], start: str = "index.html") -> set[str]:
    """The pages to which links lead from the start page, without a script."""
    known: set[str] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in known:
            continue
        known.add(path)
        if path.endswith(".html"):
            page = read(folder[path].decode("utf-8"))
            targets = (target_of(path, address)[0] for element, address in page.addresses if element == "a")
            waiting += [target for target in targets if target in folder]
    return known


def target_of(path: str, address: str) -> tuple[str, str]:
    """The path and the fragment that a relative address on a page means."""
    parts = urlsplit(address)
    return normpath(join(dirname(path), unquote(parts.path))) if parts.path else path, unquote(parts.fragment)


def _wrong(
    path: str, element: str, address: str, folder: Mapping[str, bytes], ids: Mapping[str, set[str]]
) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        if parts.scheme == "data" and element in {"img", "link", "style"}:
            return
        yield f"<{element}> leads out of the folder"
        return
    if parts.query:
        yield "has a query, which a file does not answer"
    if parts.path.startswith("/"):
        yield "does not work from a folder"
        return
    if not address:
        yield f"empty address of <{element}>"
        return
    target, fragment = target_of(path, address)
    if target not in folder:
        yield "is not there"
    elif fragment and fragment not in ids.get(target, set()):
        yield "the page has no such place"
