"""What is said of one drop: whether it can be taken as it is, and if so what becomes of each row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from conformance.api import check
from conformance.exchange.filedrop.layout import Drop, digest_of, shown
from conformance.exchange.filedrop.ledger import Taken
from conformance.exchange.filedrop.names import named_as_meant
from conformance.exchange.filedrop.receipt import DropReceipt, FileLines
from conformance.exchange.rowlines import EVERY, Problem, findings_of, lines_of, problem_of
from conformance.report.model import Finding, InputReport, Report
from conformance.sources.model import Unusable
from conformance.standard.model import Severity, Standard
from conformance.submission.manifest import read_manifest
from conformance.submission.model import Manifest, same_file
from conformance.submission.verify import UNLISTED
from conformance.submission.verify import digest_of as file_digest

CLAUSE = "profile#file-drop"
UNREADABLE, SEVERAL, UNDIGESTED = "drop-manifest-unreadable", "drop-manifest-twice", "drop-digest-missing"
FILE, LINK, REUSED = "drop-file-unreadable", "drop-file-linked", "drop-batch-reused"
OWN_RULES = (UNREADABLE, SEVERAL, UNDIGESTED, FILE, LINK, REUSED)
"""For what a drop is refused besides the rules of the rule book that begin with ``manifest-``."""
_OF_SUBMISSION = "manifest-"


class Basis(Struct, frozen=True):
    """By what a drop is judged."""

    standard: Standard
    as_of: date
    taken: tuple[Taken, ...] = ()


def judge(drop: Drop, basis: Basis) -> DropReceipt:
    """The answer to a drop whose manifest is there. Raises OSError where the folder cannot be read."""
    with named_as_meant(drop) as readable:
        return _answer(readable, drop.name, basis)


def _answer(drop: Drop, name: str, basis: Basis) -> DropReceipt:
    if any(file.is_symlink() for file in drop.manifests):
        return _refused("", digest_of(b""), _own(LINK, "报送清单是链接，不是文件本身；请放入文件。"))
    digest = file_digest(drop.manifests[0])
    if len(drop.manifests) > 1:
        names = "、".join(shown(file.name) for file in drop.manifests)
        return _refused("", digest, _own(SEVERAL, f"有不止一份报送清单（{names}），无法判断以哪份为准。"))
    try:
        manifest = read_manifest(str(drop.manifests[0]), basis.standard)
    except Unusable as error:
        return _refused("", digest, _own(UNREADABLE, _without_path(error.text.zh, drop.path)))
    known = [one for one in basis.taken if (one.party, one.batch) == (party_of(manifest), manifest.id)]
    reused = [one for one in known if one.digest != digest]
    if reused:
        said = f"批次号“{manifest.id}”已用于另一次报送（{reused[0].drop}），内容不同；请换用新的批次号。"
        return _refused(manifest.id, digest, _own(REUSED, said))
    unfit = tuple(_unfit(manifest))
    if unfit:
        return _refused(manifest.id, digest, *unfit)
    repeats = next((one.drop for one in known if one.drop != name), None)
    return _judged(drop, manifest, digest, repeats, basis)


def party_of(manifest: Manifest) -> str:
    """Who sends; empty where the manifest does not say."""
    return "" if manifest.party is None else manifest.party.id


def _judged(drop: Drop, manifest: Manifest, digest: str, repeats: str | None, basis: Basis) -> DropReceipt:
    report = check(manifest=drop.manifests[0], as_of=basis.as_of, examples=EVERY)
    about = [
        *(_located(one, drop) for one in report.findings if one.record is None and one.rule.startswith(_OF_SUBMISSION)),
        *(_own(FILE, _without_path(one.problem, drop.path)) for one in report.inputs if one.problem and _is_there(one)),
        *_unlisted(drop, manifest, basis.standard),
    ]
    if any(problem.severity == "error" for problem in about):
        return DropReceipt(manifest.id, digest, party_of(manifest), repeats, tuple(about))
    files = tuple(_lines(table, report, manifest, drop) for table in report.inputs)
    return DropReceipt(manifest.id, digest, party_of(manifest), repeats, tuple(about), files)


def _lines(table: InputReport, report: Report, manifest: Manifest, drop: Drop) -> FileLines:
    """What becomes of the rows of one table. Sentences may name another file of the drop, by its name alone."""
    findings = [replace(one, message=_without_path(one.message, drop.path)) for one in findings_of(report, table)]
    entry = next(file for file in manifest.files if same_file(file.path, Path(table.path)))
    return FileLines(
        path=entry.written,
        sheet=table.sheet if len([one for one in report.inputs if one.path == table.path]) > 1 else entry.sheet,
        item=table.item or "",
        sha256=entry.sha256 or "",
        lines=lines_of(table, findings),
    )


def _is_there(table: InputReport) -> bool:
    """Whether its file is there; of one that is not the rule book speaks."""
    return Path(table.path).exists()


def _unfit(manifest: Manifest) -> Iterator[Problem]:
    """What of a manifest that can be read will not do for a drop: who cannot tell when a file is whole needs its digest."""
    for file in manifest.files:
        if file.sha256 is None:
            yield _own(UNDIGESTED, f"清单没有写明“{file.written}”的SHA-256摘要，无法确认文件完整。")
        if file.path.is_symlink():
            yield _own(LINK, f"“{file.written}”是链接，不是文件本身；请放入文件。")


def _unlisted(drop: Drop, manifest: Manifest, standard: Standard) -> Iterator[Problem]:
    rule = standard.rules[UNLISTED]
    for file in drop.files:
        if not any(same_file(entry.path, file) for entry in manifest.files):
            yield Problem(rule.id, rule.severity, rule.clause, "", rule.message.zh.format(file=shown(file.name)))


def _located(finding: Finding, drop: Drop) -> Problem:
    """A finding about a file as a whole, with the file in its sentence."""
    found = problem_of(finding)
    name = Path(finding.path).name
    named = "" if name in found.message or finding.path.endswith(drop.manifests[0].name) else f"“{name}”："
    return Problem(found.rule, found.severity, found.clause, "", named + _without_path(found.message, drop.path))


def _refused(batch: str, digest: str, *problems: Problem) -> DropReceipt:
    return DropReceipt(batch, digest, problems=problems)


def _own(rule: str, message: str, severity: Severity = "error") -> Problem:
    return Problem(rule, severity, CLAUSE, "", message)


def _without_path(said: str, folder: Path) -> str:
    """A sentence for the sender, without the places of the receiver's machine."""
    for place in (f"{folder}/", f"{folder.resolve()}/", str(folder)):
        said = said.replace(place, "")
    return said
