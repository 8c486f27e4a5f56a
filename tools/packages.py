"""Builds the packages of an edition into dist/packages: the tool's wheel, and the generated Python, TypeScript and Java.

All but the tool's wheel are made of the downloads of an edition's folder, which has to be as its manifest says, and name that
manifest; so whoever has one of them can tell of which release it is. The same release and compilers give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from packed.edition import Release, digest_of, release_in
from packed.jar import jar
from packed.npm import npm_package
from packed.running import run
from packed.wheel import wheel
from trial import Failed, carry_out, say

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "dist" / "packages"
SUMS = "SHA256SUMS"


def published(room: Path) -> Path:
    """An edition's folder, made as a standards body makes it."""
    folder = room / "edition"
    run([Path(sys.executable).with_name("conformance"), "publish", "--output", folder], room)
    return folder


def of_artefacts(release: Release, room: Path) -> dict[str, bytes]:
    """The packages that are made of the edition's artefacts, by name."""
    return dict([wheel(release), npm_package(release, room / "npm"), jar(release, room / "jar")])


def of_the_tool(room: Path) -> dict[str, bytes]:
    """The wheel of the tool with its data, by way of the source distribution, so that both are proved complete."""
    run([sys.executable, "-m", "build", "--outdir", room / "tool", ROOT], room)
    return {path.name: path.read_bytes() for path in (room / "tool").glob("*.whl")}


def sums(packages: dict[str, bytes], release: Release) -> str:
    """Lines as ``sha256sum --check`` reads them."""
    lines = [f"# {key}: {value}" for key, value in release.origin.items()]
    lines += [f"{digest_of(content)}  {name}" for name, content in sorted(packages.items())]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Reads the arguments and builds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edition", type=Path, help="an edition's folder; made anew if not given")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args()

    def steps(room: Path) -> None:
        folder = given.edition.resolve() if given.edition else published(room)
        try:
            release = release_in(folder)
        except ValueError as error:
            raise Failed(str(error)) from None
        say(f"edition {release.manifest.edition} {release.manifest.version}, manifest sha256:{release.digest}")
        packages = {**of_artefacts(release, room), **of_the_tool(room)}
        given.output.mkdir(parents=True, exist_ok=True)
        for old in given.output.iterdir():
            old.unlink()
        for name, content in packages.items():
            (given.output / name).write_bytes(content)
            say(f"{given.output / name}, {len(content) / 1e6:.2f} MB")
        (given.output / SUMS).write_text(sums(packages, release), encoding="utf-8")

    return carry_out(steps, "packages-")


if __name__ == "__main__":
    sys.exit(main())
