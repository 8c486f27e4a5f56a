"""``api/envelopes/``: what requests and answers carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from conformance.artefacts.pages import tables
from conformance.artefacts.pages.tables import NOTHING, OURS, YES
from conformance.exchange.profile.envelopes import envelope_definitions
from conformance.exchange.profile.load import profile
from conformance.exchange.profile.model import Profile
from conformance.exchange.profile.page import KINDS
from conformance.publish.shape_schema import referred
from conformance.publish.site import addresses
from conformance.publish.site.html import Piece, code, facts, heading, joined, link, listed, paragraph, stacked, table
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.model import Text
from conformance.standard.shapes import ClassShape, SlotShape, load_shapes


def pages(source: SiteSource) -> Iterator[Page]:
    """A page for every envelope, and for every object within one."""
    return (_envelope(name, profile()) for name in envelope_names())


def envelope_names() -> list[str]:
    """Everything that has a shape of its own: envelopes, and objects within them."""
    classes = load_shapes().classes
    return [name for name in envelope_definitions() if name in classes]


def _envelope(name: str, found: Profile) -> Page:
    shapes, definition = load_shapes(), envelope_definitions()[name]
    shape, here = shapes.classes[name], addresses.api_part("envelopes", name)
    closed = definition["additionalProperties"] is False
    parts = [
        paragraph(Markup('<span lang="en">{}</span>').format(definition["description"])),
        facts(
            [
                (Text("名称", "name"), code(name)),
                (
                    Text("其他键", "other keys"),
                    Text("不得有", "none allowed")
                    if closed
                    else Text("可有，读取方略过", "allowed; readers pass over them"),
                ),
                (Text("来源", "origin"), OURS),
                (Text("命令", "command"), code(f"conformance schema exchange:{name}")),
            ]
        ),
    ]
    if shape.slots:
        parts += [heading(Text("键", "Keys")), _keys(shape, definition["properties"], here)]
    parts += _code_lists(shape, definition)
    users = [
        one
        for one in found.operations
        if name in {*(b.envelope for b in one.bodies), *(a.envelope for a in one.answers)}
    ]
    holders = [other for other in envelope_names() if other != name and name in referred(envelope_definitions()[other])]
    if users or holders:
        parts.append(heading(Text("用在何处", "Where it is used")))
        parts.append(
            listed(
                [
                    *(link(here, addresses.api_part("operations", one.id), one.title) for one in users),
                    *(tables.envelope_link(other, here) for other in holders),
                ]
            )
        )
    examples = [one.id for one in found.examples if one.envelope == name]
    if examples:
        parts += [heading(Text("例", "Examples")), *tables.examples(examples, found)]
    return Page(
        address=here,
        kind="envelope",
        id=name,
        title=Text(shape.title, name),
        body=Markup().join(parts),
        terms=(name, *(slot.key for slot in shape.slots)),
        summary=Text(shape.title, definition["description"]),
        under=addresses.api(),
    )


def row(name: str, here: str) -> Sequence[Piece]:
    """What an index of envelopes says of one."""
    shape, definition = load_shapes().classes[name], envelope_definitions()[name]
    return (
        tables.envelope_link(name, here),
        shape.title,
        Markup('<span lang="en">{}</span>').format(definition["description"]),
    )


def _keys(shape: ClassShape, properties: Mapping[str, Any], here: str) -> Markup:
    heads = (
        Text("键", "key"),
        Text("名称", "title"),
        Text("值", "value"),
        Text("必有", "required"),
        Text("说明", "what it is"),
    )
    return table(Text("键", "keys"), heads, (_key(slot, properties[slot.key], here) for slot in shape.slots))


def _key(slot: SlotShape, part: Mapping[str, Any], here: str) -> Sequence[Piece]:
    classes = load_shapes().classes
    # Of a class that has kinds, each of them; codes stand further down on the page.
    values: list[Piece] = [
        tables.envelope_link(name, here) if name in classes else Markup('<a href="#{0}">{0}</a>').format(name)
        for name in referred(part)
    ]
    value = stacked(values or [KINDS[slot.kind]])
    several = joined([value, Text("（多个）", "(several)")]) if slot.several else value
    return (
        code(slot.key),
        slot.title,
        several,
        YES if slot.required else NOTHING,
        Markup('<span lang="en">{}</span>').format(slot.description),
    )


def _code_lists(shape: ClassShape, definition: Mapping[str, Any]) -> Iterator[Markup]:
    codes = load_shapes().codes
    for name in sorted({name for name in referred(definition) if name in codes}):
        yield heading(code(name), 3, anchor=name)
        yield table(
            Text(name, name),
            (Text("代码", "code"), Text("含义", "label")),
            ((code(value), label) for value, label in codes[name]),
        )
