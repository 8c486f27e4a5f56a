"""What can be had of a check: made when it is asked for, with word on how far it is where that takes longer."""

from __future__ import annotations

from fastapi import APIRouter, Request
from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from conformance.service.api.checks import sent
from conformance.service.jobs import Jobs
from conformance.service.model import Job
from conformance.service.outputs import OUTPUTS, download_name
from conformance.service.pages.again import check_mended
from conformance.service.pages.frame import page
from conformance.service.pages.routes.checking import one_of_own
from conformance.service.pages.shown import address_of, name_of
from conformance.service.pages.visit import Visit, visit_of
from conformance.service.results import Result
from conformance.standard.model import Text

router = APIRouter(include_in_schema=False)
_PATIENCE = 10.0
"""Seconds that a browser is kept waiting before it is told that it takes longer."""


@router.get("/checks/{id_}/files/{name}")
async def one(request: Request, id_: str, name: str) -> Response:
    """A result, to be loaded down."""
    jobs: Jobs = request.app.state.jobs
    visit = visit_of(request)
    job = one_of_own(request, visit, id_)
    found = await jobs.output(id_, name, _PATIENCE)
    if found.path is not None:
        return sent(
            found.path, download_name(name, job.name, replace(job.asked, lang=visit.lang)), OUTPUTS[name].media_type
        )
    return _not_yet(request, visit, job, found, name, download=True)


@router.get("/checks/{id_}/files/{name}/state")
def state(request: Request, id_: str, name: str) -> Response:
    """How far a result is, for the script of the page that waits for it."""
    jobs: Jobs = request.app.state.jobs
    visit = visit_of(request)
    job = one_of_own(request, visit, id_)
    found = jobs.result(id_, name)
    after = address_of(job) if request.query_params.get("then") == "report" else f"{address_of(job)}/files/{name}"
    body = {"ended": found.state != "making", "said": _making(visit, name), "percent": None, "next": visit.to(after)}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.post("/checks/{id_}/mended")
async def check_again(request: Request, id_: str) -> Response:
    """The mended file is checked like any other; where it is still being made, the visitor asks again."""
    jobs: Jobs = request.app.state.jobs
    visit = visit_of(request)
    job = one_of_own(request, visit, id_)
    found = await jobs.output(id_, "mended", _PATIENCE)
    if found.path is None:
        return _not_yet(request, visit, job, found, "mended", download=False)
    # What was found of the file holds for its copy: the item is not asked for again, and it is a self-check.
    item = job.asked.item or (job.outcome.items[0] if job.outcome is not None and len(job.outcome.items) == 1 else None)
    asked = replace(job.asked, item=item, official=None, lang=visit.lang)
    new = await run_in_threadpool(check_mended, jobs, job, found.path, asked)
    return RedirectResponse(visit.to(address_of(new)), 303)


def _not_yet(request: Request, visit: Visit, job: Job, found: Result, name: str, *, download: bool) -> Response:
    """The page that waits for a result, or says why there is none. What is no download leads back to the report in the end."""
    if found.state == "impossible":
        problem = found.problem or Text("没有这份结果。", "There is no such result.")
        return page(
            request,
            "nothing.html",
            title=visit.pick(OUTPUTS[name].title),
            problem=visit.pick(problem),
            address=address_of(job),
        )
    file = f"{address_of(job)}/files/{name}"
    return page(
        request,
        "progress.html",
        name=name_of(job, visit),
        state=visit.t("正在生成", "Being made"),
        said=_making(visit, name),
        percent=None,
        here_address=file if download else address_of(job),
        state_address=visit.to(f"{file}/state" if download else f"{file}/state?then=report"),
        done=download,
        back=address_of(job),
    )


def _making(visit: Visit, name: str) -> str:
    return visit.t("正在生成“{title}”……", "Making “{title}”…", title=visit.pick(OUTPUTS[name].title))
