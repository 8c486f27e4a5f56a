from __future__ import annotations

import json
from pathlib import Path

from handmade import REQUEST, STANDARD, a_result, a_tally, a_violation

from conformance import check
from conformance.report.build import build_report
from conformance.report.json import render
from conformance.report.view import View


def loaded():
    result = a_result(tallies=[a_tally("pattern", "remarks", 1)], violations=[a_violation("pattern", "remarks")])
    return json.loads(render(build_report([result], REQUEST), View(STANDARD)))


def test_the_contracts_keys_in_their_order():
    keys = list(loaded())
    assert keys[:12] == [
        *("tool", "standard", "as_of", "party", "purpose", "verdict"),
        *("inputs", "rules", "counts", "findings", "findings_shown", "findings_total"),
    ]


def test_the_contracts_keys_of_the_parts():
    content = loaded()
    assert set(content["tool"]) == {"name", "version", "engine"}
    assert set(content["standard"]) == {"edition", "version", "digest"}
    assert {"path", "format", "encoding", "sheet", "item", "rows", "accepted_rows", "rejected_rows", "verdict"} <= set(
        content["inputs"][0]
    )
    assert {"header", "field", "how"} <= set(content["inputs"][0]["columns"][0])
    assert {"id", "field", "status", "reason", "checked", "failed"} <= set(content["rules"][0])
    assert list(content["findings"][0])[:18] == [
        *("rule", "severity", "path", "sheet", "record", "row", "line", "column", "cell", "pointer", "field", "value"),
        *("expected", "key", "message", "remedy", "clause", "fix"),
    ]


def test_chinese_is_written_as_such():
    result = a_result(violations=[a_violation("pattern", "remarks", value="甲")])
    assert "甲" in render(build_report([result], REQUEST), View(STANDARD))


def test_why_an_input_was_not_checked_is_said_to_programs_too(tmp_path):
    good = (Path(__file__).parents[2] / "examples" / "submissions" / "valid" / "admin-licence.csv").read_bytes()
    head = good.splitlines(keepends=True)[0]
    written = {
        "good": good,
        "picture": b"\x89PNG\r\n\x1a\n",
        "strange": b"a,b\n1,2\n",
        "nil": head,
        "of-nothing": "甲,乙\n".encode(),
    }
    codes = []
    for name, content in written.items():
        place = tmp_path / f"{name}.csv"
        place.write_bytes(content)
        report = check(place, item="admin-licence" if name in ("nil", "of-nothing") else None, as_of="2016-12-31")
        codes.append(json.loads(render(report, View(STANDARD)))["inputs"][0]["problem_code"])
    assert codes == [None, "unreadable", "item-unknown", "no-records", "not-of-item"]
