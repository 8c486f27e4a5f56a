"""Comparing two editions: everything that both sides have, and a list of what was not compared."""

from __future__ import annotations

from msgspec import Struct

from conformance.catalog.diff import frame, parties, prove
from conformance.catalog.diff.checks import compare_rules
from conformance.catalog.diff.codes import compare_codes
from conformance.catalog.diff.collect import Found
from conformance.catalog.diff.lists import Ground, compare_lists
from conformance.catalog.diff.model import Change, Proof
from conformance.catalog.diff.names import names_of
from conformance.catalog.diff.records import compare_extras, compare_records, renamed
from conformance.catalog.diff.rows import COMPILED, Rows, compiled_rows, rows_of, titles_of
from conformance.catalog.diff.sides import Side, side_of
from conformance.catalog.diff.words import LISTS, called
from conformance.catalog.store import Catalogue, NoCatalogue
from conformance.standard.load import load
from conformance.standard.model import Standard, Text

SCHEMA_PARTS = Text(
    "记录类型、数据项、代码表、规则、区划代码、工作日、无效占位值",
    "record types, fields, code lists, rules, division codes, working days, placeholders",
)


class Comparison(Struct, frozen=True):
    """What a comparison has found, and what it has not looked at."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    proofs: tuple[Proof, ...]
    """Record types and items whose schema has changed."""
    compared: tuple[Text, ...]
    not_compared: tuple[Text, ...]


def compare(old: Catalogue | Side, new: Catalogue | Side) -> list[Change]:
    """The changes from one edition to another: of catalogues the lists, of sides everything that both have."""
    return list(compared(_side(old), _side(new)).changes)


def compared(old: Side, new: Side) -> Comparison:
    """The changes, their proofs, and what was left out. Raises NoCatalogue where nothing can be compared."""
    known = [one for one in (new.standard, old.standard) if one is not None]
    # Lists alone say nothing of fields: what they are called is then what the edition that is shipped calls them.
    found = Found(names=names_of(*(known or [load()])))
    frame.compare_editions(old.edition, new.edition, found)
    was, now = rows_of(old), rows_of(new)
    both = (old.standard, new.standard)
    if both[0] is not None and both[1] is not None and not (was and now):
        was, now = compiled_rows(both[0]), compiled_rows(both[1])
    if was and now and old.edition is not None and new.edition is not None:
        # Both are whole editions: a list of which one has no file is empty there.
        was, now = ({name: rows.get(name, {}) for name in {**was, **now}} for rows in (was, now))
    shared = [name for name in LISTS if name in was and name in now]
    if not shared and None in both:
        raise NoCatalogue(
            f"“{old.name}”与“{new.name}”没有可以比较的内容：请两边都给清单文件夹，或都给编译好的标准、项目目录、版次号。",
            f"{old.name!r} and {new.name!r} have nothing in common to compare: give two folders of lists, or two of a "
            "compiled standard, a project and a shipped edition.",
        )
    titles = titles_of(now, was)
    names = renamed(both[0], both[1]) if both[0] is not None and both[1] is not None else {}
    compare_lists(was, now, Ground(found, new.shape(), titles, names))
    _parties(old, new, was, now, found)
    parties.compare_writing(was.get("party", {}), now.get("party", {}), found, new.shape(), titles)
    proofs: list[Proof] = []
    if both[0] is not None and both[1] is not None:
        proofs = _standards(both[0], both[1], found)
    return Comparison(
        old=old,
        new=new,
        changes=tuple(found.changes),
        proofs=tuple(proofs),
        compared=tuple(_compared(shared, both)),
        not_compared=tuple(_left_out(old, new, was, now)),
    )


def _side(given: Catalogue | Side) -> Side:
    return given if isinstance(given, Side) else side_of(given)


def _standards(old: Standard, new: Standard, found: Found) -> list[Proof]:
    frame.compare_frame(old, new, found)
    compare_records(old, new, found)
    names = {name: called("data", name, item.title) for name, item in new.items.items()}
    compare_extras(old, new, found, names)
    compare_codes(old, new, found)
    compare_rules(old, new, found)
    found.changes = prove.proved(found.changes, old, new)
    return prove.proofs(old, new)


def _parties(old: Side, new: Side, was: Rows, now: Rows, found: Found) -> None:
    if old.standard is not None and new.standard is not None:
        # Why a party has its own word is in its profile as written; what holds for it is in the compiled standard.
        complete = parties.Complete(
            units=frozenset(was.get("unit", {}).keys() ^ now.get("unit", {}).keys()),
            rules={name: rule.severity for name, rule in new.standard.rules.items()},
        )
        parties.compare_parties(parties.compiled(old.standard), parties.compiled(new.standard), found, complete)
    elif old.entries is not None and new.entries is not None:
        before, after = (parties.written(rows.get("party", {})) for rows in (was, now))
        parties.compare_parties(before, after, found)


def _compared(shared: list[str], both: tuple[Standard | None, Standard | None]) -> list[Text]:
    found = [Text("版次", "edition")]
    if shared:
        names = [LISTS[name] for name in shared]
        found.append(Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)))
    if None not in both:
        found.append(SCHEMA_PARTS)
    return found


def _left_out(old: Side, new: Side, was: Rows, now: Rows) -> list[Text]:
    found = []
    for side in (old, new):
        if side.edition is None:
            found.append(
                Text(f"版次：“{side.name}”没有 edition.yaml", f"the edition: {side.name!r} has no edition.yaml")
            )
        if side.standard is None:
            found.append(
                Text(
                    f"{SCHEMA_PARTS.zh}：“{side.name}”只有清单，没有 schemas/（要比较，请给项目目录或编译好的标准）",
                    f"{SCHEMA_PARTS.en}: {side.name!r} brings lists only, no schemas/ (give a project or a compiled "
                    "standard to have them compared)",
                )
            )
        if side.entries is None:
            lists = [LISTS[name] for name in LISTS if name not in COMPILED and name in _WRITTEN]
            found.append(
                Text(
                    f"{'、'.join(t.zh for t in lists)}，以及数据事项和单位的其余内容：“{side.name}”是编译好的标准，没有清单",
                    f"{', '.join(t.en for t in lists)}, and what else items and units say: {side.name!r} is a compiled "
                    "standard without lists",
                )
            )
    for here, there, side in ((was, now, new), (now, was, old)):
        missing = [LISTS[name] for name in here if name not in there]
        if missing and here and there:
            zh, en = "、".join(t.zh for t in missing), ", ".join(t.en for t in missing)
            found.append(Text(f"{zh}：“{side.name}”没有这些清单", f"{en}: {side.name!r} has no such lists"))
    return list(dict.fromkeys(found))


_WRITTEN = frozenset(
    "behaviour application regime arrangement region district comparison duty clause system obligation".split()
)
