"""Installs the tool from the wheels beside this file: no Internet, no administrator, nothing outside this folder.

Run by 安装.bat and install.sh with the Python that is to be used. It needs neither venv nor pip of its own: pip comes among
the wheels, and what it installs goes into the folder ``app``, from which run.py starts it.
"""

from __future__ import annotations

import json
import locale
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
APP = HERE / "app"
PYTHON = (sys.executable, "-IS")
"""Nothing that happens to be installed on the machine is looked at."""
PIP = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); sys.argv[0] = 'pip'; runpy.run_module('pip', run_name='__main__')"


def say(text: str) -> None:
    """Print a line, with what the console cannot spell replaced."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def unfit(release: dict[str, list[str]]) -> str | None:
    """Why this Python cannot be used; None where it can."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    system = f"{platform.system()} {platform.machine()}".lower().replace("amd64", "x86_64")
    pythons = release.get(system)
    if pythons is None:
        return f"本安装包不适用于这台机器（{system}），适用于：{'、'.join(release)}。"
    if sys.maxsize < 2**32:
        return "这是 32 位的 Python，请安装 64 位的 Python。"
    if version not in pythons:
        return f"这是 Python {version}，本安装包适用于 Python {'、'.join(pythons)}（64 位）。"
    return None


def install(version: str) -> int:
    """Install into a new folder that takes the place of the old one when it is whole. Answers with pip's exit code."""
    wheels = HERE / "wheels"
    (pip,) = wheels.glob("pip-*.whl")
    fresh = HERE / "app.new"
    shutil.rmtree(fresh, ignore_errors=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    environment |= {"PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}
    command = [
        sys.executable,
        "-c",
        PIP,
        str(pip),
        "--isolated",
        "--disable-pip-version-check",
        "--no-input",
        "install",
    ]
    command += ["--quiet", "--no-index", "-f", str(wheels), "--only-binary=:all:", "--no-compile"]
    command += [
        "--no-warn-script-location",
        "--root-user-action=ignore",
        "--target",
        str(fresh),
        f"three-list-conformance=={version}",
    ]
    code = subprocess.run(command, env=environment, check=False).returncode
    if code == 0:
        # The .bat reads this line in the code page of the system.
        (fresh / "python.txt").write_text(f"{sys.executable}\n", encoding=locale.getpreferredencoding(False))
        shutil.rmtree(APP, ignore_errors=True)
        fresh.rename(APP)
    return code


def main() -> int:
    """Returns 0 when the tool is installed and answers."""
    release = json.loads((HERE / "wheels" / "release.json").read_text(encoding="utf-8"))
    reason = unfit(release["pythons"])
    if reason is not None:
        say(reason)
        return 2
    say(f"正在安装 conformance {release['version']}，使用 {sys.executable}，约需一分钟……")
    code = install(release["version"])
    if code == 0:
        code = subprocess.run([*PYTHON, str(HERE / "run.py"), "cli", "--version"], check=False).returncode
    say("安装完成。把要校验的文件拖到“检查”的图标上即可。" if code == 0 else "安装没有成功，原因见上。")
    return code


if __name__ == "__main__":
    sys.exit(main())
