"""Bytes of one kind counted by C (bytes.c)."""

from __future__ import annotations

import ctypes

import numpy as np

from conformance.native import library
from conformance.native.views import Pointer, address


def count(data: bytes | memoryview, byte: int) -> int:
    """How often a byte occurs; other threads go on meanwhile."""
    codes = np.frombuffer(data, dtype=np.uint8)
    counted: int = library.LIBRARY.conformance_count(
        Pointer(address(codes)), ctypes.c_int64(len(codes)), ctypes.c_uint8(byte)
    )
    return counted
