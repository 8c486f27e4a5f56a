"""A run folder while the run goes on: begun, filled exchange by exchange, and ended."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from conformance.exchange.evidence import lines, runfile
from conformance.exchange.evidence.recorder import Recorder
from conformance.exchange.evidence.runfile import Recorded, RunFile
from conformance.exchange.model import Exchange
from conformance.report.files import write_whole


class RunFolder:
    """``run.json``, ``exchanges.ndjson`` and ``bodies/`` of one run."""

    def __init__(self, folder: Path, run: RunFile) -> None:
        """Begins it. Raises Refusal where the folder is not empty or cannot be written."""
        self.path = folder
        self._recorder = Recorder(folder)
        self._run = run
        runfile.write(folder, run)

    def record(self, exchange: Exchange) -> None:
        """Append an exchange, which is redacted already. Raises Refusal where the disk refuses."""
        self._recorder.write(exchange)

    def end(self, ended: str, results: bytes | None = None) -> RunFile:
        """Write ``results.json`` and what is now known into ``run.json``; a run without this was cut short. Raises
        UsageError where the disk refuses.

        ``ended``: RFC 3339, UTC; ``results``: as ``run.results.encode`` gives them, None where a client was only watched.
        """
        self._recorder.close()
        if results is not None:
            write_whole(self.path / runfile.RESULTS_FILE, results)
        self._run = replace(
            self._run,
            ended=ended,
            exchanges=Recorded(self._recorder.count, self._recorder.digest),
            results=None if results is None else f"sha256:{lines.digest(results)}",
        )
        runfile.write(self.path, self._run)
        return self._run
