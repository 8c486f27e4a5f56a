"""What is said of an entry as HTML: sections of facts, with what is said below a fact as a list in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup
from msgspec.structs import replace

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


# % takes half the time of format, and there are thousands of these.
_POINT = Markup("<li>%s%s%s</li>")


def condensed(section: Section) -> Section:
    """The section with what the document does not say in one row at its end, in place of one row for each."""
    unsaid = [row.label for row in section.rows if row.unsaid and not row.depth]
    if len(unsaid) < 2:
        return section
    kept = [row for row in section.rows if row.depth or not row.unsaid]
    said = Text("、".join(one.zh for one in unsaid), ", ".join(one.en for one in unsaid))
    return replace(section, rows=(*kept, Row(Text("文件未说明", "not said by the document"), said)))


def sections(found: Iterable[Section], where: Where) -> Markup:
    """All of them, each under its heading; nothing of those that say nothing."""
    return Markup("").join(html.heading(one.heading) + rows(one.rows, where) for one in found if one.rows)


def rows(found: Sequence[Row], where: Where) -> Markup:
    """Facts, a row each; those further in are a list within the one above them, as are several of the same name."""
    made = Markup("\n").join(_row(group, where) for group in _alike(_grouped(found, 0)))
    return Markup('<table class="facts"><tbody>\n{}\n</tbody></table>\n').format(made)


_Group = tuple[Row, list[Row]]


def _alike(groups: Iterable[_Group]) -> Iterable[list[_Group]]:
    """Those of the same name together, where the first of them stands; those without a name each stay in their place."""
    found: dict[object, list[_Group]] = {}
    for number, group in enumerate(groups):
        found.setdefault(group[0].label.zh or number, []).append(group)
    return found.values()


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
    return Markup("<tr><th>{}</th><td>{}</td></tr>").format(said(label, where), value)


def _list(found: list[Row], depth: int, where: Where) -> Markup:
    if not found:
        return Markup("")
    return Markup("\n<ul>\n{}\n</ul>").format(
        Markup("\n").join(
            _POINT
            % (
                said(row.label, where) + "：" if row.label.zh else "",
                said(row.value, where),
                _list(below, depth + 1, where),
            )
            for row, below in _grouped(found, depth)
        )
    )
