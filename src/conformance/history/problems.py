"""Why a history cannot be opened, read or written: one sentence for each reason, none of which shows a password."""

from __future__ import annotations

from conformance.report.errors import UsageError
from conformance.sources.database.addressing import ILL_FORMED
from conformance.sources.database.reasons import reason_of
from conformance.standard.installing import installing
from conformance.standard.model import Text

AGAIN = ("40001", "40P01", "57P01", "57P02")
"""States of PostgreSQL after which a whole transaction may be tried once more."""


class Unusable(UsageError):
    """A history that cannot be used as things are: the same may be recorded once it can."""

    def __init__(self, name: str, reason: Text, *, records: bool = False) -> None:
        """``records``: somebody wanted to record, and hears that nothing was."""
        nothing = Text("，本次没有记录任何内容", "; nothing of this was recorded") if records else Text("", "")
        super().__init__(
            f"历史记录“{name}”无法读写（{reason.zh}）{nothing.zh}。",
            f"The history {name} cannot be used ({reason.en}){nothing.en}.",
        )
        self._name, self._reason = name, reason

    def of_recording(self) -> Unusable:
        """The same to somebody who wanted to record."""
        return Unusable(self._name, self._reason, records=True)


class NoRun(UsageError):
    """There is no run of this id."""


def no_run() -> NoRun:
    """The error for a run that is not there."""
    return NoRun("历史记录里没有这一次校验。", "There is no such run in the history.")


def problem_of(error: BaseException, name: str) -> Unusable:
    """The error for what a driver raised. What the driver says itself is not repeated: it may quote an address."""
    return Unusable(name, reason_of(error))


def no_driver(what: str, extra: str) -> UsageError:
    """The error where a library is not installed."""
    how = installing(extra)
    return UsageError(
        f"历史记录需要 {what}，本机没有安装；请运行 {how.zh}。",
        f"A history needs {what}, which is not installed: {how.en}.",
    )


def no_address() -> UsageError:
    """The error for what is no address of a history. It is not repeated: it may hold a password."""
    return UsageError(
        "历史记录的地址应为 sqlite:///文件 或 postgresql://用户@主机/数据库。",
        "The address of a history is sqlite:///FILE or postgresql://USER@HOST/DATABASE.",
    )


def ill_formed() -> UsageError:
    """The error for an address in which a password cannot be told from a host. It is not repeated."""
    return UsageError(f"{ILL_FORMED.zh}。", f"{ILL_FORMED.en}.")


def newer(name: str, found: str) -> UsageError:
    """The error for a schema that a newer tool made."""
    return UsageError(
        f"历史记录“{name}”由更新版本的 conformance 建立（结构 {found}），本版本读不懂，没有改动；请升级 conformance。",
        f"The history {name} was made by a newer conformance (schema {found}) and was not touched; upgrade conformance.",
    )


def foreign(name: str) -> UsageError:
    """The error for a database that holds something else."""
    return UsageError(
        f"数据库“{name}”里是别的内容，不是历史记录，没有改动；请换一个文件。",
        f"The database {name} holds something else and no history, and was not touched; name another file.",
    )


def absent(name: str) -> UsageError:
    """The error for a history that is only read and is not there."""
    return UsageError(
        f"没有历史记录“{name}”；用 conformance check --record 记录后才有。",
        f"There is no history {name}; conformance check --record makes one.",
    )
