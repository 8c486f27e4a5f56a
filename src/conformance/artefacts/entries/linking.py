"""Links in what is said of an entry: wherever a text names another with its id in brackets, or a clause, or a command.

A dossier is text, for a terminal first. It names entries as ``市环保局（unit:sh-env）`` or ``市环保局（sh-env）``; a name is taken for
a link only where an entry of that id is called so, and a place only where the source document has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from markupsafe import Markup, escape

from conformance.artefacts.entries.ground import ground
from conformance.publish.site import html
from conformance.standard.links import Ref
from conformance.standard.model import Lang, Text
from conformance.standard.titles import name_of
from conformance.standard.words import pick

_BOTH, _LINK = Markup('%s <i lang="en">%s</i>'), Markup('<a href="%s">%s</a>')
Where = Callable[[Ref], str | None]
"""The link to what a reference means, from the page that is made; None where nothing is said of it on a page."""
_NAMED = re.compile(
    r" ?[（(](?:(?P<list>[a-z-]+):)?(?P<id>[A-Za-z0-9][A-Za-z0-9_.:-]*)[）)]"
    r"|(?<![\w.#:-])(?P<clause>[HPST][0-9]+(?:\.[0-9]+)*)(?![\w-])"
    r"|(?P<command>conformance [a-z]+ [!-~ ]*[!-~])"
    r"|(?<![\w-])(?P<bare>(?:data|behaviour|application|unit):[a-z0-9-]+)",
    re.ASCII,
)

_SHOWING = re.compile(r"conformance (?:catalog show [a-z-]+:\S+|explain \S+)")


def said(text: Text, where: Where) -> Markup:
    """The text in both languages, with its links in the Chinese; once where both say the same."""
    if text.en.isdecimal() or text.zh.replace("、", ", ") == text.en:
        text = Text(text.zh, text.zh)
    if not (_NAMED.search(text.zh) or _NAMED.search(text.en)):
        return html.both(text)
    zh = _linked(text.zh, "zh", where)
    if text.zh == text.en:
        return zh
    return _BOTH % (zh, _linked(text.en, "en", where).strip())


def _linked(text: str, lang: Lang, where: Where) -> Markup:
    return Markup("").join(_parts(text, lang, where))


def _parts(text: str, lang: Lang, where: Where) -> Iterator[str]:
    done = 0
    for found in _NAMED.finditer(text):
        shown = _shown(found, text[done : found.start()], lang, where)
        if shown is not None:
            before, link = shown
            yield escape(text[done : done + before])
            yield link
            done = found.end()
    yield escape(text[done:])


def _shown(found: re.Match[str], before: str, lang: Lang, where: Where) -> tuple[int, Markup] | None:
    """How much of the text before it stays as it is, and what is shown; None where nothing is meant."""
    if found["command"]:
        return _command(found["command"], before, lang)
    if found["clause"] or found["bare"]:
        name, _, identifier = (found["bare"] or f"clause:{found['clause']}").partition(":")
        ref = Ref(name, identifier)
        if ref not in ground().index.entries:
            return None
        return len(before), _link(ref, escape(found["bare"] or identifier), lang, where)
    for ref in _meant(found["list"], found["id"]):
        title = pick(_name(ref), lang)
        if before.endswith(title):
            return len(before) - len(title), _link(ref, escape(title), lang, where, found["id"])
    return None


def _command(command: str, before: str, lang: Lang) -> tuple[int, Markup]:
    """A command as it is typed, in the Chinese only; nothing where all that it does is to show what a link leads to."""
    if lang == "en" or _SHOWING.fullmatch(command):
        return len(before.rstrip()), Markup("")
    return len(before), Markup("<code>{}</code>").format(command)


def _link(ref: Ref, shown: Markup, lang: Lang, where: Where, identifier: str = "") -> Markup:
    """A link, in the Chinese; a name that leads nowhere has its id beside it there, for what it leads to says its own."""
    if lang == "en":
        return shown
    href = where(ref)
    if href is None:
        return Markup("{} <code>{}</code>").format(shown, identifier) if identifier else shown
    return _LINK % (href, shown)


def _meant(name: str | None, identifier: str) -> tuple[Ref, ...]:
    return _by_id().get(identifier, ()) if name is None else (Ref(name, identifier),)


@cache
def _name(ref: Ref) -> Text:
    return name_of(ref, ground().index, ground().standard)


@cache
def _by_id() -> Mapping[str, tuple[Ref, ...]]:
    standard = ground().standard
    found: dict[str, tuple[Ref, ...]] = {}
    outside: dict[str, Iterable[str]] = {
        "record-type": standard.record_types,
        "party": standard.parties,
        "rule": standard.rules,
    }
    for ref in (*ground().index.entries, *(Ref(name, one) for name, known in outside.items() for one in known)):
        found[ref.id] = (*found.get(ref.id, ()), ref)
    return found
