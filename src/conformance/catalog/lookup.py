"""Finding entries: by word, unit, clause, record type, state; and telling what somebody may have meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from conformance.catalog.store import NoCatalogue
from conformance.standard.entries import Entry
from conformance.standard.links import Index, Ref, covered
from conformance.standard.lists import LIST_TITLES
from conformance.standard.names import undecorated
from conformance.standard.titles import name_of, title_of

_TEXTS = frozenset(
    "id title name term terms aliases names note about content gaps subject_stated statements what zh en "
    "provenance history threshold not_used no_data members_unknown persons_published not_narrowed".split()
)
"""Keys whose texts are searched for words."""
_NEAR = 0.5
_SHOWN = 5


class NotFound(NoCatalogue):
    """What was asked for is not in the catalogue; the sentence says what is near."""


class Criteria(Struct, frozen=True):
    """What is looked for; everything that is given has to hold."""

    lists: tuple[str, ...]
    words: tuple[str, ...] = ()
    unit: str | None = None
    """Id of the unit."""
    clause: str | None = None
    record_type: str | None = None
    state: str | None = None


class Through(Struct, frozen=True):
    """How an entry is linked to the unit that is looked for: as what, and through which group or member."""

    role: str
    unit: str


class Found(Struct, frozen=True):
    """An entry that fits."""

    ref: Ref
    entry: Entry
    through: tuple[Through, ...] = ()


def find(criteria: Criteria, index: Index) -> list[Found]:
    """Every entry that fits, in the order of the lists."""
    units = _family(criteria.unit, index) if criteria.unit else {}
    found = []
    for name in criteria.lists:
        for ref, entry in index.of(name):
            through = tuple(_through(ref, units, index)) if criteria.unit else ()
            if criteria.unit and not through and ref != Ref("unit", criteria.unit):
                continue
            if criteria.record_type and entry.data.get("record_type") != criteria.record_type:
                continue
            if criteria.state and entry.data.get("state") != criteria.state:
                continue
            if criteria.clause and not covered(criteria.clause, clauses_of(ref, index)):
                continue
            if criteria.words and not _has(entry, ref, criteria.words, index):
                continue
            found.append(Found(ref, entry, through))
    return found


def _family(unit: str, index: Index) -> dict[str, str]:
    """The unit itself, the groups that it belongs to, and its members."""
    return dict.fromkeys([unit, *index.groups.get(unit, ()), *index.members(unit)], unit)


def _through(ref: Ref, units: Iterable[str], index: Index) -> Iterator[Through]:
    seen = set()
    for link in index.out.get(ref, ()):
        if link.target.list == "unit" and link.target.id in units and (link.role, link.target.id) not in seen:
            seen.add((link.role, link.target.id))
            yield Through(link.role, link.target.id)


def clauses_of(ref: Ref, index: Index) -> list[str]:
    """Every clause that an entry names; a clause names itself."""
    own = [ref.id] if ref.list == "clause" else []
    return own + [link.target.id for link in index.out.get(ref, ()) if link.target.list == "clause"]


def plain(text: str) -> str:
    """A text as it is compared: NFKC, small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def bare(name: str) -> str:
    """A name as it is compared: without blanks, quotes and brackets."""
    return plain(undecorated(name))


def _has(entry: Entry, ref: Ref, words: Sequence[str], index: Index) -> bool:
    text = plain("\n".join(_texts_of(entry, ref, index)))
    return all(plain(word) in text for word in words)


def _texts_of(entry: Entry, ref: Ref, index: Index) -> Iterator[str]:
    yield from _texts(entry.data)
    for unit in dict.fromkeys(link.target for link in index.out.get(ref, ()) if link.target.list == "unit"):
        named = index.entries.get(unit)
        if named is not None:
            yield from names_of(named)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key in _TEXTS:
                yield from _texts(part)


def names_of(unit: Entry) -> list[str]:
    """Every name of a unit."""
    data = unit.data
    title = data.get("title") or {}
    former = [name for event in data.get("history", ()) for name in event.get("names", ())]
    names = [unit.id, data.get("name"), title.get("zh"), title.get("en"), *data.get("aliases", ()), *former]
    return list(dict.fromkeys(str(name) for name in names if name))


def unit_of(given: str, index: Index) -> str:
    """Id of the unit that an id or any of its names means. Raises NotFound where it is none or more than one."""
    given = given.removeprefix("unit:")
    named = {ref.id: {bare(name) for name in names_of(entry)} for ref, entry in index.of("unit")}
    if given in named:
        return given
    wanted = bare(given)
    exact = [unit for unit, names in named.items() if wanted in names]
    part = [unit for unit, names in named.items() if wanted and any(wanted in name for name in names)]
    for choice in (exact, part):
        if len(choice) == 1:
            return choice[0]
        if choice:
            listed = _listed([Ref("unit", unit) for unit in choice], index)
            raise NotFound(
                f"“{given}”可以指不止一个单位：{listed[0]}。请写编号。",
                f'"{given}" may be more than one unit: {listed[1]}. Give the id.',
            )
    raise _nothing("单位", "unit", given, [Ref("unit", unit) for unit in named], index)


def ref_of(given: str, index: Index, outside: Iterable[Ref] = ()) -> Ref:
    """What ``LIST:ID``, or an id that only one list has, means. Raises NotFound.

    ``outside`` are further things that may be meant, such as record types.
    """
    known = dict.fromkeys([*index.entries, *outside])
    name, colon, wanted = given.partition(":")
    if colon and name in LIST_TITLES:
        ref = Ref(name, wanted)
        if ref in known:
            return ref
        title = LIST_TITLES[name]
        raise _nothing(
            f"“{title.zh}”里的编号", f"id in the {title.en}", wanted, [r for r in known if r.list == name], index
        )
    having = [ref for ref in known if ref.id == given]
    if len(having) == 1:
        return having[0]
    if having:
        listed = "、".join(map(str, having))
        raise NotFound(
            f"不止一份清单有编号“{given}”，请写明是哪一个：{listed}。",
            f'More than one list has the id "{given}"; say which: {", ".join(map(str, having))}.',
        )
    raise _nothing("编号", "id", given, list(known), index)


def _nothing(zh: str, en: str, given: str, among: Sequence[Ref], index: Index) -> NotFound:
    listed = near(given, among, index)
    if not listed:
        return NotFound(
            f"没有名为“{given}”的{zh}。可用 conformance catalog list --word 查找。",
            f'There is no {en} named "{given}". Look for it with conformance catalog list --word.',
        )
    words = _listed(listed, index)
    return NotFound(
        f"没有名为“{given}”的{zh}；相近的有：{words[0]}。",
        f'There is no {en} named "{given}"; near it are: {words[1]}.',
    )


def near(given: str, among: Iterable[Ref], index: Index) -> list[Ref]:
    """What is most like a word: by id, title or the document's term, at most a handful."""
    wanted = bare(given)
    scored = []
    for ref in among:
        entry = index.entries.get(ref)
        names = [ref.id] if entry is None else _names(ref, entry)
        score = max(_likeness(wanted, bare(name)) for name in names)
        if score >= _NEAR:
            scored.append((-score, ref))
    return [ref for _, ref in sorted(scored)[:_SHOWN]]


def _names(ref: Ref, entry: Entry) -> list[str]:
    if ref.list == "unit":
        return names_of(entry)
    term = (entry.data.get("provenance") or {}).get("term") or entry.data.get("term")
    return [ref.id, title_of(entry).zh, *([str(term)] if term else [])]


def _likeness(wanted: str, name: str) -> float:
    """Share of the pairs of characters of the shorter text that the other has too, or what difflib says."""
    if not wanted or not name:
        return 0.0
    if wanted in name or name in wanted:
        return 0.5 + 0.5 * min(len(wanted), len(name)) / max(len(wanted), len(name))
    matcher = difflib.SequenceMatcher(None, wanted, name)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


def _listed(refs: Iterable[Ref], index: Index) -> tuple[str, str]:
    pairs = [(str(ref), name_of(ref, index)) for ref in refs]
    return "、".join(f"{ref}（{name.zh}）" for ref, name in pairs), ", ".join(
        f"{ref} ({name.en})" for ref, name in pairs
    )


_CLAUSE = re.compile(r"[A-Z][0-9]+(\.[0-9]+)?")


def clause_of(given: str) -> str:
    """A clause as it is written: ``t 21.2`` and ``clause:T21.2`` are T21.2. Raises NotFound."""
    wanted = unicodedata.normalize("NFKC", given).replace(" ", "").upper().removeprefix("CLAUSE:")
    if not _CLAUSE.fullmatch(wanted):
        raise NotFound(
            f"“{given}”不是条款的写法；节、句写作 S4.5，任务及其各项写作 T21、T21.2。",
            f'"{given}" is no clause; sections and sentences are written S4.5, tasks and their parts T21, T21.2.',
        )
    return wanted
