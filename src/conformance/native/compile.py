"""Makes the compiled library with the C compiler of this machine: when the package is installed from its sources, and by

    python -m conformance.native.compile

where it was installed from a wheel. Imports nothing that has to be installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conformance.native.library import COMPILED, HERE, digest_of_sources, sources

COMPILERS = ("cc", "gcc", "clang")
_OPTIONS = ("-std=c11", "-O3", "-fPIC", "-shared", "-fvisibility=hidden")


class NotMade(Exception):
    """The library could not be made; one sentence says why."""


def make(folder: Path = HERE) -> Path:
    """The library, made in this folder. Raises NotMade without a compiler, or where it fails."""
    compiler = os.environ.get("CC") or next(filter(shutil.which, COMPILERS), None)
    if compiler is None:
        raise NotMade("no C compiler was found (Debian: apt-get install gcc libc6-dev)")
    made, unfinished = folder / COMPILED, folder / f"{COMPILED}.{os.getpid()}"
    command = [*compiler.split(), *_OPTIONS, f"-DCONFORMANCE_SOURCES=UINT64_C({digest_of_sources()})"]
    command += ["-o", str(unfinished), *(str(path) for path in sources() if path.suffix == ".c")]
    try:
        # A compiler says what it says in any encoding.
        subprocess.run(command, check=True, capture_output=True, text=True, errors="replace")  # noqa: S603 (our own sources)
        unfinished.replace(made)  # at once, so that a process that starts meanwhile loads a whole one or none
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        unfinished.unlink(missing_ok=True)
        raise NotMade(f"{compiler} failed: {said[0] if said else error}") from error
    return made


if __name__ == "__main__":
    try:
        print(f"made {make()}")
    except NotMade as reason:
        sys.exit(f"The compiled library was not made: {reason}.")
