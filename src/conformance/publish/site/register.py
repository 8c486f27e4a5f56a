"""The register of addresses: one that was ever given out stays good.

``registers/EDITION.txt`` has every address that a site of the edition has had, one to a line; it only grows. Where the page of one is
no more, ``registers/EDITION-moved.yaml`` says where to go instead, or that there is nothing in its place; the site then has a page
that tells. A site that has neither is not built, nor is one without a register. ``python -m conformance.publish.site.registers`` enters what is new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec
from msgspec import Struct

from conformance.publish.site import addresses
from conformance.publish.site.html import link, paragraph
from conformance.publish.site.model import Page
from conformance.standard import yamltext
from conformance.standard.links import Ref
from conformance.standard.model import Standard, Text
from conformance.standard.problems import Faulty, Problem

REGISTERS = files("conformance.publish.site") / "registers"


class Moved(Struct, frozen=True):
    """An address whose page is elsewhere now, or nowhere."""

    address: str
    to: str | None
    """None: nothing came in its place."""
    since: str
    """Version of the edition, or the month from which on."""
    why: Text
    title: Text
    """What the page was about."""


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: str
    en: str


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: str
    since: str
    title: _Words
    why: _Words
    to: str | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    moved: list[_Row]


@cache
def registered(edition: str, folder: Traversable = REGISTERS) -> tuple[str, ...]:
    """The addresses ever given for an edition. Raises Faulty for one that has no register: nobody would miss what it loses."""
    path = folder / f"{edition}.txt"
    if not path.is_file():
        begin = f"there is none; python -m conformance.publish.site.registers --begin {edition}"
        raise Faulty([Problem(f"register of addresses {path.name}", begin)])
    return tuple(path.read_text(encoding="utf-8").split())


@cache
def declared(edition: str, folder: Traversable = REGISTERS) -> tuple[Moved, ...]:
    """The addresses whose pages are said to be elsewhere; none where there is no such file. Raises Faulty."""
    path = folder / f"{edition}-moved.yaml"
    if not path.is_file():
        return ()
    try:
        read = msgspec.convert(yamltext.read(path.read_text(encoding="utf-8"))[0], _File)
    except (msgspec.ValidationError, yamltext.Unreadable) as error:
        raise Faulty([Problem(path.name, str(error))]) from None
    return tuple(Moved(one.address, one.to, one.since, _text(one.why), _text(one.title)) for one in read.moved)


def _text(words: _Words) -> Text:
    return Text(words.zh, words.en)


def earlier_divisions(standard: Standard, present: Collection[str]) -> Iterator[Moved]:
    """Codes that districts had before, each with the district of today that came of it."""
    known = {one.code: one for one in standard.divisions}
    for one in standard.divisions:
        now = one
        while now.last is not None and len(now.successors) == 1 and now.successors[0] in known:
            now = known[now.successors[0]]
        to = addresses.of(Ref("district", now.code))
        if now is not one and to in present:
            yield Moved(
                addresses.of(Ref("district", one.code)),
                to,
                str(one.last),
                Text(
                    f"{one.name}（{one.code}）的代码用到{one.last}，此后为{now.name}（{now.code}）。",
                    f"{one.name} ({one.code}) was listed until {one.last}; it is {now.name} ({now.code}) since.",
                ),
                Text(f"{one.name}（{one.code}）", f"{one.name} ({one.code})"),
            )


def closed(given: Iterable[str], present: Collection[str], moved: Iterable[Moved]) -> Iterator[str]:
    """What keeps a site from being built, as sentences: addresses that were given and lead nowhere, and moves that make no sense."""
    told: dict[str, Moved] = {}
    for one in moved:
        if one.address in told:
            yield f"{one.address} is declared as moved twice"
        if one.address in present:
            yield f"{one.address} is declared as moved, and has a page"
        if one.to is not None and one.to not in present:
            yield f"{one.address} is declared as moved to {one.to}, which has no page"
        told[one.address] = one
    for address in given:
        if address not in present and address not in told:
            yield f"{address} was given out and has no page: declare where it has moved to, or that it was withdrawn"


def stub(one: Moved) -> Page:
    """The page at an address that has been left: where to go instead, and why."""
    where = (
        paragraph(Text("本标准中没有替代它的内容。", "Nothing stands in its place."))
        if one.to is None
        else paragraph(Text("现在的地址：", "It is now at"), link(one.address, one.to, one.to))
    )
    return Page(
        one.address,
        "moved",
        one.title,
        where + paragraph(Text(f"自 {one.since} 起。", f"Since {one.since}.")),
        summary=one.why,
    )
