"""The compiled library, where there is one: built beside these sources when the package is installed from them.

It is used only if it was made from the very sources that lie here, so that none of an older version answers for them.
``CONFORMANCE_NATIVE=0`` in the environment leaves it out. ``python -m conformance.native.library`` says which it is.
"""

from __future__ import annotations

import ctypes
import os
import sys
from hashlib import blake2b
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COMPILED = "kernel.so"
SWITCH = "CONFORMANCE_NATIVE"
LONG = ("conformance_delimited", "conformance_room", "conformance_count")
"""Functions that answer with a number of 64 bits."""
_MAKE = "python -m conformance.native.compile"


def sources() -> list[Path]:
    """The files in C, in the order in which they are compiled and counted."""
    return sorted([*HERE.glob("*.c"), *HERE.glob("*.h")])


def digest_of_sources() -> int:
    """64 bits of what the sources say, by which a library made from them is known."""
    digest = blake2b(digest_size=8)
    for path in sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return int.from_bytes(digest.digest(), "little")


def _loaded() -> tuple[Any, str]:
    """The library, or None, and why."""
    path = HERE / COMPILED
    if os.environ.get(SWITCH) == "0":
        return None, f"not used: {SWITCH} is 0"
    if sys.byteorder != "little":
        return None, "not used: the bytes of this machine's numbers stand the other way round"
    if not path.exists():
        return (
            None,
            f"not there: no C compiler was found when the package was installed, or it came as a wheel. Make it: {_MAKE}",
        )
    try:
        library = ctypes.CDLL(str(path))
        library.conformance_sources.restype = ctypes.c_uint64
        for name in LONG:
            getattr(library, name).restype = ctypes.c_int64
        made_from: int = library.conformance_sources()
    except (OSError, AttributeError) as error:
        return None, f"not used: {path} cannot be loaded ({error})"
    if made_from != digest_of_sources():
        return None, f"not used: {path} was made from other sources. Make it again: {_MAKE}"
    return library, f"used: {path}"


LIBRARY, STATE = _loaded()
"""The library (``ctypes.CDLL``) or None, and a sentence that says why."""


if __name__ == "__main__":
    print(f"compiled library {STATE}")
