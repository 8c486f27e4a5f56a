"""A department's program that reports a batch: pushed, followed until it is decided, its receipt kept, what was rejected sent again.

    python department_client.py http://127.0.0.1:8016 batch.json [--mended mended.json]

``batch.json`` is a Batch of the exchange profile (edition, item, provider, kind, records). Rows that the receipt rejects are
looked up by key in ``mended.json``, another Batch, and sent as a batch of their own. Id and secret come from the environment
variables CREDIT_CLIENT_ID and CREDIT_CLIENT_SECRET; without them they are those of the reference server.

It needs requests (``pip install requests``) and nothing else: take it and make it yours.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests

TERMINAL = ("accepted", "partially-accepted", "rejected")
BUSY = (429, 503)
ATTEMPTS = 5
"""How often one request is tried before a person has to look."""
POLL_SECONDS = 1.0
"""Between two looks at a batch; longer the longer it takes."""
TIMEOUT = (5, 30)
"""Seconds to connect, and to wait for an answer."""


class Client:
    """One department at one service. Small methods, one for each thing that the profile asks of a client."""

    def __init__(self, base: str, client_id: str, secret: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self.base = base.rstrip("/")
        self.credentials = (client_id, secret)
        self.sleep = sleep
        self.session = requests.Session()
        self.token: str | None = None

    def report(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """Push a batch and answer with its receipt."""
        accepted = self.push(batch)
        decided = self.decided(urljoin(self.base, accepted.headers["Location"]))
        return self.receipt(decided)

    def push(self, batch: Mapping[str, Any]) -> requests.Response:
        """Push a batch: whatever goes wrong on the way, it is tried again with the same key and the same bytes."""
        body = json.dumps(batch, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Content-Digest": self.digest(body),
            "Idempotency-Key": self.key(batch),
        }
        return self.ask("POST", f"{self.base}/batches", headers, body)

    def key(self, batch: Mapping[str, Any]) -> str:
        """The key of a batch: new for every batch, kept for as long as this one is tried."""
        return str(uuid.uuid4())

    def digest(self, body: bytes) -> str:
        """``Content-Digest`` of a body (RFC 9530)."""
        return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"

    def decided(self, url: str) -> dict[str, Any]:
        """Look at a batch, with pauses, until it is decided."""
        pause = POLL_SECONDS
        while True:
            status: dict[str, Any] = self.ask("GET", url).json()
            if status["state"] in TERMINAL:
                return status
            self.pause(pause)
            pause = min(2 * pause, 60.0)

    def pause(self, seconds: float) -> None:
        """Wait between two looks."""
        self.sleep(seconds)

    def receipt(self, status: Mapping[str, Any]) -> dict[str, Any]:
        """The receipt of a decided batch: to be kept, and to be read row by row."""
        found: dict[str, Any] = self.ask("GET", urljoin(self.base, status["receipt"])).json()
        return found

    def ask(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> requests.Response:
        """Ask, and ask again where the service is busy, cannot be reached, or has forgotten the token. Raises for a refusal."""
        renewed = False
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = self.send(method, url, headers or {}, body)
            except (requests.ConnectionError, requests.Timeout):
                if attempt == ATTEMPTS:
                    raise
                self.sleep(POLL_SECONDS * attempt)
                continue
            if answer.status_code == 401 and not renewed:
                self.token, renewed = None, True
            elif answer.status_code in BUSY and attempt < ATTEMPTS:
                self.wait(answer)
            else:
                answer.raise_for_status()
                return answer
        raise requests.ConnectionError(f"{method} {url}: refused {ATTEMPTS} times")

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> requests.Response:
        """One request with the token, which has its place in a header and nowhere else."""
        if self.token is None:
            self.token = self.new_token()
        sent = {
            "Accept": "application/json",
            "X-Request-Id": str(uuid.uuid4()),
            "Authorization": f"Bearer {self.token}",
            **headers,
        }
        return self.session.request(method, url, headers=sent, data=body, timeout=TIMEOUT, allow_redirects=False)

    def new_token(self) -> str:
        """A token for id and secret (RFC 6749, section 4.4)."""
        form = {"grant_type": "client_credentials"}
        sent = {"Accept": "application/json", "X-Request-Id": str(uuid.uuid4())}
        answer = self.session.post(
            f"{self.base}/token",
            form,
            headers=sent,
            auth=self.credentials,
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def wait(self, answer: requests.Response) -> None:
        """Wait for as long as the service asks."""
        said = answer.headers.get("Retry-After", "")
        self.sleep(float(said) if said.isdecimal() else 30.0)


def rejected(receipt: Mapping[str, Any]) -> list[str]:
    """Keys of the rows that were not taken."""
    return [line["key"] for line in receipt["lines"] if line["verdict"] == "rejected"]


def again(mended: Mapping[str, Any], keys: list[str]) -> dict[str, Any]:
    """A batch of the mended rows under those keys; always an incremental one, since it holds some rows only."""
    rows = [row for row in mended["records"] if row["key"] in keys]
    return {**mended, "kind": "incremental", "records": rows}


def main() -> int:
    """Command line: exit code 0 where everything was taken in the end, 1 where rows are still rejected."""
    parser = argparse.ArgumentParser(description="Report a batch and follow it to its receipt.")
    parser.add_argument("base", help="address of the service")
    parser.add_argument("batch", type=Path)
    parser.add_argument("--mended", type=Path, help="batch in which the rejected rows are right")
    asked = parser.parse_args()
    client = Client(
        asked.base,
        os.environ.get("CREDIT_CLIENT_ID", "reference-full"),
        os.environ.get("CREDIT_CLIENT_SECRET", "reference-full-secret"),
    )
    receipt = client.report(json.loads(asked.batch.read_text(encoding="utf-8")))
    bad = rejected(receipt)
    if bad and asked.mended is not None:
        _show(receipt)
        batch = again(json.loads(asked.mended.read_text(encoding="utf-8")), bad)
        if batch["records"]:
            receipt = client.report(batch)
            bad = rejected(receipt)
    _show(receipt)
    return 1 if bad else 0


def _show(receipt: Mapping[str, Any]) -> None:
    """The receipt in lines for people."""
    print(
        f"{receipt['batch']}: {receipt['successSize']} taken, {receipt['failSize']} rejected of {receipt['totalSize']}"
    )
    for line in receipt["lines"]:
        for problem in line["problems"]:
            print(f"  row {line['row']} ({line['key']}), {line['verdict']}: {problem['message']}")


if __name__ == "__main__":
    sys.exit(main())
