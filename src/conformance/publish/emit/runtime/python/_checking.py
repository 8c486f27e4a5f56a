"""Judging records: the checks of an edition, as its tables have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ._digits import RIGHT
from ._values import EARLIEST_BIRTH, Code, Noted, read_codes, read_day, read_number

Texts = Mapping[str, str]
"""Field → text, of the fields that are there."""
_DASHES = re.compile(r"[-—–－―_/／\\＼.。…]+")
_CITIZEN = re.compile("[0-9]{17}[0-9X]")
_PASSPORT = re.compile(r"[A-Z]{1,3}[0-9]{6,9}|[0-9]{8,9}|[HM][0-9]{8,10}|[A-Z]{1,2}[0-9]{6}\([0-9A]\)")
_OTHER_DOCUMENT = re.compile("护照|通行证|居留|回乡证|台胞证|[Pp]assport")
_CITY = "上海市"
_DECORATION = re.compile(r"[\s\u200b\ufeff“”\"'‘’「」《》〈〉（）()\[\]【】·]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a record."""

    rule: str
    """Id of the rule, as the rule book and `conformance check` have it."""
    field: str
    """Key on the wire."""
    severity: str
    message: str


@dataclass(frozen=True)
class Check:
    """One check of one rule, asked of each of the fields by itself."""

    rule: str
    kind: str
    fields: tuple[str, ...]
    severity: str = "error"
    title: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def problems(texts: Texts, checks: Iterable[Check]) -> list[Problem]:
    """What is wrong, at most one problem for a field: the one that the rest would follow from."""
    found: dict[str, Problem] = {}
    ordered = sorted(checks, key=lambda check: _ORDER[check.kind])
    empties = {name: check.params for check in ordered if check.kind == "placeholder" for name in check.fields}
    held = {name: text for name, text in texts.items() if not _empty(text, empties.get(name, _NO_WORDS))}
    for check in ordered:
        for name in check.fields:
            if name not in found and not _KINDS[check.kind](check, name, held, texts):
                found[name] = Problem(check.rule, name, check.severity, check.title)
    return list(found.values())


def changed(checks: Iterable[Check], drop: Iterable[tuple[str, str]], add: Iterable[Check]) -> tuple[Check, ...]:
    """The checks of a data item: those of its record type but for ``drop`` (kind and field), and its own."""
    gone = set(drop)
    kept = (
        replace(check, fields=tuple(name for name in check.fields if (check.kind, name) not in gone))
        for check in checks
    )
    return (*(check for check in kept if check.fields), *add)


_NO_WORDS: Mapping[str, Any] = {"words": (), "lawful": ()}


def _empty(text: str, params: Mapping[str, Any]) -> bool:
    """Nothing, or what people write for it in this field."""
    bare = text.strip(_BLANKS)
    return not bare or _placeholder(bare, params)


def _placeholder(bare: str, params: Mapping[str, Any]) -> bool:
    if bare in params["lawful"]:
        return False
    words: Container[str] = params["words"]
    return bare in words or _DASHES.fullmatch(bare) is not None


def _whole(pattern: str, text: str) -> bool:
    """Whether the pattern fits the text to its very end, which ``$`` does not ask in Python."""
    return re.fullmatch(pattern.removesuffix("$"), text) is not None


def _placeholders(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    """Told where the field may be empty; where it must not, that it is empty is the fault."""
    bare = texts.get(name, "").strip(_BLANKS)
    return not check.params["told"] or not bare or not _placeholder(bare, check.params)


def _required(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    return name in held


def _one_of(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    return name in held or any(other in held for other in check.params["others"])


def _uncontrolled(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    return _CONTROL.search(held.get(name, "")) is None


def _trimmed(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    text = held.get(name, "")
    return text == text.strip(_BLANKS)


def _nothing_lost(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    return "\ufffd" not in held.get(name, "")


def _unmasked(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    text = held.get(name, "")
    return not ("*" in text or "＊" in text)


def _max_length(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    limit: int = check.params["limit"]
    return len(held.get(name, "")) <= limit


def _pattern(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    text = held.get(name)
    return text is None or _whole(check.params["pattern"], text)


def _identifier(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    """A number of one of the kinds, unless a further field notes another document."""
    text = held.get(name)
    if text is None or _noted(check, held) or any(_whole(one, text) for one in check.params["patterns"]):
        return True
    return bool(check.params["passports"]) and _PASSPORT.fullmatch(text) is not None


def _noted(check: Check, held: Texts) -> bool:
    return any(_OTHER_DOCUMENT.search(held.get(other, "")) for other in check.params["others"])


def _checksum(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    text = held.get(name)
    return text is None or _noted(check, held) or RIGHT[check.params["algorithm"]](text)


def _birth_date(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    text = held.get(name)
    if text is None or not _CITIZEN.fullmatch(text) or _noted(check, held):
        return True
    return read_day(f"{text[6:10]}/{text[10:12]}/{text[12:14]}", oldest=EARLIEST_BIRTH) is not None


def _same_organisation(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    own, whole = held.get(name), held.get(check.params["others"][0])
    return own is None or whole is None or own.replace("-", "") == whole[8:17]


def _code_list(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    text = held.get(name)
    return text is None or read_codes(check.params["codes"], check.params["several"], text) is not None


def _other_needs_note(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    text = held.get(name)
    if text is None or any(other in held for other in check.params["others"]):
        return True
    return not any(
        (isinstance(one, Code) and one.note_allowed) or (isinstance(one, Noted) and not one.note.strip())
        for one in read_codes(check.params["codes"], check.params["several"], text) or ()
    )


def _value_of_item(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    text = held.get(name)
    if text is None:
        return True
    if "codes" not in check.params:
        return _plain(text) in check.params["allowed"]
    read = read_codes(check.params["codes"], check.params["several"], text) or ()
    return all((one.value if isinstance(one, Noted) else one).code in check.params["allowed"] for one in read)


def _plain(name: str) -> str:
    """A name as it is compared: without quotes, brackets and blanks in it, and without the city's name in front."""
    return _DECORATION.sub("", name).removeprefix(_CITY)


def _date(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    text = held.get(name)
    return text is None or text in check.params["words"] or read_day(text, check.params["time"]) is not None


def _lasting(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    """No word for a day that never comes: those are understood, but a day is to be written."""
    return held.get(name) not in check.params["words"]


def _not_before(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    later, earlier = _day(held.get(name)), _day(held.get(check.params["others"][0]))
    return later is None or earlier is None or later >= earlier


def _day(text: str | None) -> date | None:
    return None if text is None else read_day(text[:10])


def _number_range(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    text = held.get(name)
    if text is None:
        return True
    number, low, high = read_number(text), check.params["minimum"], check.params["maximum"]
    if number is None or (low is not None and number < low) or (high is not None and number > high):
        return False
    decimals: int = check.params["decimals"]
    return len(text.partition(".")[2].rstrip("0")) <= decimals


def _condition(check: Check, name: str, held: Texts, texts: Texts) -> bool:
    if not all(_holds(one, held) for one in check.params["when"]):
        return True
    return all(_holds(one, held) for one in check.params["then"])


def _holds(clause: Mapping[str, Any], held: Texts) -> bool:
    text = held.get(clause["field"])
    if "equals_in" in clause:
        words: Container[str | None] = clause["equals_in"]
        return text in words
    present: bool = clause["present"]
    return (text is not None) == present


_KINDS: Mapping[str, Callable[[Check, str, Texts, Texts], bool]] = {
    "required": _required,
    "placeholder": _placeholders,
    "one_of": _one_of,
    "control_character": _uncontrolled,
    "lost_character": _nothing_lost,
    "surrounding_blanks": _trimmed,
    "masked": _unmasked,
    "code_list": _code_list,
    "value_of_item": _value_of_item,
    "date": _date,
    "date_form": _lasting,
    "number_range": _number_range,
    "pattern": _pattern,
    "identifier_kind": _identifier,
    "checksum": _checksum,
    "birth_date": _birth_date,
    "same_organisation": _same_organisation,
    "comparison": _not_before,
    "condition": _condition,
    "other_needs_note": _other_needs_note,
    "max_length": _max_length,
}
"""In the order in which they are asked: what stands first makes what follows idle."""
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}
