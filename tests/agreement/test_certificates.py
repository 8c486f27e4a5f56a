"""Certificates: they know what is plainly right, and nothing that is not."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from agreement.bases import TYPES, valid_records
from agreement.values import CODES, DATES, IDENTIFIERS, LABELS, MEASURES, TEXTS, likely
from conformance.checks import checkdigits
from conformance.checks.divisions import known_codes
from conformance.checks.few import FEW
from conformance.checks.plain import plain_of
from conformance.engine.model import Request
from conformance.engine.plan import Plan, make_plan
from conformance.engine.verdicts import watches, work_out
from conformance.sources.model import Column
from conformance.standard.model import Party, Purpose, Text
from vectors.plain import plain_standard

BORN = ["20161230", "20161231", "20170101", "18660101", "18661231", "18651231", "18670101"]
ANYTHING = [
    *(f"310101{born}001{checkdigits.gb11643(pl.Series([f'310101{born}0010']))[0]}" for born in BORN),
    *("0" * zeros + "1" * (length - zeros) for zeros in range(8, 13) for length in (15, 18, 20)),
    *IDENTIFIERS,
    *DATES,
    *CODES,
    *LABELS,
    *MEASURES,
    *TEXTS,
    "",
    "无线电台（站）设置许可",
    "许可",
    "Jan-05",
    "1.5E+10",
]
BLANKS = [chr(code) for code in (*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029)]
BLANKS += ["\u202f", "\u205f", "\u3000", "\ufeff", "\x1c", "\x1f"]
SCARRED = [
    '="0012"',
    "'许可",
    "#N/A",
    "1.5E+10",
    "123.0",
    "12月5日",
    "Jan-05",
    "42499",
    "——",
    "*",
    "许可",
    "有?失",
    "\ufffd",
]
ANYTHING += [f"{before}{text}{behind}" for text in SCARRED for before in ("", *BLANKS) for behind in ("", *BLANKS)]
BYTES = Party("unit:bytes", Text("按字节", "by bytes"), "unit", length_unit="bytes")


def plan_of(item: str, purpose: Purpose = "submission", party: Party | None = None) -> Plan:
    standard = plain_standard()
    fields = standard.record_type_of(item).fields
    columns = tuple(Column(i, field.name, field.name, "name") for i, field in enumerate(fields))
    return make_plan(item, columns, Request(standard, date(2016, 12, 31), purpose, party))


def told(plan: Plan, field: str, texts: pl.Series) -> np.ndarray:
    """Which texts have a certificate; none where the field has no certificate at all."""
    plain = plain_of(plan.context, field, [planned.check for planned in plan.cells.get(field, ())])
    if plain is None:
        return np.zeros(len(texts), dtype=np.bool_)
    return plain.told(plain.test(texts))


def test_almost_every_cell_of_valid_licences_has_one() -> None:
    plan = plan_of("admin-licence")
    records = pl.DataFrame(list(valid_records("admin-licence")), infer_schema_length=None)
    codes = {"approval_category", "current_status", "division_code"}
    for field in set(records.columns) - codes - {"remarks"}:
        texts = records[field].drop_nulls()
        share = told(plan, field, texts).mean() if len(texts) else 1.0
        # Foreigners have passports, which are right only beside a note.
        assert share > (0.7 if field == "subject_citizen_id" else 0.97), (field, share)


EDGES = ["1\n", "\n1", "1.2\n", "-1", "甲 ", " 甲", "甲\n乙", "甲\u2028", "\u00851", "١", "1٫5", None]


@pytest.mark.parametrize("purpose", ["submission", "publication"])
@pytest.mark.parametrize("item", ["admin-licence", *TYPES])
def test_few_texts_and_many_get_the_same_answer(item: str, purpose: Purpose) -> None:
    """One at a time, and so many that they are looked at all at once; also of a column without a field."""
    plan = plan_of(item, purpose)
    types = {field.name: field.type for field in plan.record_type.fields} | {"@0": "text"}
    for name, type_ in types.items():
        plain = plain_of(plan.context, name, [planned.check for planned in plan.cells.get(name, ())])
        if plain is None:
            continue
        pool = [*likely(type_)[:60], *ANYTHING[::307], *EDGES]
        few = [bool(plain.told(plain.test(pl.Series([text], dtype=pl.String)))[0]) for text in pool]
        column = pl.Series(pool * (FEW // len(pool) + 1), dtype=pl.String)
        many = plain.test(column)
        assert plain.told(many).tolist() == few * (FEW // len(pool) + 1), name
        assert many.flags.writeable
        assert not np.shares_memory(many, plain.test(column))


def test_bytes_that_lie_below_a_null_are_no_text() -> None:
    plan = plan_of("admin-licence")
    texts = pl.Series("subject_name", ["上海浦江示例食品有限公司"] * 1_000)
    holes = texts.set(pl.Series([n % 3 == 0 for n in range(1_000)]), None)
    assert told(plan, "subject_name", holes).tolist() == [n % 3 != 0 for n in range(1_000)]


@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty", *TYPES])
@pytest.mark.parametrize("number", [1, 1_000], ids=["few", "many"])
def test_an_empty_cell_has_none(item: str, number: int) -> None:
    plan = plan_of(item)
    for field in plan.record_type.fields:
        assert not told(plan, field.name, pl.Series(field.name, [None] * number, dtype=pl.String)).any(), field.name


def unified(body: str) -> str:
    """A unified code with its check character, of 17 signs."""
    code = f"{body}0"
    return body + (checkdigits.gb32100(pl.Series([code]))[0] or "")


@pytest.mark.parametrize("times", [1, 1_000], ids=["few", "many"])
def test_a_unified_code_has_one_where_its_region_is_known(times: int) -> None:
    """Regions that differ from known ones in one digit, of which some are known as well."""
    regions = {
        f"{at[:place]}{digit}{at[place + 1 :]}"
        for at in ("310115", "320501")
        for place in range(6)
        for digit in "0123456789/:"
    }
    codes = {unified(f"91{region}MA1K3A7X5"): region for region in sorted(regions)}
    certified = told(plan_of("admin-licence"), "subject_uscc", pl.Series([*codes] * times))
    known = known_codes(plain_standard().divisions)
    assert certified.tolist() == [region in known for region in codes.values()] * times


def test_a_unified_code_has_one_where_its_category_is_registered() -> None:
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    codes = {unified(f"{one}{other}310115MA1K3A7X5"): one + other for one in signs for other in signs}
    plan = plan_of("admin-licence")
    [registered] = [
        p.check.params["categories"] for p in plan.cells["subject_uscc"] if p.check.kind == "known_category"
    ]
    certified = told(plan, "subject_uscc", pl.Series([*codes]))
    assert certified.tolist() == [category in registered for category in codes.values()]


@pytest.mark.parametrize("purpose", ["submission", "publication"])
@pytest.mark.parametrize("party", [None, BYTES], ids=["characters", "bytes"])
@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty", *TYPES])
def test_what_has_a_certificate_is_judged_and_passed_by_every_check(
    item: str, party: Party | None, purpose: Purpose
) -> None:
    plan = plan_of(item, purpose, party)
    watched = watches(plan)
    for field in plan.record_type.fields:
        texts = pl.Series(field.name, list(dict.fromkeys([*likely(field.type), *ANYTHING])), dtype=pl.String)
        certified = texts.filter(pl.Series(told(plan, field.name, texts)))
        if not len(certified):
            continue
        verdicts = work_out(plan, watched, {field.name: certified})[field.name]
        assert not verdicts.fails.any(), (field.name, certified.to_list())
        assert verdicts.scopes.all(), (field.name, certified.to_list())
        for derived in plan.context.derived.values():
            if derived.name.startswith(f"{field.name}#") and derived.of_plain != "computed":
                column = verdicts.columns[derived.name]
                constant = column.n_unique() == 1
                assert constant if derived.of_plain == "constant" else same(column, certified, field.type), derived.name
        plain = plain_of(plan.context, field.name, [planned.check for planned in plan.cells.get(field.name, ())])
        assert plain is not None
        for name, quick in plain.columns.items():
            assert certified.to_frame().select(quick).to_series().to_list() == verdicts.columns[name].to_list()
        tested = plain.test(certified)
        given = plain.given(tested, plain.told(tested))
        for name in plain.gives:
            assert given is not None
            assert given.to_list() == verdicts.columns[name].to_list()


def same(column: pl.Series, texts: pl.Series, field_type: str) -> bool:
    """Whether a derived column holds the text as written; the id of an organisation code loses its printed hyphen."""
    hyphen = field_type == "organisation_code" and column.name.endswith("#id")
    return column.to_list() == (texts.str.replace("-", "", literal=True) if hyphen else texts).to_list()
