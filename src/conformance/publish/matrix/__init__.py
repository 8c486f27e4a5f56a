"""The declared matrix: which construct of an edition each artefact enforces, and which it cannot express, with the reason.

``constructs.yaml`` has the constructs, ``targets/TARGET.yaml`` what one target declares. Every construct that somebody could
enforce stands in every target's file; the proof holds the artefacts to it in both directions, record by record.

What a target enforces partly it declares exactly: in which fields (``fields``, by what their values are; absent: in all), with other
fields for some rules (``rules``), and the records for which it is the other way round, one by one (``but``). The words say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from conformance.publish.model import FieldModel
from conformance.standard.model import Check, Text
from conformance.standard.problems import Faulty, Problem
from conformance.standard.yamlfile import YamlFile

Behaviour = Literal["enforces", "partly", "cannot-express"]
Sort = Literal["text", "form", "shape", "code", "codes", "date", "timestamp", "decimal", "integer"]
"""What the values of a field are, as far as artefacts differ by it: a free text, an identifier without a pattern of its own, one with a
pattern, a value of a code list, several of them, and so on."""
_ALGORITHM = "checksum"
"""The kind of check that is a construct of its own for each algorithm."""


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Data in which a key that nobody knows is an error."""


class _Words(_Strict, frozen=True):
    zh: str
    en: str


class _Partly(_Words, frozen=True):
    fields: tuple[Sort, ...] | None = None
    rules: dict[str, tuple[Sort, ...]] = {}
    but: tuple[str, ...] = ()


class _Construct(_Strict, frozen=True):
    id: str
    title: _Words
    kinds: tuple[str, ...]
    nobody: _Words | None = None


class _Constructs(_Strict, frozen=True):
    constructs: tuple[_Construct, ...]


class _Declared(_Strict, frozen=True, rename="kebab"):
    target: str
    enforces: tuple[str, ...] = ()
    partly: dict[str, _Partly] = {}
    cannot_express: dict[str, _Words] = {}


class Construct(Struct, frozen=True):
    """Something that an edition asks of records."""

    id: str
    title: Text
    kinds: tuple[str, ...]
    """Kinds of checks; that of check digits with its algorithm behind a colon."""
    nobody: Text | None
    """Why no artefact can enforce it; None where some can."""


class Cell(Struct, frozen=True):
    """What one target declares about one construct."""

    behaviour: Behaviour
    why: Text | None = None
    """Bounds of what is only partly enforced, or the reason why it cannot be."""
    fields: frozenset[Sort] | None = None
    """Of what is partly enforced: in fields with what values; None: in all."""
    rules: Mapping[str, frozenset[Sort]] = field(default_factory=dict)
    """Rules for which these are others."""
    but: frozenset[str] = frozenset()
    """Records for which it is the other way round."""

    def refuses(self, rule: str, sort: Sort, record: str) -> bool:
        """Whether a record is refused because it breaks a rule of the construct in a field of that sort."""
        if self.behaviour != "partly":
            return self.behaviour == "enforces"
        fields = self.rules.get(rule, self.fields)
        return (fields is None or sort in fields) != (record in self.but)


@cache
def constructs(folder: Path | None = None) -> tuple[Construct, ...]:
    """All constructs, in the order in which they are shown. Raises Faulty."""
    read = _read(folder or _folder(), "constructs.yaml", _Constructs)
    found = tuple(Construct(one.id, _text(one.title), one.kinds, _maybe(one.nobody)) for one in read.constructs)
    ids = [one.id for one in found]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise Faulty([Problem("constructs.yaml", f"constructs declared twice: {', '.join(twice)}")])
    return found


@cache
def declared_targets(folder: Path | None = None) -> tuple[str, ...]:
    """The targets that declare something."""
    return tuple(sorted(path.stem for path in ((folder or _folder()) / "targets").glob("*.yaml")))


@cache
def declared(target: str, folder: Path | None = None) -> Mapping[str, Cell]:
    """What a target declares, construct by construct, those that nobody can express among them.

    Raises Faulty where the target declares too little, too much, or something twice; KeyError for an unknown target.
    """
    place = folder or _folder()
    if target not in declared_targets(folder):
        raise KeyError(target)
    read = _read(place, f"targets/{target}.yaml", _Declared)
    said = list(_cells(read))
    known = {one.id: one for one in constructs(folder)}
    names = [name for name, _ in said]
    faults = [f"it declares for {read.target}"] if read.target != target else []
    faults += [f"there is no construct {name}" for name in names if name not in known]
    faults += [f"{name} is declared twice" for name in sorted({name for name in names if names.count(name) > 1})]
    faults += [f"nobody can enforce {name}, it is not to be declared" for name in names if _nobody(known, name)]
    faults += [f"nothing is said of {name}" for name, one in known.items() if one.nobody is None and name not in names]
    if faults:
        raise Faulty(Problem(f"targets/{target}.yaml", fault) for fault in faults)
    nobody = {name: Cell("cannot-express", one.nobody) for name, one in known.items() if one.nobody}
    cells = dict(said) | nobody
    return {name: cells[name] for name in known}


def sort_of(field: FieldModel, several: bool) -> Sort:
    """What the values of a field are; ``several`` of its code list."""
    match field.kind:
        case "code":
            return "codes" if several else "code"
        case "text":
            return "shape" if field.pattern else "form" if field.forms or field.check_digit else "text"
        case kind:
            return kind


def construct_of(check: Check) -> str:
    """The construct that a check stands under; of a number, that of its range. Raises KeyError for one that stands nowhere."""
    kind = f"{check.kind}:{check.params['algorithm']}" if check.kind == _ALGORITHM else check.kind
    try:
        return _by_kind()[kind]
    except KeyError:
        raise KeyError(f"the matrix has no construct for the check kind {kind!r}") from None


@cache
def _by_kind() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in constructs():
        for kind in one.kinds:
            found.setdefault(kind, one.id)
    return found


def _nobody(known: Mapping[str, Construct], name: str) -> bool:
    return name in known and known[name].nobody is not None


def _cells(read: _Declared) -> Iterator[tuple[str, Cell]]:
    for name in read.enforces:
        yield name, Cell("enforces")
    for name, bounds in read.partly.items():
        rules = {rule: frozenset(sorts) for rule, sorts in bounds.rules.items()}
        fields = None if bounds.fields is None else frozenset(bounds.fields)
        yield name, Cell("partly", _text(bounds), fields, rules, frozenset(bounds.but))
    for name, reason in read.cannot_express.items():
        yield name, Cell("cannot-express", _text(reason))


def _read(folder: Path, name: str, kind: type[Any]) -> Any:
    file = YamlFile(folder / name, folder)
    try:
        return msgspec.convert(file.data, kind)
    except msgspec.ValidationError as error:
        raise Faulty([Problem(name, str(error))]) from None


def _folder() -> Path:
    return Path(str(files("conformance.publish.matrix")))


def _text(words: _Words) -> Text:
    return Text(words.zh, words.en)


def _maybe(words: _Words | None) -> Text | None:
    return None if words is None else _text(words)
