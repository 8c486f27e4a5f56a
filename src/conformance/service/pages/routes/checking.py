"""Checking: the form, what becomes of what it sends, and the check again in another way."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from conformance.service.asking import asked_of
from conformance.service.jobs import Jobs
from conformance.service.model import Asked, Job
from conformance.service.pages.choices import choices
from conformance.service.pages.fields import Filled, short_form, wanted
from conformance.service.pages.frame import page
from conformance.service.pages.outcome import outcome_page
from conformance.service.pages.shown import Line, address_of, how_far, line_of, name_of, percent, size_of
from conformance.service.pages.visit import Visit, visit_of
from conformance.service.problems import refuse
from conformance.service.settings import Settings
from conformance.service.uploads import receive
from conformance.standard.model import Text

router = APIRouter(include_in_schema=False)
_RECENT = 5
_LISTED = 200


@router.get("/")
def start(request: Request) -> Response:
    """The form, and the latest checks."""
    settings: Settings = request.app.state.settings
    visit = visit_of(request)
    return page(
        request,
        "home.html",
        choices=choices(visit.lang),
        asked=Filled(),
        limit=size_of(settings.limits.upload_bytes),
        limit_bytes=settings.limits.upload_bytes,
        recent=_lines(request, visit, own(request, visit)[:_RECENT]),
    )


@router.post("/checks")
async def submitted(request: Request) -> Response:
    """What the form sends: it is kept, and the visitor is sent to its page."""
    jobs: Jobs = request.app.state.jobs
    visit = visit_of(request)

    def asked_with(fields: Mapping[str, str]) -> Asked:
        return asked_of(wanted(fields, visit), request.app.state.standard)

    async with receive(request, jobs, asked_with) as received:
        asked = await run_in_threadpool(asked_with, received.fields)
        job = await run_in_threadpool(jobs.submit, received.upload, asked, visit.visitor)
    return RedirectResponse(visit.to(address_of(job)), 303)


@router.get("/checks")
def listed(request: Request) -> Response:
    """One's own checks, the latest first."""
    settings: Settings = request.app.state.settings
    visit = visit_of(request)
    mine = own(request, visit)
    kept = visit.t(
        "上传的文件和报告保存 {days} 天，到期自动删除，也可以现在就删除。",
        "What was sent and its reports are kept for {days} days and then removed; you may remove them now.",
        days=settings.kept_days,
    )
    return page(
        request,
        "checks.html",
        recent=_lines(request, visit, mine[:_LISTED]),
        more=max(0, len(mine) - _LISTED),
        kept=kept,
    )


@router.get("/checks/delete")
def delete_all(request: Request) -> Response:
    """Whether all of them are to be removed."""
    visit = visit_of(request)
    number = len(own(request, visit))
    question = visit.t("删除全部 {n} 次校验？", "Delete all checks ({n})?", n=number)
    return page(request, "delete.html", question=question, action="/checks/delete")


@router.post("/checks/delete")
def deleted_all(request: Request) -> Response:
    """They are removed."""
    visit = visit_of(request)
    for job in own(request, visit):
        request.app.state.jobs.remove(job.id)
    return RedirectResponse(visit.to("/checks"), 303)


@router.get("/checks/{id_}")
def shown(request: Request, id_: str) -> Response:
    """A check: how far it is, or what came out."""
    visit = visit_of(request)
    job = one_of_own(request, visit, id_)
    if job.outcome is not None:
        return outcome_page(request, visit, job)
    if job.ended:
        problem = job.problem or Text("没有完成。", "It was not finished.")
        return page(
            request,
            "failed.html",
            name=name_of(job, visit),
            refused=job.state == "refused",
            problem=visit.pick(problem),
            address=address_of(job),
        )
    return page(
        request,
        "progress.html",
        name=name_of(job, visit),
        state=visit.t("正在校验", "Being checked"),
        said=how_far(job, visit),
        percent=percent(job),
        here_address=address_of(job),
        state_address=visit.to(f"{address_of(job)}/state"),
        done=False,
        back=None,
    )


@router.get("/checks/{id_}/state")
def state(request: Request, id_: str) -> Response:
    """How far a check is, for the script of its page."""
    visit = visit_of(request)
    job = one_of_own(request, visit, id_)
    body = {"ended": job.ended, "said": how_far(job, visit), "percent": percent(job), "next": visit.to(address_of(job))}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.post("/checks/{id_}/again")
async def again(request: Request, id_: str) -> Response:
    """The same files once more, asked for in another way."""
    visit = visit_of(request)
    job = one_of_own(request, visit, id_)
    fields = await short_form(request)
    if fields.get("same"):
        # Also an official submission, of the day on which it came: if it is in the history already, it is not recorded again.
        asked = replace(job.asked, lang=visit.lang)
    else:
        # The form has neither purpose nor encoding; they are as they were.
        how = {name: getattr(job.asked, name) for name in ("purpose", "applies_from", "encoding", "sheet")}
        wish = await run_in_threadpool(asked_of, wanted(fields, visit), request.app.state.standard)
        asked = replace(wish, **how)
    jobs: Jobs = request.app.state.jobs
    new = await run_in_threadpool(jobs.again, job.id, asked)
    return RedirectResponse(visit.to(address_of(new)), 303)


@router.get("/checks/{id_}/delete")
def delete(request: Request, id_: str) -> Response:
    """Whether it is to be removed."""
    visit = visit_of(request)
    job = one_of_own(request, visit, id_)
    question = visit.t("删除“{name}”的这次校验？", "Delete this check of “{name}”?", name=name_of(job, visit))
    return page(request, "delete.html", question=question, action=f"{address_of(job)}/delete")


@router.post("/checks/{id_}/delete")
def deleted(request: Request, id_: str) -> Response:
    """It is removed."""
    visit = visit_of(request)
    request.app.state.jobs.remove(one_of_own(request, visit, id_).id)
    return RedirectResponse(visit.to("/checks"), 303)


def _lines(request: Request, visit: Visit, some: list[Job]) -> list[Line]:
    jobs: Jobs = request.app.state.jobs
    return [line_of(job, visit, jobs.expires(job)) for job in some]


def own(request: Request, visit: Visit) -> list[Job]:
    """The visitor's checks, the latest first."""
    jobs: Jobs = request.app.state.jobs
    return jobs.all() if visit.visitor is None else jobs.of(visit.visitor)


def one_of_own(request: Request, visit: Visit, id_: str) -> Job:
    """A check of the visitor's. Raises Refusal (404), for another's as for one that is not there."""
    jobs: Jobs = request.app.state.jobs
    job = jobs.get(id_)
    if visit.visitor is not None and job.owner != visit.visitor:
        raise refuse(
            "not-found",
            Text(
                "这里没有这次校验：可能是别人的，或是退出登录以前的，或已到期删除。",
                "There is no such check of yours: it is somebody else's, from before you logged out, or was removed.",
            ),
        )
    return job
