"""A province's program that keeps a copy of the city's list: walked page by page, tombstones heeded; and asks for one subject.

    python province_client.py http://127.0.0.1:8016 copy.json [--subject uscc CODE]

``copy.json`` holds the copy and the cursor behind the last change that is known; it is made where it is not there, and each
run goes on where the last one ended. Id and secret come from the environment variables CREDIT_CLIENT_ID and
CREDIT_CLIENT_SECRET; without them they are those of the reference server.

How it asks, waits and renews its token is the same as in department_client.py, from which it takes that.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
from department_client import Client

LIMIT = 3
"""Entries of a page: so few that the reference server's test data come in several. In earnest take what discovery says."""


@dataclass
class Copy:
    """The records that hold, by id, and the cursor."""

    cursor: str | None = None
    records: dict[str, dict[str, Any]] = field(default_factory=dict)


class Follower(Client):
    """One province at one city platform."""

    def follow(self, copy: Copy) -> None:
        """Bring the copy up to date: to the page that is empty and names the cursor that it was asked with."""
        while True:
            try:
                page = self.page(copy.cursor)
            except requests.HTTPError as error:
                if error.response.status_code != 410 or copy.cursor is None:
                    raise
                self.start_anew(copy)
                continue
            for entry in page["records"]:
                self.take(entry, copy)
            ended = not page["records"] and page["next"] == copy.cursor
            copy.cursor = page["next"]
            if ended:
                return

    def page(self, cursor: str | None) -> dict[str, Any]:
        """The page behind a cursor, which is passed back as it came; the first page where there is none."""
        asked = {"limit": LIMIT} if cursor is None else {"limit": LIMIT, "since": cursor}
        found: dict[str, Any] = self.ask("GET", f"{self.base}/records?{urlencode(asked)}").json()
        return found

    def take(self, entry: dict[str, Any], copy: Copy) -> None:
        """Take over one entry. What was withdrawn goes, all of it, whether it was known or not."""
        if entry["state"] == "withdrawn":
            copy.records.pop(entry["id"], None)
        else:
            copy.records[entry["id"]] = entry

    def start_anew(self, copy: Copy) -> None:
        """The cursor is too old to tell what has changed since: what the list holds now is all that holds."""
        copy.cursor, copy.records = None, {}

    def about(self, scheme: str, identifier: str, purpose: str) -> list[dict[str, Any]]:
        """The records of one subject. Its identifier goes into the body, because addresses end up in logs."""
        body = json.dumps({"subject": {"scheme": scheme, "id": identifier}, "purpose": purpose}).encode()
        answer = self.ask("POST", f"{self.base}/subject-queries", {"Content-Type": "application/json"}, body)
        return list(answer.json()["records"])


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Keep a copy of a list, and ask for one subject.")
    parser.add_argument("base", help="address of the service")
    parser.add_argument("copy", type=Path)
    parser.add_argument("--subject", nargs=2, metavar=("SCHEME", "ID"))
    asked = parser.parse_args()
    copy = Copy(**json.loads(asked.copy.read_text(encoding="utf-8"))) if asked.copy.exists() else Copy()
    client = Follower(
        asked.base,
        os.environ.get("CREDIT_CLIENT_ID", "reference-full"),
        os.environ.get("CREDIT_CLIENT_SECRET", "reference-full-secret"),
    )
    client.follow(copy)
    asked.copy.write_text(json.dumps(asdict(copy), ensure_ascii=False), encoding="utf-8")
    print(f"{len(copy.records)} records hold")
    if asked.subject:
        for record in client.about(*asked.subject, purpose="互查"):
            print(f"{record['id']} {record['item']} {record['modified']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
