"""``/payload-checks``: records or an envelope in, the report out, in one request."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from conformance.exchange.server.bodies import JSON, NDJSON, at_most, essence
from conformance.service.api.operations import PREFIX
from conformance.service.api.shared import expect_acceptable, rightly
from conformance.service.asking import asked_of, once
from conformance.service.payloads import CheckPayload
from conformance.service.problems import refuse
from conformance.standard.model import Text

router = APIRouter(prefix=f"{PREFIX}/payload-checks", dependencies=[Depends(rightly)])
_TYPES = (JSON, NDJSON)


@router.post("", name="check-payload")
async def check(request: Request) -> Response:
    """Check some records at once."""
    expect_acceptable(request)
    kind, charset = essence(request.headers.get("content-type"))
    if kind not in _TYPES or charset not in {"utf-8", "utf8"}:
        known = "、".join(_TYPES)
        raise refuse(
            "unsupported-media-type",
            Text(f"请求体须是 {known}（UTF-8）；文件请发送到 /api/v1/checks。",
                 f"The body has to be {' or '.join(_TYPES)} in UTF-8; send files to /api/v1/checks."),
        )  # fmt: skip
    asked = asked_of(once(request.query_params.multi_items()), request.app.state.standard)
    most = request.app.state.settings.limits.payload_bytes
    body = await at_most(most, request, lambda: _too_long(most))
    found = await request.app.state.payloads.check(CheckPayload(body, kind == NDJSON, asked))
    return Response(found, 200, media_type=JSON)


def _too_long(most: int) -> Exception:
    return refuse(
        "too-large",
        Text(f"请求体超过 {most} 字节；较大的请作为文件发送到 /api/v1/checks。",
             f"The body is longer than {most} bytes; send what is larger as a file to /api/v1/checks."),
    )  # fmt: skip
