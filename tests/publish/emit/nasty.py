"""A small edition made of everything that breaks generated code: every emitter has to come through it.

Titles and labels end comments and strings in each language, fields and codes are reserved words or no identifiers at all,
characters lie beyond the first plane. Its records can be judged like those of any other edition.
"""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from conformance.publish.model import EditionModel
from conformance.publish.modelling import edition_model
from conformance.publish.names import NameTable
from conformance.publish.names.allocate import allocated
from conformance.standard.load import load
from conformance.standard.model import Check, Code, CodeList, DataItem, Edition, Field, RecordType, Standard, Text

NASTY = (
    "*/ /* // -- \"\"\" ''' ]]> <!-- --> ?> %> \\ \\u002a\\u002f \\u000a \\N{DASH} \\x ${x} `y` #{z} {{ w }} $$ %s %(a)s & < > ; "
    "\U00020bb7\u91ce\u5bb6 \U0001f600 e\u0301 \u202e\u202c\u2028 line one\nline two\ttab */ end\\"
)
"""Ends a comment, a string, a section and an entity in every language; the last character escapes what follows."""
WORDS = ("class", "select", "from", "def", "null", "true", "type", "message", "value", "none", "constructor", "self")
"""Fields that are reserved words somewhere."""
LONG = "a_name_that_is_longer_than_thirty_bytes"
ALSO_LONG = "a_name_that_is_longer_than_thirty_characters"
CODES = (
    "0",
    "01",
    "1",
    "a-b",
    "a_b",
    "A_B",
    "class",
    "NULL",
    "中",
    "\U00020bb7",
    "*/",
    '"',
    "'",
    "\\",
    "]]>",
    "x y",
    "__proto__",
)
"""Codes that are no identifiers, or that differ from one another by little."""


def _field(name: str, type_: str = "text", **more: object) -> Field:
    plain = Field(
        name=name,
        title=f"{name} {NASTY}",
        title_en=f"{NASTY} {name}",
        code=None,
        aliases=(),
        type=type_,
        requirement="optional",
        requirement_origin="profile",
        max_length=None,
        length_origin=None,
        code_list=None,
        disclosure="public",
        clause=f"nasty#{NASTY}",
        origin="profile",
        description=NASTY,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def _codes(identifier: str, wanted: str, several: bool) -> CodeList:
    codes = tuple(
        Code(code, f"{code} {NASTY if place % 4 == 0 else '、'}{place}", f"{NASTY} {place}", (), note_allowed=False)
        for place, code in enumerate(CODES)
    )
    return CodeList(identifier, NASTY, NASTY, wanted, codes, NASTY, several, numbering_stable=True)  # type: ignore[arg-type]


@cache
def nasty_standard() -> Standard:
    """The edition, with the rules of the one that is shipped."""
    shipped = load()
    fields = (
        _field("subject_uscc", "uscc"),
        *(_field(name) for name in WORDS),
        _field(LONG, max_length=3),
        _field(ALSO_LONG),
        _field("group", "code", code_list="nasty-labels"),
        _field("order", "code", code_list="nasty_codes"),
        _field("begin", "date"),
        _field("end", "date"),
        _field("when", "timestamp"),
        _field("number", "amount"),
        _field("count", "count"),
    )
    checks = (
        Check("required", "required", ("class",), {"lawful": ["空", NASTY]}),
        Check("one-of-required", "one_of", ("select", "from")),
        Check("max-length", "max_length", (LONG,), {"limit": 3}),
        Check("pattern", "pattern", ("def",), {"pattern": "^[\"'/$*]{1}[0-9]{2}$"}),
        Check("pattern", "pattern", ("subject_uscc",), {"pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"}),
        Check("uscc-check-digit", "checksum", ("subject_uscc",), {"algorithm": "gb32100"}),
        Check("code-list", "code_list", ("group",), {"code_list": "nasty-labels"}),
        Check("code-list", "code_list", ("order",), {"code_list": "nasty_codes"}),
        Check("label-for-code", "label_for_code", ("order",), {"code_list": "nasty_codes"}),
        *(Check("date", "date", (name,), {"long_term": name == "end", "time": False}) for name in ("begin", "end")),
        Check("timestamp", "date", ("when",), {"long_term": False, "time": True}),
        Check("date-order", "comparison", ("end", "begin"), {"operator": ">="}),
        Check("number-range", "number_range", ("number",), {"decimals": 2, "minimum": 0}),
        Check("number-range", "number_range", ("count",), {"decimals": 0, "minimum": 0, "maximum": 99}),
        Check("unique-key", "unique", ("class", "null")),
    )
    record = RecordType("object", Text(NASTY, NASTY), fields, checks, "class", f"nasty#{NASTY}")
    # A record type and an item whose names are taken by languages, and an item that adds a field of its own.
    items = (
        DataItem("string", Text(NASTY, NASTY), "object", "nasty#1", "implied"),
        DataItem(
            "class",
            Text(NASTY, NASTY),
            "object",
            "nasty#2",
            "implied",
            required=("null",),
            fields=(_field("import"),),
            checks=(Check("required", "required", ("null",), {"lawful": []}),),
        ),
    )
    return replace(
        shipped,
        edition=Edition("nasty", "nasty.1", Text(NASTY, NASTY), "2016-05-09"),
        digest="sha256:" + "0" * 64,
        code_lists={
            one.id: one for one in (_codes("nasty-labels", "label", False), _codes("nasty_codes", "code", True))
        },
        record_types={"object": record},
        items={one.id: one for one in items},
    )


@cache
def nasty_model(item: str | None = None) -> EditionModel:
    """What emitters get of it."""
    return edition_model(nasty_standard(), item)


@cache
def nasty_names() -> NameTable:
    """Names for all of it, allocated as those of a first edition are."""
    return allocated(nasty_model(), NameTable())


def nasty_records() -> tuple[dict[str, str | None], ...]:
    """Records in which nothing is wrong, with nasty texts for values."""
    labels = [code.label for code in nasty_standard().code_lists["nasty-labels"].codes]
    return tuple(
        {
            "subject_uscc": "91310115MA1K3A7X5P",
            "class": NASTY.replace("\n", " ").replace("\t", " "),
            "select": "\U00020bb7 ' \" \\ ]]> */ -- ; NULL",
            LONG: "\U00020bb7\U00020bb7\U00020bb7",
            "def": '"01',
            "group": label if "\n" not in label else None,
            "order": None,
            "begin": "2016/02/29",
            "end": "2099/12/31",
            "when": "2016/05/09 23:59:59",
            "number": "0.10",
            "count": "99",
        }
        for label in labels[:3]
    )
