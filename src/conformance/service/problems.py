"""Refusals of the service (RFC 9457): those of the exchange's register, and a few that only a service of files needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conformance.exchange.profile.model import ProblemType
from conformance.exchange.profile.problems import PROBLEMS
from conformance.exchange.server import problems
from conformance.exchange.server.messages import Document
from conformance.exchange.server.problems import MEDIA_TYPE, Refusal, error_at
from conformance.report.errors import UsageError
from conformance.report.files import refused_by_system
from conformance.standard.model import Text

__all__ = [
    "MEDIA_TYPE",
    "REGISTER",
    "Problem",
    "Refusal",
    "bad_request",
    "busy",
    "error_at",
    "no_check",
    "no_report",
    "no_room",
    "queue_full",
    "refuse",
]
_AGAIN = 10
"""Seconds after which somebody whose file was turned away may come again."""

_OWN = (
    ProblemType(
        "request-timeout",
        408,
        Text("发送超时", "Request timeout"),
        Text("请求体停顿过久或发送过慢", "The body came to a halt or was sent too slowly"),
        Text("检查网络后重新发送", "Look at the network and send it again"),
        "body",
        retry=True,
    ),
    ProblemType(
        "no-report",
        409,
        Text("没有这份结果", "No such result"),
        Text("校验没有完成，或没有可以给出的内容", "The check came to no result, or there is nothing of that kind"),
        Text("看该次校验的 state 和 problem", "See state and problem of the check"),
        "named",
    ),
    ProblemType(
        "misdirected",
        421,
        Text("地址不符", "Misdirected request"),
        Text("Host 不是本服务的地址，可能是网页借用您的浏览器", "Host is no address of this service: a page may be using your browser"),
        Text("用启动时显示的地址访问", "Use the address that was printed at the start"),
        "everywhere",
    ),
    ProblemType(
        "party-missing",
        422,
        Text("缺少报送单位", "Party missing"),
        Text("正式报送没有写明报送单位，所发的文件也没有写", "An official submission says nowhere who submits, nor do its files"),
        Text("写明报送单位（party），或一并发送报送清单", "Give the party, or send the manifest too"),
        "parameters",
    ),
    ProblemType(
        "insufficient-storage",
        507,
        Text("磁盘空间不足", "Insufficient storage"),
        Text("服务所在磁盘放不下这个文件", "The disk of the service has no room for the file"),
        Text("请服务的管理人清理磁盘后重试", "Have room made on its disk and try again"),
        "body",
        retry=True,
    ),
)  # fmt: skip
REGISTER: Mapping[str, ProblemType] = {**PROBLEMS, **{one.id: one for one in _OWN}}
"""Name → its type."""


class Problem(problems.Problem, frozen=True):
    """One refusal by a name of :data:`REGISTER`."""

    @property
    def kind(self) -> ProblemType:
        """Its entry of the register. Raises KeyError for a name that is not in it."""
        return REGISTER[self.name]


def refuse(
    name: str, detail: Text, errors: Iterable[Document] = (), headers: Mapping[str, str] | None = None
) -> Refusal:
    """The exception for a refusal of that name; the sentence is told in both languages."""
    said = f"{detail.zh} / {detail.en}"
    return Refusal(Problem(name, said, tuple(errors), tuple((headers or {}).items())))


def bad_request(error: UsageError, name: str = "invalid-request") -> Refusal:
    """What a wrong use of the library is to a client."""
    return refuse(name, error.text)


def busy(detail: Text, seconds: int) -> Refusal:
    """The service has too much to do; when to come again is said."""
    return refuse("unavailable", detail, headers={"Retry-After": str(seconds)})


def no_room(error: OSError) -> Refusal:
    """What a disk that refuses an upload is to its sender."""
    reason = refused_by_system(error) or Text("磁盘读写出错", "the disk reports an error")
    return refuse(
        "insufficient-storage",
        Text(
            f"服务的磁盘写不下这个文件（{reason.zh}），没有收下；请告知管理人后重试。",
            f"The disk of the service does not take the file ({reason.en}), and nothing was kept; tell who runs it and try again.",
        ),
        headers={"Retry-After": "600"},
    )


def queue_full(most: int) -> Refusal:
    """The refusal of a file while as many wait as may (503)."""
    return busy(
        Text(
            f"已有 {most} 个文件在排队，这一个没有收下；请稍后再发。",
            f"{most} files are waiting already and this one was not taken; send it again later.",
        ),
        _AGAIN,
    )


def no_check(days: int) -> Refusal:
    """The refusal of a check that is not there (404)."""
    return refuse(
        "not-found",
        Text(
            f"没有这次校验，或已满 {days} 天被清除。",
            f"There is no such check, or it was removed after {days} days.",
        ),
    )


def no_report(why: Text | None) -> Refusal:
    """The refusal of a report that a check did not come to, or has not yet (409)."""
    why = why or Text("校验还没有结束。", "It has not ended yet.")
    return refuse("no-report", Text(f"这次校验没有报告：{why.zh}", f"The check has no report: {why.en}"))
