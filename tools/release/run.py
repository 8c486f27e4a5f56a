"""Starts the installed tool: ``run.py office FILE…`` for files dragged onto an icon, ``run.py cli …`` for its command line."""

from __future__ import annotations

import sys
from pathlib import Path

APP = Path(__file__).resolve().parent / "app"


def main() -> None:
    """Hand over to the tool, which ends the process."""
    if not APP.is_dir():
        print("尚未安装，请先运行“安装.bat”（Linux：sh install.sh）。", file=sys.stderr)
        sys.exit(2)
    sys.path.insert(0, str(APP))
    way = sys.argv.pop(1)
    if way == "office":
        from conformance.cli.office import main as begin
    else:
        from conformance.__main__ import main as begin
    begin()


if __name__ == "__main__":
    main()
