"""Blank workbooks: for the records of a data item, and for lists of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.catalog.store import Catalogue
from conformance.catalog.workbook.aside import add_aside
from conformance.catalog.workbook.book import Book, Heading, add_table, add_text, new_book
from conformance.catalog.workbook.explained import add_explained
from conformance.catalog.workbook.export import FILES, IMPORT, add_list, file_headings, heading_of, issued
from conformance.catalog.workbook.fieldwords import Asked, Words, ground_of, words_of
from conformance.catalog.workbook.layout import sheet_name, tables
from conformance.standard.model import Field, Party, RecordType
from conformance.standard.shapes import label

GUIDE = "填表说明"
_WIDTHS = {"date": 14.0, "timestamp": 20.0, "code": 14.0, "year": 10.0, "division_code": 12.0, "person_name": 14.0}


def columns_of(item: str, party: Party | None, catalogue: Catalogue) -> list[tuple[Field, Asked | None]]:
    """The columns that a clerk fills in, in the order of the form, and whether the party asks for them."""
    standard = catalogue.standard
    record = standard.record_type_of(item, party)
    own = {field.name for field in standard.items[item].fields}
    asked = _asked(party, record, catalogue)
    return [
        (field, asked.get(field.name))
        for field in record.fields
        if not field.addition or field.requirement == "required" or field.name in own or field.name in asked
    ]


def _asked(party: Party | None, record: RecordType, catalogue: Catalogue) -> dict[str, Asked]:
    """Fields that the party's platform asks for, and whether it requires them."""
    if party is None:
        return {}
    profile = catalogue.entries.index("parties").get(party.id)
    fields = [] if profile is None else profile.data.get("asked_fields", [])
    found = {
        one["field"]: Asked(one["required"] == "yes", one["clause"])
        for one in fields
        if one["record_type"] == record.name
    }
    for check in party.checks.get(record.name, ()):
        if check.kind == "required":
            found[check.field] = Asked(required=True, clause=check.clause or "")
    return found


def item_template(item: str, party: Party | None, catalogue: Catalogue, examples: Mapping[str, str]) -> bytes:
    """The blank workbook of a data item. ``examples`` has a value for some fields. KeyError for an unknown item."""
    standard = catalogue.standard
    entry = standard.items[item]
    record = standard.record_type_of(item, party)
    words = [words_of(field, record, standard, asked, examples) for field, asked in columns_of(item, party, catalogue)]
    book = new_book(standard.edition.date, f"{entry.title.zh}填报表")
    add_table(book, sheet_name(entry.title.zh), [_heading(book, one, standard_list(one)) for one in words], [], 0)
    _add_guide(book, item, party, catalogue, words)
    return book.close()


def standard_list(one: Words) -> str:
    """What the drop-down's values are called on the sheet of codes; no header of a table is called so."""
    return f"“{one.field.title}”可填的值"


def _heading(book: Book, one: Words, name: str) -> Heading:
    choices = book.choices(name, one.values) if one.values else ""
    width = _WIDTHS.get(one.field.type, 22.0)
    return Heading(one.field.title, "required" if one.required else "optional", one.note(), width, choices, one.free)


def _add_guide(book: Book, item: str, party: Party | None, catalogue: Catalogue, words: Sequence[Words]) -> None:
    """What the item is, and a table of its columns."""
    standard = catalogue.standard
    facts = _facts(item, catalogue)
    if party is not None:
        facts.append(("报送单位", party.title.zh))
    facts += [
        ("怎样填写", "橙色的列必填，蓝色的列选填。所有单元格都是文本格式，代码和号码照原样填写，不要改成数字。"),
        ("从哪里填起", "第一张工作表第 2 行起，一行一条记录；列名不要改，用不到的选填列可以删去。"),
        ("报送前自查", f"conformance check 文件名.xlsx --item {item}" + (f" --party {party.id}" if party else "")),
    ]
    sheet = add_text(book, GUIDE, f"{standard.items[item].title.zh}　{GUIDE}", facts, (28, 60))
    first = len(facts) + 4
    titles = ("列", "要求", "写法", "长度", "可填的值", "例", "依据")
    for column, (title, width) in enumerate(zip(titles, (28, 60, 30, 18, 40, 26, 50), strict=True)):
        sheet.write_string(first, column, title, book.looks["optional"])
        if column > 1:
            sheet.set_column(column, column, width, book.looks["plain"])
    for row, one in enumerate(words, first + 1):
        cells = (one.field.title, one.requirement, one.form, one.length, "、".join(one.values), one.example, one.ground)
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text[:2000], book.looks["text"])


def _facts(item: str, catalogue: Catalogue) -> list[tuple[str, str]]:
    """What the data list says of the item."""
    standard, shapes = catalogue.standard, catalogue.shapes
    entry = standard.items[item]
    facts = [
        ("数据事项", f"{entry.title.zh}（{item}）"),
        ("责任单位", "、".join(standard.units[unit].title.zh for unit in entry.providers if unit in standard.units)),
        ("记录类型", standard.record_types[entry.record_type].title.zh),
        ("依据", ground_of(entry.clause, standard)),
    ]
    found = catalogue.entries.index("items").get(item)
    data: Mapping[str, Any] = {} if found is None else found.data
    for key in ("information_class", "subject_types", "disclosure", "update_period"):
        slot = shapes.entry("items").slot(key)
        value = data.get(key)
        codes = value if isinstance(value, list) else [] if value is None else [value]
        facts.append((slot.title, "、".join(label(shapes, slot.range, str(code)) for code in codes)))
    return facts


def list_template(keys: Sequence[str], catalogue: Catalogue) -> bytes:
    """A blank workbook of lists, for a department or district that fills in its own."""
    shapes = catalogue.shapes
    all_tables = [tables(shapes, key) for key in keys]
    names = "、".join(group[0].name for group in all_tables)
    book = new_book(issued(catalogue), f"{names}空白表")
    add_explained(
        book, f"{names}空白表（{heading_of(catalogue)}）", [table for group in all_tables for table in group], IMPORT
    )
    add_table(book, FILES, file_headings(), [], 1)
    for group in all_tables:
        add_list(book, [], group, catalogue)
    add_aside(book, catalogue)
    return book.close()
