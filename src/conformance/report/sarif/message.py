"""Texts in SARIF's own notation, in which braces and links have a meaning that data has not."""

from __future__ import annotations

import re

from conformance.report.view import visible

_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")


def plain(text: str) -> str:
    """The text with what SARIF would take for a placeholder or a link made harmless (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    return _LINK.sub(r"\\[", text.replace("{", "{{").replace("}", "}}"))


def message(text: str) -> dict[str, str]:
    """A message that shows the text as it is; what has no shape is written as an escape."""
    return {"text": plain(visible(text)) or "-"}
