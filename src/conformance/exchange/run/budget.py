"""What a run may cost as a whole: its requests and its time, whatever carries them."""

from __future__ import annotations

from msgspec import Struct

from conformance.exchange.model import Trouble
from conformance.exchange.run.clock import Clock
from conformance.exchange.run.model import Limits
from conformance.standard.model import Text

_RESERVED_REQUESTS = 2000
_RESERVED_SECONDS = 120.0
"""Kept for clearing up when a run has used up everything else."""


class Budget(Struct, frozen=True):
    """The bounds of a run that began at a moment of its clock's monotonic time."""

    limits: Limits
    clock: Clock
    began: float

    def spent(self, sent: int, clearing: bool) -> Trouble | None:
        """Why nothing more is sent after ``sent`` requests; None while there is something left. Clearing up may take more."""
        most = self.limits.requests + (_RESERVED_REQUESTS if clearing else 0)
        longest = self.limits.run_seconds + (_RESERVED_SECONDS if clearing else 0.0)
        if sent >= most:
            return _spent(Text(f"{most} 次请求", f"{most} requests"))
        if self.clock.monotonic() - self.began >= longest:
            return _spent(Text(f"{longest:g} 秒", f"{longest:g} s"))
        return None


def _spent(what: Text) -> Trouble:
    return Trouble(
        "budget",
        Text(
            f"本次测试的上限（{what.zh}）已用完，没有再发送。请检查服务是否过慢或分页没有尽头。",
            f"The run has used up its {what.en}; nothing more was sent. See whether the service is slow or a list endless.",
        ),
    )
