"""What an entry is linked to, both ways."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.catalog.dossier.model import Ground, Row, Section, join, same
from conformance.catalog.words import ROLES
from conformance.standard.links import Link, Ref, is_entry
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Text
from conformance.standard.titles import name_of

CHAIN = Text("三清单之间的关联", "Links between the three lists")
"""The heading of what leads from data to applications."""


def chain(ref: Ref, ground: Ground) -> Section | None:
    """Data → behaviours → applications, from whichever of the three the entry is."""
    index = ground.index
    rows: list[Row] = []
    if ref.list == "data":
        behaviours = index.linked(ref, "behaviour")
        for behaviour in behaviours:
            rows.append(_row(Text("用于认定行为", "shows conduct"), behaviour, ground))
            used = index.linked(behaviour, "application")
            rows += [_row(Text("行为用于", "which is used in"), application, ground, 1) for application in used]
        direct = index.linked(ref, "application")
        rows += [_row(Text("直接用于", "used in"), application, ground) for application in direct]
        for name, label in (("regime", "列入名单制度"), ("arrangement", "纳入区域安排")):
            rows += [_row(Text(label, f"part of the {name}"), one, ground) for one in index.linked(ref, name)]
    elif ref.list == "behaviour":
        rows += [_row(Text("数据来自", "fed by"), item, ground) for item in index.named(ref, "data")]
        rows += [_row(Text("用于", "used in"), one, ground) for one in index.linked(ref, "application")]
    elif ref.list == "application":
        for behaviour in index.named(ref, "behaviour"):
            rows.append(_row(Text("依据行为", "follows conduct"), behaviour, ground))
            rows += [_row(Text("数据来自", "fed by"), item, ground, 1) for item in index.named(behaviour, "data")]
        rows += [_row(Text("直接使用数据", "uses data"), item, ground) for item in index.named(ref, "data")]
    else:
        return None
    if not rows:
        nothing = Text(
            "文件没有把它与三清单的其他事项联系起来。", "The document links it to no other entry of the three lists."
        )
        rows = [Row(same(""), nothing)]
    return Section(CHAIN, tuple(rows))


def _row(label: Text, ref: Ref, ground: Ground, depth: int = 0) -> Row:
    return Row(label, _named(ref, ground), depth)


def _named(ref: Ref, ground: Ground) -> Text:
    name = name_of(ref, ground.index, ground.standard)
    return Text(f"{name.zh}（{ref}）", f"{name.en} ({ref})")


def others(ref: Ref, ground: Ground) -> Section | None:
    """Everything else that names the entry, list by list."""
    shown = {"data": {"behaviour", "application", "regime", "arrangement"}, "behaviour": {"application"}}
    rows: list[Row] = []
    by_list: dict[str, list[Link]] = {}
    for link in ground.index.into.get(ref, ()):
        if link.source.list not in shown.get(ref.list, set()) and is_entry(link.source):
            by_list.setdefault(link.source.list, []).append(link)
    for name in LIST_TITLES:
        links = by_list.get(name, [])
        if not links or (name == "duty" and ref.list in ("data", "unit")):
            continue
        title = LIST_TITLES[name]
        number = len({link.source for link in links})
        rows.append(Row(title, Text(f"{number} 条", f"{number}")))
        rows += _sources(links, ground)
    return Section(Text("提到它的", "Named by"), tuple(rows)) if rows else None


def _sources(links: list[Link], ground: Ground) -> Iterator[Row]:
    roles: dict[Ref, list[Text]] = {}
    for link in links:
        said = ROLES.get(link.role)
        known = roles.setdefault(link.source, [])
        if said is not None and said not in known and link.role != "made_by":
            known.append(said)
    for ref, words in list(roles.items())[: ground.few]:
        yield Row(join(words), _named(ref, ground), 1)
    rest = 0 if ground.few is None else len(roles) - ground.few
    if rest > 0:
        yield Row(same(""), Text(f"另有 {rest} 条，见 --format json", f"{rest} more, see --format json"), 1)


def groups(ref: Ref, ground: Ground) -> Section | None:
    """The groups that a unit belongs to, and what is asked of it through them."""
    if ref.list != "unit":
        return None
    rows = []
    for group in ground.index.groups.get(ref.id, ()):
        rows.append(Row(Text("属于", "member of"), _named(Ref("unit", group), ground)))
        rows += [
            Row(ROLES.get(link.role, same(link.role)), _named(link.source, ground), 1)
            for link in ground.index.into.get(Ref("unit", group), ())
            if link.source.list in ("data", "behaviour", "application") and link.role != "issuer"
        ]
    return Section(Text("作为一类单位的成员", "As a member of groups"), tuple(rows)) if rows else None
