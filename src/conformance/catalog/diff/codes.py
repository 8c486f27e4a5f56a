"""Comparing code lists: codes that come and go, what they stand for, how they are written."""

from __future__ import annotations

from conformance.catalog.diff.collect import Found, Subject
from conformance.catalog.diff.words import FORMS, from_table, of_codes
from conformance.standard.model import Code, CodeList, Standard, Text


def compare_codes(old: Standard, new: Standard, found: Found) -> None:
    """Every code list."""
    for name, codes in old.code_lists.items():
        if name in new.code_lists:
            _list(codes, new.code_lists[name], found)
        else:
            found.add("code-list-removed", of_codes(codes), old=codes.title)
    for name, codes in new.code_lists.items():
        if name not in old.code_lists:
            found.add("code-list-added", of_codes(codes), new=codes.title)


def _list(old: CodeList, new: CodeList, found: Found) -> None:
    subject = of_codes(new)
    was, now = ({code.code: code for code in one.codes} for one in (old, new))
    for code, entry in was.items():
        if code not in now:
            found.add("code-removed", subject, f"codes.{code}", entry.label, None, name=_named(entry))
        else:
            _code(entry, now[code], subject, found)
    for code, entry in now.items():
        if code not in was:
            found.add("code-added", subject, f"codes.{code}", None, entry.label, name=_named(entry))
    if old.wanted != new.wanted:
        found.add("code-form-changed", subject, "wanted", old.wanted, new.wanted, say=from_table(FORMS))
    if old.several != new.several:
        kind = "codes-several-allowed" if new.several else "codes-several-refused"
        found.add(kind, subject, "several", old.several, new.several)
    if old.numbering_stable != new.numbering_stable:
        kind = "code-numbering-settled" if new.numbering_stable else "code-numbering-open"
        found.add(kind, subject, "numbering_stable", old.numbering_stable, new.numbering_stable)
    if (old.title, old.title_en, old.source) != (new.title, new.title_en, new.source) or _translated(was, now):
        found.add("code-list-described-otherwise", subject, "title", old.title, new.title)


def _code(old: Code, new: Code, subject: Subject, found: Found) -> None:
    path = f"codes.{new.code}"
    kept = {new.code, new.label, *new.aliases}
    known = {old.code, old.label, *old.aliases}
    if old.label != new.label:
        kind = "code-label-reworded" if old.label in kept else "code-label-changed"
        found.add(kind, subject, f"{path}.label", old.label, new.label, name=old.code)
    for word in old.aliases:
        if word not in kept:
            found.add("code-alias-removed", subject, f"{path}.aliases", word, None, name=_named(new))
    for word in new.aliases:
        if word not in known:
            found.add("code-alias-added", subject, f"{path}.aliases", None, word, name=_named(new))
    if old.note_allowed != new.note_allowed:
        kind = "code-note-allowed" if new.note_allowed else "code-note-refused"
        found.add(kind, subject, f"{path}.note_allowed", old.note_allowed, new.note_allowed, name=_named(new))


def _named(code: Code) -> Text:
    return Text(f"{code.label}（{code.code}）", f"{code.label_en} ({code.code})")


def _translated(was: dict[str, Code], now: dict[str, Code]) -> bool:
    """Whether a code has another English word and the same Chinese one."""
    return any(
        code in now and one.label == now[code].label and one.label_en != now[code].label_en for code, one in was.items()
    )
