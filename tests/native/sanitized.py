"""A plug-in of pytest: the library named in the environment is used in place of the installed one."""

from __future__ import annotations

import ctypes
import os

import numpy as np

from conformance.native import library, rooms

library.LIBRARY = ctypes.CDLL(os.environ["SANITIZED"])
library.LIBRARY.conformance_sources.restype = ctypes.c_uint64
for _name in library.LONG:
    getattr(library.LIBRARY, _name).restype = ctypes.c_int64
# No byte more than was asked for, with guards around: pages of the system have none.
rooms.Rooms.take = lambda self, size: np.empty(size, dtype=np.uint8)  # type: ignore[method-assign]
