"""What a report says beside its findings: what was doubtful, what was taken for granted, and what was written where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.checking import Judged
from conformance.engine.model import TableResult
from conformance.jobs import Submission
from conformance.options import Options
from conformance.report.split import Split
from conformance.standard.model import Text

if TYPE_CHECKING:
    from conformance.report.stream import FindingsFile
    from conformance.submission.model import Manifest


def doubtful(manifest: Manifest | None) -> list[Text]:
    """What a manifest says that cannot be so."""
    if manifest is None:
        return []
    from conformance.submission import verify

    return verify.doubtful(manifest)


def taken_for_granted(submission: Submission, judged: Judged) -> list[Text]:
    """What was taken for granted where several files refer to each other and nobody said how complete they are."""
    results = [one for one in judged.outcomes if isinstance(one, TableResult)]
    looked_up = any(t.check.kind == "reference" and t.status == "run" for one in results for t in one.tallies)
    if not looked_up or submission.manifest is not None or submission.previous is not None:
        return []
    return [
        Text(
            "没有报送清单，各文件按全量对待：被引用的文件里没有的记录，就判为不存在",
            "there is no manifest, so every file counts as full: what a file that is referred to lacks is not there",
        )
    ]


def written(options: Options, split: Split, findings: FindingsFile | None) -> list[Text]:
    """What was written beside the report, and what was not and why."""
    notes = [
        Text(
            f"{'退回' if file.rejected else '可入库'}的 {file.rows} 条记录已另存为 {file.path}",
            f"{file.rows} {'rejected' if file.rejected else 'accepted'} records written to {file.path}",
        )
        for file in split.written
    ]
    asked = bool(options.accepted or options.rejected)
    if asked and not split.spoiled and not split.written:
        notes.append(
            Text(
                "没有读到任何记录，因此没有另存可入库和退回的记录",
                "no records were read, so accepted and rejected records were not written",
            )
        )
    if asked and split.spoiled:
        notes.append(
            Text(
                "有文件中途无法读取，为免残缺，没有另存可入库和退回的记录",
                "an input broke off, so accepted and rejected records were not written: they would be incomplete",
            )
        )
    if findings is not None:
        notes.append(
            Text(
                f"全部问题（{findings.written} 处）已写入 {options.findings}",
                f"every finding ({findings.written}) written to {options.findings}",
            )
        )
    return notes
