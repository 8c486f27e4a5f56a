"""Targets that are no services: an exchange folder (``file-drop``) or a staging database (``staging-table``)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from conformance.exchange.carrier import Carrier, CarrierTransport
from conformance.exchange.evidence.observed import weighed
from conformance.exchange.filedrop.carrier import FolderCarrier
from conformance.exchange.lenient import read
from conformance.exchange.model import ConformanceClass, Exchange, Participant, Planned
from conformance.exchange.run.clock import Clock
from conformance.exchange.run.guard import Guard
from conformance.exchange.run.model import Setup
from conformance.exchange.run.plan import CARRIED
from conformance.exchange.run.results import Results
from conformance.exchange.run.targets import Target
from conformance.exchange.staging.carrier import TableCarrier
from conformance.exchange.staging.opening import open_database
from conformance.exchange.suite.model import Suite
from conformance.report.errors import UsageError
from conformance.standard.model import Standard

ADDRESSES: dict[ConformanceClass, str] = {
    "file-drop": "file-drop://folder",
    "staging-table": "staging-table://database",
}
"""What stands in the record in place of a path of the tester's machine."""
_REST = "rest"


def carried_class(classes: Sequence[str]) -> ConformanceClass | None:
    """The class without HTTP that is asked for; None where a service is. Raises UsageError for several classes with one."""
    wanted = [one for one in CARRIED if one in classes]
    if wanted and len(classes) > 1:
        raise UsageError(
            f"--as {wanted[0]} 只能单独使用：文件夹和前置库不是服务。",
            f"--as {wanted[0]} goes with no other class: a folder or a database is no service.",
        )
    return wanted[0] if wanted else None


def target_of(class_: ConformanceClass) -> Target:
    """The target under the address that is recorded; it counts as a test environment, since nothing is written without leave."""
    return Target(name=class_, url=ADDRESSES[class_], environment="test", classes=(class_,))


def carrier_of(
    class_: ConformanceClass, place: str, standard: Standard, clock: Clock, patience: float | None = None
) -> Carrier:
    """The sender's side of a folder, or of the database at ``sqlite:///FILE``. Raises UsageError where there is none."""
    made: FolderCarrier | TableCarrier
    if class_ == "file-drop":
        folder = Path(place)
        if not folder.is_dir():
            raise UsageError(f"找不到交换文件夹“{place}”。", f"There is no exchange folder {place}.")
        made = FolderCarrier(folder, standard, clock)
    else:
        made = TableCarrier(open_database(place), standard, clock)
    return made if patience is None else replace(made, patience=patience, quiet=min(made.quiet, patience))


def at_rest(class_: ConformanceClass, carrier: Carrier, suite: Suite, standard: Standard, clock: Clock) -> Results:
    """What is said of the drops or batches that are there; nothing is put there, changed, recorded or redacted."""
    who = Participant(class_, ADDRESSES[class_], (class_,), "production")
    setup = Setup((who,), suite.edition, clock.now().date().isoformat(), 0, (class_,))
    seen = tuple(_seen(class_, carrier, clock))
    return weighed(who, seen, suite, standard, setup)


def _seen(class_: ConformanceClass, carrier: Carrier, clock: Clock) -> list[Exchange]:
    transport = CarrierTransport(carrier, Guard(), clock)
    kind, parts = (
        ("drops", {"receipt": "/receipt.json?now", "table": "/receipt.csv", "judged": "/judged"})
        if class_ == "file-drop"
        else ("batches", {"receipt": "/receipt?now", "judged": "/judged"})
    )

    def ask(step: str, path: str, attempt: int = 1) -> Exchange:
        return transport.send(Planned(class_, _REST, step, attempt, "GET", ADDRESSES[class_] + path))

    every = ask("all", f"/{kind}")
    if every.trouble is not None:
        raise UsageError(every.trouble.text.zh, every.trouble.text.en)
    listed = read(every.response.body if every.response is not None else b"")
    names = [str(name) for name in listed.get(kind, [])] if isinstance(listed, dict) else []
    found = [every]
    for attempt, name in enumerate(names, start=1):
        base = f"/{kind}/{name}"
        found.append(ask("standing", base, attempt))
        found += [ask(step, base + path, attempt) for step, path in parts.items()]
    return found
