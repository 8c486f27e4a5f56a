"""Bringing the units' answers home: what all who answered agree on is taken over, everything else stays and is told.

A change on which a unit that answers for the entry too said nothing is taken over, and that unit is named beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from conformance.catalog.store import LISTS, Catalogue
from conformance.catalog.workbook import canonical_form
from conformance.catalog.workbook.answers import Answer, Answers, read_answers
from conformance.catalog.workbook.asked import name_of, responsible
from conformance.catalog.workbook.byunit import ADD, CANCEL, CHANGE, KEEP, OPINIONS
from conformance.catalog.workbook.export import issued
from conformance.catalog.workbook.homes import home
from conformance.catalog.workbook.loose import loose_files
from conformance.catalog.workbook.mergemodel import Conflict, Merged, Silent, Taken
from conformance.standard.entries import Entry, EntryFile
from conformance.standard.links import Index, Ref, index
from conformance.standard.model import Text

CONSULTED = "consulted"
"""State of what the units changed or added: it has been through consultation and is not approved yet."""
ENGLISH = dict(zip(OPINIONS, ("keep", "change", "add", "cancel"), strict=True))
"""What the opinions are called in English."""
_USERS = ("behaviour", "application", "regime", "arrangement")


def merge_folder(
    catalogue: Catalogue, folder: Path, day: str, *, loss: bool = False, units: Collection[str] = ()
) -> Merged:
    """Merge what is in a folder into an edition; ``day`` is when cancelled entries go out of use.

    ``units`` are those that were asked; where none is named, those that the workbooks say were. Raises NotCarried.
    """
    canonical_form.check(catalogue, loss=loss)
    answers = read_answers(catalogue, folder, units)
    merged = Merged(created=issued(catalogue), rejected=answers.rejected)
    others = [one for one in answers.rejected if one.kind == "other-edition"]
    if others and not answers.workbooks:  # it is --base that is wrong, and not one of the workbooks
        merged.faults = [
            Text(f"{one.workbook}：{said.zh}", f"{one.workbook}: {said.en}") for one in others for said in one.faults
        ]
        return merged
    groups: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers.answers:
        groups.setdefault((answer.list, answer.id), []).append(answer)
    known = index(catalogue.entries, catalogue.source_document)
    changed: dict[tuple[str, str], Entry | None] = {}
    for _, group in sorted(groups.items()):
        found = list(_conflicts(group, known, groups))
        merged.conflicts += found
        if not found:
            _take(catalogue, group, merged, changed, day)
    _silent(catalogue, answers, merged)
    merged.files = _files(catalogue, changed)
    merged.loose = loose_files(catalogue)
    return merged


def _conflicts(
    group: Sequence[Answer], known: Index, groups: dict[tuple[str, str], list[Answer]]
) -> Iterator[Conflict]:
    first = group[0]
    for answer in group:
        wrong = _wrong(answer)
        if wrong is not None:
            yield _conflict(wrong[0], [answer], *wrong[1:])
    said = [answer for answer in group if answer.opinion]
    words = {answer.opinion for answer in said}
    contents = {repr(_sorted(answer.data)) for answer in said if answer.opinion in (CHANGE, ADD)}
    if first.is_new and len(group) > 1 and len(contents) > 1:
        yield _conflict(
            "added-differently",
            group,
            f"{'、'.join(_names(group))}以同一编号新增了不同的条目。",
            f"{', '.join(_names(group))} add different entries under one id.",
        )
    elif len(contents) > 1:
        yield _conflict(
            "changed-differently",
            group,
            f"{'、'.join(_names(group))}的修改不一致。",
            f"{', '.join(_names(group))} change it differently.",
        )
    elif len(words) > 1:
        each = "、".join(f"{answer.unit} {answer.opinion}" for answer in said)
        english = ", ".join(f"{answer.unit} {ENGLISH.get(answer.opinion, answer.opinion)}" for answer in said)
        yield _conflict("opinions-differ", said, f"意见不一致：{each}。", f"Opinions differ: {english}.")
    if words == {CANCEL}:
        users = [
            ref for name in _USERS for ref in known.linked(Ref(first.list, first.id), name) if not _going(ref, groups)
        ]
        if users:
            listed = "、".join(map(str, users[:8])) + (" 等" if len(users) > 8 else "")
            english = ", ".join(map(str, users[:8])) + (", …" if len(users) > 8 else "")
            yield _conflict(
                "cancelled-but-used",
                group,
                f"要取消的条目仍被引用：{listed}。",
                f"The entry is still used by: {english}.",
            )


def _going(ref: Ref, groups: dict[tuple[str, str], list[Answer]]) -> bool:
    """Whether an entry is itself being cancelled by all who speak of it."""
    said = [answer.opinion for answer in groups.get((ref.list, ref.id), []) if answer.opinion]
    return bool(said) and set(said) == {CANCEL}


def _wrong(answer: Answer) -> tuple[str, str, str] | None:
    """What is wrong with one answer by itself: kind, sentence in Chinese, in English."""
    if answer.data is None:
        return "row-removed", "行被删去而没有填“取消”。", 'The row was taken out without the opinion "cancel".'
    if not answer.own and answer.opinion and not (answer.opinion == ADD and not answer.is_new):
        return (
            "not-responsible",
            "答复的单位不是这一条目的责任单位。",
            "The unit is none of those that answer for the entry.",
        )
    if answer.is_new and answer.opinion != ADD:
        return (
            "new-without-opinion",
            f"版本里没有这一编号，而意见不是“{ADD}”。",
            'The id is new and the opinion is not "add".',
        )
    if not answer.is_new and answer.opinion == ADD:
        return "added-but-exists", "新增的编号已被现有条目使用。", "The id of the new entry is already in use."
    if answer.opinion == KEEP and answer.changed:
        return "kept-but-changed", "意见为“保留”，内容却改了。", 'The opinion is "keep" and the content was changed.'
    if not answer.opinion and answer.changed:
        return "changed-without-opinion", "改了内容而没有填意见。", "The content was changed without an opinion."
    if answer.opinion == CHANGE and not answer.changed:
        return (
            "change-without-content",
            "意见为“修改”，内容却没有变。",
            'The opinion is "change" and nothing was changed.',
        )
    if answer.opinion == CANCEL and answer.changed:
        return (
            "cancelled-and-changed",
            "意见为“取消”，内容却改了。",
            'The opinion is "cancel" and the content was changed.',
        )
    if answer.opinion in (CHANGE, ADD, CANCEL) and not answer.reason:
        return (
            "no-reason",
            f"意见为“{answer.opinion}”，没有写理由。",
            f'The opinion is "{ENGLISH[answer.opinion]}" and there is no reason.',
        )
    return None


def _conflict(kind: str, group: Sequence[Answer], zh: str, en: str) -> Conflict:
    first = group[0]
    units = tuple(dict.fromkeys(answer.unit for answer in group))
    return Conflict(kind, first.list, first.id, units, Text(zh, en), tuple(answer.place for answer in group))


def _names(group: Sequence[Answer]) -> list[str]:
    return list(dict.fromkeys(answer.unit for answer in group if answer.opinion))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, _sorted(value[key])) for key in sorted(value)]
    return [_sorted(part) for part in value] if isinstance(value, list) else value


def _take(
    catalogue: Catalogue,
    group: Sequence[Answer],
    merged: Merged,
    changed: dict[tuple[str, str], Entry | None],
    day: str,
) -> None:
    said = [answer for answer in group if answer.opinion]
    if not said:
        return
    first = said[0]
    if first.opinion == KEEP or first.data is None:
        merged.kept += 1
        return
    key = LISTS[first.list]
    old = catalogue.entries.index(key).get(first.id)
    data: dict[str, Any] = {**first.data, "state": CONSULTED}
    if first.opinion == CANCEL:
        # What was published keeps its id for ever: it goes out of use and is not taken out.
        published = old is not None and old.data.get("state") == "published"
        data["deprecated_since"] = day
        changed[key, first.id] = old.holding(data) if published and old is not None else None
    elif old is not None:
        changed[key, first.id] = old.holding(data)
    else:
        placed = [(entry.file, entry.data) for entry in catalogue.entries.of(key)]
        changed[key, first.id] = Entry(key, data, home(key, data, placed), 0)
    reasons = "；".join(dict.fromkeys(answer.reason for answer in said))
    title = Text(*(str(data.get("title", {}).get(part, "")) for part in ("zh", "en")))
    speakers = tuple(answer.unit for answer in said)
    both = [*(() if old is None else responsible(old)), *responsible(Entry(key, data, "", 0))]
    unheard = tuple(unit for unit in dict.fromkeys(both) if unit not in speakers)
    merged.taken.append(Taken(first.opinion, first.list, first.id, title, speakers, reasons, unheard))


def _silent(catalogue: Catalogue, answers: Answers, merged: Merged) -> None:
    spoken = {(answer.unit, answer.list, answer.id) for answer in answers.answers if answer.opinion or answer.changed}
    names = {key: name for name, key in LISTS.items()}
    heard = {answer.unit for answer in answers.answers}
    lost = {one.unit for one in answers.rejected} - heard
    for unit, entries in answers.asked.units.items():
        merged.asked += 1
        if unit in lost:
            continue
        open_ = tuple(f"{names[e.list]}:{e.id}" for e in entries if (unit, names[e.list], e.id) not in spoken)
        if unit not in answers.workbooks:
            merged.silent.append(Silent(unit, name_of(unit, catalogue), Text("没有退回", "nothing came back"), open_))
        elif not any(who == unit for who, _, _ in spoken):
            why = Text("退回了，一条意见也没有填", "came back without any opinion")
            merged.silent.append(Silent(unit, name_of(unit, catalogue), why, open_))
        else:
            merged.answered += 1
            if open_:
                why = Text(
                    f"{len(open_)} 个条目没有填意见",
                    f"{len(open_)} {'entry' if len(open_) == 1 else 'entries'} without an opinion",
                )
                merged.partial.append(Silent(unit, name_of(unit, catalogue), why, open_))


def _files(catalogue: Catalogue, changed: dict[tuple[str, str], Entry | None]) -> tuple[EntryFile, ...]:
    files: dict[str, EntryFile] = {}
    for file in catalogue.entries.files:
        kept = (changed.get((file.list, entry.id), entry) for entry in file.entries)
        files[file.name] = replace(file, entries=tuple(entry for entry in kept if entry is not None))
    for (key, id_), entry in changed.items():
        if entry is None or id_ in catalogue.entries.index(key):
            continue
        old = files.get(entry.file, EntryFile(entry.file, key, (), ()))
        files[entry.file] = replace(old, entries=(*old.entries, entry))
    return tuple(file for _, file in sorted(files.items()) if file.entries)
