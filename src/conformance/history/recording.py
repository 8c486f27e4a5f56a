"""Recording a check: what was asked for is looked at before the check, and the run is kept after its report is written."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from conformance.history.made import run_of
from conformance.history.model import Run
from conformance.history.opening import address_at, open_store
from conformance.history.problems import Unusable
from conformance.report.errors import UsageError
from conformance.report.model import Report
from conformance.standard.model import Standard, Text
from conformance.submission.model import Contents


class Recording(Struct, frozen=True):
    """Where a run is to be kept, and as what."""

    url: str
    batch: str | None
    file: Path | None
    """The file of the history, where it is one."""


def recording(url: str | None, batch: str | None) -> Recording | None:
    """What the options ask for; None where nothing is to be kept. Raises UsageError for what cannot be meant."""
    if url is None:
        if batch is not None:
            raise UsageError(
                "--official 要与 --record 一起使用。", "--official goes with --record, which says where it is recorded."
            )
        return None
    file = address_at(url)
    if batch is not None:
        from conformance.history.batches import expect_batch

        expect_batch(batch)
    return Recording(url, batch, file)


def record(
    where: Recording,
    report: Report,
    standard: Standard,
    contents: Contents,
    *,
    id_: str | None = None,
    recorded: datetime | None = None,
) -> Text:
    """Keep a run; answers with one sentence about it. Raises UsageError where it cannot be kept, and nothing of it is.

    Who may have to record a run again, after a power cut say, gives it the same ``id_`` and moment: it is kept once.
    """
    run = run_of(
        report,
        standard,
        id_=id_ or uuid.uuid4().hex,
        recorded=recorded or datetime.now(UTC),
        batch=where.batch,
        manifest=contents.manifest,
        digests=contents.digests,
    )
    try:
        opened = open_store(where.url)
    except Unusable as error:
        raise error.of_recording() from None
    with opened as store:
        done = store.record(run)
        name = store.name
    if where.batch is None:
        return Text(f"已记入历史记录“{name}”（自查）", f"recorded in the history {name} (self-check)")
    if done.already and done.id != run.id:
        left = _left(run)
        return Text(
            f"批次 {where.batch} 已经记入历史记录“{name}”，内容相同，没有重复记录{left.zh}",
            f"batch {where.batch} is in the history {name} already with the same contents; it was not recorded twice{left.en}",
        )
    nil = _nil(run)
    return Text(
        f"已记入历史记录“{name}”（正式报送，批次 {where.batch}{nil.zh}）",
        f"recorded in the history {name} (official submission, batch {where.batch}{nil.en})",
    )


def _left(run: Run) -> Text:
    """What is said of inputs of which no data item could be told: whether they are those of before nobody knows."""
    number = sum(one.item is None for one in run.inputs)
    if not number:
        return Text("", "")
    return Text(
        f"（认不出数据事项的 {number} 个文件不在其内，也没有记入）",
        f" (inputs of which no data item could be told are not part of that, and were not recorded: {number})",
    )


def _nil(run: Run) -> Text:
    """What is said of nil returns; with errors, or figures of the manifest that are none, it is not taken for one."""
    items = {one.item for one in run.inputs if one.nil} - {one.item for one in run.inputs if not one.nil}
    if not items or run.errors or any(one.records for one in run.figures if one.item in items):
        return Text("", "")
    if all(one.nil for one in run.inputs):
        return Text("，已记为零报告", ", as a nil return")
    return Text(f"，其中记为零报告的 {len(items)} 项", f", nil returns among it: {len(items)}")
