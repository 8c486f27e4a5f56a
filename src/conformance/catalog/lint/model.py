"""What lints look at and what they find."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct, field

from conformance.catalog.store import NAMES, Catalogue
from conformance.standard.entries import Entry
from conformance.standard.links import Index, Ref
from conformance.standard.model import Division, Standard, Text
from conformance.standard.titles import code_text
from conformance.standard.yamltext import Steps

Severity = Literal["error", "warning"]


class Found(Struct, frozen=True):
    """One defect as a lint tells it."""

    message: Text
    entry: Entry | None = None
    path: Steps = ()
    """Where within the entry."""
    file: str = ""
    """File, and line where there is one, of what is no entry."""
    remedy: Text | None = None
    """Instead of the lint's own."""


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One defect as it is reported."""

    file: str
    line: int
    """0 where it is the whole file."""
    code: str
    severity: Severity = dataclasses.field(compare=False)
    entry: str
    """``data:tax-credit-rating``; empty where it is no entry."""
    message: Text = dataclasses.field(compare=False)
    remedy: Text = dataclasses.field(compare=False)


class Ground(Struct, frozen=True):
    """The catalogue under scrutiny, and what it is held against."""

    catalogue: Catalogue
    index: Index
    standard: Standard
    source_document: str
    """Id of the document whose places provenances name."""
    issued: str
    """Month of the edition."""
    base: Index | None = None
    """The edition that completes it or that it is compared with."""
    base_name: str = ""
    frame: Mapping[str, Any] = field(default_factory=dict)
    """What its own ``edition.yaml`` says; empty where it has none."""
    base_frame: Mapping[str, Any] = field(default_factory=dict)
    """The same of the edition that it is held against."""
    documents: frozenset[str] = frozenset()
    divisions: Mapping[str, Division] = field(default_factory=dict)
    commands: frozenset[str] | None = None
    """Names of the commands, where whoever calls knows them."""

    @property
    def lender(self) -> Index | None:
        """The edition that completes it: a district's lists rest on the city's, a whole edition on itself alone."""
        return None if self.whole() else self.base

    def of(self, name: str) -> Iterator[tuple[Ref, Entry]]:
        """The entries of a list."""
        return self.index.of(name)

    def all(self) -> Iterator[tuple[Ref, Entry]]:
        """Every entry of every list, those with an id that was there before among them."""
        for file in self.catalogue.entries.files:
            for entry in file.entries if file.list in NAMES else ():
                yield Ref(NAMES[file.list], entry.id), entry

    def entry(self, ref: Ref) -> Entry | None:
        """What is meant: an entry of this catalogue, else of the one that completes it."""
        own = self.index.entries.get(ref)
        lender = self.lender
        return lender.entries.get(ref) if own is None and lender is not None else own

    def has(self, name: str) -> bool:
        """Whether there are any entries of a list, here or in the edition that completes it."""
        lender = self.lender
        return any(True for _ in self.of(name)) or (lender is not None and any(True for _ in lender.of(name)))

    def said(self, code_list: str, code: object) -> Text:
        """A code of the shape in words: 每月, monthly."""
        return code_text(self.catalogue.shapes, code_list, str(code))

    def field(self, record: object, name: str) -> Text:
        """A field of a record type by its title: 评价等级（grade）."""
        known = self.standard.record_types.get(str(record))
        one = next((one for one in (known.fields if known else ()) if one.name == name), None)
        return Text(name, name) if one is None else Text(f"{one.title}（{name}）", f"{one.title_en} ({name})")

    def clauses(self) -> Mapping[str, list[str]] | None:
        """Clause → its terms; None where the source document is not there."""
        if not self.has("clause"):
            return None
        lender = self.lender
        both = [*(lender.of("clause") if lender is not None else ()), *self.of("clause")]
        return {ref.id: list(map(str, entry.data.get("terms") or ())) for ref, entry in both}

    def whole(self) -> bool:
        """Whether it is a whole edition: one with units of its own."""
        return any(True for _ in self.of("unit"))

    def used_by(self, ref: Ref, source_list: str) -> bool:
        """Whether any entry of a list names this one, here or in the edition that completes it."""
        lender = self.lender
        return bool(self.index.linked(ref, source_list)) or (
            lender is not None and bool(lender.linked(ref, source_list))
        )


Check = Callable[[Ground], Iterator[Found]]


class Lint(Struct, frozen=True):
    """One kind of defect."""

    code: str
    severity: Severity
    title: Text
    remedy: Text
    check: Check


LINTS: dict[str, Lint] = {}
"""Code → lint, in the order in which the modules enter them."""


def lint_code(
    code: str, severity: Severity, title: tuple[str, str], remedy: tuple[str, str]
) -> Callable[[Check], Check]:
    """Enter a function as the lint of a code."""

    def enter(check: Check) -> Check:
        if code in LINTS:
            raise ValueError(f"two lints of the code {code}")
        LINTS[code] = Lint(code, severity, Text(*title), Text(*remedy), check)
        return check

    return enter


def texts(entry: Entry, *keys: str) -> list[Any]:
    """The elements of a key that holds a list; nothing where it holds anything else."""
    value: Any = entry.data
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, list) else []


def part(entry: Entry, key: str) -> dict[str, Any]:
    """An object within an entry; empty where there is none."""
    value = entry.data.get(key)
    return value if isinstance(value, dict) else {}
