"""Code lists as messages: a constant of the list, and the note behind it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit.protobuf.text import Value, comment, literal, option
from conformance.publish.model import CodeListModel, CodeModel
from conformance.publish.names import NameTable
from conformance.publish.names.identifiers import NO_CODE


def message(entries: CodeListModel, names: NameTable) -> Iterator[str]:
    """The message of a list. Every list has one of its own, with a note or without: it may get one later, and several values."""
    yield comment(f"{entries.title.zh} / {entries.title.en} ({entries.source})")
    yield f"message {names.code_list('protobuf', entries.id)} {{"
    told: dict[str, Value] = {
        "id": entries.id,
        "title": entries.title.zh,
        "title_en": entries.title.en,
        "source": entries.source,
        "several": entries.several,
    }
    yield f"  option (.threelist.list) = {option(told)};"
    yield ""
    # Within its message a constant is nobody else's: those of an enum stand beside it, not in it.
    yield "  enum Code {"
    yield from _reserved(entries, names)
    yield f"    {NO_CODE} = 0;"
    for code in entries.codes:
        yield comment(f"{code.code} {code.title.zh} / {code.title.en}", "    ")
        constant, number = names.code("protobuf", entries.id, code.code), names.code_numbers[entries.id][code.code]
        yield f"    {constant} = {number} [(.threelist.code) = {_told(code)}];"
    yield "  }"
    yield ""
    yield "  Code code = 1;"
    yield comment("其后的说明 / what stands behind it", "  ")
    yield "  string note = 2;"
    yield "}"
    yield ""


def _told(code: CodeModel) -> str:
    return option(
        {
            "code": code.code,
            "label": code.label,
            "label_en": code.title.en,
            "written": code.written,
            "also": [word for word in code.accepted if word != code.written],
            "note_allowed": code.note_allowed,
        }
    )


def _reserved(entries: CodeListModel, names: NameTable) -> Iterator[str]:
    """Numbers and names of codes that the list has no more."""
    gone = names.retired_codes(entries.id, {code.code for code in entries.codes})
    if gone:
        yield f"    reserved {', '.join(map(str, sorted(gone.values())))};"
        constants = sorted(literal(names.code("protobuf", entries.id, code)) for code in gone)
        yield f"    reserved {', '.join(constants)};"
