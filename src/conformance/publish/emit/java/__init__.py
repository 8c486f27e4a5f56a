"""Java: a class for each record type and data item with typed access and validation, an enum for each code list.

What all classes share is written by hand in ``runtime/`` and travels with them; nothing else is needed. A record keeps the texts
of the wire and reads them by type, so that nothing is lost of a value that is wrong, and validation can say what is.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit.java import codes, records, runtime
from conformance.publish.emit.java.frame import folder_of
from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "java"
TITLE = Text("Java 8 类，含校验，不依赖其他库", "Java 8 classes with validation, without dependencies")
USE = Text("在 Java 8 以上的系统中读写并校验记录", "read, write and judge records in Java 8 or later")


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """A class per record type, item and code list in one package, and what they share in the package below it."""
    folder = folder_of(edition)
    for code_list in edition.code_lists:
        yield f"{folder}/{names.code_list('java', code_list.id)}.java", codes.source(code_list, edition, names)
    every = edition.records if edition.item else (*edition.records, *edition.items)
    for record in every:
        yield f"{folder}/{records.class_name(record, names)}.java", records.source(record, edition, names)
    yield from runtime.files(edition, names, every)
