"""Every lint, with the fault that it is there for planted in a copy of the sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalogue_faults import CATALOGUE_FAULTS
from rule_faults import RULE_FAULTS
from schema_faults import SCHEMA_FAULTS
from source_copies import ROOT, found, found_in_schema

from conformance.standard.compile.definitions import Definitions
from conformance.standard.compile.schema import Schema


def test_the_sources_are_sound(shapes: Definitions):
    assert found_in_schema(ROOT) == ""
    assert found(ROOT, shapes) == ""


@pytest.mark.parametrize("fault", SCHEMA_FAULTS)
def test_faults_of_the_schema(fault: str, sources: Path, edit):
    name, old, new, message = SCHEMA_FAULTS[fault]
    edit(f"schemas/{name}", old, new)
    assert message in found_in_schema(sources)


@pytest.mark.parametrize("fault", RULE_FAULTS)
def test_faults_of_the_rule_book(fault: str, sources: Path, edit, shapes: Definitions, schema: Schema):
    name, old, new, message = RULE_FAULTS[fault]
    edit(name, old, new)
    assert message in found(sources, shapes, schema if name.startswith("schemas/rules/") else None)


@pytest.mark.parametrize("fault", CATALOGUE_FAULTS)
def test_faults_of_the_catalogue(fault: str, sources: Path, edit, shapes: Definitions, schema: Schema):
    name, old, new, message = CATALOGUE_FAULTS[fault]
    edit(f"catalogs/2016/{name}", old, new)
    assert message in found(sources, shapes, schema)


@pytest.mark.parametrize(
    "name", ["edition.yaml", "documents.yaml", "placeholders.yaml", "calendar.yaml", "regions/divisions.csv"]
)
def test_a_missing_file_is_a_fault(name: str, sources: Path, shapes: Definitions, schema: Schema):
    (sources / "catalogs" / "2016" / name).unlink()
    assert f"catalogs/2016/{name}: cannot be read" in found(sources, shapes, schema)


@pytest.mark.parametrize(("folder", "name"), [("data", "items"), ("units", "units")])
def test_a_missing_folder_is_a_fault(folder: str, name: str, sources: Path, shapes: Definitions, schema: Schema):
    for path in (sources / "catalogs" / "2016" / folder).iterdir():
        path.unlink()
    assert f"there are no {name}" in found(sources, shapes, schema)


def test_every_fault_at_once_is_reported_with_its_place(sources: Path, edit, shapes: Definitions):
    edit("schemas/rules/dates.yaml", "    fix: none", "    fix: never")
    edit("schemas/rules/text.yaml", "    fix: safe", "    fixes: safe")
    said = found(sources, shapes)
    assert "schemas/rules/dates.yaml:" in said
    assert "schemas/rules/text.yaml:" in said


def test_yaml_that_cannot_be_read(sources: Path, edit, shapes: Definitions):
    edit("schemas/rules/dates.yaml", "rules:", "rules: [")
    assert "schemas/rules/dates.yaml: cannot be read" in found(sources, shapes)


def test_a_schema_that_linkml_cannot_read(sources: Path, shapes: Definitions):
    (sources / "schemas" / "core.yaml").unlink()
    assert "LinkML cannot read it" in found(sources, shapes)
