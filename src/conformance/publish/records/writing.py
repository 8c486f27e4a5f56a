"""How a text is written: length, blanks, lost and control characters, scars, masks."""

from __future__ import annotations

from conformance.publish.records import codelists, texts
from conformance.publish.records.identifiers import WITHIN as IDENTIFIER
from conformance.publish.records.identifiers import tolerant
from conformance.publish.records.model import About, Schema, Told, Untold, at, judged, never, tells
from conformance.publish.records.words import ARITHMETIC, BYTES, CODES, IDENTIFIERS, SPARED, UNTRIMMED
from conformance.standard.model import Check, Text

_BLANK_ONLY = {"pattern": f"^{texts.BLANK}*$"}
_AROUND = {"pattern": f"^{texts.BLANK}|{texts.BLANK}{texts.END}"}
_INSIDE = texts.BLANK.replace("[", "[^", 1)
_TRIMMED = rf"^(?:{_INSIDE}(?:[\s\S]*{_INSIDE})?)?{texts.END}"
_BEHIND_A_LABEL = {"pattern": "[（(：:，,；;]"}


@tells("max_length")
def max_length(about: About, check: Check) -> Told | Untold:
    """No more characters than the limit; in a code field only a note behind a label can make it too long."""
    if about.party is not None and about.party.length_unit == "bytes":
        return Untold(BYTES)
    name, limit = check.field, {"maxLength": check.params["limit"]}
    entries = about.standard.code_lists.get(about.field(name).code_list or "")
    if entries is None:
        return Told(judged(about, name, _TRIMMED, limit), {name: _TRIMMED}, UNTRIMMED)
    within = f"(?={codelists.WITHIN}){_TRIMMED}"
    noted = {"if": {"allOf": [{"pattern": texts.whole(codelists.value(entries))}, _BEHIND_A_LABEL]}, "then": limit}
    bounds = Text(f"{CODES.zh}，{UNTRIMMED.zh}", f"{CODES.en}; {UNTRIMMED.en}")
    return Told(judged(about, name, within, noted), {name: within}, bounds)


@tells("surrounding_blanks")
def surrounding_blanks(about: About, check: Check) -> Told:
    """No blanks around a value."""
    name = check.field
    other = [about.absent(name), about.damaged(name)]
    return _told(name, _spared(about, name), {"not": {"anyOf": other}}, never(_AROUND))


@tells("lost_character")
def lost_character(about: About, check: Check) -> Told:
    """No sign of a character that a conversion lost."""
    lost = about.named("lost-character", {"type": "string", "pattern": texts.LOST})
    return Told(at(check.field, never(lost)))


@tells("control_character")
def control_character(about: About, check: Check) -> Told:
    """No control characters."""
    control = about.named("control-character", {"type": "string", "pattern": texts.CONTROL})
    return Told(at(check.field, never(control)))


@tells("excel_mangled")
def excel_mangled(about: About, check: Check) -> Told:
    """No scars of a spreadsheet program."""
    name = check.field
    return _told(name, _spared(about, name), {"not": _BLANK_ONLY}, never(about.scarred(name)))


@tells("masked")
def masked(about: About, check: Check) -> Told:
    """Nothing hidden by asterisks."""
    name = check.field
    other = [about.placeholder(name), about.damaged(name)]
    return _told(name, None, {"not": {"anyOf": other}}, never({"pattern": texts.MASK}))


@tells("unmasked")
def unmasked(about: About, check: Check) -> Told | Untold:
    """No whole citizen id. Inside other texts and numbers only a right check digit tells one."""
    if not check.params["whole"]:
        return Untold(ARITHMETIC)
    name = check.field
    within = texts.spared(about.field(name).type) + IDENTIFIER
    whole = {"pattern": texts.whole(tolerant("[0-9]{17}[0-9X]|[0-9]{15}"))}
    return Told(judged(about, name, within, never(whole)), {name: within}, _both(IDENTIFIERS, SPARED))


def _spared(about: About, name: str) -> str | None:
    """Texts that cannot have lost their last digits, where the type is one of such codes."""
    pattern = texts.spared(about.field(name).type)
    return None if pattern == "^" else pattern


def _told(name: str, within: str | None, where: Schema, then: Schema) -> Told:
    """The demand on a text, unless only its check digit tells whether it is damaged."""
    if within is None:
        return Told(at(name, {"if": {"type": "string", **where}, "then": then}))
    demand = {"if": {"type": "string", "pattern": within, **where}, "then": then}
    return Told(at(name, demand), {name: within}, SPARED)


def _both(first: Text, second: Text) -> Text:
    return Text(f"{first.zh}，{second.zh}", f"{first.en}; {second.en}")
