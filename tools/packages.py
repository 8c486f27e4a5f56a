"""Builds the packages of an edition into dist/packages: the tool's wheel, and the generated Python, TypeScript and Java.

All but the tool's wheel are made of the downloads of an edition's folder, which has to be as its manifest says, and name that
manifest; so whoever has one of them can tell of which release it is. The same release and compilers give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import wheel_check
from packed.edition import Release, digest_of, release_in
from packed.jar import jar
from packed.npm import npm_package
from packed.wheel import wheel
from trial import Failed, carry_out, run, say

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


def sums(packages: dict[str, bytes], release: Release) -> str:
    """Lines as ``sha256sum --check`` reads them."""
    lines = [f"# {key}: {value}" for key, value in release.origin.items()]
    lines += [f"{digest_of(content)}  {name}" for name, content in sorted(packages.items())]
    return "\n".join(lines) + "\n"


def listed(folder: Path) -> dict[str, str]:
    """The packages that a folder lists, by name, and their digests."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines if line[:1] not in ("", "#"))}


def replaced_in(folder: Path) -> list[Path]:
    """What lies in a folder for packages and goes, the list last. Raises Failed where any of it is something else."""
    if not folder.exists():
        return []
    try:
        held, known = list(folder.iterdir()), listed(folder) if (folder / SUMS).exists() else {}
    except (OSError, ValueError) as error:
        raise Failed(f"{folder} is no folder of packages: {error}") from None
    foreign = [path.name for path in held if path.name not in {*known, SUMS} or path.is_dir()]
    if foreign:
        raise Failed(
            f"{folder} holds what {SUMS} does not list: {foreign[0]!a}; name a folder that is empty or not there"
        )
    return sorted(held, key=lambda path: path.name == SUMS)


def put(packages: dict[str, bytes], release: Release, folder: Path) -> None:
    """The packages in a folder, instead of those of before. At no time is anything there that is not listed, so who is stopped can begin again."""
    for path in replaced_in(folder):
        path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SUMS).write_text(sums(packages, release), encoding="utf-8")
    for name, content in packages.items():
        (folder / name).write_bytes(content)
        say(f"{folder / name}, {len(content) / 1e6:.2f} MB")


def main() -> int:
    """Reads the arguments and builds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edition", type=Path, help="an edition's folder; made anew if not given")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args()

    def steps(room: Path) -> None:
        replaced_in(given.output)  # what is in the way is told before anything is made
        folder = given.edition.resolve() if given.edition else published(room)
        try:
            release = release_in(folder)
        except ValueError as error:
            raise Failed(str(error)) from None
        say(f"edition {release.manifest.edition} {release.manifest.version}, manifest sha256:{release.digest}")
        (room / "tool").mkdir()
        tool = wheel_check.build(room / "tool")
        put({**of_artefacts(release, room), tool.name: tool.read_bytes()}, release, given.output)

    return carry_out(steps, "packages-")


if __name__ == "__main__":
    sys.exit(main())
