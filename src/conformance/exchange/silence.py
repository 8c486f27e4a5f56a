"""Whether a receiver works at all: while nothing was ever heard of it, a wait in vain speaks neither for nor against it.

A receiver that was not started is no wrong receiver. One that deals with some and not with others is, so what was waited for
in vain is remembered, and held against it as soon as it is heard of.
"""

from __future__ import annotations

from msgspec import Struct, field

from conformance.exchange.model import Trouble
from conformance.standard.model import Text

MOST = 3
"""Waits in vain after which a receiver that was never heard of is not waited for any more."""


class Silent(Exception):
    """Nothing was ever heard of the receiver."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.trouble = Trouble("budget", text)
        """No ``timeout``: runs give up on whom these come from, and what was put there has still to be taken back."""


class Silence(Struct):
    """What was waited for in vain before anything was heard."""

    names: list[str] = field(default_factory=list)
    heard: bool = False

    def ask(self) -> None:
        """Before something is put there or asked. Raises Silent once it has been waited often enough."""
        if not self.heard and len(self.names) >= MOST:
            raise Silent(
                Text(
                    f"连续 {MOST} 批没有任何答复，不再继续。请确认接收程序已经启动、指向同一位置，再重新测试。",
                    f"{MOST} batches in a row had no answer at all, so no more was tried; see that the receiver runs and looks at "
                    "the same place, and run again.",
                )
            )

    def in_vain(self, name: str, seconds: float) -> None:
        """After a wait in vain. Raises Silent while nothing was ever heard."""
        if self.heard:
            return
        self.names.append(name)
        raise Silent(
            Text(
                f"等了 {seconds:g} 秒，接收方没有任何动静。请确认接收程序已经启动、指向同一位置。",
                f"In {seconds:g} s nothing was heard of the receiver; see that it runs and looks at the same place.",
            )
        )

    def forgotten(self) -> list[str]:
        """What was waited for in vain although there is a receiver. Raises Silent where none was heard of to the end."""
        if not self.heard:
            raise Silent(
                Text(
                    "直到最后接收方都没有任何动静。请确认接收程序已经启动、指向同一位置。",
                    "To the end nothing was heard of the receiver; see that it runs and looks at the same place.",
                )
            )
        return list(self.names)
