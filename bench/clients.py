"""Clients of a service under load, each a process of its own: what they send, and what they hold every answer against."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from msgspec import Struct, field

from bench.samples import AS_OF

ITEM = "admin-licence"
_PAYLOADS = 30
_API = "/api/v1"


class Sent(Struct, frozen=True):
    """What is sent, and what has to be answered."""

    payloads: tuple[tuple[bytes, str], ...]
    """Body → digest of what the library says of it."""
    file: bytes
    rows: int
    verdict: str


class Counted(Struct):
    """What clients saw."""

    seconds: list[float] = field(default_factory=list)
    """Of each payload that was answered as it should be."""
    turned_away: int = 0
    """503 with Retry-After."""
    files: int = 0
    """Files that were checked, and came to what they had to."""
    errors: list[str] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """Payloads that were answered as they should be."""
        return len(self.seconds)

    @classmethod
    def of(cls, several: Sequence[Counted]) -> Counted:
        """All of them together."""
        return cls(
            [one for each in several for one in each.seconds],
            sum(each.turned_away for each in several),
            sum(each.files for each in several),
            [one for each in several for one in each.errors],
        )

    def at(self, share: float) -> float:
        """Milliseconds within which that share was answered."""
        if not self.seconds:
            return math.nan
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))] * 1000


def digest(report: Any) -> str:
    """What matters of a report, so that two are compared: verdict, counts, every finding."""
    kept = {key: report[key] for key in ("verdict", "counts", "findings", "findings_total", "standard", "as_of")}
    return json.dumps(
        [kept, [(one["item"], one["rows"], one["accepted_rows"]) for one in report["inputs"]]], sort_keys=True
    )


def expected(records: int, rows: int) -> Sent:
    """Made-up payloads, good and bad, with what the library says of each; and a file."""
    import msgspec

    from conformance.api import check
    from conformance.sample.api import frames
    from conformance.sample.plant import Log
    from conformance.standard.load import load

    made = [row for frame in frames(ITEM, records * _PAYLOADS, 1, load(), 0.1, Log(None)) for row in frame.to_dicts()]
    filled = [{key: value for key, value in row.items() if value is not None} for row in made]
    payloads = []
    for at in range(0, len(filled), records):
        payload = filled[at : at + records]
        said = json.loads(msgspec.json.encode(check(payload, item=ITEM, as_of=AS_OF)))
        payloads.append((json.dumps(payload, ensure_ascii=False).encode(), digest(said)))
    file = b"".join(json.dumps(filled[at % len(filled)], ensure_ascii=False).encode() + b"\n" for at in range(rows))
    return Sent(tuple(payloads), file, rows, check(file, item=ITEM, as_of=AS_OF).verdict)


class PayloadClient(Struct, frozen=True):
    """Sends one payload after the other."""

    url: str
    sent: Sent
    seed: int

    def run(self, seconds: float) -> Counted:
        """Send for so long."""
        import requests

        dice, counted = random.Random(self.seed), Counted()  # noqa: S311 - which payload comes next is no secret
        address = f"{self.url}{_API}/payload-checks?item={ITEM}&as_of={AS_OF}"
        headers = {"Content-Type": "application/json"}
        end = time.monotonic() + seconds
        with requests.Session() as session:
            while time.monotonic() < end:
                body, wanted = dice.choice(self.sent.payloads)
                begun = time.perf_counter()
                try:
                    answer = session.post(address, data=body, headers=headers, timeout=60)
                    if answer.status_code == 200 and digest(answer.json()) == wanted:
                        counted.seconds.append(time.perf_counter() - begun)
                    elif answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0:
                        counted.turned_away += 1
                        time.sleep(0.05)
                    else:
                        counted.errors.append(f"{answer.status_code}: {answer.text[:200]}")
                except (requests.RequestException, ValueError, KeyError) as error:
                    counted.errors.append(repr(error))
        return counted


class Crowd(Struct, frozen=True):
    """Many of them at once."""

    url: str
    sent: Sent
    size: int

    def run(self, seconds: float) -> Counted:
        """Send for so long."""
        clients = [PayloadClient(self.url, self.sent, seed) for seed in range(self.size)]
        with ThreadPoolExecutor(self.size) as threads:
            return Counted.of(list(threads.map(lambda client: client.run(seconds), clients)))


class FileClient(Struct, frozen=True):
    """Sends a file now and then, and waits for what comes of it."""

    url: str
    sent: Sent
    pause: float = 5.0

    def run(self, seconds: float) -> Counted:
        """Send for so long."""
        import requests

        counted, end = Counted(), time.monotonic() + seconds
        address = f"{self.url}{_API}/checks?item={ITEM}&as_of={AS_OF}&name=file.jsonl"
        while time.monotonic() < end:
            answer = requests.post(
                address, data=self.sent.file, headers={"Content-Type": "application/x-ndjson"}, timeout=60
            )
            told = answer.json()
            while "state" in told and told["state"] in ("queued", "running"):
                told = requests.get(self.url + told["links"]["self"], headers={"Prefer": "wait=10"}, timeout=60).json()
            out = told.get("outcome") or {}
            if (out.get("rows"), out.get("verdict")) == (self.sent.rows, self.sent.verdict):
                counted.files += 1
            else:
                counted.errors.append(f"a file came to {json.dumps(told, ensure_ascii=False)[:300]}")
            time.sleep(max(0.0, min(self.pause, end - time.monotonic())))
        return counted


def run_client(client: PayloadClient | Crowd | FileClient, seconds: float, results: Any) -> None:
    """Run a client in a process of its own."""
    results.put(client.run(seconds))
