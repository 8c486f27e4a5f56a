"""What holds for batches: one of a party and an item has one content, however often it is sent."""

from __future__ import annotations

import re

import sqlalchemy as sa

from conformance.history import tables
from conformance.history.made import contents_of
from conformance.history.model import Run
from conformance.history.rows import read_runs
from conformance.report.errors import UsageError
from conformance.report.idscan import citizen_ids

_BATCH = re.compile(r"[0-9A-Za-z\u4e00-\u9fff〔〕（）()._/-]{1,64}")
_ID = re.compile(r"[0-9a-f]{32}")


def expect_batch(batch: str) -> None:
    """Refuse what is no number of a batch. Raises UsageError."""
    if not _BATCH.fullmatch(batch) or citizen_ids(batch):
        raise UsageError(
            "批次号（official）应为 1 至 64 个字母、数字、汉字或 - _ . /，不含空格，也不含个人信息，如 2016-06-01。",
            "The number of a batch (official) has 1 to 64 letters, digits or - _ . / and no blanks, and nothing personal: "
            "2016-06-01.",
        )


def refuse_incomplete(run: Run) -> None:
    """Refuse an official submission of nobody. Raises UsageError; ValueError for an id that is none, which is our mistake."""
    if not _ID.fullmatch(run.id):
        raise ValueError("the id of a run has 32 hexadecimal digits")
    if run.kind != "official":
        return
    expect_batch(run.batch or "")
    if run.party is None:
        raise UsageError(
            "正式报送（--official）要知道报送单位，本次没有记录；请用 --party 写明，或写在报送清单里。",
            "An official submission needs to know who submits, and nothing was recorded; give --party, or name it in the "
            "manifest.",
        )


def resent(connection: sa.Connection, run: Run) -> str | None:
    """Id of the run that is this one: recorded under the same id, or the same batch with the same contents; None where it is new.

    Raises UsageError for a batch that has other contents.
    """
    same = connection.execute(sa.select(tables.runs).where(tables.runs.c.id == run.id)).mappings().all()
    if same:
        if [_sent(one) for one in read_runs(connection, same)] != [_sent(run)]:
            raise ValueError("another run has this id")
        return run.id
    if run.batch is None:
        return None
    batch = tables.batches.c
    rows = connection.execute(
        sa.select(batch.item, batch.run_id, batch.contents).where(batch.party == run.party, batch.batch == run.batch)
    ).all()
    there = {item: (run_id, contents) for item, run_id, contents in rows}
    mine = contents_of(run)
    known = [item for item in mine if item in there]
    other = [item for item in known if there[item][1] != mine[item]]
    if other:  # what is kept may have been made when the counts of a check were among the contents
        ids = [there[item][0] for item in other]
        found = connection.execute(sa.select(tables.runs).where(tables.runs.c.id.in_(ids))).mappings().all()
        made = {run.id: contents_of(run) for run in read_runs(connection, found)}
        other = [item for item in other if made[there[item][0]].get(item) != mine[item]]
    if other:
        raise UsageError(
            f"批次 {run.batch} 已有正式报送（数据事项 {'、'.join(other)}），内容与本次不同，没有记录；更正后重新报送请用新的批次号。",
            f"Batch {run.batch} was submitted before with other contents (data item {', '.join(other)}), and nothing was "
            "recorded; use a new number for what was mended.",
        )
    if known and len(known) < len(mine):
        raise UsageError(
            f"批次 {run.batch} 里的数据事项 {'、'.join(known)} 已经正式报送过，没有记录；请只报送其余的，或用新的批次号。",
            f"Of batch {run.batch} the data item {', '.join(known)} was submitted before, and nothing was recorded; submit the "
            "others only, or use a new number.",
        )
    return min(there[item][0] for item in known) if known else None


def _sent(run: Run) -> tuple[object, ...]:
    """What a check that is begun anew has as before; by which version of the tool or of the standard is no matter."""
    return run.kind, run.batch, run.recorded, {one.digest for one in run.inputs}
