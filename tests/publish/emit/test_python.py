"""The Python packages, dataclasses and pydantic models alike: parsed, compiled, made objects of, and held to the matrix."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType
from typing import Any

import pytest

from conformance.publish.emit import checking, made, pydantic, python
from conformance.publish.emit.python_text import literal, one_line
from publish.emit.nasty import NASTY, nasty_records
from publish.emit.proof import (
    EDITIONS,
    Judged,
    artefact,
    disagreements,
    edition_of,
    judged_records,
    missing_tool,
    names_of,
    write,
)
from publish.emit.python_examples import LICENCE

EMITTERS = {"python": python, "pydantic": pydantic}
TARGETS = tuple(EMITTERS)
PACKAGES = {"shipped": "three_list_2016", "nasty": "three_list_nasty"}
each_target = pytest.mark.parametrize("target", TARGETS)
each_edition = pytest.mark.parametrize("which", EDITIONS)


@cache
def folder() -> Path:
    """Where the packages lie: each target is a folder that Python imports as a package of its own."""
    place = Path(mkdtemp(prefix="packages-"))
    sys.path.insert(0, str(place))
    return place


@cache
def package(target: str, which: str = "shipped") -> ModuleType:
    write(artefact(target, which), folder() / f"made_{target}")
    return importlib.import_module(f"made_{target}.{PACKAGES[which]}")


def class_of(module: ModuleType, one: Judged) -> Any:
    return module.ITEMS[one.item] if one.item else module.RECORDS[one.record_type]


def accepts(record: Any, data: dict[str, str | None]) -> bool:
    if hasattr(record, "problems_of"):
        return not record.problems_of(data)
    try:
        record.from_dict(data)
    except ValueError:
        return False
    return True


@each_edition
@each_target
def test_every_file_is_python_that_warns_of_nothing(target, which):
    classes = set()
    for path, content in artefact(target, which).items():
        if path.endswith(".py"):
            tree = ast.parse(content, path)
            classes |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    edition, names = edition_of(which), names_of(which)
    assert {names.record("python", one.id, one.item) for one in (*edition.records, *edition.items)} <= classes
    assert {names.code_list("python", one.id) for one in edition.code_lists} <= classes


@pytest.mark.slow
@each_target
def test_mypy_finds_nothing(target):
    if importlib.util.find_spec("mypy") is None:
        missing_tool("mypy is not installed: pip install mypy")
    for which in EDITIONS:
        package(target, which)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder() / "cache"), *PACKAGES.values()],
        cwd=folder() / f"made_{target}",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@each_edition
@each_target
def test_it_has_every_record_item_and_code_with_its_title(target, which):
    module, edition = package(target, which), edition_of(which)
    assert list(module.RECORDS) == [one.id for one in edition.records]
    assert list(module.ITEMS) == [one.id for one in edition.items]
    for one in (*edition.records, *edition.items):
        made_class = (module.ITEMS if one.item else module.RECORDS)[one.id]
        assert one.title.zh == made_class.TITLE
        assert made_class.__doc__.startswith(one.title.zh)
        assert [field.name for field in made_class.FIELDS] == [field.name for field in one.fields]
        assert [field.title for field in made_class.FIELDS] == [field.title.zh for field in one.fields]
    codes = importlib.import_module(f"{module.__name__}.codes")
    for entries in edition.code_lists:
        members = list(getattr(codes, names_of(which).code_list("python", entries.id)))
        assert [(one.code, one.label) for one in members] == [(one.code, one.label) for one in entries.codes]


@each_target
def test_one_item_alone_is_a_package_too(target):
    files = made(EMITTERS[target], edition_of("shipped", "admin-licence"), names_of("shipped"))
    assert [path.rpartition("/")[2] for path in files if "/records/" in path] == ["__init__.py", "admin_licence.py"]
    assert not [path for path in files if "/items/" in path]


@each_target
def test_values_have_their_types(target):
    module = package(target)
    record = module.RECORDS["licence"].from_dict(LICENCE)
    assert record.decision_date == date(2016, 5, 9)
    assert record.data_timestamp == datetime.fromisoformat("2016-05-10 09:30:00")
    assert (record.approval_category.code, record.approval_category.label) == ("ordinary", "普通")
    assert record.remarks is None
    assert record.to_dict() == LICENCE


@pytest.mark.slow
@each_target
def test_a_decimal_stays_one_and_a_float_is_none(target):
    arrears = next(one for one in judged_records() if one.record_type == "arrears" and not one.found)
    module = package(target)
    record = module.RECORDS["arrears"].from_dict(arrears.record | {"amount_owed": "1234567890123456.10"})
    assert record.amount_owed == Decimal("1234567890123456.10")
    assert record.to_dict()["amount_owed"] == "1234567890123456.10"
    values = {one.attribute: getattr(record, one.attribute) for one in record.FIELDS}
    with pytest.raises((TypeError, ValueError), match="Decimal"):
        type(record)(**values | {"amount_owed": 0.1}).to_dict()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"document_number": None}, "required"),
        ({"decision_date": "2016/02/30"}, "date"),
        ({"decision_date": "2016-05-09"}, "date"),
        ({"valid_until": "2016/05/08"}, "date-order"),
        ({"subject_uscc": "91310115MA1K3A7X5Q"}, "uscc-check-digit"),
        ({"subject_uscc": "91310115"}, "pattern"),
        ({"approval_category": "特别"}, "code-list"),
        ({"approval_category": 3}, "no-text"),
        ({"no_such": "1"}, "unknown-field"),
    ],
)
def test_a_problem_has_the_id_of_its_rule(change, rule):
    found = package("python").RECORDS["licence"].problems_of(LICENCE | change)
    assert [one.rule for one in found] == [rule]
    assert found[0].field == next(iter(change))


@pytest.mark.parametrize("data", [None, [], "licence"])
def test_what_is_no_record_is_a_problem(data):
    assert [one.rule for one in package("python").RECORDS["licence"].problems_of(data)] == ["no-text"]


def test_an_object_with_a_problem_can_be_made_and_says_what_it_is():
    licence = package("python").RECORDS["licence"]
    assert [one.rule for one in licence.from_dict(LICENCE | {"document_number": None}).validate()] == ["required"]
    with pytest.raises(ValueError, match=r"decision_date.*date"):
        licence.from_dict(LICENCE | {"decision_date": "2016/02/30"})


def test_a_model_with_a_problem_cannot_be_made_and_the_error_has_the_rules():
    licence = package("pydantic").RECORDS["licence"]
    with pytest.raises(ValueError, match="date-order") as caught:
        licence.from_dict(LICENCE | {"valid_until": "2016/05/08"})
    (error,) = caught.value.errors()
    assert [one["rule"] for one in error["ctx"]["problems"]] == ["date-order"]
    with pytest.raises(ValueError, match="extra"):
        licence.from_dict(LICENCE | {"no_such": "1"})


def test_json_of_a_model_is_what_is_submitted():
    record = package("pydantic").RECORDS["licence"].from_dict(LICENCE)
    assert record.model_dump(mode="json", by_alias=True, exclude_none=True) == LICENCE


@pytest.mark.slow
@each_target
def test_records_go_through_it_and_come_back(target):
    module = package(target)
    for one in judged_records():
        if one.found:
            continue
        record_class = class_of(module, one)
        first = record_class.from_dict(one.record)
        texts = first.to_dict()
        assert record_class.from_dict(texts) == first
        assert record_class.from_dict(texts).to_dict() == texts
        kinds = {field.name: field.kind for field in record_class.FIELDS}
        for name, text in one.record.items():
            # Codes come back as the list wants them written, moments with their seconds.
            if kinds[name] not in ("code", "timestamp"):
                assert texts.get(name, "") == (text or ""), one.name


@each_target
def test_nasty_records_go_through_it_and_come_back(target):
    nasty = package(target, "nasty").RECORDS["object"]
    for record in nasty_records():
        assert accepts(nasty, record)
        assert nasty.from_dict(record).to_dict() == {name: text for name, text in record.items() if text}


@pytest.mark.slow
@pytest.mark.parametrize("items", [False, True], ids=["record types", "items"])
@each_target
def test_its_verdicts_are_those_that_the_matrix_declares(target, items):
    module, records = package(target), judged_records(items)
    verdicts = [accepts(class_of(module, one), one.record) for one in records]
    assert disagreements(target, records, verdicts) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pattern", "comparison"])
def test_an_emitter_that_drops_checks_is_caught(kind, monkeypatch):
    right = checking._params
    monkeypatch.setattr(
        checking, "_params", lambda demand, *rest: None if demand.kind == kind else right(demand, *rest)
    )
    write(made(python, edition_of("shipped"), names_of("shipped")), folder() / f"without_{kind}")
    module, records = importlib.import_module(f"without_{kind}.{PACKAGES['shipped']}"), judged_records()
    verdicts = [accepts(class_of(module, one), one.record) for one in records]
    assert any("accepted although" in told for told in disagreements("python", records, verdicts))


def test_texts_are_written_so_that_they_are_read_again():
    assert ast.literal_eval(literal(NASTY)) == NASTY
    assert ast.literal_eval(literal([NASTY, None, 3, {"a": True}])) == (NASTY, None, 3, {"a": True})
    assert "\n" not in one_line(NASTY)
    with pytest.raises(TypeError):
        literal(0.1)
