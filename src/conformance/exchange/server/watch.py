"""Watching a client: every exchange that the server sees, redacted and written down in the form of a probe's run."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from conformance.exchange.evidence import runfile
from conformance.exchange.evidence.folder import RunFolder
from conformance.exchange.evidence.redact import Redactor
from conformance.exchange.model import ConformanceClass, Exchange, Participant, Request, Response
from conformance.exchange.profile import reference
from conformance.exchange.server.bodies import digest_fits
from conformance.exchange.server.messages import Call, Reply
from conformance.exchange.stamps import stamp
from conformance.exchange.suite.model import Suite
from conformance.report.days import beijing_day
from conformance.standard.model import Standard

CLIENT = "client"
"""Name of the participant that is watched."""
TEST = "observed"
NO_OPERATION = "none"
"""The step of a request that is no operation of the profile."""


class Watch:
    """A run folder that fills as a client goes on. Safe for threads."""

    def __init__(
        self,
        folder: Path,
        suite: Suite,
        standard: Standard,
        url: str,
        classes: Sequence[ConformanceClass],
        provoked: Sequence[str],
        started: datetime,
    ) -> None:
        """Begins the folder. ``classes``: of the server. Raises Refusal where it is not empty or cannot be written."""
        self._redactor = Redactor(standard, known=(reference.EXPIRED_TOKEN,), as_of=beijing_day(started))
        for client in reference.CLIENTS.values():
            self._redactor.learn_client(client.id, client.secret)
        participant = Participant(CLIENT, url, (), "test")
        setup = {
            "participant": CLIENT,
            "url": url,
            "classes": list(classes),
            "provoked": list(provoked),
            "as_of": beijing_day(started).isoformat(),
            "edition": standard.edition.id,
        }
        begun = runfile.begun("observed", suite, standard, setup, [participant], stamp(started))
        self._folder = RunFolder(folder, begun)
        self._lock = threading.Lock()
        self._attempts: Counter[str] = Counter()
        self._count = 0

    def see(self, call: Call, body: bytes, reply: Reply, started: datetime, seconds: float) -> None:
        """Write one exchange down. Raises Refusal where the disk refuses."""
        step = call.operation or NO_OPERATION
        query = f"?{call.query}" if call.query else ""
        fits = digest_fits(reply.header("Content-Digest"), reply.body)
        response = Response(
            reply.status,
            reply.headers,
            b"" if call.method == "HEAD" else reply.body,
            content_digest="absent" if fits is None else "match" if fits else "mismatch",
        )
        with self._lock:
            request = self._redactor.seal_request(
                Request(call.method, call.base + call.path + query, call.headers, body)
            )
            self._attempts[step] += 1
            self._count += 1
            self._folder.record(
                Exchange(
                    sequence=self._count,
                    participant=CLIENT,
                    test=TEST,
                    step=step,
                    attempt=self._attempts[step],
                    request=request,
                    response=self._redactor.seal_response(response),
                    trouble=None,
                    started=stamp(started),
                    seconds=round(seconds, 6),
                )
            )

    def end(self, ended: datetime) -> None:
        """Nothing comes any more."""
        with self._lock:
            self._folder.end(stamp(ended))
