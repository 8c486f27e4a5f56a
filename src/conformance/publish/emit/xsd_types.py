"""Simple types of XML Schema for the values of fields and the codes of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from conformance.publish.model import SEPARATORS, CodeListModel, CodeModel, FieldModel
from conformance.publish.records import calendar

_TIME = "( ([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?"
_NOTE = "( *([（(][^）)]*[）)]|[：:\\-—].*))?"
_SPECIAL = "\\^$.|?*+()[]{}-"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_of(text: str) -> str:
    """Text between tags; what XML has no place for is left out."""
    return escape(_FORBIDDEN.sub("", text))


def attribute(text: str) -> str:
    """Text as the value of an attribute, with its quotes: line ends and tabs are written so that a parser keeps them."""
    return quoteattr(_FORBIDDEN.sub("", text))


def literal(text: str) -> str:
    """A text as a pattern that means it."""
    return "".join(f"\\{one}" if one in _SPECIAL else one for one in text)


def name_of_several(name: str) -> str:
    """The type of several values of a list, beside that of one."""
    return f"{name}.several"


def days() -> Iterator[str]:
    """The types of a day and of a point in time; a hyphen keeps them apart from those of code lists."""
    day = calendar.day(("/", "/", ""), padded=True).replace("(?:", "(")
    for name, pattern in (("a-day", day), ("a-time", day + _TIME)):
        yield f'<xs:simpleType name="{name}">'
        yield f' <xs:restriction base="xs:string"><xs:pattern value={attribute(pattern)}/></xs:restriction>'
        yield "</xs:simpleType>"


def base_of(field: FieldModel) -> str:
    """The type that a field without a code list narrows."""
    return {"date": "a-day", "timestamp": "a-time"}.get(field.kind, "xs:string")


def code_type(entries: CodeListModel, name: str) -> Iterator[str]:
    """The type of one value of a list; where a field may hold several, or one with a note, that of those."""
    plain = f"{name}.plain" if any(code.note_allowed for code in entries.codes) else name
    yield f'<xs:simpleType name="{plain}">'
    yield f' <xs:annotation><xs:documentation xml:lang="zh">{text_of(entries.title.zh)}</xs:documentation></xs:annotation>'
    yield ' <xs:restriction base="xs:string">'
    for code in entries.codes:
        for word in code.accepted:
            yield f"  <xs:enumeration value={attribute(word)}>"
            yield (
                f'   <xs:annotation><xs:documentation xml:lang="zh">{text_of(code.title.zh)}</xs:documentation>'
                f'<xs:documentation xml:lang="en">{text_of(code.title.en)}</xs:documentation>'
                f"<xs:appinfo>{text_of(code.code)}</xs:appinfo></xs:annotation>"
            )
            yield "  </xs:enumeration>"
    yield " </xs:restriction>"
    yield "</xs:simpleType>"
    if plain != name:
        noted = "|".join(literal(word) for code in entries.codes if code.note_allowed for word in code.accepted)
        yield f'<xs:simpleType name="{name}">'
        yield f' <xs:union memberTypes="{plain}">'
        yield f'  <xs:simpleType><xs:restriction base="xs:string"><xs:pattern value={attribute(f"({noted}){_NOTE}")}/>'
        yield "  </xs:restriction></xs:simpleType>"
        yield " </xs:union>"
        yield "</xs:simpleType>"
    if entries.several:
        yield f'<xs:simpleType name="{name_of_several(name)}">'
        yield f' <xs:restriction base="xs:string"><xs:pattern value={attribute(_several(entries.codes))}/></xs:restriction>'
        yield "</xs:simpleType>"


def _several(codes: tuple[CodeModel, ...]) -> str:
    one = "|".join(literal(word) + (_NOTE if code.note_allowed else "") for code in codes for word in code.accepted)
    return f"({one})([{literal(SEPARATORS)}]+({one}))*"


def value_type(
    field: FieldModel, base: str, allowed: tuple[CodeModel, ...] | None, name: str | None = None
) -> Iterator[str]:
    """The type of a field, without a name if none is given: what its base says, and the bounds of the field."""
    yield "<xs:simpleType>" if name is None else f'<xs:simpleType name="{name}">'
    if field.kind in ("date", "timestamp"):
        yield f' <xs:union memberTypes="{base}">'
        if field.words:
            words = "".join(f"<xs:enumeration value={attribute(word)}/>" for word in field.words)
            yield f'  <xs:simpleType><xs:restriction base="xs:string">{words}</xs:restriction></xs:simpleType>'
        yield " </xs:union>"
        yield "</xs:simpleType>"
        return
    yield f' <xs:restriction base="{base}">'
    if base == "xs:string" or base.endswith(".several"):
        yield from (f"  {facet}" for facet in _facets(field))
    elif field.max_length is not None or allowed:
        # A union has no facets of length, so that a length is a pattern here.
        patterns = [f".{{0,{field.max_length}}}"] if field.max_length is not None else []
        if allowed:
            told = (literal(word) + (_NOTE if code.note_allowed else "") for code in allowed for word in code.accepted)
            patterns = ["|".join(told)]
        yield from (f"  <xs:pattern value={attribute(one)}/>" for one in patterns)
    yield " </xs:restriction>"
    yield "</xs:simpleType>"


def _facets(field: FieldModel) -> Iterator[str]:
    pattern = _pattern(field)
    if field.max_length is not None and pattern is None:
        yield f'<xs:maxLength value="{field.max_length}"/>'
    if pattern is None:
        yield '<xs:minLength value="1"/>'
        if field.required:
            yield '<xs:pattern value="[\\s　]*[^\\s　](.|\\n|\\r)*"/>'
    else:
        yield f"<xs:pattern value={attribute(pattern)}/>"


def _pattern(field: FieldModel) -> str | None:
    if field.kind in ("decimal", "integer"):
        return _number(field)
    return xml_pattern(field.pattern) if field.pattern is not None and field.kind == "text" else None


def _number(field: FieldModel) -> str:
    """Digits; what XSD cannot say of a text is a range that is not a bound at zero or of whole numbers of four digits."""
    sign = "" if field.minimum is not None and field.minimum >= 0 else "-?"
    places = f"(\\.[0-9]{{1,{field.decimals}}}0*)?" if field.decimals else ""
    if not field.decimals and field.minimum is not None and field.maximum is not None and field.minimum >= 0:
        return _whole(field.minimum, field.maximum)
    return f"{sign}(0|[1-9][0-9]*){places}"


def _whole(low: int, high: int) -> str:
    """The whole numbers between two bounds."""
    return "|".join(str(number) for number in range(low, high + 1)) if high - low < _MOST else "[0-9]+"


_MOST = 1000
"""Numbers that are listed one by one."""


def xml_pattern(pattern: str) -> str:
    """A pattern of the model, in which only a hyphen outside of a class, and the anchors, mean something else in XML Schema."""
    return pattern.removeprefix("^").removesuffix("$").replace("(?:", "(")
