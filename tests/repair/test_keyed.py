"""JSON and JSON Lines: only the characters of a changed value differ."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from conformance.repair.api import fix
from conformance.repair.keyed import values_of
from repair.messy import AS_OF, write_json
from repair.test_safe import conforming


def test_the_places_of_values():
    text = '{ "a" :"x\\"}", "b": 1.50 ,"c":null,"a":"later"}'
    assert {key: text[start:stop] for key, (start, stop) in values_of(text).items()} == {
        "a": '"x\\"}"',
        "b": "1.50",
        "c": "null",
    }


@pytest.mark.parametrize(
    "form", [{}, {"indent": None}, {"ascii_only": True}, {"lines": True}, {"lines": True, "ascii_only": True}]
)
def test_everything_else_stays(tmp_path, form):
    clean = conforming()
    spoilt = replace(clean, rows=[[f"{row[0]} ", *row[1:]] if n % 2 else row for n, row in enumerate(clean.rows)])
    suffix = "jsonl" if "lines" in form else "json"
    source = write_json(tmp_path / f"in.{suffix}", spoilt, **form)
    repair = fix(source, tmp_path / f"out.{suffix}", as_of=AS_OF)
    assert repair.cells == len(clean.rows) // 2
    plain = write_json(tmp_path / f"clean.{suffix}", clean, **form)
    assert (tmp_path / f"out.{suffix}").read_bytes() == plain.read_bytes()


@pytest.mark.parametrize("places", [[0], [2], [0, 1], [0, 2, 4], [4, 5, 6], [0, 1, 2, 3, 4, 5, 6]])
def test_removed_elements_leave_a_list_that_is_right(tmp_path, places):
    clean = conforming()
    records = [dict(zip(clean.titles, row, strict=True)) for row in clean.rows]
    footer = dict.fromkeys(clean.titles) | {clean.titles[0]: "合计"}
    mixed = list(records)
    for place in places:
        mixed.insert(place, footer)
    source = tmp_path / "in.json"
    source.write_text(json.dumps(mixed, ensure_ascii=False, indent=2), encoding="utf-8")
    repair = fix(source, tmp_path / "out.json", as_of=AS_OF, confirm=True)
    assert repair.removed == len(places)
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == records
    assert fix(tmp_path / "out.json", as_of=AS_OF, confirm=True).removed == 0


def test_several_lists_in_one_document(tmp_path):
    from conformance.sample import write_sample
    from conformance.standard.load import load

    for name in ("licence", "penalty"):
        write_sample(f"admin-{name}", 3, 1, tmp_path / f"{name}.json", None, 0.0, None, load())
    lists = {
        name: json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8")) for name in ("penalty", "licence")
    }
    for records in lists.values():
        records[1][next(iter(records[1]))] += " "
    (tmp_path / "in.json").write_text(json.dumps(lists, ensure_ascii=False), encoding="utf-8")
    assert fix(tmp_path / "in.json", tmp_path / "out.json", as_of=AS_OF).cells == 2
    again = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert all(not text.endswith(" ") for records in again.values() for text in records[1].values() if text)
    assert list(again) == ["penalty", "licence"]


def test_one_record_alone(tmp_path):
    clean = conforming()
    record = dict(zip(clean.titles, clean.rows[0], strict=True))
    (tmp_path / "in.json").write_text(json.dumps(record | {"备注": "见附件 "}, ensure_ascii=False), encoding="utf-8")
    fix(tmp_path / "in.json", tmp_path / "out.json", as_of=AS_OF)
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == json.dumps(record, ensure_ascii=False)


def test_a_number_that_is_a_date_becomes_a_text(tmp_path):
    clean = conforming()
    record = dict(zip(clean.titles, clean.rows[0], strict=True))
    day = int((record["许可决定日期"] or "").replace("/", ""))
    (tmp_path / "in.jsonl").write_text(
        json.dumps(record | {"许可决定日期": day}, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    fix(tmp_path / "in.jsonl", tmp_path / "out.jsonl", as_of=AS_OF)
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8")) == record
