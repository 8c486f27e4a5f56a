"""A small catalogue, exported, edited as an editor would, and read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from conformance.catalog.store import Catalogue, open_catalogue
from conformance.catalog.workbook.export import Selection, export
from conformance.catalog.workbook.importing import Imported, read

DATA = """\
# Tax. 税务
items:
  # about the rating
  # two lines
  - id: tax-rating
    title: {zh: 纳税信用等级, en: Tax credit rating}
    providers:
      - {unit: sh-tax, basis: task_unit}
      - {unit: sh-tax-local, basis: inferred}
    record_type: rating
    information_class: rating
    class_basis: stated
    subject_types: [legal_person]
    subject_basis: assigned
    disclosure: [public, shared_gov]
    update_period: yearly
    stage: [mid]
    stage_basis: inferred
    scope: [municipal]
    narrowing:
      - {kind: values, field: grade, values: [A, B；C, " D"], origin: profile}
      - {kind: required, field: grade, origin: profile}
    state: published
    provenance: {term: 纳税信用等级, clauses: [S4.5, T28.1], basis: stated, modality: required}
  - id: tax-list
    title: {zh: =欠税, en: +arrears}
    providers:
      - {unit: sh-tax, basis: task_unit}
    record_type: arrears
    information_class: arrears
    class_basis: stated
    subject_types: [legal_person]
    subject_basis: assigned
    disclosure: [unstated]
    update_period: unstated
    stage: [post]
    stage_basis: inferred
    scope: [municipal]
    state: published
    note: {zh: 一行, en: "a line\\nand \\"another\\" "}
    provenance: {clauses: [T28.1], basis: implied, modality: required}
"""
BEHAVIOURS = """\
behaviours:
  - id: unpaid-tax
    title: {zh: 欠税, en: Unpaid tax}
    domain: tax
    polarity: untrustworthy
    severity: unstated
    recognising_units:
      - {unit: sh-tax, basis: task_unit}
    data_items: [tax-list]
    state: published
    provenance: {term: 欠税, clauses: [T28.1], basis: stated, modality: required}
"""
APPLICATIONS = """\
applications:
  - id: tax-care
    title: {zh: 分类服务, en: Service by class}
    users:
      - {unit: sh-drc, basis: task_unit}
    stage: [mid]
    stage_basis: inferred
    measures: [classification, reward]
    data_items: [tax-rating]
    behaviours: []
    link_basis: [same_clause]
    state: published
    provenance: {term: 分类, clauses: [T28.1], basis: stated, modality: required}
"""
SMALL = {"data/sh-tax.yaml": DATA, "behaviours/tax.yaml": BEHAVIOURS, "applications/sh-drc.yaml": APPLICATIONS}


def folder(root: Path, files: dict[str, str] | None = None) -> Path:
    """The small catalogue below a new folder."""
    for name, text in (SMALL if files is None else files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def exported(catalogue: Catalogue, target: Path, **chosen: Any) -> Path:
    """The workbook of a catalogue."""
    target.write_bytes(export(catalogue, Selection(**chosen)))
    return target


def edited(path: Path, change: Callable[[Any], None]) -> Path:
    """Open a workbook with another program, change it, save it."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    change(book)
    other = path.with_name("edited.xlsx")
    book.save(other)
    return other


def cell(sheet: Any, id_: str, heading: str) -> Any:
    """The cell of an entry under a heading."""
    column = [c.value for c in sheet[1]].index(heading) + 1
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 1).value == id_)
    return sheet.cell(row, column)


def after(root: Path, change: Callable[[Any], None]) -> Imported:
    """What the small catalogue is once its workbook was changed."""
    catalogue = open_catalogue(folder(root / "lists"))
    return read(edited(exported(catalogue, root / "lists.xlsx"), change), catalogue.shapes)
