"""A configuration as plain data. Everything that it names exists."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct

from conformance.config.patterns import Pattern
from conformance.sources.mapping import Mapping
from conformance.standard.model import Lang, Purpose, Severity


class ConfiguredItem(Struct, frozen=True):
    """How the files of one pattern are to be read."""

    pattern: Pattern
    item: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    mapping: Mapping | None = None
    mapping_file: Path | None = None
    line: int | None = None


class ConfiguredSeverity(Struct, frozen=True):
    """A severity that differs from the standard's."""

    rule: str
    severity: Severity
    reason: str
    until: date
    """Its last day."""
    line: int | None = None


class Suppressing(Struct, frozen=True):
    """Findings of one rule at some places that are left out."""

    rule: str
    reason: str
    until: date
    """Its last day."""
    path: Pattern | None = None
    """None for every file."""
    field: str | None = None
    """As written; None for every field."""
    fields: frozenset[str] = frozenset()
    """Its canonical names; one name may mean different fields in different record types."""
    keys: tuple[str, ...] = ()
    """Document numbers; empty for every record."""
    line: int | None = None


class Configuration(Struct, frozen=True):
    """What holds for every check, in the order in which it is written."""

    path: Path
    """The file."""
    party: str | None = None
    purpose: Purpose | None = None
    applies_from: date | None = None
    lang: Lang | None = None
    fail_on: Literal["error", "warning"] | None = None
    items: tuple[ConfiguredItem, ...] = ()
    severities: tuple[ConfiguredSeverity, ...] = ()
    suppress: tuple[Suppressing, ...] = ()
    unused: Path | None = None
    """A configuration in the same folder that gives way to this one."""
