"""Names that Windows gives to devices: whatever is written to a file of such a name is gone."""

from __future__ import annotations

_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{device}{number}" for device in ("COM", "LPT") for number in "123456789¹²³"}
)


def is_device(name: str) -> bool:
    """Whether a name is that of a device in any folder, whatever stands behind a full stop."""
    return name.partition(".")[0].strip(" ").upper() in _DEVICES
