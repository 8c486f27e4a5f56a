"""Export to XLSX and import back gives the same bytes."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import SMALL, edited, exported, folder

from conformance.catalog.canonical import dump
from conformance.catalog.store import Catalogue, open_catalogue
from conformance.catalog.workbook import build
from conformance.catalog.workbook.book import new_book
from conformance.catalog.workbook.export import Selection, add_list, export
from conformance.catalog.workbook.grid import read_book
from conformance.catalog.workbook.importing import read
from conformance.catalog.workbook.layout import columns, tables
from conformance.catalog.workbook.saving import write_fresh
from conformance.standard.entries import Entries, Entry
from conformance.standard.shapes import ClassShape, Shapes, SlotShape, load_shapes

SHAPES = load_shapes()
BESIDE = {
    "waivers.yaml": b"waivers: []\n",
    "README.md": b"=1+1\r\n\r\n no line end",
    "notes/2016/说明.txt": b"",
}
"""What an office keeps beside the lists."""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A copy, for the lists are edited while tests run."""
    copy = tmp_path_factory.mktemp("shipped") / "lists"
    shutil.copytree(open_catalogue(only=["items"]).entries.folder, copy)
    for name, content in BESIDE.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(content)
    return open_catalogue(copy)


@pytest.fixture(scope="module")
def workbook(shipped: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(shipped, tmp_path_factory.mktemp("workbook") / "all.xlsx")


def check_whole(catalogue: Catalogue, workbook: Path) -> None:
    back = read(workbook, catalogue.shapes)
    assert back.faults == []
    texts = {file.name: dump(file, catalogue.shapes) for file in back.files}
    assert {file.name for file in catalogue.entries.files} == set(texts)
    for name, text in texts.items():
        assert text == (catalogue.entries.folder / name).read_text(encoding="utf-8"), name
    loose = {name: one.content for name, one in back.loose.items()}
    assert {"edition.yaml", "calendar.yaml", "regions/divisions.csv", "waivers.yaml"} <= set(loose)
    write_fresh(workbook.with_name("back"), back.files, loose, catalogue.shapes)
    assert tree(workbook.with_name("back")) == tree(catalogue.entries.folder)
    shutil.rmtree(workbook.with_name("back"))


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_shipped_catalogue_comes_back_byte_for_byte(shipped: Catalogue, workbook: Path) -> None:
    check_whole(shipped, workbook)


def test_and_after_another_program_has_saved_the_workbook(shipped: Catalogue, workbook: Path) -> None:
    check_whole(shipped, edited(workbook, lambda book: None))


def test_the_same_catalogue_gives_the_same_workbook(tmp_path: Path) -> None:
    catalogue = open_catalogue(folder(tmp_path))
    assert export(catalogue, Selection()) == export(catalogue, Selection())


def test_a_small_catalogue_with_comments_and_odd_texts_comes_back(tmp_path: Path) -> None:
    catalogue = open_catalogue(folder(tmp_path / "lists"))
    back = read(exported(catalogue, tmp_path / "lists.xlsx"), catalogue.shapes)
    assert {file.name: dump(file, catalogue.shapes) for file in back.files} == SMALL


def test_every_heading_is_there_once_and_no_object_can_be_told_from_none() -> None:
    for key in SHAPES.lists:
        for table in tables(SHAPES, key):
            headings = [column.heading for column in table.columns]
            assert len(set(headings)) == len(headings), table.name
            for slot in table.shape.slots:
                if slot.kind == "object" and not slot.several:
                    assert any(part.required for part in SHAPES.classes[slot.range].slots), slot.key
    names = [table.name for key in SHAPES.lists for table in tables(SHAPES, key)]
    assert len(set(names)) == len(names)
    assert all(columns(SHAPES, SHAPES.entry(key)) for key in SHAPES.lists)


# ---- entries of any content

NASTY = [
    "",
    " ",
    " a ",
    "=SUM(A1)",
    "+1",
    "-1",
    "@a",
    "'x",
    '"x"',
    '"',
    "甲；乙",
    "a;b",
    "a\nb",
    "\r\n",
    "_x000D_",
    "007",
    "（无）",
]
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=8))


def values(slot: SlotShape, shapes: Shapes) -> st.SearchStrategy[Any]:
    one: st.SearchStrategy[Any]
    if slot.kind == "object":
        one = objects(shapes.classes[slot.range], shapes)
    elif slot.kind == "code":
        one = st.sampled_from([code for code, _ in shapes.codes[slot.range]])
    else:
        one = {"boolean": st.booleans(), "integer": st.integers(-999, 10**9)}.get(slot.kind, texts)
    return st.lists(one, max_size=3) if slot.several else one


def objects(shape: ClassShape, shapes: Shapes) -> st.SearchStrategy[dict[str, Any]]:
    required = {slot.key: values(slot, shapes) for slot in shape.slots if slot.required}
    optional = {slot.key: values(slot, shapes) for slot in shape.slots if not slot.required}
    return st.fixed_dictionaries(required, optional=optional)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("key", ["items", "regions", "parties", "comparison"])
def test_entries_of_any_content_come_back(
    key: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    drawn = data.draw(st.lists(objects(SHAPES.entry(key), SHAPES), min_size=1, max_size=2))
    entries = [Entry(key, {**one, "id": f"entry-{n}"}, "data/x.yaml", 0) for n, one in enumerate(drawn)]
    list_tables = tables(SHAPES, key)
    book = new_book("2016-05-09", "")
    path = tmp_path_factory.mktemp("any") / "any.xlsx"
    catalogue = Catalogue("any", Entries(path.parent, (), ()), SHAPES)
    add_list(book, [(entry, str(n)) for n, entry in enumerate(entries, 1)], list_tables, catalogue)
    path.write_bytes(book.close())
    faults: list[Any] = []
    back = build.entries(list_tables, read_book(path), SHAPES, faults)
    assert faults == []
    assert [entry.data for entry in back] == [entry.data for entry in entries]


in_yaml = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=8),
)


@given(names=st.lists(in_yaml, max_size=3), note=in_yaml)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_files_with_any_text_come_back(names: list[str], note: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("files")
    original = open_catalogue(folder(root / "a"))
    file = next(file for file in original.entries.files if file.list == "items")
    first = {**file.entries[0].data, "note": {"zh": note, "en": note}}
    first["narrowing"] = [{"kind": "values", "field": note, "values": names, "origin": "profile"}]
    text = dump(type(file)(file.name, file.list, file.comment, (Entry("items", first, file.name, 0),)), SHAPES)
    catalogue = open_catalogue(folder(root / "b", {file.name: text}))
    back = read(exported(catalogue, root / "b.xlsx"), SHAPES)
    assert back.faults == []
    assert dump(back.files[0], SHAPES) == text
