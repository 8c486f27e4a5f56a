"""Blank forms of data items."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from conformance.service.blanks import FORMS, blank
from conformance.service.pages.choices import choices, matching
from conformance.service.pages.frame import page
from conformance.service.pages.visit import visit_of
from conformance.service.problems import refuse
from conformance.standard.load import load
from conformance.standard.model import Text

router = APIRouter(include_in_schema=False)
_LONGEST = 80


@router.get("/templates")
def listed(request: Request) -> Response:
    """Every item with its blank forms, or those that are looked for."""
    visit = visit_of(request)
    wanted = request.query_params.get("q", "").strip()[:_LONGEST]
    groups = matching(choices(visit.lang).items, wanted)
    number = sum(len(group.choices) for group in groups)
    found = (
        visit.t("{n} 个数据事项", "{n} data items", n=number)
        if number
        else visit.t(
            "没有找到“{q}”，请换个词，或清空后查看全部。",
            "Nothing was found for “{q}”; try another word, or none to see all.",
            q=wanted,
        )
    )
    return page(request, "items.html", q=wanted, groups=groups, found=found)


@router.get("/templates/{name}")
def one(request: Request, name: str) -> Response:
    """The blank form of an item."""
    item, _, form = name.rpartition(".")
    standard = load()
    if item not in standard.items or form not in FORMS:
        raise refuse("not-found", Text("没有这个填报模板。", "There is no such template."))
    title = quote(f"{standard.items[item].title.zh}-填报表.{form}", safe="")
    headers = {"Content-Disposition": f"attachment; filename=\"{item}.{form}\"; filename*=UTF-8''{title}"}
    return Response(blank(item, form), media_type=FORMS[form], headers=headers)
