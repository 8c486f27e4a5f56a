"""Names go into a pointer and come out of it as they were."""

from __future__ import annotations

import pytest

from conformance.standard.jsonpointer import escaped, steps


@pytest.mark.parametrize("names", [[], ["a"], ["a/b", "c~d"], ["~1", "~0", ""], ["许可", "0"]])
def test_names_come_out_as_they_went_in(names: list[str]) -> None:
    assert steps("".join(f"/{escaped(name)}" for name in names)) == names
