"""For those who drag files onto an icon: each is checked, its report is put beside it as a page and opened.

``python -m conformance.cli.office FILE…`` is what 检查.bat and 检查.sh of the offline release run; 检查来件.bat and 检查来件.sh,
for what others sent, run it without any configuration.
"""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from conformance.cli.main import finish, prepare, run
from conformance.cli.pipes import tell
from conformance.gather import REPORT

SHOW = "CONFORMANCE_OPEN"
"""Set to 0, no page is opened: for machines without a browser."""
CONFIG = "CONFORMANCE_CONFIG"
"""Set to 0, no configuration counts: for offices that check what others sent, with whatever lies in its folder."""
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
_OPENED = 5
"""Pages that are opened by themselves; nobody wants fifty windows."""
_NOTHING_DECIDED = 2


def check_all(paths: Sequence[str], show: Callable[[Path], None]) -> int:
    """Check every path by itself. Answers with the highest exit code of ``conformance check``; breaks off at Ctrl-C."""
    if not paths:
        tell("请把要校验的文件或文件夹（可以多个）拖到“检查”的图标上。")
        return _NOTHING_DECIDED
    if os.environ.get(CONFIG, "1") not in ("", "0", "1"):
        tell(f"环境变量 {CONFIG} 只能是 0（不采用配置文件）或 1，现在是“{os.environ[CONFIG]}”，没有校验。")
        return _NOTHING_DECIDED
    options = ["--no-config"] if os.environ.get(CONFIG) == "0" else []
    if options:
        tell("按来件校验：不采用文件所在文件夹里的配置文件。")
    worst, opened = 0, 0
    for path in paths:
        tell(f"\n正在校验：{path}")
        if path.endswith(REPORT):
            tell("这是校验报告，不是数据文件。")
            worst = max(worst, _NOTHING_DECIDED)
            continue
        if not os.path.lexists(path):  # a page beside what is not there would be litter
            tell(f"找不到文件“{path}”，请核对文件名和所在位置。")
            worst = max(worst, _NOTHING_DECIDED)
            continue
        with _place_of(Path(path)) as page:
            before = _stamp(page)
            code = run(["check", "--format", "html", "--output", str(page), *options, "--", path])
            if code not in (0, 1, 2, 3):
                return code
            worst = max(worst, code)
            if _stamp(page) == before:
                continue  # why there is no report was said
        if page.parent != Path(path).absolute().parent:
            tell("文件旁边不能写入，报告放在临时文件夹里，不会自动删除。")
        tell(f"报告：{page}")
        if opened < _OPENED:
            show(page)
            opened += 1
    if len(paths) > _OPENED:
        tell(f"\n只自动打开了前 {_OPENED} 份报告，其余的请在文件旁边双击打开。")
    return worst


@contextmanager
def _place_of(path: Path) -> Iterator[Path]:
    """Where the report of a file goes: beside it, or where nobody may write there, a temporary folder of its own.

    The folder stays, as the page is to be read, unless no page was put there. A folder for each: files of other places
    have the same name, and nobody else may foresee where a page will lie.
    """
    beside = path.absolute().with_name(path.absolute().name + REPORT)
    try:
        tempfile.TemporaryFile(dir=beside.parent).close()
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="conformance-"))
        try:
            yield folder / beside.name
        finally:
            if not any(folder.iterdir()):
                folder.rmdir()
    else:
        yield beside


def show_page(page: Path) -> None:
    """Open a page with whatever the system opens pages with; not in a terminal without a screen for pictures, which it would
    fill. Where the page lies was said."""
    if os.environ.get(SHOW) == "0":
        return
    if sys.platform == "win32":
        os.startfile(page)  # noqa: S606 - that is how a page is opened there
    elif sys.platform == "darwin" or any(os.environ.get(name) for name in _DISPLAYS):
        webbrowser.open(page.resolve().as_uri())


def _stamp(page: Path) -> int | None:
    return page.stat().st_mtime_ns if page.exists() else None


def main() -> None:
    """Entry point of the icon."""
    prepare()
    finish(lambda: check_all(sys.argv[1:], show_page))


if __name__ == "__main__":
    main()
