"""``run.json``: what a run was made with, when it began and ended, and the digests by which the rest of its folder is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct, field

from conformance.exchange import lenient
from conformance.exchange.model import Participant
from conformance.exchange.profile.canonical import digest_of
from conformance.exchange.profile.load import profile
from conformance.exchange.suite.model import Suite
from conformance.report.errors import Refusal
from conformance.report.files import write_whole
from conformance.standard.model import Standard
from conformance.version import __version__

RUN_FILE = "run.json"
RESULTS_FILE = "results.json"
FORM = 1
"""Of the folder; another one is not read."""
Kind: TypeAlias = Literal["probe", "observed"]
"""A service was asked, or a client was watched."""


class Recorded(Struct, frozen=True):
    """How many exchanges there are, and the digest of the last line, which stands for all."""

    count: int
    last: str


class RunFile(Struct, frozen=True):
    """What ``run.json`` says. Holds no secret."""

    form: int
    kind: Kind
    tool: str
    profile: str
    edition: str
    version: str
    """Of the edition's data."""
    standard: str
    """Digest of the compiled standard."""
    suite: str
    """Digest of requirements and tests."""
    baseline: str
    """Digest of what was asked: suite, edition and standard. Two runs with one baseline can be compared."""
    environment: str
    """Digest of who was asked, without secrets: names, addresses, classes."""
    setup: Mapping[str, Any]
    """``run.model.Setup`` of a probe: participants, seed, classes, day, options. Of a client that was watched: what it was told."""
    started: str
    """RFC 3339, UTC."""
    ended: str | None = None
    """None while the run goes on, and for ever where it was cut short."""
    exchanges: Recorded | None = None
    results: str | None = None
    """Digest of ``results.json``."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """How the command was called, as far as that changes nothing about the verdicts."""


def baseline_of(suite: Suite, standard: Standard) -> str:
    """What was asked, as one digest."""
    return digest_of({"suite": suite.digest, "edition": suite.edition, "standard": standard.digest})


def environment_of(participants: Iterable[Participant]) -> str:
    """Who was asked, as one digest; of what was given for the test only the names, since its values are pseudonyms of a run."""
    return digest_of(
        [
            {
                "name": one.name,
                "url": one.url,
                "environment": one.environment,
                "classes": sorted(one.classes),
                "operations": None if one.operations is None else sorted(one.operations),
                "given": sorted(one.given),
            }
            for one in participants
        ]
    )


def begun(
    kind: Kind,
    suite: Suite,
    standard: Standard,
    setup: Any,
    participants: Sequence[Participant],
    started: str,
    options: Mapping[str, Any] | None = None,
) -> RunFile:
    """What is known when a run begins. ``setup``: a record or plain data."""
    return RunFile(
        form=FORM,
        kind=kind,
        tool=__version__,
        profile=profile().version,
        edition=suite.edition,
        version=standard.edition.version,
        standard=standard.digest,
        suite=suite.digest,
        baseline=baseline_of(suite, standard),
        environment=environment_of(participants),
        setup=msgspec.to_builtins(setup),
        started=started,
        options=dict(options or {}),
    )


def write(folder: Path, run: RunFile) -> None:
    """Write ``run.json``, whole or not at all. Raises UsageError where it cannot be written."""
    write_whole(folder / RUN_FILE, msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")


def read(folder: Path) -> RunFile:
    """What ``run.json`` of a folder says. Raises Refusal where there is none, or none that can be read."""
    path = folder / RUN_FILE
    try:
        content = path.read_bytes()
    except OSError:
        raise Refusal(
            f"{folder} 中没有 {RUN_FILE}，不是测试记录文件夹；请指定 probe --output 或 reference-server --record 写成的文件夹。",
            f"There is no {RUN_FILE} in {folder}, so it is no run folder; name one that probe --output or reference-server "
            "--record has written.",
        ) from None
    try:
        form = msgspec.json.decode(content)["form"]
        if form != FORM:
            raise Refusal(
                f"{path} 的格式版本是 {form}，本工具只认 {FORM}；请用写成它的版本核验。",
                f"{path} is of form {form}, and this tool reads form {FORM}; verify it with the version that wrote it.",
            )
        if lenient.read(content) is lenient.UNREADABLE:
            raise TypeError(f"more than {lenient.MOST_DEPTH} levels")
        return msgspec.json.decode(content, type=RunFile, strict=True)
    except (msgspec.MsgspecError, KeyError, TypeError, RecursionError) as error:
        raise Refusal(
            f"{path} 不能读取（{error}）；文件可能被改动过，请使用原始的记录文件夹。",
            f"{path} cannot be read ({error}); it may have been changed, so use the folder as it was written.",
        ) from None
