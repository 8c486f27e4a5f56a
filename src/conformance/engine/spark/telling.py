"""What is said of a cluster that cannot be used, and of jobs that come to nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from conformance.engine.spark.failed import ClusterFailed
from conformance.standard.installing import installing

_RAISED = re.compile(r"(?!org\.|java|scala|py4j|Caused by)[\w.]*(?:Error|Exception|Interrupt)\b: ")
"""The end of a traceback of Python, among the lines of Java."""
_HOW = installing("spark")
NOT_INSTALLED = (
    f"用 Spark 校验还要安装 PySpark 4：{_HOW.zh}；另需 Java 17 或更新。",
    f"Checking on Spark needs PySpark 4: {_HOW.en}; and Java 17 or later.",
)
NO_JAVA = (
    "没有找到 Java，Spark 无法启动；请安装 Java 17 或更新，或把 JAVA_HOME 指向它。",
    "There is no Java, which Spark needs; install Java 17 or later, or point JAVA_HOME to it.",
)
NOT_STARTED = (
    "连不上 Spark 集群“{master}”，没有得出结论；请核对 --master 的地址、网络和 Java 版本（17 或更新）。原因：{why}。Spark 的日志在 {log}。",
    "The Spark cluster {master} cannot be used, so nothing was decided; check the address given with --master, the network and the version of "
    "Java (17 or later). Reason: {why}. Spark's log is {log}.",
)
_LOST = (
    "Spark 集群上已有 {seconds} 秒没有可用的执行器，已停止等待，没有得出结论；请恢复执行节点（或检查资源申请）后重新校验。",
    "For {seconds} seconds the Spark cluster has had no executor, so the job was given up and nothing was decided; bring its "
    "workers back (or look at what was asked for) and check again.",
)
_FAILED = (
    "Spark 作业失败，没有得出结论，没有写出任何结果。原因：{why}。{log}",
    "The job on Spark failed, so nothing was decided and nothing was written. Reason: {why}.{log}",
)
_NO_MODULE = (
    "执行节点的 Python 里没有本工具（或所需的库），没有得出结论：{why}；请在各节点安装同一版本，或用 spark.archives 随作业分发（见 guide-spark）。",
    "The Python of the executors has not got this tool (or a library of it), so nothing was decided: {why}; install the same version on all "
    "machines, or send it along with spark.archives (see guide-spark).",
)


def no_master() -> ClusterFailed:
    """Nobody has said which cluster."""
    return ClusterFailed(
        "没有指定 Spark 集群，请写 --master（如 spark://主机:7077、yarn、local[4]），或在 spark-defaults.conf 里设 spark.master。",
        "No cluster was named; give --master (spark://host:7077, yarn, local[4]), or set spark.master in spark-defaults.conf.",
    )


def unknown_setting(name: str, known: Sequence[str]) -> ClusterFailed:
    """A setting of ours that there is not."""
    return ClusterFailed(
        f"Spark 配置中的“{name}”不是本工具的设置，本工具的设置只有 {'、'.join(known)}；请更正或删去。",
        f"{name} in the configuration of Spark is no setting of this tool, which has {' and '.join(known)}; mend it or take it out.",
    )


def no_number(name: str, value: str) -> ClusterFailed:
    """A setting of ours that is no number."""
    return ClusterFailed(
        f"Spark 配置中“{name}”的值“{value}”不是正整数，请更正。",
        f"{name} in the configuration of Spark is {value!r}; it has to be a whole number from 1 on.",
    )


def other_session(master: str) -> ClusterFailed:
    """The program has a session with another cluster."""
    return ClusterFailed(
        f"本程序已经连着 Spark 集群 {master}，不能再连另一个；请不写 master，或先停止那个会话。",
        f"This program has a session with the Spark cluster {master}; leave the master out, or stop that session first.",
    )


def connected() -> ClusterFailed:
    """The session is one of Spark Connect."""
    return ClusterFailed(
        "不支持 Spark Connect 的会话（sc://）；请在集群上用普通会话（spark-submit，或 --master spark://、yarn）校验。",
        "Sessions of Spark Connect (sc://) are not supported; check with a session of the cluster's own (spark-submit, or --master spark:// or "
        "yarn).",
    )


def lost(seconds: int) -> ClusterFailed:
    """There is nobody left to do the work."""
    return ClusterFailed(*(text.format(seconds=seconds) for text in _LOST))


def incomplete(pieces: int) -> ClusterFailed:
    """Some pieces of what was to be judged have not come."""
    return ClusterFailed(
        f"Spark 集群没有交回全部结果（缺 {pieces} 块，可能丢失了执行节点），没有得出结论；请重新校验。",
        f"The Spark cluster has not handed over all results (pieces that are missing: {pieces}; a worker may have been lost), so nothing was "
        "decided; check again.",
    )


def not_there(where: str, missing: Sequence[str]) -> ClusterFailed:
    """The Python of an executor lacks some modules."""
    why = f"{where}: {', '.join(dict.fromkeys(missing))}"
    return ClusterFailed(*(text.format(why=why) for text in _NO_MODULE))


def failed(error: BaseException, log: Path | None) -> ClusterFailed:
    """Why a job came to nothing, in one sentence."""
    why = reason(error)
    if "ModuleNotFoundError" in why or "No module named" in why:
        return ClusterFailed(*(text.format(why=why) for text in _NO_MODULE))
    zh, en = _FAILED
    where_zh, where_en = ("", "") if log is None else (f"Spark 的日志在 {log}。", f" Spark's log is {log}.")
    return ClusterFailed(zh.format(why=why, log=where_zh), en.format(why=why, log=where_en))


def reason(error: BaseException) -> str:
    """The line of an error that says most: of a fault in Python the last one of its traceback, else the first one."""
    said: Any = getattr(error, "java_exception", None)
    text = str(error) if said is None else str(said)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    ends = [line for line in lines if _RAISED.match(line)]
    chosen = ends[-1] if ends else lines[0] if lines else type(error).__name__
    return chosen[:300].rstrip("。.")
