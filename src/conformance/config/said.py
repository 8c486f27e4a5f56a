"""What a report says of the configuration: as data, and as notes that no reader of any format can miss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from conformance.engine.sieve import Withheld
from conformance.report.model import SeverityReport, SuppressionReport
from conformance.report.wording import Wording
from conformance.report.words import names
from conformance.standard.model import RANKED, Severity, Standard, Text
from conformance.standard.words import SEVERITIES

if TYPE_CHECKING:
    from conformance.config.model import Configuration, ConfiguredItem, Suppressing


def severities_reported(configuration: Configuration, day: date, standard: Standard) -> list[SeverityReport]:
    """The severities that differ from the standard's, those that have expired among them."""
    return [
        SeverityReport(
            rule=one.rule,
            standard=standard.rules[one.rule].severity,
            severity=one.severity,
            reason=one.reason,
            until=one.until.isoformat(),
            expired=day > one.until,
        )
        for one in configuration.severities
    ]


def suppressed_reported(
    configuration: Configuration, holding: Sequence[Suppressing], withheld: Sequence[Withheld], wording: Wording
) -> list[SuppressionReport]:
    """Every suppression with what it held back; ``withheld`` belongs to those that are ``holding``."""
    found = {id(one): counts for one, counts in zip(holding, withheld, strict=True)}
    return [
        SuppressionReport(
            rule=one.rule,
            path=None if one.path is None else one.path.written,
            field=one.field,
            keys=[wording.anyones_key(key) for key in one.keys],
            reason=one.reason,
            until=one.until.isoformat(),
            expired=id(one) not in found,
            line=one.line,
            counts={severity: found[id(one)].findings[severity] if id(one) in found else 0 for severity in RANKED},
            counted=found[id(one)].kept if id(one) in found else 0,
        )
        for one in configuration.suppress
    ]


def notes(
    configuration: Configuration,
    severities: Sequence[SeverityReport],
    suppressed: Sequence[SuppressionReport],
    read: Mapping[str, ConfiguredItem],
    paths: Sequence[str],
    standard: Standard,
) -> list[Text]:
    """What holds otherwise than by the standard, and what of the configuration came to nothing.

    ``read`` tells which entry of ``[[items]]`` each file was read by, ``paths`` are those of all inputs.
    """
    said = [Text(f"采用配置文件 {configuration.path}", f"configuration: {configuration.path}")]
    if configuration.unused is not None:
        said.append(
            Text(
                f"同一文件夹 {configuration.unused.name} 里的 [tool.conformance] 没有采用",
                f"[tool.conformance] in {configuration.unused.name} of the same folder is not used",
            )
        )
    said += [_read(entry, [path for path, one in read.items() if one is entry]) for entry in _each(read)]
    said += [_severity(one, standard) for one in severities]
    counts = {severity: sum(one.counts[severity] for one in suppressed) for severity in RANKED}
    if sum(counts.values()):
        said.append(
            Text(
                f"按配置不计入的问题 {sum(counts.values())} 处（{_counted(counts).zh}），"
                "不影响结论、退出码和退回的记录",
                f"{sum(counts.values())} findings are suppressed ({_counted(counts).en}) and count neither for the verdict "
                "and the exit code nor for rejected records",
            )
        )
    for entry, one in zip(configuration.suppress, suppressed, strict=True):
        concerned = entry.path is None or any(map(entry.path.fits, paths))
        said += _suppression(one, concerned, standard)
    return said


def _each(read: Mapping[str, ConfiguredItem]) -> list[ConfiguredItem]:
    return list({id(one): one for one in read.values()}.values())


def _read(entry: ConfiguredItem, paths: list[str]) -> Text:
    parts = [
        f"{key}={value}"
        for key, value in (
            ("item", entry.item),
            ("sheet", entry.sheet),
            ("encoding", entry.encoding),
            ("mapping", entry.mapping_file),
        )
        if value is not None
    ]
    zh, en = names(paths, "zh", 5), names(paths, "en", 5)
    at = Text("", "") if entry.line is None else Text(f"第 {entry.line} 行", f", line {entry.line}")
    return Text(
        f"按配置{at.zh}“{entry.pattern.written}”（{'，'.join(parts)}）读取：{zh}",
        f'read by "{entry.pattern.written}" of the configuration{at.en} ({", ".join(parts)}): {en}',
    )


def _severity(one: SeverityReport, standard: Standard) -> Text:
    title = standard.rules[one.rule].title
    was, now = SEVERITIES[one.standard], SEVERITIES[one.severity]
    if one.expired:
        return Text(
            f"规则“{title.zh}”（{one.rule}）的级别调整已于 {one.until} 到期，仍按标准的“{was.zh}”",
            f"the severity given to {title.en} ({one.rule}) expired on {one.until}; it is the standard's {was.en} again",
        )
    return Text(
        f"规则“{title.zh}”（{one.rule}）的级别不是标准的“{was.zh}”，按配置为“{now.zh}”，有效期至 {one.until}，理由：{one.reason}",
        f"{title.en} ({one.rule}) is not of the standard's severity, {was.en}, but {now.en} by the configuration until "
        f"{one.until}: {one.reason}",
    )


def _suppression(one: SuppressionReport, concerned: bool, standard: Standard) -> list[Text]:
    """What has to be said aloud of a suppression: that it expired, or held nothing back, or could not."""
    at = Text("", "") if one.line is None else Text(f"第 {one.line} 行", f" in line {one.line}")
    zh = f"配置{at.zh}不计入“{standard.rules[one.rule].title.zh}”（{one.rule}）"
    en = f"the suppression of {standard.rules[one.rule].title.en} ({one.rule}){at.en}"
    if one.expired:
        return [Text(f"{zh}已于 {one.until} 到期，不再生效", f"{en} expired on {one.until} and holds no longer")]
    said = []
    if one.counted:
        said.append(
            Text(
                f"{zh}涉及的 {one.counted} 处仍然计入：这些记录没有逐项校验，不能当作没有问题",
                f"{en} is about {one.counted} findings that count all the same: these records could not be judged otherwise",
            )
        )
    elif not concerned:
        said.append(
            Text(f"{zh}：没有与“{one.path}”相符的文件", f"{en} is about no file of this run: none fits “{one.path}”")
        )
    elif not sum(one.counts.values()):
        said.append(
            Text(f"{zh}：没有对应的问题，如已更正可从配置中删去", f"{en} matched nothing; once mended, take it out")
        )
    return said


def _counted(counts: Mapping[Severity, int]) -> Text:
    return Text(
        "、".join(f"{SEVERITIES[severity].zh} {number}" for severity, number in counts.items()),
        ", ".join(f"{number} {SEVERITIES[severity].en}" for severity, number in counts.items()),
    )
