"""Compiles ``conformance.native`` when the package is installed from its sources and there is a C compiler.

Without one the package is the same but for its speed. ``CONFORMANCE_NATIVE=0`` leaves the library out, as for the wheel
that is released: one for every machine. ``CONFORMANCE_NATIVE=1`` makes it an error where it cannot be made.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from conformance.native.compile import NotMade, make


class Native(BuildHookInterface):
    """Puts the library beside its sources, and into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and have the name of the wheel say for which machines it is."""
        wanted = os.environ.get("CONFORMANCE_NATIVE", "")
        if wanted not in {"", "0", "1"}:
            raise SystemExit(f"CONFORMANCE_NATIVE is {wanted!r}; it has to be 0, 1 or nothing")
        if self.target_name != "wheel" or wanted == "0":
            return
        try:
            made = make()
        except NotMade as reason:
            if wanted == "1":
                raise SystemExit(f"The compiled library was not made: {reason}.") from reason
            self.app.display_warning(f"The compiled library was not made: {reason}. Large files will take longer.")
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
        build_data["artifacts"].append(made.relative_to(self.root).as_posix())
