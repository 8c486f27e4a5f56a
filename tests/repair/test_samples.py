"""Samples with planted defects: what can be mended is, and nothing that could be is left."""

from __future__ import annotations

import pytest

import conformance
from conformance.repair.api import fix
from conformance.sample import write_sample
from conformance.standard.load import load
from repair.messy import AS_OF

STANDARD = load()
ITEMS = {item.record_type: item.id for item in STANDARD.items.values()} | {
    "licence": "admin-licence",
    "penalty": "admin-penalty",
}


@pytest.mark.parametrize(("item", "confirm"), [(item, place % 2 == 0) for place, item in enumerate(ITEMS.values())])
def test_no_finding_is_left_that_could_be_mended(tmp_path, item, confirm):
    source = tmp_path / "in.csv"
    write_sample(item, 120, 4, source, None, 0.8, None, STANDARD, "gb18030")
    repair = fix(source, tmp_path / "out.csv", item=item, as_of=AS_OF, confirm=confirm)
    report = conformance.check(tmp_path / "out.csv", item=item, as_of=AS_OF, examples=10**6)
    allowed = {"none"} if confirm else {"none", "confirm"}
    assert {finding.fix for finding in report.findings} <= allowed
    assert repair.cells == sum(one.changed for one in repair.mended) > 0
    assert sum(repair.to_confirm.values()) == sum(finding.fix == "confirm" for finding in report.findings)
    assert (repair.uncovered, repair.held_back) == ([], [])
