"""What every kind of step is given."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from conformance.exchange.model import Exchange, Planned
from conformance.exchange.run.outgoing import Outgoing
from conformance.exchange.run.sending import Sender
from conformance.exchange.run.state import Context, State


class Doing(Struct, frozen=True):
    """A step at its place in the run."""

    test: str
    step: str
    state: State
    context: Context
    sender: Sender

    def send(self, what: Outgoing, retry: bool, query: Mapping[str, str] | None = None) -> Exchange:
        """Send a request of this step; ``query`` adds to its address."""

        def planned(attempt: int) -> Planned:
            name = self.state.participant.name
            return what.planned(name, self.test, self.step, attempt, self.context.setup.seed, query)

        return self.sender.send(planned, retry)
