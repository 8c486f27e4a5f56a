"""Who gets a certificate, and when it is believed."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conformance import keys
from conformance.exchange.evidence.certificate import certify, check_certificate
from conformance.exchange.evidence.reader import read_record
from conformance.exchange.evidence.verification import Verified, verified
from conformance.exchange.profile.canonical import canonical
from conformance.report.errors import Refusal
from conformance.standard.model import Standard
from exchange.evidence.service import CONFORMING, VARIED, made

NOW = datetime(2016, 7, 2, tzinfo=UTC)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "issuer.key"
    keys.make_key(path)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Path:
    folder = tmp_path_factory.mktemp("run") / "whole"
    made(folder, standard, CONFORMING)
    return folder


@pytest.fixture
def run(whole: Path, tmp_path: Path, standard: Standard) -> Verified:
    folder = Path(shutil.copytree(whole, tmp_path / "run"))
    return verified(read_record(folder), CONFORMING, standard)


def public(key: Path) -> Path:
    return key.with_name(key.name + ".pub")


def changed(path: Path, **values: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_bytes()) | values), encoding="utf-8")


def test_a_certificate_says_who_conforms_as_what_and_until_when(run: Verified, key: Path) -> None:
    path = certify(run, key, NOW)
    said = check_certificate(run, public(key), NOW + timedelta(days=100))
    assert said["participants"] == [
        {
            "name": "service",
            "url": "http://service.test",
            "environment": "test",
            "classes": [{"class": "district", "verdict": "conformant"}],
            "verdict": "conformant",
        }
    ]
    assert said["expires"] == "2017-07-02T00:00:00.000Z"
    assert json.loads(path.read_bytes())["type"] == "ConformanceCertificate"


def test_nobody_gets_one_who_does_not_conform(tmp_path: Path, standard: Standard, key: Path) -> None:
    made(tmp_path / "run", standard, VARIED)
    failing = verified(read_record(tmp_path / "run"), VARIED, standard)
    with pytest.raises(Refusal, match="不符合"):
        certify(failing, key, NOW)
    assert not (tmp_path / "run" / "certificate.json").exists()


def test_a_certificate_is_not_overwritten(run: Verified, key: Path) -> None:
    certify(run, key, NOW)
    with pytest.raises(Refusal, match="不会被覆盖"):
        certify(run, key, NOW)


def test_another_key_is_not_believed(run: Verified, key: Path, tmp_path: Path) -> None:
    certify(run, key, NOW)
    other = keys.make_key(tmp_path / "other.key")
    with pytest.raises(Refusal, match="签名"):
        check_certificate(run, other, NOW)


def test_a_changed_certificate_is_not_believed(run: Verified, key: Path) -> None:
    changed(certify(run, key, NOW), expires="2099-01-01T00:00:00.000Z")
    with pytest.raises(Refusal, match="签名"):
        check_certificate(run, public(key), NOW)


@pytest.mark.parametrize("when", [NOW - timedelta(seconds=1), NOW + timedelta(days=365)])
def test_a_certificate_holds_for_a_year(run: Verified, key: Path, when: datetime) -> None:
    certify(run, key, NOW)
    with pytest.raises(Refusal, match="有效期"):
        check_certificate(run, public(key), when)


def test_a_certificate_of_another_run_is_not_believed(
    run: Verified, key: Path, tmp_path: Path, standard: Standard
) -> None:
    path = certify(run, key, NOW)
    folder = tmp_path / "second"
    made(folder, standard, CONFORMING, given={"page_size": 9})
    shutil.copy(path, folder / "certificate.json")
    with pytest.raises(Refusal, match="不是这次测试的证书"):
        check_certificate(verified(read_record(folder), CONFORMING, standard), public(key), NOW)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"proof": 1}', '{"proof": {"signature": "?"}}'])
def test_what_is_no_certificate_is_refused_in_a_sentence(run: Verified, key: Path, content: str) -> None:
    (run.record.folder / "certificate.json").write_text(content, encoding="utf-8")
    with pytest.raises(Refusal, match="不是证书"):
        check_certificate(run, public(key), NOW)


def test_no_certificate_at_all(run: Verified, key: Path) -> None:
    with pytest.raises(Refusal, match="没有证书"):
        check_certificate(run, public(key), NOW)


def test_what_is_no_public_key_proves_nothing(run: Verified, key: Path, tmp_path: Path) -> None:
    certify(run, key, NOW)
    nothing = tmp_path / "nothing"
    nothing.write_text("no key", encoding="utf-8")
    with pytest.raises(Refusal, match="公钥"):
        check_certificate(run, nothing, NOW)


def test_one_value_has_one_form() -> None:
    assert canonical({"b": 1, "a": ["é", None, True]}) == '{"a":["é",null,true],"b":1}'.encode()
    with pytest.raises(ValueError, match="whole"):
        canonical({"a": [1.5]})
