"""Writing down what was exchanged, as it happens: what was written before a crash is there after it."""

from __future__ import annotations

import threading
from pathlib import Path

from conformance.exchange.evidence import lines
from conformance.exchange.model import Exchange
from conformance.report.errors import Refusal
from conformance.report.files import unwritable

EXCHANGES = "exchanges.ndjson"
BODIES = "bodies"


class Recorder:
    """Appends exchanges, which are redacted already, to ``exchanges.ndjson`` and their bodies to ``bodies/``. Safe for threads."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder. Raises Refusal where it holds anything, UsageError where it cannot be made."""
        self.folder = folder
        self._lock = threading.Lock()
        self._before = lines.FIRST
        self._count = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise Refusal(
                    f"记录文件夹 {folder} 不是空的；请指定一个新的或空的文件夹，以免两次测试混在一起。",
                    f"The run folder {folder} is not empty; give a new or an empty one, so that two runs are not mixed.",
                )
            (folder / BODIES).mkdir()
            self._file = (folder / EXCHANGES).open("xb")
        except OSError as error:
            raise unwritable(folder, error) from None

    @property
    def count(self) -> int:
        """How many exchanges were written."""
        return self._count

    @property
    def digest(self) -> str:
        """Digest of the last line, which names the one before it: it stands for all exchanges (:data:`lines.FIRST` for none)."""
        return self._before

    def write(self, exchange: Exchange) -> None:
        """Append one. Raises ValueError where it is not the next by its number, UsageError where the disk refuses."""
        with self._lock:
            if exchange.sequence != self._count + 1:
                raise ValueError(f"exchange {exchange.sequence} cannot follow exchange {self._count}")
            line, bodies = lines.encoded(exchange, self._before)
            try:
                for body in bodies:
                    place = self.folder / BODIES / lines.digest(body)
                    if not place.exists():
                        place.write_bytes(body)
                self._file.write(line)
                self._file.flush()
            except OSError as error:
                raise unwritable(self.folder / EXCHANGES, error) from None
            self._before = lines.digest(line)
            self._count += 1

    def close(self) -> None:
        """Nothing is appended any more."""
        self._file.close()
