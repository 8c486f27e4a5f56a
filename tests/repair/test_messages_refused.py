"""Messages and envelopes are not edited: what a system made has to be made anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conformance.repair.api import fix
from conformance.report.errors import UsageError

PAYLOADS = Path(__file__).parents[2] / "examples" / "payloads" / "valid"


@pytest.mark.parametrize("name", ["messages.xml", "batch-licences.json", "record-page.json"])
def test_it_is_refused_in_a_sentence_and_nothing_is_written(tmp_path, name):
    source = tmp_path / name
    shutil.copy(PAYLOADS / name, source)
    with pytest.raises(UsageError, match="不能就地更正"):
        fix(source, tmp_path / f"out-{name}", as_of="2016-12-31")
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_receipts_have_nothing_to_be_mended(tmp_path):
    source = tmp_path / "receipt.json"
    shutil.copy(PAYLOADS / "receipt.json", source)
    with pytest.raises(UsageError):
        fix(source, tmp_path / "out.json", as_of="2016-12-31")
