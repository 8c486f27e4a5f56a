"""Reading a configuration: strict, and every fault said with its line and what may have been meant."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from conformance.config.document import PYPROJECT, Document, read_document
from conformance.config.model import Configuration, ConfiguredItem, ConfiguredSeverity, Suppressing
from conformance.config.patterns import Pattern
from conformance.named import item_of, party_of
from conformance.report.days import parse_day
from conformance.report.errors import UsageError, unknown
from conformance.sources.headers import Matcher, closest
from conformance.sources.mapping import Mapping, read_mapping
from conformance.sources.model import Unusable
from conformance.standard.model import RecordType, Standard, Text
from conformance.standard.shapes import load_shapes
from conformance.submission.shape import faults

ROOT = "Configuration"


def read_configuration(path: Path, standard: Standard) -> Configuration:
    """The configuration in a file. Raises UsageError with one sentence for anything that is not as it should be."""
    document = read_document(path)
    if document is None:
        raise UsageError(f"文件“{path}”里没有 [tool.conformance]。", f"There is no [tool.conformance] in {path}.")
    return configuration_of(document, standard)


def configuration_of(document: Document, standard: Standard) -> Configuration:
    """What a document says, everything in it checked. Raises UsageError."""
    for place, fault in faults(document.data, load_shapes(), ROOT):
        raise document.refusal(fault, *place)
    data = document.data
    reader = _Reader(document, standard)
    party = data.get("party")
    if party is not None:
        reader.known(lambda: party_of(str(party), standard), "party")
    beside = document.path.with_name(PYPROJECT)
    return Configuration(
        path=document.path,
        party=None if party is None else str(party),
        purpose=data.get("purpose"),
        applies_from=None if "applies-from" not in data else reader.day(data["applies-from"], "applies-from"),
        lang=data.get("lang"),
        fail_on=data.get("fail-on"),
        items=tuple(reader.item(entry, "items", at) for at, entry in enumerate(data.get("items", ()))),
        severities=reader.severities(data.get("severities", ())),
        suppress=tuple(reader.suppressing(entry, "suppress", at) for at, entry in enumerate(data.get("suppress", ()))),
        unused=beside if beside != document.path and _has_one(beside) else None,
    )


def _has_one(path: Path) -> bool:
    try:
        return path.is_file() and read_document(path) is not None
    except (UsageError, OSError):
        return False


class _Reader:
    """The entries of one document."""

    def __init__(self, document: Document, standard: Standard) -> None:
        self._document = document
        self._standard = standard

    def known(self, look_up: Any, *place: str | int) -> Any:
        """What a look-up answers; its UsageError said with the place."""
        try:
            return look_up()
        except UsageError as error:
            raise self._document.refusal(error.text, *place) from None

    def day(self, written: Any, *place: str | int) -> date:
        """A day of the calendar, written as YYYY-MM-DD."""
        day = parse_day(str(written))
        if day is None:
            fault = Text(
                f"“{written}”不是 YYYY-MM-DD 形式的日期，或日历中没有这一天",
                f"{written!r} is not of the form YYYY-MM-DD, or no day of the calendar",
            )
            raise self._document.refusal(fault, *place)
        return day

    def item(self, entry: dict[str, Any], *here: str | int) -> ConfiguredItem:
        """One of ``[[items]]``."""
        if not entry.keys() - {"pattern"}:
            fault = Text(
                "[[items]] 至少要写 item、sheet、encoding、mapping 之一",
                "an entry of [[items]] says at least one of item, sheet, encoding, mapping",
            )
            raise self._document.refusal(fault, *here)
        encoding = None if "encoding" not in entry else str(entry["encoding"])
        if encoding is not None and not _is_encoding(encoding):
            fault = Text(
                f"不认识编码“{encoding}”，请改用 gb18030、utf-8 或 utf-16",
                f"there is no encoding {encoding!r}; use gb18030, utf-8 or utf-16",
            )
            raise self._document.refusal(fault, *here, "encoding")
        item = entry.get("item")
        mapping_file = None if "mapping" not in entry else self._document.path.parent / str(entry["mapping"])
        return ConfiguredItem(
            pattern=self._pattern(entry["pattern"], *here, "pattern"),
            item=None if item is None else self.known(lambda: item_of(str(item), self._standard), *here, "item"),
            sheet=None if "sheet" not in entry else str(entry["sheet"]),
            encoding=encoding,
            mapping=None if mapping_file is None else self._mapping(mapping_file, *here, "mapping"),
            mapping_file=mapping_file,
            line=self._document.line(*here),
        )

    def _mapping(self, path: Path, *place: str | int) -> Mapping:
        try:
            return read_mapping(path, self._standard)
        except Unusable as error:
            raise self._document.refusal(error.text, *place) from None

    def severities(self, entries: Iterable[dict[str, Any]]) -> tuple[ConfiguredSeverity, ...]:
        """All of ``[[severities]]``; a rule has one entry."""
        found: list[ConfiguredSeverity] = []
        for at, entry in enumerate(entries):
            here = ("severities", at)
            rule = self._rule(entry, *here)
            if any(one.rule == rule for one in found):
                fault = Text(f"规则 {rule} 的级别写了两次", f"the severity of {rule} is there twice")
                raise self._document.refusal(fault, *here)
            if entry["severity"] == "error" and self._standard.rules[rule].scope == "dataset":
                fault = Text(
                    f"规则 {rule} 的级别不能提高为错误：重复的记录要到全部读完才知道，那时记录已经分为可入库和退回",
                    f"{rule} cannot be an error: repeats are known when everything is read, and records are parted by then",
                )
                raise self._document.refusal(fault, *here, "severity")
            found.append(
                ConfiguredSeverity(
                    rule,
                    entry["severity"],
                    self._reason(entry, *here),
                    self.day(entry["until"], *here, "until"),
                    self._document.line(*here),
                )
            )
        return tuple(found)

    def suppressing(self, entry: dict[str, Any], *here: str | int) -> Suppressing:
        """One of ``[[suppress]]``."""
        field = None if "field" not in entry else str(entry["field"])
        if "keys" in entry and not all(str(key).strip() for key in entry["keys"] or ("",)):
            fault = Text("keys 里没有文号，或有空的文号", "there is no document number in keys, or a blank one")
            raise self._document.refusal(fault, *here, "keys")
        return Suppressing(
            rule=self._rule(entry, *here),
            reason=self._reason(entry, *here),
            until=self.day(entry["until"], *here, "until"),
            path=None if "path" not in entry else self._pattern(entry["path"], *here, "path"),
            field=field,
            fields=frozenset() if field is None else self._fields(field, *here, "field"),
            keys=tuple(str(key).strip() for key in entry.get("keys", ())),
            line=self._document.line(*here),
        )

    def _rule(self, entry: dict[str, Any], *here: str | int) -> str:
        rule = str(entry["rule"])
        if rule not in self._standard.rules:
            self.known(lambda: _raise(unknown("规则", "rule", rule, self._standard.rules)), *here, "rule")
        return rule

    def _reason(self, entry: dict[str, Any], *here: str | int) -> str:
        reason = str(entry["reason"]).strip()
        if not reason:
            raise self._document.refusal(Text("reason（理由）不能为空", "the reason cannot be blank"), *here, "reason")
        return reason

    def _pattern(self, written: Any, *place: str | int) -> Pattern:
        pattern = str(written)
        if not pattern.strip():
            raise self._document.refusal(Text("文件名式样不能为空", "the pattern cannot be blank"), *place)
        return Pattern(pattern, self._document.path.parent)

    def _fields(self, name: str, *place: str | int) -> frozenset[str]:
        """Canonical names of the field of that name in the record types that have it."""
        matchers = [Matcher(record_type) for record_type in self._record_types()]
        found = frozenset(field.name for matcher in matchers if (field := matcher.named(name)) is not None)
        if not found:
            near = closest(name, sorted({field.title for matcher in matchers for field in matcher.record_type.fields}))
            fault = Text(
                f"没有数据项“{name}”" + (f"，是否指“{near}”？" if near else ""),
                f"there is no field {name!r}" + (f"; did you mean {near!r}?" if near else ""),
            )
            raise self._document.refusal(fault, *place)
        return found

    def _record_types(self) -> list[RecordType]:
        """The record types and those that items add fields of their own to."""
        standard = self._standard
        return [*standard.record_types.values(), *(standard.record_type_of(item) for item in standard.items)]


def _raise(error: UsageError) -> None:
    raise error


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
        b"a".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return True
