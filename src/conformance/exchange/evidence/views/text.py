"""The view for terminals and mails; its first line is the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchange.evidence.views.messages import answer_lines, request_lines
from conformance.exchange.evidence.views.model import Raw, Section, Told
from conformance.exchange.evidence.views.sections import ORDER, sections
from conformance.exchange.evidence.views.words import (
    CLASS_VERDICTS,
    LEVELS,
    REQUIREMENT_VERDICTS,
    TEST_VERDICTS,
    WHAT_IT_MEANS,
    say,
)
from conformance.exchange.model import TestVerdict
from conformance.exchange.profile.load import profile
from conformance.exchange.run.results import ClassResult, ParticipantResult
from conformance.report.view import visible
from conformance.standard.model import Lang
from conformance.standard.words import pick

FILE = "report.txt"
_AT_LENGTH = 20
"""Tests of one verdict that are told at length."""
_BODY = 600


def render(raw: Raw) -> str:
    """The whole report."""
    return "\n".join(lines(raw)) + "\n"


def lines(raw: Raw) -> Iterator[str]:
    """The report line by line."""
    told = sections(raw)
    for section in told:
        yield from headlines(section.participant, raw.lang)
    if raw.results.interrupted:
        yield say("interrupted", raw.lang)
    for section in told:
        yield ""
        yield from _participant(section, raw)
    yield ""
    yield from basis(raw)


def headlines(participant: ParticipantResult, lang: Lang) -> Iterator[str]:
    """The verdict of each class; where there is no class, that there is none."""
    colon = "：" if lang == "zh" else ": "
    name = visible(participant.name)
    for one in participant.classes:
        called = say("as-class", lang, title=pick(profile().class_of(one.name).title, lang))
        yield f"{pick(CLASS_VERDICTS[one.verdict], lang)}{colon}{name} {called}  {counted(one, lang)}"
    if not participant.classes:
        why = say("no-class" if participant.reached else "not-reached", lang)
        yield f"{pick(CLASS_VERDICTS[participant.verdict], lang)}{colon}{name}  {why}"


def counted(one: ClassResult, lang: Lang) -> str:
    """``41 tests: 38 pass, 2 fail, 1 skip``."""
    joint = "，" if lang == "zh" else ", "
    order: tuple[TestVerdict, ...] = ("pass", *ORDER, "omit")
    parts = joint.join(f"{one.tests[word]} {pick(TEST_VERDICTS[word], lang)}" for word in order if one.tests.get(word))
    return say("counts", lang, total=sum(one.tests.values()), parts=parts)


def basis(raw: Raw) -> Iterator[str]:
    """What the verdicts rest on."""
    run, lang = raw.run, raw.lang
    yield say(
        "basis",
        lang,
        tool=run.tool,
        profile=run.profile,
        edition=run.edition,
        version=run.version,
        suite=run.suite,
        as_of=raw.results.as_of,
    )
    yield say("baseline", lang, baseline=run.baseline, environment=run.environment)
    yield say("profile-note", lang)


def _participant(section: Section, raw: Raw) -> Iterator[str]:
    participant, lang = section.participant, raw.lang
    where = say(participant.environment, lang)
    yield f"== {say('of', lang, name=visible(participant.name), url=visible(participant.url), environment=where)}"
    for warning in participant.warnings:
        blocks = say("blocks", lang) if warning.blocks else ""
        yield f"! {say('warnings', lang)}: {pick(warning.text, lang)}{blocks}"
    if not section.told:
        yield say("nothing", lang)
    for word in ORDER:
        of_word = [one for one in section.told if one.result.verdict == word]
        if of_word:
            yield ""
            yield f"-- {pick(TEST_VERDICTS[word], lang)} ({len(of_word)}): {pick(WHAT_IT_MEANS[word], lang)}"
            for one in of_word[:_AT_LENGTH]:
                yield from _test(one, lang)
            for one in of_word[_AT_LENGTH:]:
                yield f"   {one.case.id}: {pick(one.case.title, lang)}"
    if section.omitted:
        yield ""
        yield f"-- {say('omitted', lang)} ({len(section.omitted)})"
        for one in section.omitted:
            yield f"   {one.case.id}: {'' if one.result.reason is None else visible(pick(one.result.reason, lang))}"
    yield from _cleanup(participant, lang)


def _test(one: Told, lang: Lang) -> Iterator[str]:
    yield ""
    yield f"   [{pick(TEST_VERDICTS[one.result.verdict], lang)}] {one.case.id}: {pick(one.case.title, lang)}"
    for requirement in one.requirements:
        level = pick(LEVELS[requirement.level], lang)
        yield f"   {say('asked', lang)}: {requirement.id} ({level}, {requirement.clause}) {pick(requirement.text, lang)}"
    if one.result.reason is not None and one.result.reason not in one.seen:
        yield f"   {say('reason', lang)}: {visible(pick(one.result.reason, lang))}"
    for sentence in dict.fromkeys(one.seen):
        yield f"   {say('seen', lang)}: {visible(pick(sentence, lang))}"
    if one.result.verdict in ("fail", "warn", "attest"):
        yield f"   {say('remedy', lang)}: {pick(one.case.remedy, lang)}"
    for exchange in one.exchanges[-1:]:
        yield f"   {say('exchange', lang, number=exchange.sequence)}"
        yield from (f"     > {line}" for line in request_lines(exchange, lang, _BODY))
        yield from (f"     < {line}" for line in answer_lines(exchange, lang, _BODY))


def _cleanup(participant: ParticipantResult, lang: Lang) -> Iterator[str]:
    done = participant.cleanup
    if done.withdrawn or done.left:
        yield ""
        yield say("cleanup", lang, withdrawn=done.withdrawn)
    if done.left:
        reason = "" if done.reason is None else pick(done.reason, lang)
        yield visible(say("left", lang, left=", ".join(done.left), reason=reason))


def requirement_verdict(verdict: str, lang: Lang) -> str:
    """The word for what became of a requirement."""
    return pick(REQUIREMENT_VERDICTS[verdict], lang)
