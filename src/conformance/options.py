"""What a caller says of a check, and what it comes to: what is asked of the engine, and how inputs are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from conformance.config.model import Configuration
from conformance.engine.model import Request
from conformance.named import day_of, item_of, party_of
from conformance.report.days import beijing_today
from conformance.report.errors import UsageError, unknown
from conformance.sources.database.address import Address
from conformance.sources.mapping import Mapping as ReadMapping
from conformance.sources.mapping import mapping_of, read_mapping
from conformance.sources.model import Unusable
from conformance.sources.raw import ReadOptions
from conformance.sources.source import is_address
from conformance.standard.model import Lang, Purpose, Standard

Engine = Literal["local", "spark"]


class Options(Struct, frozen=True, kw_only=True):
    """How inputs are to be checked and what is to be written beside the report."""

    item: str | None = None
    """Id of the data item; found from the headers if not given."""
    party: str | None = None
    """Who submits: ``unit:ID``, ``district:310115``, ``province:320000``, or a district's office of a department,
    ``district:310115/sh-fda``."""
    as_of: date | str | None = None
    """The day to judge by; today if not given."""
    purpose: Purpose | None = None
    """As configured, else submission, if not given."""
    applies_from: date | str | None = None
    """Decisions before this day are first back-filings and not judged for lateness."""
    mapping: str | Path | Mapping[str, Any] | None = None
    """A mapping file, or its content, for headers and values of one's own."""
    encoding: str | None = None
    sheet: str | None = None
    lang: Lang = "zh"
    show_personal_data: bool = False
    examples: int = 100
    """Findings kept per rule and column; counts are exact all the same."""
    findings: Path | None = None
    """File for every finding: .csv, .jsonl or .parquet."""
    accepted: Path | None = None
    rejected: Path | None = None
    manifest: str | Path | None = None
    """The manifest of the submission: which files there are, how many records they have, for which period."""
    previous: str | Path | None = None
    """The submission before: a file, a folder, a ZIP, or its manifest."""
    workbook: Path | None = None
    """File for the annotated workbook (.xlsx): every finding, and a copy of the data with bad cells filled."""
    group_by: str | None = None
    """Column of the data: the workbook gets a sheet of problems for each of its values."""
    config: Configuration | str | Path | bool = False
    """A configuration file, or one that was read; True for the nearest one, as the command line finds it. Nothing is
    looked for unless it is asked for. Its ``lang`` and ``fail-on`` are for the command line."""
    baseline: str | Path | None = None
    """Findings of an earlier run (a JSON report or a file of ``findings``): only new ones are shown."""
    engine: Engine = "local"
    """Where files are judged: by this machine, or on a cluster of Apache Spark, with the same result."""
    master: str | None = None
    """URL of the cluster; None for what the configuration of Spark says."""


def _paths(sources: Sequence[Any]) -> list[str | Path]:
    """The paths among the sources, that of a database which is a file too; nothing is read."""
    listed = [one for source in sources for one in (source if isinstance(source, list | tuple) else [source])]
    files = [one.file if isinstance(one, Address) else one for one in listed]
    return [one for one in files if isinstance(one, str | Path)]


def _expect_files(options: Options) -> None:
    """Refuse the address of a database where a file is meant. It is not repeated: it may hold a password."""
    named = (options.manifest, options.previous, options.mapping, options.baseline, options.config)
    if any(is_address(str(one)) for one in named if isinstance(one, str | Path)):
        raise UsageError(
            "这里只能写文件，数据库的地址只能作为要校验的对象；要与上期比对的，请先把上期的表另存为文件。",
            "The address of a database can only be what is checked; everything else has to be a file. To compare with the "
            "submission before, save its table as a file.",
        )


def settled_by(options: Options, sources: Sequence[Any], standard: Standard) -> tuple[Options, Configuration | None]:
    """The options with what the configuration says where they say nothing. Raises UsageError for a faulty one."""
    _expect_files(options)
    given = options.config
    if given is None or given is False:
        return options, None
    from conformance.config.find import find_configuration
    from conformance.config.model import Configuration
    from conformance.config.read import read_configuration

    if given is True:
        manifests = [] if options.manifest is None else [options.manifest]
        given = find_configuration([*_paths(sources), *manifests], standard) or False
    elif isinstance(given, str | Path):
        given = read_configuration(Path(given), standard)
    if not isinstance(given, Configuration):
        return options, None
    settled = replace(
        options,
        party=options.party if options.party is not None else given.party,
        purpose=options.purpose or given.purpose,
        applies_from=options.applies_from if options.applies_from is not None else given.applies_from,
    )
    return settled, given


def request_of(options: Options, standard: Standard) -> Request:
    """What is asked of the engine. Raises UsageError for what the standard does not know."""
    purpose = options.purpose or "submission"
    if purpose not in get_args(Purpose):
        raise unknown("用途", "purpose", purpose, get_args(Purpose))
    if options.lang not in get_args(Lang):
        raise unknown("语言", "language", options.lang, get_args(Lang))
    if options.examples < 1:
        raise UsageError("examples 至少为 1。", "examples has to be 1 or more.")
    as_of = day_of(options.as_of, "as_of")
    return Request(
        standard=standard,
        as_of=as_of if as_of is not None else beijing_today(),
        purpose=purpose,
        party=None if options.party is None else party_of(options.party, standard),
        applies_from=day_of(options.applies_from, "applies_from"),
        examples=options.examples,
    )


def reading_of(options: Options, standard: Standard) -> ReadOptions:
    """How inputs are to be read. Raises UsageError for what the standard does not know."""
    item = None if options.item is None else item_of(options.item, standard)
    mapping = None if options.mapping is None else _mapping(options.mapping, standard)
    party = None if options.party is None else party_of(options.party, standard)
    return ReadOptions(item=item, mapping=mapping, encoding=options.encoding, sheet=options.sheet, party=party)


def _mapping(given: str | Path | Mapping[str, Any], standard: Standard) -> ReadMapping:
    try:
        if isinstance(given, str | Path):
            return read_mapping(given, standard)
        return mapping_of(dict(given), standard)
    except Unusable as error:
        raise UsageError(error.text.zh, error.text.en) from error
