"""Division codes with the months in which they are listed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from conformance.publish.site import html
from conformance.standard.model import Division, Text

_HEADS = (
    Text("代码", "code"),
    Text("名称", "name"),
    Text("始见", "first listed"),
    Text("终见", "last listed"),
    Text("并入或改为", "became"),
)


def divisions_table(found: Sequence[Division]) -> Markup:
    """The codes as a table; nothing where there are none."""
    if not found:
        return Markup("")
    rows = [
        (
            html.code(one.code),
            one.name,
            one.first,
            one.last or Text("仍在用", "still listed"),
            html.joined(map(html.code, one.successors), "、"),
        )
        for one in found
    ]
    return html.table(Text("区划代码", "division codes"), _HEADS, rows)
