"""For those who drag files onto an icon: each is checked, its report is put beside it as a page and opened.

``python -m conformance.cli.office FILE…`` is what 检查.bat and 检查.sh of the offline release run.
"""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from conformance.cli.main import finish, prepare, run
from conformance.cli.pipes import tell
from conformance.gather import REPORT

SHOW = "CONFORMANCE_OPEN"
"""Set to 0, no page is opened: for machines without a browser."""
_OPENED = 5
"""Pages that are opened by themselves; nobody wants fifty windows."""
_NOTHING_DECIDED = 2


def check_all(paths: Sequence[str], show: Callable[[Path], None]) -> int:
    """Check every path by itself. Answers with the highest exit code of ``conformance check``; breaks off at Ctrl-C."""
    if not paths:
        tell("请把要校验的文件或文件夹（可以多个）拖到“检查”的图标上。")
        return _NOTHING_DECIDED
    worst, opened = 0, 0
    for path in paths:
        tell(f"\n正在校验：{path}")
        if path.endswith(REPORT):
            tell("这是校验报告，不是数据文件。")
            worst = max(worst, _NOTHING_DECIDED)
            continue
        page = page_of(Path(path))
        before = _stamp(page)
        code = run(["check", "--format", "html", "--output", str(page), "--", path])
        if code not in (0, 1, 2, 3):
            return code
        worst = max(worst, code)
        if _stamp(page) == before:
            continue  # why there is no report was said
        tell(f"报告：{page}")
        if opened < _OPENED:
            show(page)
            opened += 1
    if len(paths) > _OPENED:
        tell(f"\n只自动打开了前 {_OPENED} 份报告，其余的请在文件旁边双击打开。")
    return worst


def page_of(path: Path) -> Path:
    """Where the report of a file goes: beside it, or among the temporary files where nobody may write beside it."""
    beside = path.absolute().with_name(path.absolute().name + REPORT)
    try:
        tempfile.TemporaryFile(dir=beside.parent).close()
    except OSError:
        return Path(tempfile.gettempdir()) / beside.name
    return beside


def show_page(page: Path) -> None:
    """Open a page with whatever the system opens pages with."""
    if os.environ.get(SHOW) == "0":
        return
    if sys.platform == "win32":
        os.startfile(page)  # noqa: S606 - that is how a page is opened there
    else:
        webbrowser.open(page.resolve().as_uri())


def _stamp(page: Path) -> int | None:
    return page.stat().st_mtime_ns if page.exists() else None


def main() -> None:
    """Entry point of the icon."""
    prepare()
    finish(lambda: check_all(sys.argv[1:], show_page))


if __name__ == "__main__":
    main()
