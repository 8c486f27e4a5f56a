"""How a report is to be shown, and the look-ups every renderer needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct, field

from conformance.standard.model import Field, Lang, Severity, Standard, Text
from conformance.standard.words import pick

_NOT_READ = frozenset({"unknown", "ignored", "duplicate"})
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
# Few reports need these patterns, which take as long to compile as a small file to read: that is left until they are asked for.
_OPTION = r"（--[a-z-]+）| ?\(--[a-z-]+\)"
_FIELDS = {"party": Text("报送单位", "party"), "item": Text("数据事项", "data item")}
"""Options that a page has as fields, under these names."""
_FIELD = r" ?(the right )?--(party|item)(?![a-z-])"
_USES = (
    r",? or [^,;.“”]*--[a-z][^,;.]*|，或用--[^，；。]*",  # another way, beside one that is left
    r"; [^;.]*--[a-z][^;.]*|；[^；。]*--[a-z][^；。]*",  # a case of its own
    r"(?:^|(?<=\.) )[^.]*--[a-z][^.]*\.|[^。]*--[a-z][^。]*。",  # a sentence of its own
)
"""What a remedy says of other options, the shortest first."""
_ASKS = r"(?s:[；，]请用 --item.*|; name (?:the item|one) with --item.*|, name it with --item.*)"
_SUSPECT = r"[^\x20-\x7e　-〿一-鿿＀-￮]"


class _Column(Protocol):
    @property
    def field(self) -> str | None: ...

    @property
    def how(self) -> str: ...


class View(Struct, frozen=True):
    """One way of showing a report: the standard for titles, the language, whether colour is wanted, what fails a run."""

    standard: Standard
    lang: Lang = "zh"
    colour: bool = False
    fail_on: Severity = "error"
    """The mildest findings that the run fails for, as ``--fail-on`` has it."""
    columns: int | None = None
    """Places in a line of the reader's terminal, for text; None for a file, whose lines may be of any length."""
    official: str | None = None
    """Number of the batch, where what is reported was sent as an official submission (正式报送)."""
    commands: bool = True
    """Whether the reader has the command line at hand; a page of the service has buttons of its own."""
    _fields: dict[str, dict[str, Field]] = field(default_factory=dict)
    """Those of each item, as they are asked for."""
    _kinds: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    """The rules that are checked by each of some kinds of checks, as they are asked for."""

    def said(self, text: str) -> str:
        """A sentence as its reader can use it: who has no command line is told of no options."""
        if self.commands or "--" not in text:
            return text
        stop = "。" if self.lang == "zh" else "."
        return re.sub(_OPTION, "", re.sub(_ASKS, stop, text))

    def advised(self, remedy: str) -> str:
        """A remedy as its reader can use it: options that a page has as fields are called so, ways by others are left out."""
        if self.commands or "--" not in remedy:
            return remedy
        named = re.sub(_FIELD, self._field_of, re.sub(_OPTION, "", remedy))
        for use in _USES:
            named = re.sub(use, "", named)
        return named.strip()

    def _field_of(self, option: re.Match[str]) -> str:
        name = pick(_FIELDS[option[2]], self.lang)
        return name if self.lang == "zh" else f" {option[1] or 'the '}{name}"

    def rule_title(self, rule: str) -> str:
        """Title of a rule; its id where the standard no longer has it."""
        known = self.standard.rules.get(rule)
        return rule if known is None else pick(known.title, self.lang)

    def item_title(self, item: str) -> str:
        """Title of a data item."""
        known = self.standard.items.get(item)
        return item if known is None else pick(known.title, self.lang)

    def field(self, item: str | None, name: str | None) -> Field | None:
        """A field of the record type that belongs to an item."""
        if item is None or name is None or item not in self.standard.items:
            return None
        if item not in self._fields:
            # An item's record type is put together each time it is asked for; a report asks for many thousand titles.
            fields = self.standard.record_type_of(item).fields
            self._fields[item] = {one.name: one for one in reversed(fields)}
        return self._fields[item].get(name)

    def field_title(self, item: str | None, name: str) -> str:
        """Title of a field as the reader knows it."""
        known = self.field(item, name)
        if known is None:
            return name
        return known.title if self.lang == "zh" else known.title_en

    def is_of(self, rule: str, kinds: tuple[str, ...]) -> bool:
        """Whether a rule is checked by one of these kinds of checks (``LATE_KINDS`` and the like)."""
        if kinds not in self._kinds:
            checks = [check for record_type in self.standard.record_types.values() for check in record_type.checks]
            checks += [check for item in self.standard.items.values() for check in item.checks]
            self._kinds[kinds] = frozenset(check.rule for check in checks if check.kind in kinds)
        return rule in self._kinds[kinds]

    def key_title(self, item: str | None) -> str:
        """Title of the field that is a record's business key."""
        if item is None or item not in self.standard.items:
            return ""
        return self.field_title(item, self.standard.record_type_of(item).key_field)


def recognised(item: str | None, columns: Iterable[_Column], standard: Standard) -> tuple[int, int]:
    """How many of the item's own columns are there, and how many it has; additions are left out."""
    if item is None or item not in standard.items:
        return 0, 0
    fields = standard.record_type_of(item).fields
    own = {field.name for field in fields if not field.addition or field.requirement == "required"}
    return len(own & {column.field for column in columns if column.how not in _NOT_READ}), len(own)


def visible(text: str) -> str:
    """Text of others made safe for a terminal: what has no shape or moves the cursor is written as an escape."""
    if not re.search(_SUSPECT, text):
        return text
    return "".join(_shown(character) if unicodedata.category(character) in _UNSEEN else character for character in text)


def _shown(character: str) -> str:
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    if character in short:
        return short[character]
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
