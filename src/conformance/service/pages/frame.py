"""From a template to a page: what every page shows, in the language of the visit, with every text escaped."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from conformance.report.html.page import style
from conformance.service.pages.visit import Visit, visit_of
from conformance.service.settings import Settings
from conformance.standard.load import load
from conformance.standard.pages import html_templates
from conformance.version import __version__

SECTIONS = (
    ("/", "校验文件", "Check a file"),
    ("/checks", "我的校验", "My checks"),
    ("/templates", "填报模板", "Templates"),
)
SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    # Without a referrer at all browsers do not say either that a form comes from a page of ours.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every page carries: nothing from elsewhere, nothing inline, nothing kept by the browser."""
MEDIA = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def page(request: Request, template: str, status: int = 200, **parts: Any) -> HTMLResponse:
    """A page as an answer."""
    visit = visit_of(request)
    content = piece(visit, template, **framed(visit, request.app.state.settings), **parts)
    return HTMLResponse(content, status, headers=SAFE)


def framed(visit: Visit, settings: Settings) -> dict[str, Any]:
    """What the frame of a page shows."""
    return {
        "visit": visit,
        "sections": [(path, visit.t(zh, en)) for path, zh, en in SECTIONS],
        "here": visit.path,
        "other_language": visit.other,
        "edition": load().edition,
        "tool": __version__,
        "where": kept_where(visit, settings),
    }


def piece(visit: Visit, template: str, /, **parts: Any) -> Markup:
    """A template filled in."""
    words = {"t": visit.t, "to": visit.to, "lang": visit.lang, "colon": "：" if visit.lang == "zh" else ": "}
    return Markup(_environment().get_template(template).render({**words, **parts}))  # noqa: S704 - everything was escaped there


def kept_where(visit: Visit, settings: Settings) -> str:
    """Where what is sent stays, and how long."""
    if settings.token is None:
        return visit.t(
            "文件和报告只存在这台电脑上（{folder}），不传到任何别处，{days} 天后自动删除。",
            "Files and reports stay on this computer ({folder}), go nowhere else, and are removed after {days} days.",
            folder=settings.folder.resolve(),
            days=settings.kept_days,
        )
    return visit.t(
        "文件和报告存在运行本服务的电脑上，不传到任何别处，{days} 天后自动删除。",
        "Files and reports stay on the computer that runs this service, go nowhere else, and are removed after {days} days.",
        days=settings.kept_days,
    )


@cache
def assets() -> dict[str, tuple[bytes, str]]:
    """What pages load: name → content and media type."""
    folder = files(__package__).joinpath("assets")
    found = {one.name: one.read_bytes() for one in folder.iterdir() if one.name.rpartition(".")[2] in MEDIA}
    found["style.css"] = style().encode() + b"\n" + found["style.css"]
    return {name: (content, MEDIA[name.rpartition(".")[2]]) for name, content in found.items()}


@cache
def asset(name: str) -> str:
    """The address of something that pages load; another one when its content is another, so that it may be kept for ever."""
    return f"/assets/{hashlib.sha256(assets()[name][0]).hexdigest()[:16]}/{name}"


@cache
def _environment() -> jinja2.Environment:
    environment = html_templates(__package__)
    environment.globals["asset"] = asset
    return environment
