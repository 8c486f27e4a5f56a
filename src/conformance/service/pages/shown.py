"""A check as pages show it: in words, with the numbers that matter first."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from conformance.report.html.words import grouped
from conformance.report.words import VERDICTS
from conformance.service.model import Job
from conformance.service.pages.visit import Visit
from conformance.standard.load import load
from conformance.standard.model import Text
from conformance.standard.parties import find_party

_STATES = {
    "queued": Text("排队中", "waiting"),
    "running": Text("正在校验", "being checked"),
    "failed": Text("没有完成", "not finished"),
    "refused": Text("无法校验", "cannot be checked"),
}
_ITEMS = 3
_UNITS = ("B", "KB", "MB", "GB")


class Line(Struct, frozen=True):
    """One check in a list."""

    address: str
    name: str
    size: str
    kind: str
    """Its verdict, else its state: for the colour."""
    verdict: str
    numbers: str
    items: str
    official: str
    """Of which batch it is or was to be; empty for a self-check."""
    created: str
    expires: str


def line_of(job: Job, visit: Visit, expires: datetime) -> Line:
    """A check in a list."""
    outcome = job.outcome
    numbers = ""
    if outcome is not None and outcome.rows:
        numbers = visit.t(
            "可入库 {a}，退回 {r}",
            "accepted {a}, rejected {r}",
            a=grouped(outcome.accepted_rows),
            r=grouped(outcome.rejected_rows),
        )
    return Line(
        address=address_of(job),
        name=name_of(job, visit),
        size=size_of(job.bytes),
        kind=job.state if outcome is None else outcome.verdict,
        verdict=verdict_of(job, visit),
        numbers=numbers,
        items=items_of(job, visit),
        official="" if job.asked.official is None else kind_of(job, visit),
        created=local(job.created),
        expires=local(expires)[:10],
    )


def verdict_of(job: Job, visit: Visit) -> str:
    """What came out, in a word or two; its state where nothing did."""
    outcome = job.outcome
    if outcome is None:
        return visit.pick(_STATES[job.state])
    word = visit.pick(VERDICTS[outcome.verdict])
    if outcome.nil_return and job.asked.official is not None and not outcome.record_failed:
        return visit.t("{verdict}（零报告）", "{verdict} (nil return)", verdict=word)
    return word


def name_of(job: Job, visit: Visit) -> str:
    """What was sent, as a list has it: the one file, or the first of several."""
    if len(job.files) == 1:
        return job.name
    return visit.t("{name} 等 {n} 个文件", "{name} and others ({n} files)", name=job.name, n=len(job.files))


def address_of(job: Job) -> str:
    """The page of a check."""
    return f"/checks/{job.id}"


def items_of(job: Job, visit: Visit) -> str:
    """The data items that were found, else the one that was asked for."""
    found = job.outcome.items if job.outcome is not None else ()
    ids = found or ((job.asked.item,) if job.asked.item is not None else ())
    items = load().items
    titles = [visit.pick(items[one].title) if one in items else one for one in ids]
    more = len(titles) - _ITEMS
    shown = visit.t("、", ", ").join(titles[:_ITEMS])
    return shown if more <= 0 else visit.t("{shown} 等 {n} 项", "{shown} and others ({n})", shown=shown, n=len(titles))


def party_of(job: Job, visit: Visit) -> str:
    """Who submits, as far as it was said."""
    party = None if job.asked.party is None else find_party(job.asked.party, load())
    return visit.t("未指明", "not stated") if party is None else visit.pick(party.title)


def kind_of(job: Job, visit: Visit) -> str:
    """As what it was sent; what is not in the history is no official submission, whatever was asked."""
    batch = job.asked.official
    if batch is None:
        return visit.t("自查", "self-check")
    if job.ended and (job.outcome is None or job.outcome.record_failed):
        return visit.t("没有记作正式报送（批次 {b}）", "not recorded as an official submission (batch {b})", b=batch)
    return visit.t("正式报送 {b}", "official submission {b}", b=batch)


def how_far(job: Job, visit: Visit) -> str:
    """One sentence on a check that is under way."""
    if job.state == "queued":
        if job.ahead:
            return visit.t("排队中，前面还有 {n} 个文件。", "Waiting; files before it: {n}.", n=job.ahead)
        return visit.t("排队中，马上开始。", "Waiting; it is next.")
    if job.progress is None or not job.progress.rows:
        return visit.t("正在读取……", "Being read…")
    return visit.t(
        "正在校验，已读 {n} 条记录……", "Being checked; records read so far: {n}…", n=grouped(job.progress.rows)
    )


def percent(job: Job) -> int | None:
    """How much of it was read; None where that is not known."""
    share = None if job.progress is None else job.progress.share
    return None if share is None else min(100, int(100 * share))


def size_of(number: int) -> str:
    """A number of bytes as people say it."""
    size, unit = float(number), 0
    while size >= 1000 and unit + 1 < len(_UNITS):
        size, unit = size / 1024, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 or size >= 10 else f"{size:.1f} {_UNITS[unit]}"


def local(moment: datetime) -> str:
    """A moment as the clock of this machine has it, to the minute."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
