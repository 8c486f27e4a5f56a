"""A command that is asked line by line: one line of JSON in, one out, each within a time."""

from __future__ import annotations

import queue
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any

import msgspec

from conformance.standard.model import Text

LONGEST = 1 << 20
"""Bytes that a line of an answer has at most."""
_LAST_WORDS = 2000
"""Bytes of standard error that are kept."""
_PARTING = 5.0
"""Seconds that a command has to end once nothing more is asked."""


class Unanswered(Exception):
    """There is no usable answer: ``fault`` is timeout, crash or garbled."""

    def __init__(self, fault: Any, what: Text) -> None:
        super().__init__(what.en)
        self.fault = fault
        self.what = what


class Asked:
    """A running command. Use it in a ``with``, so that it never outlives the run."""

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        """Start it. Raises OSError where that is not possible."""
        self._timeout = timeout
        self._process = subprocess.Popen(  # noqa: S603 - the command is the user's own
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._in, self._out, self._err = map(_there, (self._process.stdin, self._process.stdout, self._process.stderr))
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        self._errors: deque[bytes] = deque()
        # Threads and not select, which on Windows knows sockets alone. Unread standard error would stop the command.
        self._readers = [threading.Thread(target=work, daemon=True) for work in (self._read_lines, self._read_errors)]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def ask(self, question: dict[str, Any]) -> Any:
        """The answer, as JSON. Raises Unanswered."""
        try:
            self._in.write(msgspec.json.encode(question) + b"\n")
            self._in.flush()
        except OSError:
            raise self._ended() from None
        try:
            line = self._lines.get(timeout=self._timeout)
        except queue.Empty:
            self._process.kill()
            seconds = f"{self._timeout:g}"
            raise Unanswered("timeout", Text(f"{seconds} 秒内没有回答", f"no answer within {seconds} s")) from None
        if line is None:
            raise self._ended()
        if len(line) >= LONGEST:
            self._process.kill()
            raise Unanswered("garbled", Text("回答过长", "the answer is too long"))
        try:
            return msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            shown = line.decode("utf-8", "replace").strip()[:200]
            self._process.kill()
            raise Unanswered("garbled", Text(f"回答不是 JSON：{shown}", f"the answer is no JSON: {shown}")) from None

    def end(self) -> None:
        """Let it end by itself, for nothing more will be asked; then by force."""
        with suppress(OSError):  # it may have gone already
            self._in.close()
        try:
            self._process.wait(_PARTING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for reader in self._readers:
            reader.join(_PARTING)
        for stream in (self._out, self._err):
            stream.close()

    def _ended(self) -> Unanswered:
        try:
            code = self._process.wait(_PARTING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._readers[1].join(_PARTING)
        words = b"".join(self._errors).decode("utf-8", "replace").strip().splitlines()
        last = f"：{words[-1]}" if words else ""
        last_en = f": {words[-1]}" if words else ""
        return Unanswered(
            "crash",
            Text(f"命令没有回答就结束了，退出码 {code}{last}", f"it ended without an answer, exit {code}{last_en}"),
        )

    def _read_lines(self) -> None:
        while line := self._out.readline(LONGEST):
            self._lines.put(line)
        self._lines.put(None)

    def _read_errors(self) -> None:
        kept = 0
        while part := self._err.readline(_LAST_WORDS):
            self._errors.append(part)
            kept += len(part)
            while kept > _LAST_WORDS and len(self._errors) > 1:
                kept -= len(self._errors.popleft())


def _there(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the command was started without pipes")
    return stream
