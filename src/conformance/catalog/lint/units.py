"""The registry of units, the districts, and their division codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.catalog.lint.lifecycle import retired
from conformance.catalog.lint.model import Found, Ground, lint_code, part, texts
from conformance.catalog.lookup import bare
from conformance.standard.entries import Entry
from conformance.standard.links import Ref, walk
from conformance.standard.model import Text
from conformance.standard.yamltext import Steps

_DIVISIONS = {
    "unit": (("division",), ("earlier_divisions", "*")),
    "district": (("id",), ("codes", "*")),
    "region": (("zones", "*", "parent"),),
}


@lint_code(
    "group-without-members",
    "warning",
    ("一类单位没有成员", "a group without members"),
    ("列出成员单位；不明的，写明原因（members_unknown）", "name its members, or say in members_unknown why nobody can"),
)
def group_without_members(ground: Ground) -> Iterator[Found]:
    """A group whose members nobody knows, without the reason."""
    for _, entry in ground.of("unit"):
        if (
            entry.data.get("naming") == "group"
            and not texts(entry, "members")
            and not entry.data.get("members_unknown")
        ):
            message = Text(
                "是一类单位，没有列成员，也没有写明原因",
                "is a group without members, and members_unknown does not say why",
            )
            yield Found(message, entry)


@lint_code(
    "members-of-no-group",
    "error",
    ("单个单位列有成员", "members of what is no group"),
    (
        "列名方式改为 group，或删去成员；下属单位用 parent 表示",
        "make it a group, or drop the members; subordinates have a parent",
    ),
)
def members_of_no_group(ground: Ground) -> Iterator[Found]:
    """Members on a unit that the document names as one body."""
    for _, entry in ground.of("unit"):
        if entry.data.get("naming") != "group" and texts(entry, "members"):
            yield Found(Text("不是一类单位，却列有成员", "is no group and has members"), entry, ("members",))


@lint_code(
    "unit-cycle",
    "error",
    ("上级或成员关系成环", "a unit above itself"),
    ("改正 parent 或 members", "mend parent or members"),
)
def unit_cycle(ground: Ground) -> Iterator[Found]:
    """A unit that is its own superior or member, directly or by way of others."""
    for key, roles in (("parent", ("parent",)), ("members", ("member",))):
        for ref, entry in ground.of("unit"):
            if ref in _reached(ref, roles, ground):
                yield Found(Text(f"“{ref.id}”成了自己的上级或成员", f"{ref.id} is above itself"), entry, (key,))


def _reached(start: Ref, roles: tuple[str, ...], ground: Ground) -> set[Ref]:
    found: set[Ref] = set()
    waiting = [start]
    while waiting:
        for ref in ground.index.named(waiting.pop(), "unit", *roles):
            if ref not in found:
                found.add(ref)
                waiting.append(ref)
    return found


@lint_code(
    "unit-name-ambiguous",
    "error",
    ("单位名称不能区分", "a name that two units have"),
    ("删去其中一个别名，或写出能够区分的全称", "drop one of the aliases, or write names that tell them apart"),
)
def unit_name_ambiguous(ground: Ground) -> Iterator[Found]:
    """A full name or alias that is also another unit's. The document itself calls two units by one short name."""
    named: dict[str, list[tuple[Entry, bool, Steps]]] = {}
    theirs = [] if ground.base is None else [e for ref, e in ground.base.of("unit") if ref not in ground.index.entries]
    for entry in (*theirs, *(entry for _, entry in ground.of("unit"))):
        # A name that stands in several places is where it stands first.
        own = {name: (firm, path) for name, firm, path in reversed(list(_names(entry)))}
        for name, (firm, path) in own.items():
            named.setdefault(name, []).append((entry, firm, path))
    for bearers in named.values():
        for entry, firm, path in bearers[1:]:
            first, first_firm, _ = bearers[0]
            if (firm or first_firm) and entry not in theirs and not retired(entry) and not retired(first):
                yield Found(Text(f"与 {first.id} 有同一名称", f"has a name of {first.id}"), entry, path)


def _names(entry: Entry) -> Iterator[tuple[str, bool, Steps]]:
    """Names as they are compared, whether they are ours to choose, and where they stand."""
    yield bare(str(entry.data.get("name", ""))), False, ("name",)
    yield bare(str(part(entry, "title").get("zh", ""))), True, ("title",)
    for place, alias in enumerate(texts(entry, "aliases")):
        yield bare(str(alias)), True, ("aliases", place)


@lint_code(
    "district-code-unknown",
    "error",
    ("区划代码不存在", "no code of a division"),
    ("改为 regions/divisions.csv 中的代码", "take a code of regions/divisions.csv"),
)
def district_code_unknown(ground: Ground) -> Iterator[Found]:
    """A code that no list of divisions ever had."""
    for entry, path, code in _codes(ground):
        if code not in ground.divisions:
            yield Found(Text(f"没有区划代码“{code}”", f"there is no division {code}"), entry, path)


@lint_code(
    "district-code-not-in-force",
    "error",
    ("区划代码在版本发布时未启用或已停用", "a code that was not in force when the edition was issued"),
    (
        "改为当时有效的代码；并入的区县写在 earlier_divisions",
        "take the code of that time; merged divisions are earlier_divisions",
    ),
)
def district_code_not_in_force(ground: Ground) -> Iterator[Found]:
    """The code of a district that did not hold in the month of the edition."""
    for entry, path, code in _codes(ground):
        division = ground.divisions.get(code)
        if division is None or path[0] not in ("division", "id"):
            continue
        if not division.first <= ground.issued <= (division.last or "9999"):
            said = Text(
                f"“{code}”（{division.name}）在 {ground.issued} 无效",
                f"{code} ({division.name}) was not in force in {ground.issued}",
            )
            yield Found(said, entry, path)


def _codes(ground: Ground) -> Iterator[tuple[Entry, Steps, str]]:
    for name, places in _DIVISIONS.items():
        for _, entry in ground.of(name):
            for path in places:
                for steps, value, _ in walk(entry.data, path):
                    yield entry, steps, str(value)


@lint_code(
    "district-unit-differs",
    "error",
    ("区县与单位的区划代码不一致", "a district and its unit differ"),
    ("使 districts/ 与 units/ 中的代码一致", "let districts/ and units/ have the same codes"),
)
def district_unit_differs(ground: Ground) -> Iterator[Found]:
    """A district whose unit governs another division, or whose codes are not those of its unit and their successors."""
    for ref, entry in ground.of("district"):
        unit = ground.entry(Ref("unit", str(entry.data.get("unit"))))
        if unit is None:
            continue
        governed = [unit.data.get("division"), *texts(unit, "earlier_divisions")]
        codes: list[Any] = texts(entry, "codes")
        later = {one for code in governed if code in ground.divisions for one in ground.divisions[code].successors}
        if governed[0] != ref.id or not set(governed) <= set(codes) <= {*governed, *later}:
            said = "、".join(map(str, governed))
            yield Found(
                Text(
                    f"单位“{unit.id}”的区划代码是 {said}", f"the unit {unit.id} governs {', '.join(map(str, governed))}"
                ),
                entry,
                ("codes",),
            )
