"""A jar of the Java that is generated, for Java 8 and later."""

from __future__ import annotations

from pathlib import Path

from conformance.artefacts.archive import zipped
from packed.edition import LICENCE, Release
from trial import run, written

_LINE = 72
"""Bytes of a line of a jar's manifest; what is longer goes on after a blank."""


def jar(release: Release, room: Path) -> tuple[str, bytes]:
    """Name and content of the jar; compiled in the room."""
    sources = release.artefact("java")
    place = written(sources, room / "src")
    listed = room / "sources"
    listed.write_text("".join(f"{path}\n" for path in sorted(sources)), encoding="utf-8")
    options = ["--release", "8", "-encoding", "UTF-8", "-Xlint:all,-options", "-Werror", "-parameters"]
    run(["javac", *options, "-d", str(room / "classes"), f"@{listed}"], place)
    classes = room / "classes"
    files = {path.relative_to(classes).as_posix(): path.read_bytes() for path in classes.rglob("*.class")}
    package = _package(files)
    head = {
        "Manifest-Version": "1.0",
        "Automatic-Module-Name": package,
        "Implementation-Title": release.name,
        "Implementation-Version": release.manifest.version,
        **{f"Three-List-{key.capitalize()}": value for key, value in release.origin.items()},
    }
    # Capital letters come first: readers of streams look for the manifest at the head.
    files |= {"META-INF/MANIFEST.MF": manifest(head), "META-INF/licenses/LICENSE": LICENCE.read_bytes()}
    return f"{release.name}-{release.manifest.version}.jar", zipped(files)


def _package(classes: dict[str, bytes]) -> str:
    """The package in which the classes of records stand: the uppermost."""
    folders = {path.rpartition("/")[0] for path in classes}
    top = min(folders, key=len, default="")
    if not top or any(one != top and not one.startswith(f"{top}/") for one in folders):
        raise ValueError(f"the classes are in no one package: {sorted(folders)}")
    return top.replace("/", ".")


def manifest(head: dict[str, str]) -> bytes:
    """The manifest of a jar: lines of at most 72 bytes, each ended."""
    said = b""
    for key, value in head.items():
        line, room = f"{key}: {value}".encode(), _LINE
        while line:
            said += (b" " if room < _LINE else b"") + line[:room] + b"\r\n"
            line, room = line[room:], _LINE - 1
    return said + b"\r\n"
