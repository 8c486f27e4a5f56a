"""Protobuf (proto3): a message for each record type or for one data item, a message with an enum for each code list.

Numbers come from the table of names and belong to one field with one meaning for ever; what an edition has no more is reserved. A data item
has the numbers of its record type: the bytes of its message are read as those of the other. What Protobuf cannot enforce stands in options,
where programs find it, as do the texts that constants stand for in a submission.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit import header, runtime
from conformance.publish.emit.protobuf import codes, messages
from conformance.publish.emit.protobuf.text import literal, option
from conformance.publish.model import EditionModel
from conformance.publish.modelling import edition_model
from conformance.publish.names import NameTable
from conformance.publish.names.identifiers import FIELD, identifier
from conformance.standard.model import Text

TARGET = "protobuf"
TITLE = Text("Protobuf（proto3），字段编号固定", "Protobuf (proto3) with field numbers that never change")
USE = Text("以 Protobuf 传送记录", "send records as Protobuf")
_ROOT = "threelist"


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``threelist/types.proto``, and in a folder of the edition ``codes.proto`` and ``records.proto``."""
    part = identifier("protobuf", edition.id, FIELD, (), "edition")
    yield f"{_ROOT}/types.proto", runtime.source(TARGET, "types.proto")
    lists = [line for one in edition.code_lists for line in codes.message(one, names)]
    yield f"{_ROOT}/{part}/codes.proto", "\n".join([*_head(edition, part), *lists])
    whole = edition if edition.item is None else edition_model(edition.standard)
    records = [line for one in edition.records for line in messages.message(one, whole, edition, names)]
    head = _head(edition, part, f"{_ROOT}/{part}/codes.proto")
    yield f"{_ROOT}/{part}/records.proto", "\n".join([*head, *records])


def _head(edition: EditionModel, part: str, *imports: str) -> Iterator[str]:
    yield from (f"// {line}" for line in header.lines(edition, TARGET))
    yield 'syntax = "proto3";'
    yield ""
    yield f"package {_ROOT}.{part};"
    yield ""
    yield from (f"import {literal(path)};" for path in (f"{_ROOT}/types.proto", *imports))
    yield ""
    yield "option java_multiple_files = true;"
    yield f'option java_package = "{_ROOT}.{part}.protobuf";'
    told = {"id": edition.id, "version": edition.version, "digest": edition.digest, "item": edition.item}
    yield f"option (.threelist.edition) = {option(told)};"
    yield ""
