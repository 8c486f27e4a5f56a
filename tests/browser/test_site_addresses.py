"""Addresses of the built edition: what is published once is protected from then on."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.publish.site.registers.__main__ import main


@pytest.mark.slow
def test_every_address_of_the_site_is_registered(edition: Path, capsys: pytest.CaptureFixture[str]):
    """Else: ``python -m conformance.publish.site.registers FOLDER``, and commit what it adds."""
    assert main([str(edition), "--check"]) == 0, capsys.readouterr().out
