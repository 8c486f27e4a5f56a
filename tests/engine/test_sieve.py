"""What counts, what is known, what is suppressed: the same however the rows come."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import numpy as np
import pytest
from msgspec.structs import replace
from tables import LICENCE, table

from conformance.engine import identity
from conformance.engine.baseline import Baseline
from conformance.engine.identity import Identity
from conformance.engine.local import run_table
from conformance.engine.model import Request
from conformance.engine.sieve import Sieve, Suppression
from conformance.sources.model import Notice
from conformance.standard.load import load

REQUEST = Request(standard=load(), as_of=date(2016, 12, 31), examples=10_000)


def run(records, sieve=None, **options):
    """The result of one table, and everything that went to the sink."""
    found = []
    request = replace(REQUEST, sieve=sieve)
    return run_table(table(records, **options), request, found.extend), found


def prints(found, records):
    return Identity(table(records), load()).of_violations(found)


def counts(result):
    """Rule → failures that count, known ones, suppressed ones."""
    numbers = {}
    for tally in result.tallies:
        if tally.failed or tally.known or tally.suppressed:
            before = numbers.get(tally.check.rule, (0, 0, 0))
            added = (tally.failed, tally.known, tally.suppressed)
            numbers[tally.check.rule] = tuple(a + b for a, b in zip(before, added, strict=True))
    return numbers


def numbered(number, **changes):
    return {**LICENCE, "document_number": f"沪食药监许〔2016〕第{number:05}号", **changes}


BAD = [
    numbered(1, project_name=None),
    numbered(2, decision_date="2016/13/01"),
    numbered(3),
    numbered(3),
    numbered(4, document_number=None, subject_uscc="91310115MA1H70CGXK"),
    numbered(5, document_number="空", current_status="9"),
    numbered(6, remarks=" 张示例 310101199001011237 "),
    numbered(7, subject_name="张三", subject_uscc=None, legal_representative=None),
    numbered(8, subject_name="张三", subject_citizen_id="310101199001011236", subject_uscc=None),
    dict.fromkeys(LICENCE) | {"document_number": "填表说明：请勿删除"},
]


def test_a_run_against_itself_finds_nothing_new():
    """Findings that are described and whole columns of failing cells come to the same fingerprints."""
    first, found = run(BAD)
    sieve = Sieve(baseline=Baseline(prints(found, BAD)))
    again, all_again = run(BAD, sieve)
    assert sum(failed for failed, _, _ in counts(again).values()) == 0
    assert sieve.baseline.left == 0
    assert {one.state for one in all_again} == {"known"}
    assert (again.accepted, again.rejected, again.late) == (first.accepted, first.rejected, first.late)


def test_many_described_findings_have_the_fingerprints_of_few(monkeypatch):
    _, found = run(BAD)
    few = prints(found, BAD)
    monkeypatch.setattr(identity, "_FEW", 0)
    assert prints(found, BAD).tolist() == few.tolist()


@pytest.mark.parametrize("batch_rows", [1, 3])
def test_whatever_the_batches(batch_rows):
    _, found = run(BAD)
    sieve = Sieve(baseline=Baseline(prints(found, BAD)))
    again, _ = run(BAD, sieve, batch_rows=batch_rows)
    assert sum(failed for failed, _, _ in counts(again).values()) == 0


def test_a_row_above_makes_nothing_new():
    _, found = run(BAD)
    sieve = Sieve(baseline=Baseline(prints(found, BAD)))
    again, _ = run([numbered(99), *BAD], sieve)
    assert sum(failed for failed, _, _ in counts(again).values()) == 0


def test_rows_in_another_order_make_nothing_new():
    shuffled = BAD[:-1]
    random.Random(7).shuffle(shuffled)
    _, found = run(BAD)
    sieve = Sieve(baseline=Baseline(prints(found, BAD)))
    again, _ = run([*shuffled, BAD[-1]], sieve)
    assert {rule: failed for rule, (failed, _, _) in counts(again).items() if failed} == {}


def test_columns_in_another_order_make_nothing_new():
    _, found = run(BAD)
    sieve = Sieve(baseline=Baseline(prints(found, BAD)))
    again, _ = run(BAD, sieve, headers=list(reversed(BAD[0])))
    assert sum(failed for failed, _, _ in counts(again).values()) == 0


def test_only_what_is_new_counts_and_is_an_example():
    _, found = run(BAD)
    sieve = Sieve(baseline=Baseline(prints(found, BAD)))
    again, _ = run([*BAD[:-1], numbered(9, project_name=None), BAD[-1]], sieve)
    assert {rule: failed for rule, (failed, _, _) in counts(again).items() if failed} == {"required": 1}
    assert [(one.check.rule, one.row, one.state) for one in again.violations] == [("required", 11, "new")]


def test_the_same_cell_with_another_wrong_value_is_new():
    before, after = [numbered(1, current_status="8")], [numbered(1, current_status="9")]
    _, found = run(before)
    again, _ = run(after, Sieve(baseline=Baseline(prints(found, before))))
    assert counts(again)["code-list"] == (1, 0, 0)


def test_mending_a_neighbour_leaves_a_numbered_record_known():
    before = [numbered(1, current_status="9", project_name=None)]
    _, found = run(before)
    again, _ = run([numbered(1, current_status="9")], Sieve(baseline=Baseline(prints(found, before))))
    assert counts(again)["code-list"] == (0, 1, 0)


def test_of_records_without_a_number_each_is_known_by_its_content():
    before = [numbered(1, document_number=None, subject_uscc=f"9131011{n}MA1H70CGXK") for n in range(3)]
    _, found = run(before)
    fresh = numbered(1, document_number=None, subject_uscc="91310118MA1H70CGXK")
    again, _ = run([before[0], before[2], fresh], Sieve(baseline=Baseline(prints(found, before))))
    assert [one.row for one in again.violations if one.check.rule == "required"] == [4]


def test_personal_data_does_not_enter():
    """Another person's id and name in the same place give the same fingerprint: nobody can try them out."""
    one = [numbered(1, subject_citizen_id="310101199001011236", legal_representative="张三丰", remarks="张三丰 ")]
    other = [numbered(1, subject_citizen_id="310101198512121111", legal_representative="李四光", remarks="李四光 ")]
    assert Counter(prints(run(one)[1], one).tolist()) == Counter(prints(run(other)[1], other).tolist())


def test_suppressed_findings_reject_nothing_and_are_counted():
    sieve = Sieve([Suppression("required", fields=frozenset({"project_name"}))])
    result, found = run(BAD, sieve)
    assert counts(result)["required"] == (1, 0, 1)
    assert result.rejected == run(BAD)[0].rejected - 1
    assert sieve.withheld[0].findings == {"error": 1}
    assert not any(one.check.field == "project_name" for one in found)


def test_suppressed_by_number():
    sieve = Sieve([Suppression("unique-key", keys=frozenset({"沪食药监许〔2016〕第00003号"}))])
    result, _ = run(BAD, sieve)
    assert counts(result)["unique-key"] == (0, 0, 1)


def test_suppressed_in_some_files_only():
    sieve = Sieve([Suppression("required", concerns=lambda path: path == "another.csv")])
    result, _ = run(BAD, sieve)
    assert counts(result) == counts(run(BAD)[0])


def test_a_finding_is_counted_for_the_first_suppression_that_it_fits():
    sieve = Sieve([Suppression("required", fields=frozenset({"project_name"})), Suppression("required")])
    run(BAD, sieve)
    assert [one.findings["error"] for one in sieve.withheld] == [1, 1]


def test_a_known_finding_that_is_suppressed_is_suppressed_and_not_gone():
    _, found = run(BAD)
    sieve = Sieve([Suppression("required")], Baseline(prints(found, BAD)))
    result, _ = run(BAD, sieve)
    assert counts(result)["required"] == (0, 0, 2)
    assert sieve.baseline.left == 0


def test_what_a_reader_found_is_parted_too():
    records = [numbered(1), numbered(2)]
    notices = [Notice("encoding", 0, 1, "食\ufffd"), Notice("unknown-column", None, 17, "备注二")]
    sieve = Sieve([Suppression("encoding"), Suppression("unknown-column")])
    result, _ = run(records, sieve, notices=notices)
    assert (result.rejected, counts(result)) == (0, {"encoding": (0, 0, 1), "unknown-column": (0, 0, 1)})


def test_rows_that_cannot_be_judged_are_rejected_whatever_is_suppressed():
    sieve = Sieve([Suppression("ragged-row")])
    result, _ = run([numbered(1), numbered(2)], sieve, notices=[Notice("ragged-row", 0)], broken=[0])
    assert (result.rejected, counts(result)["ragged-row"]) == (1, (1, 0, 0))
    assert (sieve.withheld[0].kept, sieve.withheld[0].findings) == (1, {})


def test_an_oddity_reported_once_is_known_whichever_row_is_the_first():
    rows = [numbered(number, division_code="440106") for number in range(3)]
    _, found = run(rows)
    again, _ = run([numbered(9, division_code="440107"), *rows], Sieve(baseline=Baseline(prints(found, rows))))
    assert counts(run(rows)[0])["unknown-region"] == (1, 0, 0)
    assert counts(again)["unknown-region"] == (0, 1, 0)


def test_nothing_is_entered_of_a_table_that_breaks_off():
    def breaking(batches):
        yield next(batches)
        raise OSError("gone")

    sieve = Sieve([Suppression("required")])
    broken = table(BAD, batch_rows=5)
    broken.batches = breaking(broken.batches)
    with pytest.raises(OSError, match="gone"):
        run_table(broken, replace(REQUEST, sieve=sieve))
    assert sieve.withheld[0].findings == {}


def test_a_severity_for_the_run_goes_before_the_standards():
    result = run_table(table(BAD), replace(REQUEST, severities={"required": "info"}))
    assert {one.severity for one in result.violations if one.check.rule == "required"} == {"info"}
    assert result.rejected < run(BAD)[0].rejected


def test_many_rows():
    rows = [numbered(number, current_status=str(number % 7 + 3)) for number in range(3_000)]
    _, found = run(rows)
    sieve = Sieve(baseline=Baseline(np.sort(prints(found, rows))))
    again, _ = run(rows, sieve, batch_rows=700)
    assert counts(again)["code-list"][0] == 0
