"""What a judge knows of the drops beside the one that it judges: read once, and again when it has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.exchange.filedrop import beside
from conformance.exchange.filedrop.beside import Beside
from conformance.exchange.filedrop.layout import RECEIPT, digest_of, drop_at
from exchange.carrying import STANDARD

DROPS = 6


def answered(folder: Path, name: str, number: str, **said: str) -> Path:
    place = folder / name
    place.mkdir()
    entry = {"path": "r.csv", "item": "tax-credit-rating", "records": 1, "sha256": digest_of(b"x")}
    period = {"from": "2016-01-01", "to": "2016-12-31"}
    manifest = {"id": number, "period": period, "files": [entry]}
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (place / RECEIPT).write_text(json.dumps({"state": "accepted", "manifest_sha256": digest_of(b"x"), **said}))
    return place


def test_each_receipt_and_manifest_is_read_once_however_many_drops_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drops = [answered(tmp_path, f"d{number}", f"b{number}") for number in range(DROPS)]
    read: list[str] = []
    taken = beside._taken
    monkeypatch.setattr(beside, "_taken", lambda drop, standard: read.append(drop.name) or taken(drop, standard))
    known = Beside(STANDARD)
    for drop in drops:
        others = {one.drop for one in known.taken(drop_at(drop))}
        assert others == {f"d{number}" for number in range(DROPS)} - {drop.name}
    assert sorted(read) == [drop.name for drop in drops]


def test_a_receipt_that_has_changed_is_read_again(tmp_path: Path) -> None:
    judged, other = answered(tmp_path, "a", "1"), answered(tmp_path, "b", "2")
    known = Beside(STANDARD)
    assert [one.batch for one in known.taken(drop_at(judged))] == ["2"]
    (other / RECEIPT).write_text('{"state": "refused"}')
    assert known.taken(drop_at(judged)) == ()
