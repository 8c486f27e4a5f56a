"""The bulletin as one HTML file: read on paper, on a screen, on a phone; no scripts, nothing loaded from elsewhere."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from conformance.bulletin.document import document_of
from conformance.bulletin.html.bars import chart_of
from conformance.bulletin.model import Bulletin
from conformance.bulletin.words import word
from conformance.report.view import View, visible
from conformance.standard.model import Lang
from conformance.standard.pages import html_templates

SUFFIXES = (".html", ".htm")


def render(bulletin: Bulletin, view: View) -> str:
    """The whole page, a page of paper for each unit."""
    document = document_of(bulletin, view)
    parts: dict[str, Any] = {
        "document": document,
        "charts": {
            section.anchor: [chart_of(bars) for bars in section.bars]
            for section in (*document.sections, *document.pages)
        },
        "tool": bulletin.tool_version,
    }
    return _environment(view.lang).get_template("bulletin.html").render(parts)


@cache
def _environment(lang: Lang) -> jinja2.Environment:
    """The templates of a bulletin; the frame and the look are the report's."""
    environment = html_templates("conformance.bulletin.html", "conformance.report.html")
    environment.globals |= {"word": lambda key, **parts: word(key, lang, **parts), "lang": lang}
    environment.filters["visible"] = visible
    return environment
