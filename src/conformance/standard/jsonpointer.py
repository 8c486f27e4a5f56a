"""JSON Pointer (RFC 6901): names as they stand in one, and the names along one."""

from __future__ import annotations


def escaped(name: str) -> str:
    """A name as one step of a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def steps(pointer: str) -> list[str]:
    """The names along a pointer; none for the whole."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
