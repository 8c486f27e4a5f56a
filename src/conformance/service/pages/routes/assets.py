"""What pages load: a style sheet, a script, a picture. Their addresses change with their contents."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from conformance.service.pages.frame import asset, assets
from conformance.service.problems import refuse
from conformance.standard.model import Text

router = APIRouter(include_in_schema=False)
_FOR_EVER = "public, max-age=31536000, immutable"


@router.get("/assets/{mark}/{name}")
def loaded(mark: str, name: str) -> Response:
    """One of them; an address of another version of the program leads nowhere."""
    if name not in assets() or asset(name) != f"/assets/{mark}/{name}":
        raise refuse(
            "not-found", Text("没有这个地址，请刷新页面。", "There is nothing at this address; load the page again.")
        )
    content, media_type = assets()[name]
    return Response(content, media_type=media_type, headers={"Cache-Control": _FOR_EVER})
