"""Lists held against an edition: a district's own against the city's, a new edition against the one before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.catalog.lint.model import Found, Ground, lint_code, texts
from conformance.catalog.lookup import bare
from conformance.standard.entries import Entry
from conformance.standard.links import Ref
from conformance.standard.model import Text
from conformance.standard.titles import title_of
from conformance.standard.words import SUBJECTS

_COMPARED = ("data", "behaviour", "application", "regime", "arrangement", "unit")
_THREE = ("data", "behaviour", "application")


def _pairs(ground: Ground, *lists: str) -> Iterator[tuple[Ref, Entry, Entry]]:
    """Entries that the edition has as well, with its own of the same id."""
    for name in lists:
        for ref, entry in ground.of(name):
            other = None if ground.base is None else ground.base.entries.get(ref)
            if other is not None:
                yield ref, entry, other


@lint_code(
    "id-means-otherwise",
    "error",
    ("编号在对照版本中另有所指", "an id that means something else in the edition"),
    (
        "另取编号；确为同一事项的，名称与对照版本一致",
        "take another id; where it is the same entry, let the titles agree",
    ),
)
def id_means_otherwise(ground: Ground) -> Iterator[Found]:
    """The same id with another title."""
    for ref, entry, other in _pairs(ground, *_COMPARED):
        here, there = title_of(entry), title_of(other)
        if bare(here.zh) != bare(there.zh):
            said = Text(
                f"“{ref.id}”在 {ground.base_name} 中是“{there.zh}”，这里是“{here.zh}”",
                f"{ref.id} is {there.en!r} in {ground.base_name} and {here.en!r} here",
            )
            yield Found(said, entry, ("id",))


@lint_code(
    "already-there",
    "warning",
    ("对照版本已有同名事项", "the edition has an entry of that title"),
    (
        "同一事项沿用对照版本的编号；不是同一事项的，改用能够区分的名称",
        "use the edition's id for the same thing, another title for another",
    ),
)
def already_there(ground: Ground) -> Iterator[Found]:
    """Something that the edition has under another id."""
    if ground.base is None:
        return
    for name in _THREE:
        titles: dict[str, Ref] = {}
        for ref, entry in ground.base.of(name):
            for word in (title_of(entry).zh, *_term(entry)):
                titles.setdefault(bare(word), ref)
        for ref, entry in ground.of(name):
            known = titles.get(bare(title_of(entry).zh))
            if known is not None and ref not in ground.base.entries:
                said = Text(
                    f"{ground.base_name} 已有 {known}，名称相同", f"{ground.base_name} has {known} of that title"
                )
                yield Found(said, entry, ("title",))


def _term(entry: Entry) -> list[str]:
    source = entry.data.get("provenance")
    return [str(source["term"])] if isinstance(source, dict) and source.get("term") else []


@lint_code(
    "wider-than-edition",
    "error",
    ("允许的取值超出对照版本", "allows what the edition does not"),
    (
        "取值不超出对照版本的范围；需要扩大的，先修改对照版本",
        "stay within the edition's values; widen the edition first",
    ),
)
def wider_than_edition(ground: Ground) -> Iterator[Found]:
    """A district's item that takes values, subjects or a record type which the city's does not."""
    if ground.whole():
        return  # a new edition may widen its own; comparing editions is another command
    for ref, entry, other in _pairs(ground, "data"):
        if entry.data.get("record_type") != other.data.get("record_type"):
            theirs_is = ground.said("RecordTypeName", other.data.get("record_type"))
            said = Text(
                f"记录类型与 {ground.base_name} 的 {ref} 不同（那里是“{theirs_is.zh}”）",
                f"its record type is not that of {ref} in {ground.base_name} ({theirs_is.en})",
            )
            yield Found(said, entry, ("record_type",))
        theirs = {(_key(one)): one for one in texts(other, "narrowing") if isinstance(one, dict)}
        for place, demand in enumerate(texts(entry, "narrowing")):
            limit = theirs.get(_key(demand)) if isinstance(demand, dict) else None
            if limit is None or demand.get("kind") not in ("values", "subject"):
                continue
            words = "values" if demand["kind"] == "values" else "subject_types"
            beyond = [one for one in map(str, demand.get(words) or ()) if one not in map(str, limit.get(words) or ())]
            if beyond:
                shown = [SUBJECTS.get(one, Text(one, one)) for one in beyond]
                zh, en = "、".join(one.zh for one in shown), ", ".join(one.en for one in shown)
                said = Text(f"多出“{zh}”", f"has {en} besides")
                yield Found(said, entry, ("narrowing", place))
        mine = {_key(one) for one in texts(entry, "narrowing") if isinstance(one, dict)}
        for key in theirs:
            if key not in mine and key[0] in ("values", "required", "subject"):
                lacking = _demand(key, entry, ground)
                said = Text(f"缺少 {ground.base_name} 的要求：{lacking.zh}", f"lacks the demand {lacking.en}")
                yield Found(said, entry)


def _key(demand: dict[str, Any]) -> tuple[str, str]:
    return str(demand.get("kind")), str(demand.get("field", ""))


def _demand(key: tuple[str, str], entry: Entry, ground: Ground) -> Text:
    """A demand in words: 必填，评价年度（rating_year）."""
    kind, name = ground.said("ConstraintKind", key[0]), key[1]
    field = ground.field(entry.data.get("record_type"), name)
    return Text(f"{kind.zh}，{field.zh}", f"{kind.en}, {field.en}") if name else kind


@lint_code(
    "edition-differs",
    "error",
    ("版本与对照版本不符", "not of the edition that it is held against"),
    (
        "edition.yaml 写对照版本的编号和文件，或换用相应的 --against",
        "let edition.yaml name that edition and document, or choose another --against",
    ),
)
def edition_differs(ground: Ground) -> Iterator[Found]:
    """A district's lists that say they are of another edition or document than the city's."""
    if ground.base is None or ground.whole():
        return
    own, theirs = ground.frame, ground.base_frame
    for key in ("id", "source_document"):
        if own and own.get(key) != theirs.get(key):
            said = Text(
                f"{key} 是“{own.get(key)}”，对照版本是“{theirs.get(key)}”",
                f"its {key} is {own.get(key)}, the edition's {theirs.get(key)}",
            )
            yield Found(said, file="edition.yaml")
