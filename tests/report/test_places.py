from __future__ import annotations

import pytest
from handmade import COLUMNS, a_result, a_violation
from openpyxl.utils import get_column_letter

from conformance.report.places import cell_of, column_letters, pointer_of


@pytest.mark.parametrize("index", [0, 1, 25, 26, 27, 51, 52, 701, 702, 16383])
def test_letters_are_those_of_spreadsheets(index):
    assert column_letters(index) == get_column_letter(index + 1)


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "xls", "ods", "html"])
def test_tabular_forms_have_cells(form):
    assert cell_of(a_result(format=form), a_violation("pattern", "subject_name", row=17)) == "B17"


@pytest.mark.parametrize("form", ["json", "jsonl", "parquet", "records", "frame"])
def test_other_forms_have_none(form):
    assert cell_of(a_result(format=form), a_violation("pattern", "subject_name", row=17)) is None


def test_a_finding_about_a_column_is_at_its_header():
    assert cell_of(a_result(header_row=3), a_violation("pattern", "subject_name", row=None)) == "B3"


def test_the_letter_is_that_of_the_source_even_where_columns_were_left_out():
    columns = (COLUMNS[0], COLUMNS[6])
    assert cell_of(a_result(columns=columns), a_violation("pattern", row=5, column=1)) == "G5"


def test_pointer_is_escaped():
    from msgspec.structs import replace

    columns = (replace(COLUMNS[0], header="a/b~c"),)
    result = a_result(format="json", pointer_prefix="/data", columns=columns)
    assert pointer_of(result, a_violation("pattern", "document_number", row=4)) == "/data/2/a~1b~0c"


def test_pointer_of_a_record_without_a_column():
    assert pointer_of(a_result(pointer_prefix=""), a_violation("pattern", row=4, column=None)) == "/2"


def test_no_pointer_where_it_has_no_meaning():
    assert pointer_of(a_result(), a_violation("pattern", "document_number")) is None
