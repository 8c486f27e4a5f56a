"""What a reader has to know of the runs behind the numbers: what was left out, derived, renamed or judged otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from conformance.bulletin.ledger import Ledger
from conformance.bulletin.model import DutyResult
from conformance.bulletin.words import word
from conformance.report.words import names
from conformance.standard.model import Lang, Standard, Text
from conformance.standard.words import pick

if TYPE_CHECKING:
    from conformance.bulletin.build import Asked


def notes_of(
    ledger: Ledger,
    results: list[DutyResult],
    asked: Asked,
    standard: Standard,
    other: int,
    any_came: bool,
    compared: bool,
) -> Iterator[Text]:
    """The notes, in a stated order; none where there is nothing to say.

    ``other``: submissions for what falls due elsewhere; ``any_came``: whether anybody at all submitted something that fell due;
    ``compared``: whether there is a span before to compare with.
    """
    if ledger.runs == ledger.later + ledger.unseen:
        yield Text(f"截至 {asked.day}，历史记录里没有任何记录。", f"As of {asked.day} the history holds no runs.")
    elif not any_came:
        yield Text(
            "本期没有收到任何应报事项的正式报送；以下未报均由此而来。",
            "No official submission came for anything that fell due; all that is missing follows from that.",
        )
    if not compared:
        yield Text(
            f"历史记录里没有上期（{asked.previous.name}）的正式报送，无从比较；上期和增减列为“–”。",
            f"The history holds no official submission for the span before ({asked.previous.name}), so that nothing is compared.",
        )
    span, as_of = asked.span, asked.day
    if as_of < span.last:
        yield Text(
            f"截至 {as_of}，本期尚未结束；此后才到期的列为未到期，不计入各率。",
            f"As of {as_of} the span has not ended; what falls due later is told as such and in no rate.",
        )
    if other:
        yield Text(
            f"本期另收到 {other} 次正式报送，所报期间的期限不在本期（补报、更正或提前报送），计入相应的月份。",
            "Official submissions for periods whose last day lies elsewhere (sent later, corrected or ahead), which count there: "
            f"{other}.",
        )
    yield from _left_out(ledger, asked.recorded_before)
    yield from _read_otherwise(ledger, results, standard)
    undated = [one for one in results if one.state == "undated"]
    if undated:
        calendar = standard.calendar
        yield Text(
            f"{len(undated)} 项的期限无法推算：工作日历只到 {calendar.first_year} 至 {calendar.last_year} 年；不计入各率。",
            "Duties whose last day cannot be told, as the calendar of working days covers "
            f"{calendar.first_year} to {calendar.last_year}, and which are in no rate: {len(undated)}.",
        )
    if f"{span.first}" < standard.edition.date:
        yield Text(
            f"本标准 {standard.edition.date} 印发；此前的月份按同一报送计划推算，仅供参考。",
            f"The edition is of {standard.edition.date}; earlier months are reckoned by the same plan, for reference only.",
        )


def _left_out(ledger: Ledger, recorded_before: date | None) -> Iterator[Text]:
    """How many runs came after the days that are asked for is not told here: the number grows, and the bulletin does not."""
    if recorded_before is not None:
        yield Text(
            f"{recorded_before} 及以后记录的没有计入（--recorded-before）。",
            f"What was recorded on {recorded_before} or later is left out (--recorded-before).",
        )
    if ledger.other_editions:
        yield Text(
            f"另有 {ledger.other_editions} 次校验按标准的其他版次进行，没有计入。",
            f"Runs judged by another edition of the standard, left out: {ledger.other_editions}.",
        )
    if ledger.unknown:
        listed = sorted(ledger.unknown)
        number = sum(ledger.unknown.values())
        yield Text(
            f"{number} 次正式报送的报送单位本标准不认识，没有计入：{names(listed, 'zh')}。",
            f"Official submissions of parties that this standard does not know, left out: {number} "
            f"({names(listed, 'en')}).",
        )
    if ledger.self_checks_of_nobody:
        yield Text(
            f"{ledger.self_checks_of_nobody} 次自查没有写明单位，或单位本标准不认识，不在任何单位的自查次数之内。",
            "Self-checks that name no party, or none that this standard knows, and are in nobody's number: "
            f"{ledger.self_checks_of_nobody}.",
        )
    if ledger.unread:
        yield Text(
            f"{len(ledger.unread)} 批正式报送认不出数据事项（如文件无法读取），没有计入。",
            f"Official submissions of which no data item could be told (a file that cannot be read, say), left out: {len(ledger.unread)}.",
        )
    if ledger.unread_files:
        yield Text(
            f"正式报送中有 {ledger.unread_files} 个文件无法读取或认不出数据事项，没有计入；同一批次的其他文件照常计入，但不算合格。",
            "Files of official submissions that could not be read, or of which no data item could be told, left out: "
            f"{ledger.unread_files}. The others of the same batches count, but not as passed.",
        )


def _read_otherwise(ledger: Ledger, results: Sequence[DutyResult], standard: Standard) -> Iterator[Text]:
    if ledger.renamed:
        pairs = [f"{old} → {new}" for old, new in sorted(ledger.renamed)]
        yield Text(
            f"以原编号或别名报送的，计入现在的单位：{names(pairs, 'zh')}。",
            f"What was submitted under an earlier id or another name counts for the unit of today: {names(pairs, 'en')}.",
        )
    derived = sum(one.derived for one in results)
    if derived:
        yield Text(
            f"{derived} 项的报送没有报送清单写明期间，期间系推定：报送日之前最近一个已结束的报送周期。",
            "Duties for which no manifest named the period, so that it is derived (the last period that had ended before the day "
            f"of submission): {derived}.",
        )
    repeated = sum(one.repeated for one in results)
    if repeated:
        yield Text(
            f"有 {repeated} 次增量报送与已计数的内容相同，只是换了批次号，按重复报送只计一次。",
            f"Increments that were sent again with the same contents under another number, and count once: {repeated}.",
        )
    if any(one.overstated for one in results):
        yield Text(
            f"下列报送清单写明的已公开数多于应公开数，通报照列，请有关单位核对：{_overstated(results, standard, 'zh')}。",
            "Manifests that say that more decisions were made public than there were to make public, shown as they are; their units "
            f"should look: {_overstated(results, standard, 'en')}.",
        )
    increments = sum(one.increments for one in results)
    if increments:
        yield Text(
            f"计数的报送中有 {increments} 次增量报送，其记录与先前的报送相加。",
            f"Increments among what counts, whose records are added to those that were sent before: {increments}.",
        )
    if ledger.other_versions:
        yield Text(
            f"{ledger.other_versions} 次正式报送按同一版次的其他修订校验，照常计入。",
            f"Official submissions judged by another version of the same edition, which count: {ledger.other_versions}.",
        )
    if ledger.recorded_otherwise:
        number = ledger.recorded_otherwise
        yield Text(
            f"历史记录中有 {number} 次正式报送的记录日与校验日不同（补录）；报送日一律按校验日，是否真在那天报送，记录本身不能证明。"
            f"本期应报的（校验日 → 记录日）：{_recorded(results, standard, 'zh')}。",
            f"Official submissions of the history that were recorded on another day than they were judged by: {number}. The day "
            "judged by is the day of submission, and that they came on it is not proved by the record. For what fell due here "
            f"(day judged by → day recorded): {_recorded(results, standard, 'en')}.",
        )


def _overstated(results: Iterable[DutyResult], standard: Standard, lang: Lang) -> str:
    """Unit, item and both numbers of each."""
    found = [f"{_whose(one, standard, lang)} {done} > {due}" for one in results for due, done in one.overstated]
    return names(found, lang)


def _whose(one: DutyResult, standard: Standard, lang: Lang) -> str:
    return f"{pick(standard.parties[one.duty.party].title, lang)} {pick(standard.items[one.duty.item].title, lang)}"


def _recorded(results: Iterable[DutyResult], standard: Standard, lang: Lang) -> str:
    """Unit, item and both days of each submission that was recorded on another day than it was judged by."""
    found = [
        f"{_whose(one, standard, lang)} {judged} → {recorded}" for one in results for judged, recorded in one.recorded
    ]
    return names(found, lang) if found else word("nothing", lang)
