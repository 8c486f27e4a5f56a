"""Code lists: values by code or by label, which of the two the standard wants, and numberings that nobody agrees on."""

from __future__ import annotations

import re

import polars as pl

from conformance.checks.base import Context, Judgement, Skip, facet, kind
from conformance.checks.divisions import known_codes
from conformance.standard.model import CodeList

_NUMBER = r"^[0-9]{1,2}$"
_SEPARATOR = r"[；;，,、/ ]+"


@facet("in-list")
def _in_list(context: Context, name: str) -> pl.Expr:
    """Whether the value is one of the field's code list, or several of them where the list allows it."""
    entries = context.standard.code_lists[context.field(name).code_list or ""]
    return context.facet(name, "code").str.contains(pattern_of(entries))


def lawful_codes(context: Context, name: str) -> list[str]:
    """What a column may hold where that is a closed list: codes and labels, divisions; empty for every other column."""
    if name not in context.present:
        return []
    field = context.field(name)
    if field.type == "division_code":
        return sorted(known_codes(context.standard.divisions))
    entries = context.standard.code_lists[field.code_list].codes if field.code_list else ()
    return [word for entry in entries for word in (entry.code, entry.label)]


@kind("code_list")
def code_list(context: Context, fields: tuple[str, ...], *, code_list: str) -> Judgement:
    """The value is in the list, by code or by label. Bare numbers of an unstable numbering are left to ``code_scheme``."""
    name = fields[0]
    entries = context.standard.code_lists[code_list]
    value = context.facet(name, "code")
    known = context.facet(name, "in-list")
    numbering = numbering_of(context, entries)
    if numbering:
        known = known | value.is_in(list(numbering))
    elif not entries.numbering_stable:
        known = known | value.str.contains(_NUMBER)
    return Judgement(
        applies=value.is_not_null(),
        fails=~known,
        details={"expected": pl.lit("；".join(_shown(entries)))},
    )


@kind("label_for_code")
def label_for_code(context: Context, fields: tuple[str, ...], *, code_list: str) -> Judgement | Skip:
    """The list is sent by code: a label is understood and named together with its code."""
    name = fields[0]
    entries = context.standard.code_lists[code_list]
    value = context.facet(name, "code")
    if entries.wanted != "code":
        return Skip("not-applicable")
    to_code = {word: code.code for code in entries.codes for word in (code.label, *code.aliases) if word != code.code}
    noted = value.str.replace(r"^([^（(：:]+)[（(：:].*$", "$1")
    return Judgement(
        applies=value.is_not_null(),
        fails=noted.is_in(list(to_code)) & context.facet(name, "in-list"),
        details={"expected": noted.replace_strict(to_code, default=None, return_dtype=pl.String)},
    )


@kind("code_scheme")
def code_scheme(context: Context, fields: tuple[str, ...], *, code_list: str) -> Judgement | Skip:
    """A bare number says nothing where vendors number the list differently, unless the party declares its numbering."""
    name = fields[0]
    entries = context.standard.code_lists[code_list]
    if entries.numbering_stable or numbering_of(context, entries):
        return Skip("not-applicable")
    value = context.facet(name, "code")
    return Judgement(
        applies=value.is_not_null(),
        fails=value.str.contains(_NUMBER),
        details={"expected": pl.lit("；".join(_shown(entries)))},
    )


def numbering_of(context: Context, entries: CodeList) -> dict[str, str]:
    """Number → label, where the party has declared how it numbers the list."""
    return context.party.code_numbering.get(entries.id, {}) if context.party is not None else {}


def _shown(entries: CodeList) -> list[str]:
    if entries.wanted == "label":
        return [code.label for code in entries.codes]
    return [f"{code.code} {code.label}" for code in entries.codes]


def pattern_of(entries: CodeList) -> str:
    """Pattern of one value of the list, or of several where the field may hold several.

    The longest words come first: one label is the beginning of another (没收违法所得 and 没收违法所得、没收非法财物).
    """
    words: list[str] = []
    for code in entries.codes:
        note = r"(?:\s*(?:[（(][^）)]*[）)]|[：:\-—].*))?" if code.note_allowed else ""
        labels = {code.label, *code.aliases}
        if entries.wanted == "code" or (entries.numbering_stable and not code.code.isalpha()):
            labels.add(code.code)
        # NFKC turns full-width brackets and commas in a label into ASCII ones.
        words.extend(re.escape(label).replace("、", "[、,，]") + note for label in labels)
    words.sort(key=len, reverse=True)
    one = f"(?:{'|'.join(words)})"
    return f"^{one}(?:{_SEPARATOR}{one})*$" if entries.several else f"^{one}$"
