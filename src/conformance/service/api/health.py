"""``/health``: whether the process is there, and whether it can take work."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from conformance.service.api.operations import PREFIX
from conformance.service.api.shared import answer, rightly
from conformance.service.problems import busy
from conformance.standard.model import Text
from conformance.version import __version__

router = APIRouter(prefix=f"{PREFIX}/health", dependencies=[Depends(rightly)])


@router.get("/live", name="live")
def live(request: Request) -> Response:
    """It answers, so it is there."""
    return answer({"status": "ok"})


@router.get("/ready", name="ready")
def ready(request: Request) -> Response:
    """Whether it can take work: workers have come up, and there is room on the disk."""
    state = request.app.state
    parts = {
        "checks": state.jobs.pool.ready,
        "payloads": state.payloads.pool.ready,
        "disk": state.jobs.store.room() > 0,
    }
    missing = [name for name, fine in parts.items() if not fine]
    if missing:
        said = Text(f"还不能接受校验：{'、'.join(missing)}。", f"Not ready for checks: {', '.join(missing)}.")
        raise busy(said, 2)
    edition = state.standard.edition
    return answer(
        {"status": "ok", "tool": __version__, "edition": edition.id, "standard": edition.version, "parts": parts}
    )
