"""Faults of the status line: the right thing said with the wrong number."""

from __future__ import annotations

from msgspec.structs import replace

from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Reply
from conformance.exchange.server.problems import Problem


@plant("errors-with-200", "response")
def errors_with_200(reply: Reply, moment: Moment) -> Reply:
    """Refusals of a query are answered with 200, the problem in the body."""
    refused = moment.call.operation == "query" and reply.status == 400
    return replace(reply, status=200).having("Content-Type", "application/json") if refused else reply


@plant("bad-input-500", "problem")
def bad_input_500(problem: Problem, moment: Moment) -> Problem:
    """A batch that cannot be read is an error of the server's."""
    bad = moment.call.operation == "push" and problem.name == "invalid-request"
    return replace(problem, name="internal-error", errors=()) if bad else problem


@plant("unknown-batch-400", "problem")
def unknown_batch_400(problem: Problem, moment: Moment) -> Problem:
    """A batch that is not there is called a wrong request."""
    absent = moment.call.operation == "batch-status" and problem.name == "not-found"
    return replace(problem, name="invalid-request") if absent else problem


@plant("bad-query-404", "problem")
def bad_query_404(problem: Problem, moment: Moment) -> Problem:
    """A query that is no query is answered as if there were nothing."""
    bad = moment.call.operation == "query" and problem.name == "invalid-request"
    return replace(problem, name="not-found") if bad else problem


@plant("method-without-allow", "response")
def method_without_allow(reply: Reply, moment: Moment) -> Reply:
    """405 does not say which methods there are."""
    return reply.having("Allow", None)


@plant("method-as-404", "problem")
def method_as_404(problem: Problem, moment: Moment) -> Problem:
    """A method that is not there is answered as if the address were not."""
    return replace(problem, name="not-found") if problem.name == "method-not-allowed" else problem


@plant("unknown-path-200", "response")
def unknown_path_200(reply: Reply, moment: Moment) -> Reply:
    """Addresses that do not exist are answered with an empty object."""
    if moment.call.operation is not None or reply.status != 404:
        return reply
    return Reply(200, reply.having("Content-Type", "application/json").headers, b"{}")


@plant("any-accept", "acceptable")
def any_accept(acceptable: bool, moment: Moment) -> bool:
    """What the client accepts is not looked at."""
    return True


@plant("any-media-type", "declared_type")
def any_media_type(declared: bool, moment: Moment) -> bool:
    """A body is read as JSON whatever it says that it is."""
    return True


@plant("any-size", "most_bytes")
def any_size(most: int, moment: Moment) -> int:
    """The declared limit of a body is not kept."""
    return 100 * most


@plant("unknown-record-400", "problem")
def unknown_record_400(problem: Problem, moment: Moment) -> Problem:
    """A correction of a record that is not there is called a wrong request."""
    absent = moment.call.operation == "correct" and problem.name == "not-found"
    return replace(problem, name="invalid-request") if absent else problem


@plant("unknown-catalogue-400", "problem")
def unknown_catalogue_400(problem: Problem, moment: Moment) -> Problem:
    """A catalogue that is not there is called a wrong request."""
    absent = moment.call.operation == "catalogue" and problem.name == "not-found"
    return replace(problem, name="invalid-request") if absent else problem
