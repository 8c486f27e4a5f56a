"""The shapes of an edition: one for each check, one for each field, and one for each record that gathers them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from conformance.publish.emit import iris
from conformance.publish.emit.shacl import constraints
from conformance.publish.emit.shacl.constraints import NOT_BEFORE, Definitions, Schema
from conformance.publish.emit.turtle import both, literal
from conformance.publish.model import EditionModel, RecordModel
from conformance.publish.modelling import edition_model
from conformance.publish.records.build import checks_told
from conformance.standard.model import Severity, Standard, Text

_REFERENCE = re.compile("<([^>]+)>")
_LOCAL = re.compile("[A-Za-z0-9_:-]+")
Bodies = dict[tuple[str, Text], tuple[tuple[str, ...], bool] | None]
"""A schema and its field's title → what its shape says."""
_SEVERITY = {"error": "sh:Violation", "warning": "sh:Warning"}


class Shape(Struct, eq=False):
    """A check as a shape."""

    iri: str
    severity: Severity
    body: tuple[str, ...]
    """Its constraints and what it says of itself."""
    single: bool
    """It is about one field: a property shape."""
    classes: list[str] = field(default_factory=list)
    """Whose records it is asked of."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The same for shapes that ask the same."""
        return (self.severity, *self.body)


class Shapes(Struct):
    """All shapes of an edition or of one item."""

    prefix: str
    """What their names begin with."""
    checks: dict[str, Shape]
    """By IRI."""
    titles: dict[str, tuple[str, Text]]
    """Class → the IRI of its shape, and its title."""
    definitions: dict[str, str]

    def of(self, severity: Severity) -> Iterator[str]:
        """The shapes of that severity in Turtle, and what they refer to."""
        wanted = [one for one in self.checks.values() if one.severity == severity]
        for name, (iri, title) in self.titles.items():
            own = [f"    {self._short(one.iri)}" for one in wanted if one.single and name in one.classes]
            listed = " ;\n  sh:property\n" + " ,\n".join(own) if own else ""
            yield f"<{iri}> a sh:NodeShape ;\n  sh:targetClass <{name}> ;\n  sh:name {both(title)}{listed} ."
        for one in wanted:
            kind = "sh:PropertyShape" if one.single else "sh:NodeShape"
            targets = () if one.single else (f"sh:targetClass {' , '.join(f'<{name}>' for name in one.classes)}",)
            said = " ;\n  ".join([*targets, f"sh:severity {_SEVERITY[one.severity]}", *one.body])
            yield f"<{one.iri}> a {kind} ;\n  {said} ."
        yield from self._referred(wanted)

    def _short(self, iri: str) -> str:
        """The name with the prefix of shapes, where that may stand for it."""
        local = iri.removeprefix(self.prefix)
        return f":{local}" if _LOCAL.fullmatch(local) else f"<{iri}>"

    def _referred(self, wanted: list[Shape]) -> Iterator[str]:
        open_, seen = [part for one in wanted for part in one.body], set[str]()
        while open_:
            for iri in _REFERENCE.findall(open_.pop()):
                if iri in self.definitions and iri not in seen:
                    seen.add(iri)
                    open_.append(self.definitions[iri])
        yield from (self.definitions[iri] for iri in sorted(seen))


def shapes(edition: EditionModel) -> Shapes:
    """The shapes of the edition's records.

    What an item asks as its record type does is the type's shape; so the types are gone through even where one item is wanted.
    """
    standard = edition.standard
    types = edition.records if edition.item is None else edition_model(standard).records
    every = {iris.of_record(edition, one): one for one in (*edition.records, *edition.items)}
    needed = {one.record_type for one in every.values()}
    schemas: dict[str, Schema] = {}
    known = Definitions(
        schemas,
        lambda name: iris.of_shape(edition, "texts", name),
        lambda name: iris.of_field(edition, name),
    )
    bodies: Bodies = {}
    found: dict[str, Shape] = {}
    for record_type in (one for one in types if one.id in needed):
        shared = list(_checks(record_type, edition, known, {}, bodies))
        asked = {one.asked: one for one in shared}
        mine = [one for one in every.values() if one.record_type == record_type.id]
        for record in mine:
            own = shared if record.item is None else list(_checks(record, edition, known, asked, bodies))
            for shape in dict.fromkeys(own):
                found.setdefault(shape.iri, shape).classes.append(iris.of_record(edition, record))
    return Shapes(
        prefix=f"{iris.of_shape(edition)}:",
        checks=found,
        titles={name: (iris.of_shape(edition, *_owner(one)), one.title) for name, one in every.items()},
        definitions=known.found,
    )


def _owner(record: RecordModel) -> tuple[str, str]:
    return ("record-type" if record.item is None else "record", record.id)


def _checks(
    record: RecordModel,
    edition: EditionModel,
    known: Definitions,
    shared: Mapping[tuple[str, ...], Shape],
    bodies: Bodies,
) -> Iterator[Shape]:
    """The shapes of a record's checks; those that ask what one of the ``shared`` does are that one."""
    number: dict[str, int] = defaultdict(int)
    yield from (shared.get(one.asked, one) for one in _fields(record, edition))
    for schema in _demands(record, edition.standard, known):
        # Most of what an item asks its type does: it is said once.
        about = (repr(schema), record.field(schema["x-field"]).title)
        if about not in bodies:
            bodies[about] = _body(schema, record, edition, known)
        said = bodies[about]
        if said is None:
            continue
        iri = iris.of_shape(edition, *_owner(record), schema["x-field"], schema["x-rule"])
        number[iri] += 1
        if number[iri] > 1:
            iri = f"{iri}:{number[iri]}"
        shape = Shape(iri, schema["x-severity"], *said)
        yield shared.get(shape.asked, shape)


def _demands(record: RecordModel, standard: Standard, known: Definitions) -> Iterator[Schema]:
    """What JSON Schema says of the record, and the order of days, which it cannot."""
    whole = standard.record_types[record.id] if record.item is None else standard.record_type_of(record.item)
    yield from checks_told(whole, standard, known.schemas)
    for demand in record.demands:
        if demand.kind == "comparison":
            about = {"x-rule": demand.rule, "x-field": demand.fields[0], "x-severity": demand.severity}
            yield {**about, "x-clause": demand.clause, NOT_BEFORE: [*demand.fields]}


def _body(
    schema: Schema, record: RecordModel, edition: EditionModel, known: Definitions
) -> tuple[tuple[str, ...], bool] | None:
    """What a shape says, and whether it is about one field; None where nothing can be wrong."""
    rule, name = edition.standard.rules[schema["x-rule"]], schema["x-field"]
    title = record.field(name).title
    told = (
        f"sh:message {both(Text(f'“{title.zh}”：{rule.title.zh}。', f'“{title.en}”: {rule.title.en}.'))}",
        f"dcterms:identifier {literal(rule.id)}",
        f"dcterms:source {literal(schema['x-clause'])}",
    )
    if (about := constraints.single(schema, known)) is not None:
        name, said = about
        return ((f"sh:path <{iris.of_field(edition, name)}>", *said, *told), True) if said else None
    whole = constraints.record(schema, known)
    return None if whole is True else ((*constraints.constraints(whole), *told), False)


def _fields(record: RecordModel, edition: EditionModel) -> Iterator[Shape]:
    """What is true of every field: it holds one text at most."""
    for one in record.fields:
        body = [f"sh:path <{iris.of_field(edition, one.name)}>", f"sh:name {both(one.title)}"]
        if one.description:
            body.append(f"sh:description {literal(one.description, 'en')}")
        iri = iris.of_shape(edition, *_owner(record), one.name)
        yield Shape(iri, "error", (*body, "sh:datatype xsd:string", "sh:maxCount 1"), single=True)
