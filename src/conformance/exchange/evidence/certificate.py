"""Certificates: that participants conform, of which run it follows, until when it holds, and who says so.

Only a run that was judged again and came out conformant gets one. What is signed is the certificate without its signature, in
the one form of :mod:`conformance.exchange.profile.canonical`.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from conformance import keys
from conformance.exchange.evidence.lines import digest
from conformance.exchange.evidence.runfile import RUN_FILE
from conformance.exchange.evidence.verification import Verified
from conformance.exchange.profile.canonical import canonical
from conformance.exchange.run.results import ParticipantResult
from conformance.exchange.run.words import CLASS_VERDICTS
from conformance.exchange.stamps import stamp
from conformance.report.errors import Refusal
from conformance.report.files import write_whole

CERTIFICATE_FILE = "certificate.json"
VALID = timedelta(days=365)
_CONFORM = ("conformant", "conformant-with-findings")
_VOCABULARY = "urn:three-list-conformance:certificate:"
_CONTEXT = {"@vocab": _VOCABULARY, "id": "@id", "type": "@type"}


def certify(run: Verified, key_file: Path, now: datetime) -> Path:
    """Write the certificate of a run into its folder. Raises Refusal where it does not conform, or has one already."""
    verdict = run.results.verdict
    if verdict not in _CONFORM:
        words = CLASS_VERDICTS[verdict]
        raise Refusal(
            f"{run.record.folder} 的结论是“{words.zh}”，只有符合的测试才能签发证书。",
            f"The verdict of {run.record.folder} is {words.en}; only a run that is conformant gets a certificate.",
        )
    path = run.record.folder / CERTIFICATE_FILE
    if path.exists():
        raise Refusal(
            f"{path} 已经存在，证书不会被覆盖；请先移走旧证书。",
            f"{path} is there already and is not overwritten; move the old certificate away.",
        )
    key = keys.private_key(key_file)
    certificate = _certificate(run, now)
    certificate["proof"] = {
        "type": "Ed25519Signature",
        "canonicalization": "RFC 8785",
        "publicKey": _base64(keys.raw_of(key.public_key())),
    }
    certificate["proof"]["signature"] = _base64(key.sign(canonical(certificate)))
    write_whole(path, json.dumps(certificate, ensure_ascii=False, indent=2) + "\n")
    return path


def check_certificate(run: Verified, public_key_file: Path, now: datetime) -> dict[str, Any]:
    """The certificate of a run, if it is signed by this key, in force, and of this very run. Raises Refusal where it is not."""
    path = run.record.folder / CERTIFICATE_FILE
    certificate, signature = _read(path)
    key = keys.public_key(public_key_file)
    if not keys.is_signed(key, signature, canonical(certificate)):
        raise Refusal(
            f"{path} 的签名不是由 {public_key_file} 对应的私钥作出的，或证书被改动过。",
            f"{path} was not signed with the private key of {public_key_file}, or was changed since.",
        )
    expected = _certificate(run, now)
    for name in (one for one in expected if one not in ("issued", "expires")):
        if certificate.get(name) != expected[name]:
            raise Refusal(
                f"{path} 不是这次测试的证书：{name} 与 {run.record.folder} 不符。",
                f"{path} is not the certificate of this run: {name} is not that of {run.record.folder}.",
            )
    issued, expires = _moment(certificate, "issued", path), _moment(certificate, "expires", path)
    if not issued <= now < expires:
        raise Refusal(
            f"{path} 不在有效期内（{certificate['issued']} 至 {certificate['expires']}）；请重新测试并签发。",
            f"{path} is not in force (from {certificate['issued']} until {certificate['expires']}); run the test again.",
        )
    return certificate


def _certificate(run: Verified, now: datetime) -> dict[str, Any]:
    """All but the proof."""
    head, suite = run.record.run, run.suite
    run_digest = f"sha256:{digest((run.record.folder / RUN_FILE).read_bytes())}"
    return {
        "@context": _CONTEXT,
        "type": "ConformanceCertificate",
        "id": f"urn:{run_digest}",
        "verdict": run.results.verdict,
        "participants": [_participant(one) for one in run.results.participants],
        "profile": head.profile,
        "edition": head.edition,
        "version": head.version,
        "tool": head.tool,
        "baseline": head.baseline,
        "digests": {
            "run": run_digest,
            "results": head.results or _encoded_digest(run.results),
            "exchanges": f"sha256:{head.exchanges.last}" if head.exchanges is not None else None,
            "targets": head.environment,
            "standard": head.standard,
            "suite": head.suite,
            "requirements": _encoded_digest(suite.requirements),
            "tests": _encoded_digest(suite.tests),
        },
        "started": head.started,
        "ended": head.ended,
        "issued": stamp(now),
        "expires": stamp(now + VALID),
    }


def _encoded_digest(value: Any) -> str:
    return f"sha256:{digest(msgspec.json.encode(value, order='deterministic'))}"


def _participant(one: ParticipantResult) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": one.url,
        "environment": one.environment,
        "classes": [{"class": held.name, "verdict": held.verdict} for held in one.classes],
        "verdict": one.verdict,
    }


def _read(path: Path) -> tuple[dict[str, Any], bytes]:
    """The certificate as it was signed, and its signature."""
    try:
        certificate = json.loads(path.read_bytes())
        signature = base64.b64decode(certificate["proof"].pop("signature"), validate=True)
        canonical(certificate)
    except FileNotFoundError:
        raise Refusal(
            f"没有证书 {path}；请先用 verify --certify 签发。",
            f"There is no certificate {path}; make one with verify --certify.",
        ) from None
    except OSError as error:
        raise Refusal(
            f"不能读取证书 {path}：{error.strerror or error}。",
            f"The certificate {path} cannot be read: {error.strerror or error}.",
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise Refusal(f"{path} 不是证书，或被改动过。", f"{path} is no certificate, or was changed.") from None
    return certificate, signature


def _moment(certificate: dict[str, Any], name: str, path: Path) -> datetime:
    try:
        return datetime.fromisoformat(certificate[name]).astimezone(UTC)
    except (KeyError, TypeError, ValueError):
        raise Refusal(f"{path} 没有写明 {name}。", f"{path} does not say {name}.") from None


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")
