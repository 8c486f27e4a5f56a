"""One change of a code list by itself: the list as it was but for this change, so that each is proved alone."""

from __future__ import annotations

from msgspec.structs import replace

from conformance.catalog.diff.model import Change
from conformance.standard.model import Code, CodeList


def with_change(change: Change, old: CodeList, new: CodeList) -> CodeList | None:
    """The old list with one change of the new one; None where the change is not one of what the list takes."""
    part, _, rest = change.path.partition(".")
    if part in ("wanted", "several", "numbering_stable"):
        return replace(old, **{part: getattr(new, part)})
    code, _, facet = rest.partition(".")
    if part != "codes" or not code:
        return None
    was, now = (next((one for one in codes.codes if one.code == code), None) for codes in (old, new))
    if was is None:
        return None if now is None else replace(old, codes=(*old.codes, now))
    changed = None if now is None else _code(change, facet, was, now)
    kept = (changed if one is was else one for one in old.codes)
    return replace(old, codes=tuple(one for one in kept if one is not None))


def _code(change: Change, facet: str, was: Code, now: Code) -> Code:
    if facet == "label":  # a label that is reworded is among the aliases from then on
        return replace(was, label=now.label, aliases=now.aliases)
    if facet == "note_allowed":
        return replace(was, note_allowed=now.note_allowed)
    kept = tuple(word for word in was.aliases if word != change.old)
    return replace(was, aliases=kept if change.new is None else (*kept, str(change.new)))
