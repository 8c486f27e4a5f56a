"""Which data item a table is taken for: the headers tell the record type, and the type tells the item where it can."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from conformance.sources.model import Table, Unusable
from conformance.sources.open import open_tables
from conformance.sources.raw import ReadOptions
from conformance.standard.load import load

STANDARD = load()


def opened(like: str, folder: Path, **options: object) -> Table:
    """A file with the columns of an item and no records."""
    titles = [field.title for field in STANDARD.record_type_of(like).fields if not field.addition]
    path = folder / "records.csv"
    path.write_text(",".join(titles) + "\n", encoding="utf-8")
    (table,) = open_tables(path, STANDARD, ReadOptions(**options))  # type: ignore[arg-type]
    return table


@pytest.mark.parametrize(("item", "type_"), [("hrss-permit", "admin-licence"), ("hrss-penalty", "admin-penalty")])
def test_the_general_item_is_taken_where_nothing_is_said(item: str, type_: str, tmp_path: Path) -> None:
    assert opened(item, tmp_path).item == type_


def test_the_item_named_is_taken(tmp_path: Path) -> None:
    assert opened("hrss-permit", tmp_path, item="hrss-permit").item == "hrss-permit"


def test_a_party_that_submits_one_item_of_the_type_needs_no_name(tmp_path: Path) -> None:
    party = STANDARD.parties["unit:sh-tax"]
    assert opened("tax-credit-rating", tmp_path, party=party).item == "tax-credit-rating"


def test_the_only_item_of_a_type_needs_no_name(tmp_path: Path) -> None:
    assert opened("student-loan", tmp_path).item == "student-loan"


def test_several_possible_items_are_told_and_none_is_guessed(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        opened("tax-credit-rating", tmp_path)
    assert "“信用评价”记录" in caught.value.text.zh
    assert "conformance catalog list data --record-type rating" in caught.value.text.zh
    assert caught.value.mapping_template is None


@pytest.mark.parametrize("item", ["banned-product", "fake-patent", "ip-responsible-person"])
def test_fields_that_only_an_item_has_are_known_under_its_name(item: str, tmp_path: Path) -> None:
    own = [field.title for field in STANDARD.items[item].fields]
    path = tmp_path / "own.csv"
    titles = [field.title for field in STANDARD.record_type_of(item).fields if not field.addition]
    path.write_text(",".join(dict.fromkeys([*titles, *own])) + "\n", encoding="utf-8")
    (table,) = open_tables(path, STANDARD, ReadOptions(item=item))
    assert own
    assert unknown(table.columns) == []


def unknown(columns: Sequence[object]) -> list[str]:
    return [column.header for column in columns if column.how == "unknown"]  # type: ignore[attr-defined]
