"""Envelopes of the exchange as inputs: what is one, what is said of it, and how its records are found again."""

from __future__ import annotations

import io
import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import conformance
from conformance.report.errors import UsageError
from conformance.report.model import Report
from conformance.sources.envelope import fastrows
from conformance.sources.envelope.faults import faults
from conformance.standard.shapes import load_shapes

PAYLOADS = Path(__file__).parents[2] / "examples" / "payloads" / "valid"
BATCH: dict[str, Any] = json.loads((PAYLOADS / "batch-licences.json").read_text(encoding="utf-8"))
PAGE: dict[str, Any] = json.loads((PAYLOADS / "record-page.json").read_text(encoding="utf-8"))
RECEIPT: dict[str, Any] = json.loads((PAYLOADS / "receipt.json").read_text(encoding="utf-8"))
ROWS = [row["data"] for row in BATCH["records"]]
DAY = "2016-12-31"


def text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def checked(value: object, **how: Any) -> Report:
    return conformance.check(value, as_of=DAY, **how)


def found(value: object, **how: Any) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.pointer) for finding in checked(value, **how).findings]


def batch(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(BATCH), **changes}


def problem(value: object, **how: Any) -> str:
    [entry] = checked(value, **how).inputs
    assert entry.verdict == "not-checked"
    return str(entry.problem)


@pytest.mark.parametrize("given", [BATCH, text(BATCH), io.BytesIO(text(BATCH)), bytearray(text(BATCH))], ids=type)
def test_a_batch_from_a_program_bytes_or_a_stream(given):
    report = checked(given)
    assert (report.verdict, report.party) == ("conforming", "unit:sh-fda")
    assert [(entry.format, entry.item, entry.rows) for entry in report.inputs] == [("Batch", "admin-licence", 3)]


def test_a_finding_has_its_pointer_its_record_and_the_number_of_the_document():
    spoilt = batch()
    spoilt["records"][2]["data"]["decision_date"] = "2016/13/01"
    [finding] = checked(spoilt).findings
    assert (finding.pointer, finding.record) == ("/records/2/data/decision_date", 3)
    assert finding.key == spoilt["records"][2]["data"]["document_number"]


def test_the_order_of_the_members_makes_no_difference():
    back = dict(reversed(BATCH.items()))
    assert checked(text(back)).inputs[0].format == "Batch"
    flat = {"records": ROWS, "edition": "2016", "item": "admin-licence", "provider": "unit:sh-fda", "kind": "full"}
    assert {rule for rule, _ in found(text(flat))} == {rule for rule, _ in found(flat)} == {"envelope-form"}


@pytest.mark.parametrize(
    "given",
    [
        {"records": ROWS},
        {"item": "admin-licence", "records": ROWS},
        {"code": 0, "next": "x", "total": 3, "records": ROWS},
        {"data": {"records": ROWS}},
        ROWS,
        ROWS[0],
        {**ROWS[0], "kind": "full", "reason": "x", "edition": "2016"},
    ],
    ids=range(7),
)
def test_plain_records_stay_plain_records(given):
    assert checked(text(given), item="admin-licence").inputs[0].format == "json"


def test_the_item_given_must_not_contradict_the_envelope():
    assert checked(BATCH, item="admin-licence").verdict == "conforming"
    assert "指定的数据事项是“admin-penalty”，信封写的是“admin-licence”" in problem(BATCH, item="admin-penalty")
    assert "指定的数据事项" in problem(PAGE, item="admin-licence")
    assert "指定的数据事项" in problem(RECEIPT, item="admin-penalty")


def test_the_party_given_comes_before_the_provider():
    assert checked(BATCH, party="unit:sh-tax").party == "unit:sh-tax"
    of_district = batch(provider="district:310115")
    rules = {finding.rule for finding in checked(of_district).findings}
    assert rules == {finding.rule for finding in checked(ROWS, item="admin-licence", party="district:310115").findings}
    assert "division-in-jurisdiction" in rules


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"edition": "2014"}, ("envelope-unknown", "/edition")),
        ({"item": "admin-license"}, ("envelope-unknown", "/item")),
        ({"provider": "unit:nobody"}, ("envelope-unknown", "/provider")),
        ({"extra": 1}, ("envelope-form", "/extra")),
        ({"kind": "whole"}, ("envelope-form", "/kind")),
        ({"period": {"from": "2016-02-30", "to": "2016-03-01"}}, ("envelope-form", "/period/from")),
        ({"records": []}, ("envelope-empty", "/records")),
        ({"records": {}}, ("envelope-form", "/records")),
    ],
    ids=str,
)
def test_what_stands_around_the_records(changes, expected):
    assert found(batch(**changes)) == found(text(batch(**changes))) == [expected]


def test_a_batch_that_is_wrong_as_a_whole_has_no_record_accepted():
    [entry] = checked(batch(extra=1)).inputs
    assert (entry.rows, entry.accepted_rows) == (3, 0)


@pytest.mark.parametrize("row", [1, "x", None, [], {"key": "k"}, {"data": {}}, {"key": "", "data": ROWS[0]}], ids=str)
def test_a_row_that_is_none_is_a_record_that_is_rejected(row):
    spoilt = batch()
    spoilt["records"][1] = row
    for given in (spoilt, text(spoilt)):
        report = checked(given)
        [entry] = report.inputs
        assert (entry.rows, entry.rejected_rows) == (3, 1)
        mine = [finding for finding in report.findings if finding.rule == "envelope-form"]
        assert {finding.record for finding in mine} == {2}
        assert all((finding.pointer or "").startswith("/records/1") for finding in mine)


def test_a_row_without_any_value_is_answered_and_not_passed_over():
    [entry] = checked(batch(records=[BATCH["records"][0], {"key": "x", "data": {}}])).inputs
    assert (entry.rows, entry.rejected_rows) == (2, 1)


def test_members_given_twice():
    twice = text(BATCH).replace(b'"edition"', b'"kind": "full", "edition"', 1)
    assert found(twice) == [("envelope-form", "/kind")]
    in_a_row = text(BATCH).replace(b'"key"', b'"key": "other", "key"', 1)
    assert found(in_a_row) == [("envelope-form", "/records/0/key")]
    in_data = text(BATCH).replace(b'"document_number"', b'"document_number": "x", "document_number"', 1)
    assert ("duplicate-column", "/records/0/data/document_number") in found(in_data)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda data: data[:-40], "不完整"),
        (lambda data: data + b" {}", "其后还有内容"),
        (lambda data: data.replace(b'"2016"', b"NaN", 1), "NaN"),
        (lambda data: data.replace(b'"2016"', b"[" * 100_000, 1), "嵌套层数过多"),
        (lambda data: data.replace(b'"data": {', b'"data": {"x": ' + b'{"a":' * 100_000, 1), "嵌套层数过多"),
        (lambda data: data.replace(b'"records": [', b'"records": [,', 1), "语法有误"),
        (lambda data: text(BATCH["records"]), "没有信封的行"),
        (lambda data: b"[" + data + b"," + data + b"]", "这是信封（Batch）的列表；一个文件只放一个信封"),
        (lambda data: b'{"access_token": "s", "token_type": "Bearer"}', "这是令牌（Token）"),
    ],
    ids=range(9),
)
def test_what_is_no_json_is_refused_in_a_sentence(damage, words):
    assert words in problem(damage(text(BATCH)))


@pytest.mark.parametrize(("encoding", "said"), [("gb18030", "GB18030"), ("utf-8-sig", "BOM"), ("utf-16", "UTF-16-LE")])
def test_a_service_takes_utf_8_without_a_byte_order_mark_only(encoding, said):
    report = checked(json.dumps(BATCH, ensure_ascii=False).encode(encoding))
    assert [(one.rule, one.pointer, one.value) for one in report.findings] == [("envelope-form", "", said)]
    assert report.inputs[0].rows == 3


def test_bytes_that_are_no_text():
    bad = text(BATCH).replace("审批".encode(), b"\xff", 1)
    assert {rule for rule, _ in found(bad)} >= {"encoding"}


PERSON = {"subject": {"scheme": "citizen-id", "id": "11010119900307889X"}, "purpose": "查询"}
AMENDMENT = {"kind": "amendment", "reason": "笔误"}


@pytest.mark.parametrize(
    ("value", "member"),
    [
        (PERSON, "/authorisation"),
        ({**PERSON, "authorisation": "A-1"}, None),
        (AMENDMENT, "/data"),
        ({**AMENDMENT, "data": {}}, "/data"),
        ({**AMENDMENT, "data": {"remarks": "更正"}}, None),
        ({**AMENDMENT, "kind": "objection"}, None),
    ],
)
def test_members_that_hang_on_others(value, member):
    said = [pointer for rule, pointer in found(value) if rule == "envelope-form"]
    assert said == ([] if member is None else [member])


def test_a_field_of_a_record_that_is_null_counts_as_left_out():
    spoilt = batch()
    spoilt["records"][0]["data"]["licence_content"] = None
    left_out = batch()
    del left_out["records"][0]["data"]["licence_content"]
    assert found(text(spoilt)) == found(text(left_out)) != []


def test_odd_numbers_and_values_of_programs():
    assert ("envelope-form", "/failSize") in found(text(RECEIPT).replace(b'"failSize": 1', b'"failSize": 1e999'))
    assert ("envelope-form", "/failSize") in found({**RECEIPT, "failSize": Decimal(1)})
    assert found(text(RECEIPT).replace(b'"failSize": 1', b'"failSize": ' + b"9" * 5000)) != []


def test_a_page_is_judged_item_by_item_and_a_tombstone_is_no_record():
    spoilt = deepcopy(PAGE)
    spoilt["records"][3]["data"]["decision_date"] = "?"
    report = checked(text(spoilt))
    assert [(entry.item, entry.rows) for entry in report.inputs] == [
        (None, 0),
        ("admin-licence", 2),
        ("admin-penalty", 2),
    ]
    assert [(f.pointer, f.record) for f in report.findings] == [("/records/3/data/decision_date", 2)]
    only = {**PAGE, "records": [PAGE["records"][4]]}
    assert checked(only).verdict == "conforming"
    assert "1 个撤下标记不是记录" in checked(only).inputs[0].ignored_sheets[0]


def test_entries_of_a_page_that_cannot_be_judged_are_said():
    spoilt = deepcopy(PAGE)
    spoilt["records"][0]["item"] = "nothing"
    spoilt["records"][1] = 7
    spoilt["records"][3]["id"] = spoilt["records"][2]["id"]
    del spoilt["records"][4]["reason"]
    assert sorted(found(spoilt)) == [
        ("envelope-form", "/records/1"),
        ("envelope-form", "/records/4"),
        ("envelope-key", "/records/3/id"),
        ("envelope-unknown", "/records/0/item"),
    ]


def test_an_answer_may_have_members_that_a_client_passes_over():
    more = {**deepcopy(PAGE), "served_by": "x"}
    more["records"][0]["etag"] = "y"
    report = checked(more)
    assert {finding.severity for finding in report.findings} == {"info"}
    assert (len(report.findings), report.verdict) == (2, "conforming")


def test_a_long_page_is_read_again_for_each_item(monkeypatch):
    monkeypatch.setattr("conformance.sources.envelope.read._HELD", 1)
    assert [entry.rows for entry in checked(text(PAGE)).inputs] == [0, 2, 2]


def test_a_receipt_adds_up():
    wrong = deepcopy(RECEIPT)
    wrong["totalSize"], wrong["successSize"] = 4, 3
    wrong["lines"][1]["row"] = 1
    wrong["lines"][2]["problems"] = []
    wrong["lines"][2]["record"] = "r-9"
    assert (
        sorted(found(wrong))
        == sorted(found(text(wrong)))
        == [
            ("receipt-counts", "/successSize"),
            ("receipt-counts", "/totalSize"),
            ("receipt-rows", "/lines/1/row"),
            ("receipt-verdict", "/lines/2/record"),
            ("receipt-verdict", "/lines/2/verdict"),
        ]
    )


def test_the_content_of_a_correction_is_said_to_be_unchecked():
    report = checked({"kind": "amendment", "reason": "写错", "data": {"decision_date": "?"}})
    assert "没有校验" in report.inputs[0].ignored_sheets[0]


def test_several_envelopes_are_inputs_of_their_own():
    report = checked([BATCH, RECEIPT])
    assert [entry.format for entry in report.inputs] == ["Batch", "Receipt"]
    with pytest.raises(UsageError, match="int"):
        checked([BATCH, 1])


def test_many_rows_are_read_at_once_and_found_the_same(monkeypatch):
    rows = [{"key": str(number), "data": dict(ROWS[number % 3], remarks=f"{number}")} for number in range(600)]
    rows[450]["data"]["decision_date"] = "?"
    rows[500]["key"] = "7"
    taken: list[int] = []
    read = fastrows.read_rows
    monkeypatch.setattr(
        "conformance.sources.envelope.rows.read_rows",
        lambda *given: (rows := read(*given)) and (taken.append(len(rows.keys)), rows)[1],
    )
    data = json.dumps(batch(records=rows), ensure_ascii=False, indent=1).encode()
    at_once = checked(data)
    assert sum(taken) >= 599
    one_by_one = checked(batch(records=rows))
    assert [(f.rule, f.pointer, f.record, f.message) for f in at_once.findings] == [
        (f.rule, f.pointer, f.record, f.message) for f in one_by_one.findings
    ]
    [wrong] = [finding for finding in at_once.findings if finding.rule == "date"]
    assert data.splitlines()[wrong.line - 1].strip() == b"{"
    assert data.splitlines()[wrong.line].strip() == b'"key": "450",'


@pytest.mark.parametrize("damage", [b'"extra": 1, ', b'"key": "again", ', b'"data": {}, '], ids=str)
def test_what_the_fast_way_cannot_take_is_read_singly(damage):
    rows = [{"key": str(number), "data": ROWS[number % 3]} for number in range(600)]
    data = text(batch(records=rows)).replace(b'"key": "300"', damage + b'"key": "300"')
    assert any(rule == "envelope-form" and (at or "").startswith("/records/300") for rule, at in found(data))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Batch", {}),
        ("Batch", {**BATCH, "records": [{"key": 1}]}),
        ("Batch", 3),
        ("Receipt", {**RECEIPT, "totalSize": -1}),
        ("SubjectQuery", {"subject": {"scheme": "name", "id": ""}}),
        ("Tombstone", {**PAGE["records"][4], "state": "current"}),
        ("ExchangeRecord", {**PAGE["records"][0], "modified": "2016-11-01"}),
    ],
    ids=str,
)
def test_a_second_validator_finds_as_many_faults_at_the_same_places(name, value):
    schema = {"$defs": load_shapes().definitions, "$ref": f"#/$defs/{name}"}
    theirs = sorted(
        str(list(error.absolute_path)) for error in jsonschema.Draft202012Validator(schema).iter_errors(value)
    )
    mine = sorted(str(list(f.steps[:-1] if f.unexpected else f.steps)) for f in faults(value, name))
    assert mine == theirs != []


@pytest.mark.parametrize(
    ("scheme", "identifier", "rules"),
    [
        ("uscc", BATCH["records"][0]["data"]["subject_uscc"], []),
        ("uscc", "91310000MA1FL0AB3T", ["uscc-check-digit"]),
        ("uscc", "9131", ["pattern"]),
        ("citizen-id", "310101199001010001", ["citizen-id-check-digit"]),
        ("organisation-code", "MA1FL0AB3", ["organisation-code-check-digit"]),
        ("registration-number", "310000000000001", ["registration-number-check-digit"]),
        ("name", "某某", ["envelope-form"]),
    ],
)
def test_the_identifier_that_a_query_asks_for_is_judged(scheme, identifier, rules):
    report = checked({"subject": {"scheme": scheme, "id": identifier}, "purpose": "查询", "authorisation": "A-1"})
    assert [finding.rule for finding in report.findings] == rules
    assert report.inputs[0].format == "SubjectQuery"
    assert identifier not in str(report) if scheme == "citizen-id" else True


def test_reference_data_and_receipts_of_file_drops_are_held_to_their_classes():
    code_list = {
        "id": "x",
        "edition": "2016",
        "title": "某表",
        "wanted": "code",
        "several": False,
        "source": "s",
        "codes": [],
    }
    receipt = {"profile": "2016.1", "batch": "b", "manifest_sha256": "0" * 64, "state": "refused", "files": []}
    catalogue = {
        "code_lists": [],
        "date": "2016-08-01",
        "digest": "sha256:1",
        "edition": "2016",
        "items": [{"id": "x"}],
    }
    for given, name in ((code_list, "CodeListDocument"), (receipt, "DropReceipt"), (catalogue, "Catalogue")):
        report = checked(text(given))
        assert report.inputs[0].format == name
        assert {finding.rule for finding in report.findings} == {"envelope-form"}
