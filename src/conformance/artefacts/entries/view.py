"""What is said of an entry as HTML: sections of facts, with what is said below a fact as a list in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from conformance.artefacts.entries.linking import Where, said
from conformance.catalog.dossier.model import Row, Section
from conformance.publish.site import html


def sections(found: Iterable[Section], where: Where) -> Markup:
    """All of them, each under its heading."""
    return Markup("").join(html.heading(one.heading) + rows(one.rows, where) for one in found)


def rows(found: Sequence[Row], where: Where) -> Markup:
    """Facts, a row each; those further in are a list within the one above them."""
    made = Markup("\n").join(_row(row, below, where) for row, below in _grouped(found, 0))
    return Markup('<table class="facts"><tbody>\n{}\n</tbody></table>\n').format(made)


def _grouped(found: Sequence[Row], depth: int) -> list[tuple[Row, list[Row]]]:
    """Every row of this depth, with the deeper ones after it."""
    groups: list[tuple[Row, list[Row]]] = []
    for row in found:
        if row.depth <= depth or not groups:
            groups.append((row, []))
        else:
            groups[-1][1].append(row)
    return groups


def _row(row: Row, below: list[Row], where: Where) -> Markup:
    value = said(row.value, where) + _list(below, row.depth + 1, where)
    if not row.label.zh:
        return Markup('<tr><td colspan="2">{}</td></tr>').format(value)
    return Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(said(row.label, where), value)


def _list(found: list[Row], depth: int, where: Where) -> Markup:
    if not found:
        return Markup("")
    return Markup("\n<ul>\n{}\n</ul>").format(
        Markup("\n").join(
            Markup("<li>{}{}{}</li>").format(
                said(row.label, where) + "：" if row.label.zh else "",
                said(row.value, where),
                _list(below, depth + 1, where),
            )
            for row, below in _grouped(found, depth)
        )
    )
