"""Services for the tests of pages: with checks that are finished already, so that no process has to be started for them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import requests
from lxml import html
from msgspec import Struct, field
from msgspec.structs import replace

from conformance.service.model import Asked, Job, Outcome
from conformance.service.settings import Limits, Settings
from conformance.service.store import Store
from conformance.service.work import CheckUpload
from service.live import served

DAY = date(2016, 12, 31)
TOKEN = "a-token-of-these-tests"


def settings(folder: Path, **more: Any) -> Settings:
    """Of a service without any process that works: what is sent waits."""
    return Settings(**{"folder": folder, "workers": 0, "payload_workers": 0, **more})


class Site(Struct):
    """A service that is up, and a visitor."""

    address: str
    app: Any
    session: requests.Session = field(default_factory=requests.Session)
    waiting: str = ""
    """The page of a check that waits, where one was sent."""

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.session.get(self.address + path, **{"timeout": 60, **more})

    def post(self, path: str, **more: Any) -> requests.Response:
        """As a browser sends a form of ours, which says where it stands."""
        headers = {"Origin": self.address, **more.pop("headers", {})}
        return self.session.post(
            self.address + path, headers=headers, **{"timeout": 60, "allow_redirects": False, **more}
        )

    def tree(self, path: str) -> Any:
        return html.fromstring(self.get(path).content)

    def send(self, name: str, content: bytes, **fields: str) -> requests.Response:
        """What the form of the first page sends."""
        filled = {"item": "", "party": "", "as_of": "2016-12-31", "kind": "self", "batch": ""} | fields
        return self.post("/checks", files={"file": (name, content)}, data=filled)

    @property
    def jobs(self) -> Any:
        return self.app.state.jobs


@contextmanager
def site(given: Settings) -> Iterator[Site]:
    """A service while the block runs."""
    with served(given) as (address, app):
        yield Site(address, app)


def finished(given: Settings, id_: str, *files: Path, name: str | None = None, **asked: Any) -> Job:
    """A check that was finished before the service began, as it finds it on the disk."""
    store = Store(given)
    try:
        place = store.arrival(id_)
        names = [name or files[0].name, *(one.name for one in files[1:])]
        for file, called in zip(files, names, strict=True):
            shutil.copyfile(file, place / "upload" / called)
        how = Asked(**{"as_of": DAY, **asked})
        made = datetime(2016, 12, 31, 8, 0, tzinfo=UTC)
        job = Job(id=id_, files=tuple(names), bytes=10, digest="sha256:0", asked=how, created=datetime.now(UTC))
        here = Path.cwd()
        try:
            outcome: Outcome = CheckUpload(place, job.files, how, id_, made, given.history_url).run(lambda _: None)
        finally:
            os.chdir(here)
        job = replace(job, state="done", outcome=outcome, finished=made)
        store.add(job)
        return job
    finally:
        store.close()


SMALL = Limits(upload_bytes=20_000, queued_checks=2)
