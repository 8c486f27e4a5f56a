"""The forms of pages: small ones without files, and what their fields ask of a check."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from msgspec import Struct
from starlette.requests import Request

from conformance.exchange.server.bodies import FORM, at_most, essence
from conformance.report.days import parse_day
from conformance.report.errors import unknown
from conformance.service.asking import FIELDS, once
from conformance.service.model import Asked
from conformance.service.pages.visit import Visit
from conformance.service.problems import bad_request, refuse
from conformance.standard.model import Text

_MOST = 64 << 10
_KINDS = ("self", "official")


class Filled(Struct, frozen=True):
    """What stands in the fields that say how to check."""

    item: str = ""
    party: str = ""
    as_of: str = ""
    official: str = ""


def filled_of(asked: Asked) -> Filled:
    """The fields as they were for a check; an official submission is of the day on which it is sent."""
    day = "" if asked.official else asked.as_of.isoformat()
    return Filled(asked.item or "", asked.party or "", day, asked.official or "")


def wanted(fields: Mapping[str, str], visit: Visit) -> dict[str, str | None]:
    """What the fields of a page ask, as :func:`conformance.service.asking.asked_of` takes it. Raises Refusal (400, 422)."""
    unheard = sorted(set(fields) - {*FIELDS, "kind", "batch"})
    if unheard:
        raise bad_request(unknown("字段", "field", unheard[0], FIELDS))
    kind = fields.get("kind") or _KINDS[0]
    if kind not in _KINDS:
        raise bad_request(unknown("类别", "kind", kind, _KINDS))
    said: dict[str, str | None] = {key: value.strip() for key, value in fields.items() if key in FIELDS}
    said["lang"] = visit.lang
    said["as_of"] = _day(said.get("as_of"))
    if kind == "official":
        said["official"] = fields.get("batch", "").strip()
        if not said["official"]:
            raise refuse(
                "invalid-request",
                Text(
                    "选了“正式报送”，请填写批次号；只想看看数据好不好，选“自查”。",
                    "An official submission needs the number of its batch; to see whether the data is good, choose a self-check.",
                ),
            )
        if not said.get("party"):  # also where a manifest names one: whether it does is known when all of it was sent
            raise refuse(
                "party-missing",
                Text(
                    "选了“正式报送”，请选好报送单位；只想看看数据好不好，选“自查”。",
                    "For an official submission choose who submits; to see whether the data is good, choose a self-check.",
                ),
            )
    return said


def _day(written: str | None) -> str | None:
    """A day as the form takes it: as it is written in data, too. Raises Refusal (400) that names the field as the page does."""
    if not written:
        return None
    day = parse_day(written.replace("/", "-"))
    if day is None:
        raise refuse(
            "invalid-request",
            Text(
                f"校验日“{written}”不是日期，请写成 2016-05-09 或 2016/05/09 的样子。",
                f"The day to judge by, {written!r}, is no date; write it like 2016-05-09 or 2016/05/09.",
            ),
        )
    return day.isoformat()


async def short_form(request: Request) -> dict[str, str]:
    """The fields of a form without files, each once. Raises Refusal (400, 413)."""
    content = await at_most(
        _MOST, request, lambda: refuse("too-large", Text("表单内容过多。", "The form holds too much."))
    )
    kind, _ = essence(request.headers.get("content-type"))
    if kind not in (FORM, ""):
        raise refuse("unsupported-media-type", Text("请用页面上的表单。", "Use the form on the page."))
    try:
        pairs = parse_qsl(content.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=32)
    except (UnicodeDecodeError, ValueError):
        raise refuse("invalid-request", Text("请用页面上的表单。", "Use the form on the page.")) from None
    return once(pairs)
