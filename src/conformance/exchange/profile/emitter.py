"""The OpenAPI document as an artefact (``conformance generate openapi``).

It stands here and not among the emitters of ``publish``: it is made of the exchange's profile as well as of the standard.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from conformance.exchange.profile.openapi import component_of, document_of
from conformance.publish.emit.jsontext import written
from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.standard.model import Standard, Text

TARGET = "openapi"
TITLE = Text("交换接口的 OpenAPI 3.1 文档", "OpenAPI 3.1 document of the exchange")
USE = Text("生成或核对交换接口的服务端和客户端", "make and check services and clients of the exchange")


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``openapi.json``; of one item, with its record alone among the records."""
    standard, item = edition.standard, edition.item
    if item is None:
        components = {name: component_of(names, name) for name in standard.record_types}
    else:
        components = {item: component_of(names, standard.items[item].record_type, item)}
        standard = of_item(standard, item)
    yield "openapi.json", written(document_of(standard, components))


def of_item(standard: Standard, item: str) -> Standard:
    """The edition as if it had one item, and what that asks were a record type of its own. Raises KeyError."""
    narrowed = replace(standard.record_type_of(item), name=item)
    entry = replace(standard.items[item], record_type=item)
    return replace(standard, record_types={item: narrowed}, items={item: entry})
