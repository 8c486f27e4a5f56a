"""Faults of the status line where all went well: an answer that clients read as something else."""

from __future__ import annotations

from conformance.exchange.server.faults.edit import other_status
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Reply


@plant("token-as-201", "response")
def token_as_201(reply: Reply, moment: Moment) -> Reply:
    """A token is given with 201."""
    return other_status(reply, moment, "token", 200, 201)


@plant("push-as-200", "response")
def push_as_200(reply: Reply, moment: Moment) -> Reply:
    """A batch that will be judged is answered as if it had been."""
    return other_status(reply, moment, "push", 202, 200)


@plant("batch-status-as-203", "response")
def batch_status_as_203(reply: Reply, moment: Moment) -> Reply:
    """The status of a batch comes with 203."""
    return other_status(reply, moment, "batch-status", 200, 203)


@plant("receipt-as-203", "response")
def receipt_as_203(reply: Reply, moment: Moment) -> Reply:
    """A receipt comes with 203."""
    return other_status(reply, moment, "receipt", 200, 203)


@plant("query-as-201", "response")
def query_as_201(reply: Reply, moment: Moment) -> Reply:
    """A query is answered as if it had made something."""
    return other_status(reply, moment, "query", 200, 201)


@plant("list-as-206", "response")
def list_as_206(reply: Reply, moment: Moment) -> Reply:
    """Pages of the list are answered as parts of a document."""
    return other_status(reply, moment, "list", 200, 206)


@plant("correction-as-200", "response")
def correction_as_200(reply: Reply, moment: Moment) -> Reply:
    """A correction that was kept is answered with 200."""
    return other_status(reply, moment, "correct", 201, 200)


@plant("correction-status-as-203", "response")
def correction_status_as_203(reply: Reply, moment: Moment) -> Reply:
    """The status of a correction comes with 203."""
    return other_status(reply, moment, "correction-status", 200, 203)


@plant("catalogue-as-203", "response")
def catalogue_as_203(reply: Reply, moment: Moment) -> Reply:
    """The catalogue comes with 203."""
    return other_status(reply, moment, "catalogue", 200, 203)


@plant("code-list-as-203", "response")
def code_list_as_203(reply: Reply, moment: Moment) -> Reply:
    """Code lists come with 203."""
    return other_status(reply, moment, "code-list", 200, 203)


@plant("discovery-once", "response")
def discovery_once(reply: Reply, moment: Moment) -> Reply:
    """The discovery document is there for whoever comes first."""
    return reply if moment.call.number == 1 else other_status(reply, moment, "discovery", 200, 203)
