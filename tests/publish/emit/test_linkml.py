"""LinkML: its own loaders take the schema, and what its generator makes of it says what is declared."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
import yaml
from linkml.generators.jsonschemagen import JsonSchemaGenerator
from linkml.utils.schemaloader import SchemaLoader
from linkml_runtime.utils.schemaview import SchemaView
from msgspec.structs import replace

from conformance.publish.emit import linkml as emitter
from conformance.publish.emit import yamlout
from conformance.publish.model import EditionModel
from conformance.standard.compile.build import SCHEMA
from conformance.standard.compile.schema import Schema
from publish.emit.nasty import NASTY
from publish.emit.proof import EDITIONS, Judged, artefact, disagreements, edition_of, judged_records, names_of
from recordschema.validators import ROOT


def text(which: str = "shipped", item: str | None = None) -> str:
    [content] = artefact("linkml", which, item).values()
    return content.decode()


@cache
def view(which: str = "shipped", item: str | None = None) -> SchemaView:
    return SchemaView(text(which, item))


@cache
def generated(which: str = "shipped") -> dict[str, Any]:
    """What LinkML's generator makes of the record types alone: with the items it takes five times as long."""
    edition = replace(edition_of(which), items=())
    content = yamlout.written(emitter.schema(edition, names_of(which)))
    return json.loads(JsonSchemaGenerator(content, include_range_class_descendants=False).serialize())


@cache
def validator(record: str) -> Any:
    name = names_of("shipped").record("python", record)
    return jsonschema_rs.Draft201909Validator({**generated(), "$ref": f"#/$defs/{name}"})


def coded(one: Judged, edition: EditionModel) -> dict[str, Any]:
    """The record with codes for labels, as LinkML has them; nothing where there is nothing."""
    [model] = [record for record in edition.records if record.id == one.record_type]
    found: dict[str, Any] = {}
    for field in model.fields:
        value = one.record.get(field.name)
        entries = None if field.code_list is None else edition.code_list(field.code_list)
        if entries is None or value is None:
            found[field.name] = value
            continue
        codes = {word: code.code for code in entries.codes for word in code.accepted}
        parts = value.split("、") if entries.several else [value]
        bare = [part.partition("（")[0].partition("：")[0].partition(":")[0].partition("(")[0] for part in parts]
        known = [codes.get(part, codes.get(short, part)) for part, short in zip(parts, bare, strict=True)]
        found[field.name] = known if entries.several else known[0]
    return {key: value for key, value in found.items() if value is not None}


@pytest.mark.parametrize("which", EDITIONS)
def test_both_loaders_take_it(which):
    """The old one resolves what the new one leaves for later; generators use either."""
    loaded = SchemaLoader(text(which, "admin-licence" if which == "shipped" else None))
    loaded.resolve()
    assert loaded.schema.classes
    assert len(view(which).all_classes()) == len(edition_of(which).records) + len(edition_of(which).items)


@pytest.mark.slow
def test_the_old_loader_takes_the_whole_edition():
    SchemaLoader(text()).resolve()


@pytest.mark.parametrize("which", EDITIONS)
def test_it_says_of_every_record_what_the_edition_says(which):
    says_what_the_edition_says(view(which), which)


@pytest.mark.parametrize(("right", "wrong"), [('"required": true', '"required": false')])
def test_a_wrong_emitter_is_caught(right, wrong):
    """One that forgets what is required, or puts titles elsewhere."""
    assert right in text("nasty")
    with pytest.raises(AssertionError):
        says_what_the_edition_says(SchemaView(text("nasty").replace(right, wrong)), "nasty")


def says_what_the_edition_says(found: SchemaView, which: str) -> None:
    edition, names = edition_of(which), names_of(which)
    for record in (*edition.records, *edition.items[:20]):
        name = names.record("python", record.record_type, record.item)
        assert found.get_class(name).title == record.title.zh
        slots = {str(slot.alias or slot.name): slot for slot in found.class_induced_slots(name)}
        assert {key: bool(slot.required) for key, slot in slots.items()} == {f.name: f.required for f in record.fields}
        assert {key: slot.title for key, slot in slots.items()} == {f.name: f.title.zh for f in record.fields}


def test_codes_keep_their_labels():
    values = view().get_enum("ApprovalCategory").permissible_values
    assert (values["ordinary"].title, list(values["ordinary"].aliases)) == ("普通", ["普通许可", "一般许可"])


def test_nothing_of_the_source_is_lost_on_the_way():
    """The modules that people write and the one schema have the same slots, ranges and code lists in their records."""
    source, ours = Schema(ROOT / SCHEMA), view()
    for name, cls in source.record_classes():
        written = {use.name: use for use in source.uses(str(cls.name))}
        made = {str(slot.name): slot for slot in ours.class_induced_slots(str(cls.name))}
        assert made.keys() == written.keys(), name
        for slot, use in written.items():
            assert (made[slot].title, bool(made[slot].required)) == (use.title, use.required), (name, slot)
            if use.range in source.enums:
                codes = source.enums[use.range].permissible_values.keys()
                assert ours.get_enum(made[slot].range).permissible_values.keys() == codes


def test_verdicts_are_as_declared():
    records, edition = judged_records(), edition_of("shipped")
    accepted = [validator(one.record_type).is_valid(coded(one, edition)) for one in records]
    assert disagreements("linkml", records, accepted) == []


def test_nasty_texts_come_through():
    assert view("nasty").get_class(names_of("nasty").record("python", "object")).title == NASTY
    assert generated("nasty")["$defs"]["Object"]["properties"]["class"]["description"] == NASTY


@pytest.mark.parametrize("value", [NASTY, "on", "010", "2016-05-09", "~", "\u2028\x85\ufeff", "a: b # c", ""])
def test_texts_are_texts_to_yaml(value):
    data = {"key": value, "list": [value, {"deep": [value]}], value or "empty": True, "none": None, "nothing": {}}
    assert yaml.safe_load(yamlout.written(data)) == data
