"""``/checks``: a file is sent, becomes a check, and the check is asked for until it has ended."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from msgspec import to_builtins
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from conformance.service import outputs
from conformance.service.api.operations import PREFIX
from conformance.service.api.shared import answer, expect_acceptable, rightly, waits
from conformance.service.asking import asked_of, once
from conformance.service.jobs import Jobs
from conformance.service.model import Asked, Job
from conformance.service.official import expect_party
from conformance.service.problems import refuse
from conformance.service.uploads import receive
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

router = APIRouter(prefix=f"{PREFIX}/checks", dependencies=[Depends(rightly)])
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
"""For reports as pages: they have no scripts, and need none."""


def jobs_of(request: Request) -> Jobs:
    """The checks of the service."""
    found: Jobs = request.app.state.jobs
    return found


def plain(job: Job) -> dict[str, Any]:
    """A check as the API tells it."""
    lang: Lang = job.asked.lang
    here = f"{PREFIX}/checks/{job.id}"
    told: dict[str, Any] = {
        "id": job.id,
        "state": job.state,
        "files": list(job.files),
        "bytes": job.bytes,
        "digest": job.digest,
        "created": job.created,
        "finished": job.finished,
        "asked": {key: value for key, value in to_builtins(job.asked).items() if value is not None},
        "ahead": job.ahead,
        "progress": job.progress,
        "problem": None if job.problem is None else pick(job.problem, lang),
        "outcome": None,
        "links": {"self": here, "upload": f"{here}/upload"},
    }
    if job.outcome is not None:
        out = to_builtins(job.outcome)
        out["recorded"] = None if job.outcome.recorded is None else pick(job.outcome.recorded, lang)
        told["outcome"] = out
        told["links"] |= {name: f"{here}/results/{name}" for name in outputs.OUTPUTS}
    return told


def _told(job: Job, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    again = {} if job.ended else {"Retry-After": "1"}
    return answer(plain(job), status, {**again, **(headers or {})})


@router.post("", name="check")
async def check(request: Request) -> Response:
    """Send a file to be checked."""
    expect_acceptable(request)
    jobs = jobs_of(request)
    given = once(request.query_params.multi_items())
    name = given.pop("name", None)

    def asked_with(fields: Mapping[str, str]) -> Asked:
        return asked_of(once([*given.items(), *fields.items()]), request.app.state.standard)

    async with receive(request, jobs, asked_with, name) as received:
        asked, upload = await run_in_threadpool(asked_with, received.fields), received.upload
        await run_in_threadpool(expect_party, asked, jobs.settings.incoming / upload.id / "upload", upload.files)
        job = await run_in_threadpool(jobs.submit, upload, asked)
    seconds = waits(request)
    if seconds:
        job = await jobs.ended(job.id, seconds)
    applied = {"Preference-Applied": f"wait={seconds}"} if seconds else {}
    return _told(job, 201 if job.ended else 202, {"Location": f"{PREFIX}/checks/{job.id}", **applied})


@router.get("", name="checks")
def checks(request: Request, limit: int = 50) -> Response:
    """The checks that are kept, the latest first."""
    expect_acceptable(request)
    found = jobs_of(request).of(None)
    return answer({"checks": [plain(job) for job in found[:limit]], "total": len(found)})


@router.get("/{id_}", name="check-state")
async def state(request: Request, id_: str) -> Response:
    """How far a check is, and what came out."""
    expect_acceptable(request)
    return _told(await jobs_of(request).ended(id_, waits(request)))


@router.delete("/{id_}", name="remove-check")
async def remove(request: Request, id_: str) -> Response:
    """Remove a check with its upload and its reports; one that is under way is stopped."""
    await run_in_threadpool(jobs_of(request).remove, id_)
    return Response(status_code=204)


@router.get("/{id_}/upload", name="upload")
async def upload(request: Request, id_: str) -> Response:
    """The file as it was sent."""
    jobs = jobs_of(request)
    job = jobs.get(id_)
    expect_acceptable(request, outputs.BYTES)
    return sent(jobs.store.uploads(id_) / job.name, job.name, outputs.BYTES)


@router.get("/{id_}/results/{name}", name="result")
async def result(request: Request, id_: str, name: str) -> Response:
    """A report in one of its formats, the annotated workbook, the mended file; made when it is first asked for."""
    jobs = jobs_of(request)
    job = jobs.get(id_)
    if name in outputs.OUTPUTS:
        expect_acceptable(request, outputs.OUTPUTS[name].media_type)
    found = await jobs.output(id_, name, max(waits(request), 1))
    if found.problem is not None:
        raise refuse("no-report", found.problem)
    if found.path is None:
        return _told(jobs.get(id_), 202, {"Retry-After": "1"})
    return sent_result(found.path, name, job)


def sent_result(place: Path, name: str, job: Job) -> Response:
    """A result as an answer; the HTML report may be shown within a page of ours. Raises Refusal (404) where it is gone."""
    called = outputs.download_name(name, job.name, job.asked)
    return sent(place, called, outputs.OUTPUTS[name].media_type, shown=name == "html")


def sent(place: Path, name: str, media_type: str, *, shown: bool = False) -> Response:
    """A file as an answer, to be loaded down, or ``shown``. Raises Refusal (404) where it is gone."""
    kind = "inline" if shown else "attachment"
    headers = {"Content-Disposition": f"{kind}; filename*=UTF-8''{quote(name, safe='')}"}
    if shown:
        headers |= {"Content-Security-Policy": REPORT_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    try:
        return FileResponse(place, 200, headers, media_type, stat_result=place.stat())
    except FileNotFoundError:
        raise refuse("not-found", Text("这次校验已被清除。", "The check was removed.")) from None
