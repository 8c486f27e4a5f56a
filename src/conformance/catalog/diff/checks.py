"""Comparing what is checked: rules by id, and the checks of a record type, each with its counterpart.

A check that only follows from something else that has changed (a field that came, its length, its code list) is not
reported a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from msgspec.structs import replace

from conformance.catalog.diff.collect import Found, Subject
from conformance.catalog.diff.pairs import Pairs
from conformance.catalog.diff.tightness import turn
from conformance.catalog.diff.words import from_table, of_parameters, of_rule
from conformance.standard.model import ROW_KINDS, Check, Field, RecordType, Rule, Severity, Standard, Text
from conformance.standard.words import SEVERITIES

RANK: Mapping[Severity, int] = {"info": 0, "warning": 1, "error": 2}
_SAYS = from_table(SEVERITIES)
_FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "required": ("requirement",),
    "placeholder": ("requirement",),
    "one_of": ("requirement",),
    "max_length": ("max_length",),
    "code_list": ("code_list",),
    "label_for_code": ("code_list",),
    "code_scheme": ("code_list",),
    "other_needs_note": ("code_list",),
    "masked": ("personal",),
    "unmasked": ("personal", "disclosure"),
}
"""Kind of check → facets of its field from which it follows. All checks of a field follow from its type as well."""


def compare_rules(old: Standard, new: Standard, found: Found) -> None:
    """Every rule: whether it is there, how grave it is, how it is worded."""
    for name, rule in old.rules.items():
        if name in new.rules:
            _rule(rule, new.rules[name], found)
        else:
            found.add(_graded("rule-removed", rule.severity), of_rule(rule), old=rule.title)
    for name, rule in new.rules.items():
        if name not in old.rules:
            found.add(_graded("rule-added", rule.severity), of_rule(rule), new=rule.title)


def _rule(old: Rule, new: Rule, found: Found) -> None:
    if old.severity != new.severity:
        severity(old.severity, new.severity, of_rule(new), "severity", found)
    if old.title.zh != new.title.zh and old.clause != new.clause:
        found.add("rule-meaning-changed", of_rule(new), "title", old.title.zh, new.title.zh)
    elif replace(old, severity=new.severity) != new:
        found.add("rule-worded-otherwise", of_rule(new), "message", old.title.zh, new.title.zh)


def severity(old: Severity, new: Severity, subject: Subject, path: str, found: Found) -> None:
    """A rule, or one of its checks, is raised or lowered."""
    if RANK[new] > RANK[old]:
        kind = "rule-raised-to-error" if new == "error" else "rule-raised"
    else:
        kind = "rule-lowered-from-error" if old == "error" else "rule-lowered"
    found.add(kind, subject, path, old, new, say=_SAYS)


def compare_checks(
    old: RecordType, new: RecordType, pairs: Pairs, subject: Subject, found: Found, standards: tuple[Standard, Standard]
) -> None:
    """The checks of a record type that do not follow from what has been reported already."""
    followed = _Followed(pairs)
    both = standards[0].rules.keys() & standards[1].rules.keys()
    was = [_renamed(one, pairs.names) for one in old.checks if one.rule in both]
    now = [one for one in new.checks if one.rule in both]
    if was == now:
        return
    gone = [one for one in was if one not in now]
    come = [one for one in now if one not in was]
    for one in list(gone):
        other = _counterpart(one, come)
        if other is not None:
            gone.remove(one)
            come.remove(other)
            if not followed.changed(one, other):
                _changed(one, other, followed, subject, found, standards)
    for kind, checks, standard in (("check-removed", gone, standards[0]), ("check-added", come, standards[1])):
        for one in checks:
            if followed.existence(one):
                continue
            path = f"checks.{one.rule}.{one.field}"
            label = _named(one, standard, subject, found)
            values = (label.zh, None) if kind == "check-removed" else (None, label.zh)
            found.add(_graded(kind, _grade(one, standard)), subject, path, *values, name=label)


def _changed(
    old: Check,
    new: Check,
    followed: _Followed,
    subject: Subject,
    found: Found,
    standards: tuple[Standard, Standard],
) -> None:
    path = f"checks.{new.rule}.{new.field}"
    label = _named(new, standards[1], subject, found)
    grade = _grade(new, standards[1])
    if old.severity != new.severity and _grade(old, standards[0]) != grade:
        about = replace(
            subject, called=Text(f"{subject.called.zh}的检查“{label.zh}”", f"{subject.called.en}: {label.en}")
        )
        severity(_grade(old, standards[0]), grade, about, f"{path}.severity", found)
    fields = (followed.common(old), followed.common(new)) if new.kind not in ROW_KINDS else ((), ())
    if (old.params, old.purposes, fields[0]) != (new.params, new.purposes, fields[1]):
        way, before, after = turn(old, new, fields)
        kind = {"tighter": "check-tightened", "looser": "check-loosened", "unknown": "check-changed"}[way]
        say = of_parameters(partial(found.names.field, subject.id))
        found.add(_graded(kind, grade), subject, path, before, after, name=label, say=say)
    elif (old.message, old.remedy, old.origin, old.clause) != (new.message, new.remedy, new.origin, new.clause):
        found.add("rule-worded-otherwise", subject, path, name=label)


class _Followed:
    """What follows from changes of fields."""

    def __init__(self, pairs: Pairs) -> None:
        self._moving = {one.name for one in (*pairs.gone, *pairs.come)}
        self._facets = {now.name: _facets(was, now) for was, now in (*pairs.same, *pairs.renamed)}

    def existence(self, check: Check) -> bool:
        """Whether a check is there, or not, because of its field."""
        if check.field in self._moving:
            return True
        facets = self._facets.get(check.field, set())
        return "type" in facets or any(facet in facets for facet in _FOLLOWS.get(check.kind, ()))

    def changed(self, old: Check, new: Check) -> bool:
        """Whether a check is otherwise because of its fields."""
        if self.existence(new):
            return True
        differing = set(self.common(old)) ^ set(self.common(new))
        return bool(differing) and all(self._facets.get(name, set()) & {"requirement", "type"} for name in differing)

    def common(self, check: Check) -> tuple[str, ...]:
        """The fields of a check that both editions have."""
        return tuple(name for name in check.fields if name not in self._moving)


def _facets(old: Field, new: Field) -> set[str]:
    names = ("requirement", "max_length", "code_list", "personal", "disclosure", "type")
    return {name for name in names if getattr(old, name) != getattr(new, name)}


def _counterpart(one: Check, candidates: Iterable[Check]) -> Check | None:
    """The check that took its place: same rule, kind and field; the more of it is the same, the better."""
    same = [c for c in candidates if (c.rule, c.kind, c.field) == (one.rule, one.kind, one.field)]

    def alike(other: Check) -> int:
        return sum((other.severity == one.severity, other.params == one.params, other.fields == one.fields))

    return max(same, key=alike, default=None)


def _renamed(check: Check, names: Mapping[str, str]) -> Check:
    if not any(name in names for name in check.fields):
        return check
    return replace(check, fields=tuple(names.get(name, name) for name in check.fields))


def _grade(check: Check, standard: Standard) -> Severity:
    return check.severity or standard.rules[check.rule].severity


def _graded(kind: str, grade: Severity) -> str:
    return kind if grade == "error" else f"{kind}-mild"


def _named(check: Check, standard: Standard, subject: Subject, found: Found) -> Text:
    title, field = standard.rules[check.rule].title, found.names.field(subject.id, check.field)
    return Text(f"{title.zh}（{check.rule}）：{field.zh}", f"{title.en} ({check.rule}): {field.en}")
