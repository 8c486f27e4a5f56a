"""Installs the offline release as an office would, with no network, and drags files onto its icon.

On Linux the scripts are 安装/检查 in their .sh form; they run the same install.py and run.py as the .bat files do on Windows.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import trial
from trial import Failed, carry_out, say

ROOT = Path(__file__).resolve().parents[1]


def alone() -> list[str]:
    """What goes before a command so that it has no network, where this system lets us take it away."""
    command = ["unshare", "--map-root-user", "--net"]
    there = (
        shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    )
    return command if there else []


def run(command: list[str | Path], home: Path, expect: int = 0) -> str:
    """What a command of the release says, run with nothing of this environment; insists on its exit code."""
    folder = str(Path(sys.base_prefix) / "bin")
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "CONFORMANCE_OPEN": "0"}
    return trial.run([*alone(), *command], home, (expect,), environment)


def use(folder: Path, home: Path) -> None:
    """Before and after the installation: what the clerk does and sees."""
    examples = ROOT / "examples" / "submissions"
    good, bad = home / "六月 许可（终稿）.csv", home / "处罚.xlsx"
    shutil.copy(examples / "valid" / "admin-licence.csv", good)
    shutil.copy(examples / "invalid" / "admin-penalty-mixed.xlsx", bad)
    if "尚未安装" not in run(["sh", folder / "检查.sh", good], home, expect=2):
        raise Failed("the icon does not say that nothing is installed yet")
    run(["sh", folder / "install.sh"], home)
    say(f"installed {'without network' if alone() else 'with the index off'}")
    run(["sh", folder / "检查.sh", good], home)
    said = run(["sh", folder / "检查.sh", good, bad, home / "没有.csv"], home, expect=2)
    if "请更正后报送" not in said or "找不到文件" not in said:
        raise Failed(f"the verdicts are not said: {said}")
    for file in (good, bad):
        page = file.with_name(f"{file.name}-校验报告.html")
        if "</html>" not in page.read_text(encoding="utf-8"):
            raise Failed(f"{page} is no whole page")
    if "uscc-check-digit" not in run(["sh", folder / "conformance.sh", "rules"], home):
        raise Failed("the command line does not list the rules")
    say("two files and one that is not there dragged onto the icon; the command line asked for the rules")


def main() -> int:
    """Returns 0 when the release works elsewhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", type=Path, nargs="?", help="the ZIP; the one in dist/ if not given")
    release = parser.parse_args().release or max((ROOT / "dist").glob("conformance-*-offline.zip"), default=None)
    if release is None:
        print("release-check: there is no release in dist/; run make release first", file=sys.stderr)
        return 1

    def steps(room: Path) -> None:
        (room / "home").mkdir()
        with zipfile.ZipFile(release) as archive:
            archive.extractall(room)
        say(f"{release.name}, {release.stat().st_size / 1e6:.0f} MB, unpacked")
        (folder,) = room.glob("conformance-*-offline")
        use(folder, room / "home")

    # A blank and Chinese in the path, as offices have them.
    return carry_out(steps, "release check 校验-")


if __name__ == "__main__":
    sys.exit(main())
