"""What is said of an entry as HTML: sections of facts, with what is said below a fact as a list in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from conformance.artefacts.entries.linking import Where, said
from conformance.catalog.dossier.model import Row, Section
from conformance.publish.site import html
from conformance.standard.model import Text

ARRANGED = html.paragraph(
    Text(
        "以下是本标准的整理，只有注明“文件明示”的是文件写明的；文件的条款与原词见“来源”。",
        "What follows is this standard's arrangement; only what is marked as stated is in the document, whose clauses and words are under Where it comes from.",
    )
)
"""Stands over the facts of an entry: nothing of ours may be taken for the document's."""


def sections(found: Iterable[Section], where: Where) -> Markup:
    """All of them, each under its heading; nothing of those that say nothing."""
    return Markup("").join(html.heading(one.heading) + rows(one.rows, where) for one in found if one.rows)


def rows(found: Sequence[Row], where: Where) -> Markup:
    """Facts, a row each; those further in are a list within the one above them, as are several of the same name."""
    made = Markup("\n").join(_row(list(group), where) for _, group in groupby(_grouped(found, 0), _name))
    return Markup('<table class="facts"><tbody>\n{}\n</tbody></table>\n').format(made)


_Group = tuple[Row, list[Row]]


def _name(group: _Group) -> str:
    return group[0].label.zh


def _grouped(found: Sequence[Row], depth: int) -> list[_Group]:
    """Every row of this depth, with the deeper ones after it."""
    groups: list[_Group] = []
    for row in found:
        if row.depth <= depth or not groups:
            groups.append((row, []))
        else:
            groups[-1][1].append(row)
    return groups


def _row(groups: list[_Group], where: Where) -> Markup:
    """One fact, or several of one name as a list."""
    values = [said(row.value, where) + _list(below, row.depth + 1, where) for row, below in groups]
    label = groups[0][0].label
    if not label.zh:
        return Markup("\n").join(Markup('<tr><td colspan="2">{}</td></tr>').format(value) for value in values)
    value = values[0] if len(values) == 1 else html.listed(values)
    return Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(said(label, where), value)


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
