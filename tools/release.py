"""Builds dist/conformance-VERSION-offline.zip: the tool with everything it needs, for offices without Internet.

The wheel is built from this checkout; the wheels of its run-time dependencies are downloaded for every system and Python
of ``TARGETS``. pip judges the conditions of dependencies by the machine on which it runs, so what Windows alone needs is
looked up in the wheels themselves.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
PARTS = ROOT / "tools" / "release"
DISTRIBUTION = "three-list-conformance"
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
TARGETS = ("windows:3.11,3.12,3.13", f"linux:{HERE}")
"""Offices have Windows and whatever Python their department installed; on Linux it is tried here."""
NAMES = {
    "install.py": "install.py",
    "run.py": "run.py",
    "install.bat": "安装.bat",
    "check.bat": "检查.bat",
    "received.bat": "检查来件.bat",
    "conformance.bat": "conformance.bat",
    "install.sh": "install.sh",
    "check.sh": "检查.sh",
    "received.sh": "检查来件.sh",
    "conformance.sh": "conformance.sh",
    "readme.txt": "使用说明.txt",
}
"""Parts of the release → their names in it."""
EPOCH = (2016, 5, 9, 0, 0, 0)
"""The time of every entry: the same wheels make the same bytes."""


@dataclass(frozen=True, slots=True)
class System:
    """A system that the release is for."""

    name: str
    """As install.py calls it: system and machine."""
    platforms: tuple[str, ...]
    """Tags of wheels that run there, the best first."""
    markers: dict[str, str]
    """What it answers to the conditions of dependencies."""


SYSTEMS = {
    "windows": System(
        "windows x86_64",
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
    "linux": System(
        "linux x86_64",
        ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "linux_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    ),
}


def say(text: str) -> None:
    """Print a step."""
    print(f"release: {text}", flush=True)


def pip(*arguments: object) -> None:
    """Run pip; raises CalledProcessError where it fails, after what it said."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def build(into: Path) -> Path:
    """The wheel of this checkout, one for every machine: without the compiled library."""
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(into), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"CONFORMANCE_NATIVE": "0"})
    (wheel,) = into.glob("*.whl")
    return wheel


def download(wanted: Iterable[object], system: System, python: str, into: Path) -> None:
    """Wheels of what is wanted and of what that needs."""
    tags = [part for platform in system.platforms for part in ("--platform", platform)]
    pip("download", "--quiet", "--only-binary=:all:", "--implementation", "cp", "--python-version", python, *tags,
        "--dest", into, *wanted)  # fmt: skip


def needs(wheels: Iterable[Path], system: System, python: str) -> Iterator[Requirement]:
    """What wheels ask for there, whatever the machine that reads them."""
    environment = system.markers | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            (name,) = [one for one in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", one)]
            metadata = Parser().parsestr(archive.read(name).decode("utf-8"))
        for text in metadata.get_all("Requires-Dist") or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate(environment):
                yield requirement


def gather(wheel: Path, system: System, python: str, place: Path) -> None:
    """Download for one system and Python until nothing is asked for that is not there."""
    download([wheel, "pip"], system, python, place)
    while True:
        there = {canonicalize_name(parse_wheel_filename(one.name)[0]) for one in place.glob("*.whl")}
        asked = needs(place.glob("*.whl"), system, python)
        missing = {str(one).partition(";")[0].strip() for one in asked if canonicalize_name(one.name) not in there}
        if not missing:
            return
        download(sorted(missing), system, python, place)


def filled(name: str, version: str, pythons: Sequence[str]) -> bytes:
    """A part of the release with its blanks filled, in the encoding and with the line ends that its system expects."""
    text = (PARTS / name).read_text(encoding="utf-8")
    blanks = {
        "VERSION": version,
        "PYTHONS": " ".join(reversed(pythons)),
        "COMMANDS": " ".join(f"python{one}" for one in reversed(pythons)),
        "VERSIONS": ", ".join(f"({one.replace('.', ', ')})" for one in pythons),
        "NAMES": "、".join(pythons),
    }
    for blank, value in blanks.items():
        text = text.replace(f"@{blank}@", value)
    if name.endswith(".bat"):
        # gb2312, the part of cp936 in which no second byte is a sign that cmd takes for its own.
        return text.replace("\n", "\r\n").encode("gb2312")
    if name.endswith(".txt"):
        return text.replace("\n", "\r\n").encode("utf-8-sig")
    return text.encode("utf-8")


def write(target: Path, wheels: Iterable[Path], parts: dict[str, bytes]) -> None:
    """The ZIP: wheels as they are, they are packed already."""
    folder = target.stem
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            archive.writestr(entry, content)
        for wheel in sorted(wheels, key=lambda one: one.name):
            entry = zipfile.ZipInfo(f"{folder}/wheels/{wheel.name}", EPOCH)
            entry.external_attr = 0o644 << 16
            entry.file_size = wheel.stat().st_size
            with wheel.open("rb") as source, archive.open(entry, "w") as stream:
                shutil.copyfileobj(source, stream, 1 << 20)


def _system_of(part: str, targets: dict[str, list[str]]) -> str:
    """The system for which a part is written; the other one where the release is not for that."""
    system = "linux" if part.endswith(".sh") else "windows"
    return system if system in targets else next(iter(targets))


def main() -> int:
    """Returns 0 when the release is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", default=TARGETS, metavar="SYSTEM:PYTHON,PYTHON", help=" ".join(TARGETS))
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    targets = {name: pythons.split(",") for name, _, pythons in (one.partition(":") for one in options.targets)}
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="release-") as room:
        wheel = build(Path(room) / "built")
        version = str(parse_wheel_filename(wheel.name)[1])
        for name, pythons in targets.items():
            (Path(room) / name).mkdir()
            for python in pythons:
                gather(wheel, SYSTEMS[name], python, Path(room) / name)
                say(f"wheels for {name}, Python {python}")
        wheels = {one.name: one for one in Path(room).glob("*/*.whl")}
        about = {"version": version, "pythons": {SYSTEMS[name].name: pythons for name, pythons in targets.items()}}
        parts = {NAMES[name]: filled(name, version, targets[_system_of(name, targets)]) for name in NAMES}
        parts["wheels/release.json"] = json.dumps(about, ensure_ascii=False, indent=1).encode("utf-8")
        target = options.output / f"conformance-{version}-offline.zip"
        write(target.with_suffix(".part"), wheels.values(), parts)
        target.with_suffix(".part").replace(target)
    say(f"{target}: {len(wheels)} wheels, {target.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
