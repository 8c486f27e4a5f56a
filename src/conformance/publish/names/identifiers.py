"""Making an identifier from a word of the standard, for each family of languages."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Container

from conformance.publish.names import Family

SQL_BYTES = 30
"""The longest identifier that Oracle 12.1 and 达梦 take for certain."""
NO_CODE = "UNSPECIFIED"
"""The constant with the number 0 in each enum of Protobuf: no code may be called that."""
_WORD = re.compile(r"[A-Za-z0-9]+")

_JAVA = """
abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally float for
goto if implements import instanceof int interface long native new package private protected public return short static strictfp
super switch synchronized this throw throws transient try void volatile while true false null var yield record sealed permits _
""".split()
_TYPESCRIPT = """
any arguments as async await boolean break case catch class const constructor continue debugger declare default delete do else enum
eval export extends false finally for from function get if implements import in instanceof interface is keyof let module namespace
never new null number object of package private protected public readonly require return set static string super switch symbol this
throw true try type typeof undefined unique unknown var void while with yield
Check CodeEntry CodeValue DateText DecimalText FieldInfo FieldValue IntegerText Moment Problem RecordInfo TimestampText Unreadable
""".split()
_SQL = """
access add all alter analyse analyze and any array as asc asymmetric audit authorization before begin between binary both by call
cascade case cast change char character check cluster collate collation column comment compress condition connect constraint
continue convert create cross current current_date current_role current_time current_timestamp current_user cursor database date
decimal declare default deferrable delayed delete desc describe deterministic distinct div do double drop each else elseif enclosed
end escape except exclusive exec execute exists exit explain false fetch file float for force foreign freeze from full fulltext
function generated grant group grouping having identified if ignore immediate in increment index initial initially inner inout
insert int integer intersect interval into is isnull iterate join key keys kill lateral leading leave left level like limit linear
lines load localtime localtimestamp lock long loop match maxextents merge minus mlslabel mod mode modify natural noaudit nocompress
not notnull nowait null number numeric object of offline offset on online only open optimize option or order out outer over overlaps
partition pctfree percent placing position pragma precision primary prior privileges procedure public raise range rank raw read reads
real recursive references regexp release rename repeat replace require resource restrict return returning revoke right rlike row
rowid rownum rows schema select sensitive separator session session_user set share show signal similar size smallint some spatial
specific sql start successful symmetric synonym sysdate system table tablesample terminated text then time timestamp to top trailing
transaction trigger trim true truncate uid union unique unlock unsigned update usage use user using validate value values varbinary
varchar varchar2 variadic varying verbose view virtual when whenever where while window with write xor year zerofill zone
""".split()
_TYPES = """
Any Array BigDecimal BigInteger Boolean Byte Character Class Code Comparable Date Decimal Dict Double Enum Error Exception Field Float
Function Integer Iterable List Literal Long Map Number Object Optional Pattern Promise Record Result Rule Set Short String Symbol
System Text Thread Tuple Type Union Void Violation
""".split()
"""Names that every program knows already, or that the emitters give to what all records share."""

Style = Callable[[list[str]], str]
Styles = dict[Family, Style]


def _pascal(words: list[str]) -> str:
    return "".join(word[:1].upper() + word[1:] for word in words)


def _camel(words: list[str]) -> str:
    return words[0].lower() + _pascal(words[1:])


def _snake(words: list[str]) -> str:
    return "_".join(words).lower()


def _constant(words: list[str]) -> str:
    return "_".join(words).upper()


TYPE: Styles = {
    "python": _pascal,
    "typescript": _pascal,
    "java": _pascal,
    "sql": _snake,
    "protobuf": _pascal,
    "xsd": _pascal,
}
FIELD: Styles = {
    "python": _snake,
    "typescript": _snake,
    "java": _camel,
    "sql": _snake,
    "protobuf": _snake,
    "xsd": _snake,
}
CODE: Styles = {
    "python": _constant,
    "typescript": _constant,
    "java": _constant,
    "sql": _snake,
    "protobuf": _constant,
    "xsd": _snake,
}
_RESERVED: dict[Family, frozenset[str]] = {
    "python": frozenset({*keyword.kwlist, *keyword.softkwlist, *_TYPES, "self", "cls", "mro", "name", "value"}),
    "typescript": frozenset({*_TYPESCRIPT, *_TYPES}),
    "java": frozenset(
        {*_JAVA, *_TYPES, "getClass", "hashCode", "notify", "notifyAll", "wait", "toString", "equals", "clone"}
    ),
    "sql": frozenset(_SQL),
    "protobuf": frozenset(
        {*keyword.kwlist, *_JAVA, *_TYPES, "message", "option", "reserved", "oneof", "repeated", "syntax"}
    ),
    "xsd": frozenset(),
}


def reserved(family: Family, name: str) -> bool:
    """Whether a name means something else in that family."""
    # "value" is a keyword in SQL however it is written, but not in Java.
    return (name.lower() if family == "sql" else name) in _RESERVED[family]


def folded(family: Family, name: str, styles: Styles) -> str:
    """The name as names are compared: without regard to case, and in Protobuf to underscores.

    Its compilers refuse constants that are alike but for underscores and the name of their enum, which is ``Code``.
    """
    if family != "protobuf":
        return name.lower()
    bare = name.replace("_", "").lower()
    return (bare.removeprefix("code") or bare) if styles is CODE else bare


def identifier(family: Family, word: str, styles: Styles, taken: Container[str], prefix: str) -> str:
    """A name for the word that is none of the ``taken``: those are names as they are compared (:func:`folded`).

    Words that are made of no letter of ASCII are spelt by their code points; ``prefix`` goes before what begins with a digit.
    """
    parts = _WORD.findall(word) or [f"u{ord(character):x}" for character in word] or ["empty"]
    if parts[0][0].isdigit():
        parts = [prefix, *parts]
    plain = styles[family](parts)
    most = SQL_BYTES if family == "sql" else 100
    name, number = plain[:most].rstrip("_"), 1
    while reserved(family, name) or folded(family, name, styles) in taken:
        number += 1
        suffix = f"_{number}" if folded(family, name, styles) in taken or number > 2 else "_"
        name = f"{plain[: most - len(suffix)]}{suffix}"
    return name
