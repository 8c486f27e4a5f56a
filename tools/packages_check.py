"""Installs the packages in dist/packages from their files, without a network, and uses each as an integrator would.

The programs are the examples of the integrator's first hour: what the guide shows must come out of the packages too. The npm
package, the jar and the wheel of records are built a second time as well, elsewhere and in another zone, and must be
the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import venv
from pathlib import Path

import wheel_check
from packages import OUTPUT, SUMS, listed, of_artefacts
from packed.edition import Release, digest_of, release_in
from packed.npm import COMPILER
from trial import Failed, carry_out, run, say

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples" / "integrators"
RECORDS = EXAMPLES / "licences.json"
JUDGED = ["1: 0", "2: 2", "3: 3"]
"""How many problems the three records of the examples have."""


def packages(folder: Path) -> dict[str, Path]:
    """The packages by what they are; their digests are those that are listed beside them."""
    told = listed(folder)
    held = {path.name: digest_of(path.read_bytes()) for path in folder.iterdir() if path.name != SUMS}
    if told != held:
        raise Failed(f"{folder / SUMS} lists {told}, and there lie {held}")
    kinds = {"tool": "three_list_conformance-*.whl", "wheel": "three_list_2*.whl", "npm": "*.tgz", "jar": "*.jar"}
    found = {kind: list(folder.glob(pattern)) for kind, pattern in kinds.items()}
    if any(len(paths) != 1 for paths in found.values()):
        raise Failed(f"one package of each kind is wanted, found {found}")
    return {kind: path for kind, (path,) in found.items()}


def judged_as_shown(told: str, name: str) -> None:
    """The example has counted the problems that the guide shows."""
    counts = [line for line in told.splitlines() if line[:1].isdigit() and line[1:2] == ":"]
    if counts != JUDGED:
        raise Failed(f"{name}: the example tells\n{told}")


def try_wheel(package: Path, room: Path) -> None:
    """pip takes it with the index off; the example runs, and mypy finds its types."""
    venv.create(room / "venv", with_pip=True)
    python = room / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    run([python, "-m", "pip", "install", "--quiet", "--no-index", package], room)
    run([python, "-m", "pip", "check"], room)
    program = shutil.copy(EXAMPLES / "python" / "first_hour.py", room)
    judged_as_shown(run([python, program, RECORDS, "right.json"], room), package.name)
    if json.loads((room / "right.json").read_text(encoding="utf-8")) != json.loads(RECORDS.read_text("utf-8"))[:1]:
        raise Failed(f"{package.name}: the record that is right has not come back as it was")
    run([sys.executable, "-m", "mypy", "--strict", "--python-executable", python, program], room)
    wrong = room / "wrong.py"
    wrong.write_text(
        "from three_list_2016 import Licence\n\nnumber: int = Licence().document_number\n", encoding="utf-8"
    )
    told = run([sys.executable, "-m", "mypy", "--strict", "--python-executable", python, wrong], room, expect=(1,))
    if "assignment" not in told:
        raise Failed(f"{package.name}: mypy does not see its types: {told}")
    say(f"{package.name}: installed with pip, used, and its types seen by mypy")


def try_npm(package: Path, room: Path) -> None:
    """npm takes it offline; a program is compiled against its types, in the strict mode of today's modules, and run."""
    (room / "package.json").write_text('{"type": "module", "private": true}\n', encoding="utf-8")
    run(["npm", "install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", package], room)
    source = (EXAMPLES / "typescript" / "firstHour.ts").read_text(encoding="utf-8")
    (room / "firstHour.ts").write_text(source.replace("./standard/dist/index.js", "three-list-2016"), encoding="utf-8")
    shutil.copy(EXAMPLES / "typescript" / "run.mjs", room)
    options = {"strict": True, "module": "nodenext", "target": "es2020", "types": []}
    (room / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": options, "files": ["firstHour.ts"]}), encoding="utf-8"
    )
    run(["node", COMPILER, "-p", "."], room)
    judged_as_shown(run(["node", "run.mjs", RECORDS, "right.json"], room), package.name)
    (room / "firstHour.ts").write_text(
        'import { type Licence } from "three-list-2016";\nexport const n = (one: Licence): number => one.document_number;\n',
        encoding="utf-8",
    )
    told = run(["node", COMPILER, "-p", "."], room, expect=(1, 2))
    if "TS2322" not in told:
        raise Failed(f"{package.name}: the compiler does not see its types: {told}")
    say(f"{package.name}: installed with npm, compiled against and used")


def try_jar(package: Path, room: Path) -> None:
    """A program is compiled against it for Java 8 and run with nothing else; it is a module by its name too."""
    program = EXAMPLES / "java" / "FirstHour.java"
    options: list[str | Path] = [
        "--release",
        "8",
        "-Xlint:-options",
        "-encoding",
        "UTF-8",
        "-cp",
        package,
        "-d",
        "classes",
    ]
    run(["javac", *options, program], room)
    told = run(["java", "-Dfile.encoding=UTF-8", "-cp", os.pathsep.join([str(package), "classes"]), "FirstHour"], room)
    if told != (EXAMPLES / "java" / "output.txt").read_text(encoding="utf-8"):
        raise Failed(f"{package.name}: the example tells\n{told}")
    if "threelist.edition2016" not in run(["jar", "--describe-module", "--file", package], room):
        raise Failed(f"{package.name}: it has no name as a module")
    say(f"{package.name}: compiled against and used")


def try_tool(package: Path, room: Path) -> Path:
    """The wheel of the tool in an empty environment: everything that the wheel check does. Returns the edition that it published."""
    (room / "work").mkdir()
    bin_dir = wheel_check.install(package, room / "venv", room / "work")
    wheel_check.use(bin_dir, room / "work")
    say(f"{package.name}: installed in an empty environment and used")
    return room / "work" / wheel_check.EDITION


def same_again(release: Release, found: dict[str, Path], room: Path) -> None:
    """Made again in another place and in another zone, the packages have the same bytes."""
    again = of_artefacts(release, room)
    for path in (found["wheel"], found["npm"], found["jar"]):
        if again.get(path.name) != path.read_bytes():
            raise Failed(f"{path.name} is not the same when it is made again")
    say("made again, the packages are the same")


def main() -> int:
    """Reads the arguments and tries every package in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, default=OUTPUT)
    parser.add_argument(
        "--edition", type=Path, help="the edition's folder that they are of; what the wheel publishes if not given"
    )
    given = parser.parse_args()

    def steps(room: Path) -> None:
        found = packages(given.packages.resolve())
        for kind in ("wheel", "npm", "jar", "tool", "again"):
            (room / kind).mkdir()
        # Published by the tool as it was packed: its edition is the one that the packages are of, or it is another tool.
        made = try_tool(found["tool"], room / "tool")
        published = release_in(made)
        release = release_in(given.edition.resolve()) if given.edition else published
        if release.digest != published.digest:
            raise Failed(
                f"the packed tool publishes another edition (sha256:{published.digest}) than {given.edition} holds"
            )
        if release.digest not in (given.packages / SUMS).read_text(encoding="utf-8"):
            raise Failed(
                f"the packages are of another release than this one, whose manifest is sha256:{release.digest}"
            )
        try_wheel(found["wheel"], room / "wheel")
        try_npm(found["npm"], room / "npm")
        try_jar(found["jar"], room / "jar")
        same_again(release, found, room / "again")

    return carry_out(steps, "packages-check-")


if __name__ == "__main__":
    os.environ["TZ"] = "Asia/Shanghai"
    sys.exit(main())
