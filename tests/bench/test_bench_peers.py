"""Every peer takes the same file, and finds in it what its rules say and nothing in a clean one."""

import os
from pathlib import Path

import pytest
from bench.peer import Job, Outcome, discover
from bench.rules import cell_rules

from conformance.standard.load import load

ITEM = "admin-licence"
PEERS = discover()
GOOD = {
    "document_number": "沪绿容许〔2016〕第00001号",
    "project_name": "临时占用绿地许可",
    "approval_category": "其他（专项审批）",
    "licence_content": "准予临时占用绿地694平方米",
    "subject_name": "上海湉湉筱成人教育学校",
    "subject_uscc": "12310000MA1W4BAK73",
    "decision_date": "2016/06/08",
    "authority": "上海市绿化和市容管理局",
    "current_status": "0",
    "division_code": "310000",
    "data_timestamp": "2016/06/15 13:13:38",
}
PLANTED = [
    (2, "approval_category", "特批", "values"),
    (3, "decision_date", "2016年6月8日", "date"),
    (4, "division_code", "31000", "pattern"),
    (5, "project_name", "", "required"),
    (6, "licence_content", "许" * 2049, "length"),
    (7, "subject_uscc", "12310000ma1w4bak73", "pattern"),
]
"""Record from 1, field, what stands there, kind of the rule that it breaks."""


def installed(name: str) -> None:
    peer = PEERS[name]
    if peer.version is None:
        sentence = f"{peer.distribution} is not installed: pip install '.[bench]'"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)


@pytest.fixture(scope="module")
def titles() -> dict[str, str]:
    return {field.name: field.title for field in load().record_type_of(ITEM).fields}


def written(path: Path, titles: dict[str, str], *, bad: bool) -> Path:
    rows = [dict(GOOD) for _ in range(8)]
    for record, field, value, _ in PLANTED if bad else ():
        rows[record - 1][field] = value
    lines = [",".join(titles[field] for field in GOOD), *(",".join(row.values()) for row in rows)]
    path.write_text("".join(f"{line}\r\n" for line in lines), encoding="utf-8", newline="")
    return path


def outcome(name: str, path: Path, titles: dict[str, str]) -> tuple[Job, Outcome]:
    headers = tuple(titles[field] for field in GOOD)
    job = Job(ITEM, headers, cell_rules(ITEM, headers))
    return job, PEERS[name].prepare(job)(path, True)


@pytest.mark.parametrize("name", PEERS)
def test_finds_each_planted_defect_that_it_can_express(name: str, tmp_path: Path, titles: dict[str, str]) -> None:
    installed(name)
    job, told = outcome(name, written(tmp_path / "bad.csv", titles, bad=True), titles)
    expressed = {(rule.field, rule.kind) for rule in PEERS[name].expressed(job)}
    due = {(record, titles[field]) for record, field, _, kind in PLANTED if (field, kind) in expressed}
    assert due
    assert told.cells == due
    assert (told.rows, told.findings) == (8, len(due))


@pytest.mark.parametrize("name", PEERS)
def test_finds_nothing_in_a_clean_file(name: str, tmp_path: Path, titles: dict[str, str]) -> None:
    installed(name)
    _, told = outcome(name, written(tmp_path / "clean.csv", titles, bad=False), titles)
    assert (told.rows, told.findings, told.cells) == (8, 0, frozenset())


def test_they_are_the_ones_that_users_would_name() -> None:
    named = {"frictionless", "jsonschema", "jsonschema-rs", "pandera[polars]", "pointblank", "linkml-validate"}
    assert {peer.name for peer in PEERS.values()} == named
