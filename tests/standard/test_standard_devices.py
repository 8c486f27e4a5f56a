"""Names of devices, wherever paths come from: in an archive that is sent and in a release that is published."""

from __future__ import annotations

import pytest

from conformance.artefacts.release.paths import is_portable
from conformance.sources.archive import names_a_device
from conformance.standard.devices import is_device

DEVICES = ["CON", "nul.csv", "Aux.tar.gz", "com1", "LPT9.txt", "COM¹", "lpt².csv", "CONIN$", "conout$.log", "nul .csv"]
FILES = ["console.csv", "com", "com10", "com0.csv", "nulls", "a.nul", ".con", "许可.csv"]


@pytest.mark.parametrize("name", DEVICES)
def test_devices_are_no_files_anywhere(name):
    assert is_device(name)
    assert names_a_device(f"六月/{name}")
    assert not is_portable(f"items/{name}")


@pytest.mark.parametrize("name", FILES)
def test_other_names_are_files_everywhere(name):
    assert not is_device(name)
    assert not names_a_device(f"六月/{name}")
    assert is_portable(f"items/{name}")
