"""The page of a finished check: the report, and below its verdict what can be done with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from conformance.report.html.page import body
from conformance.report.html.words import grouped
from conformance.report.mending import mendable
from conformance.report.model import InputReport, Report
from conformance.report.view import View, recognised
from conformance.service.jobs import Jobs
from conformance.service.model import Job
from conformance.service.outputs import OUTPUTS
from conformance.service.pages.choices import choices
from conformance.service.pages.fields import filled_of
from conformance.service.pages.frame import page, piece
from conformance.service.pages.shown import address_of, items_of, kind_of, local, name_of, party_of, verdict_of
from conformance.service.pages.visit import Visit
from conformance.standard.load import load

_FIRST = ("xlsx", "html", "json", "csv")
_OTHERS = ("text", "markdown", "sarif", "junit", "findings", "accepted", "rejected")


class File(Struct, frozen=True):
    """One thing to load down."""

    id: str
    title: str


def outcome_page(request: Request, visit: Visit, job: Job) -> Response:
    """The page."""
    jobs: Jobs = request.app.state.jobs
    report = jobs.report(job.id)
    official = job.asked.official if not (job.outcome is None or job.outcome.record_failed) else None
    view = View(load(), job.asked.lang, official=official, commands=False)
    beneath = piece(visit, "beneath.html", **_beneath(report, view, visit, job, jobs.expires(job)))
    return page(
        request,
        "check.html",
        title=f"{verdict_of(job, visit)} · {name_of(job, visit)}",
        report=body(report, view, beneath),
        report_lang=job.asked.lang,
    )


def _beneath(report: Report, view: View, visit: Visit, job: Job, expires: datetime) -> dict[str, Any]:
    unknown = job.asked.item is None and any(one.verdict == "not-checked" and one.item is None for one in report.inputs)
    # What is short of being read for another reason is told by the report; here it helps that an item can be chosen.
    readable = unknown and any(one.problem_code == "item-unknown" for one in report.inputs)
    return {
        "address": address_of(job),
        "notes": _notes(report, job, visit, readable=readable),
        "other_language_of_report": _other_language(job, visit),
        "mendable": _mendable(report, view, visit) if len(job.files) == 1 else None,
        "files": _files(_FIRST, visit),
        "others": _files(_OTHERS, visit),
        "facts": _facts(job, visit, expires),
        "open": readable,
        "choices": choices(visit.lang),
        "asked": filled_of(job.asked),
    }


def _notes(report: Report, job: Job, visit: Visit, *, readable: bool) -> list[str]:
    notes = []
    if readable:
        notes.append(
            visit.t(
                "没有认出是哪个数据事项。请在下面“换数据事项”处选好，再校验一次；列名与标准不同的，先照填报模板改列名。",
                "The data item was not recognised. Choose it below and check again; where headers differ from the standard's, "
                "rename them as in the template first.",
            )
        )
    if job.asked.item is not None and any(_strange(one) for one in report.inputs):
        notes.append(
            visit.t(
                "列名大多不是所选数据事项的，可能选错了事项。请在下面改选，或选“自动识别”，再校验一次。",
                "Most headers are not those of the item that was chosen. Choose another below, or have it found, and check again.",
            )
        )
    outcome = job.outcome
    if outcome is None or outcome.recorded is None or not (outcome.record_failed or job.asked.official):
        return notes
    if outcome.record_failed and job.asked.official and job.asked.party is None:
        notes.append(
            visit.t(
                "正式报送要知道报送单位，这次没有记入历史记录。请在下面选好报送单位，再校验一次；也可以写在报送清单里。",
                "An official submission has to say who submits, and this one was not recorded. Choose the party below and check "
                "again, or name it in the manifest.",
            )
        )
    else:
        notes.append(visit.pick(outcome.recorded))
    return notes


def _strange(entry: InputReport) -> bool:
    """Whether fewer than two of three columns of the item are there."""
    found, own = recognised(entry.item, entry.columns, load())
    return own > 0 and 3 * found < 2 * own


def _other_language(job: Job, visit: Visit) -> str | None:
    if job.asked.lang == visit.lang:
        return None
    return visit.t("这份报告是英文的。", "This report is in Chinese.")


def _mendable(report: Report, view: View, visit: Visit) -> str | None:
    """What the program can mend, in one sentence; None where it can mend nothing for certain."""
    counts, exact = mendable(report, view)
    safe, confirm = counts["safe"], counts["confirm"]
    if not safe:
        return None
    least = "" if exact else visit.t("至少 ", "at least ")
    sentence = visit.t(
        "{n} 处改法唯一，可以自动更正；其余内容原样不动，您的原文件不变。",
        "Places that can be mended for certain: {n}; nothing else is changed, and your own file stays as it is.",
        n=least + grouped(safe),
    )
    if confirm:
        sentence += visit.t(
            "另有 {n} 处改法大致确定，请照报告核对后由人更正。",
            " More, that are fairly certain, are for a person to look at: {n}.",
            n=least + grouped(confirm),
        )
    return sentence


def _files(names: tuple[str, ...], visit: Visit) -> list[File]:
    return [File(name, visit.pick(OUTPUTS[name].title)) for name in names]


def _facts(job: Job, visit: Visit, expires: datetime) -> list[tuple[str, str]]:
    found = items_of(job, visit)
    chosen = (
        visit.t("（所选）", " (chosen)")
        if job.asked.item is not None
        else visit.t("（自动识别）", " (found)")
        if found
        else ""
    )
    return [
        (visit.t("数据事项", "Data item"), (found or visit.t("没有认出", "not recognised")) + chosen),
        (visit.t("报送单位", "Submits"), party_of(job, visit)),
        (visit.t("校验日", "Judged by"), job.asked.as_of.isoformat()),
        (visit.t("类别", "Kind"), kind_of(job, visit)),
        (visit.t("校验时间", "Checked"), local(job.created)),
        (visit.t("保留到", "Kept until"), local(expires)[:10]),
    ]
