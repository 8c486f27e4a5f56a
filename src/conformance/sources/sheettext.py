"""How a worksheet's XML holds a text: what XML cannot hold is written in Excel's own way, ``_x0007_``."""

from __future__ import annotations

import re

_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""The carriage return is among them: XML has a way for it, but readers take it for a line break."""


def escaped(text: str) -> str:
    """The text as it stands in XML; a text that looks like an escape is told from one."""
    text = _LIKE_ESCAPE.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
