"""Servers of which nothing is left: whoever finds one of them in order tests nothing."""

from __future__ import annotations

import json
import socket

from msgspec.structs import replace

from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Call, Document, Reply
from conformance.exchange.server.records import Found

CLOSED = "closed-port"
"""The fault for which nothing may listen."""
_HTML = "<!DOCTYPE html>\n<html><head><title>欢迎</title></head><body><h1>系统维护中</h1></body></html>\n"


@plant("always-empty-object", "request")
def always_empty_object(call: Call, moment: Moment) -> Reply:
    """``{}`` to everything."""
    return Reply(200, (("Content-Type", "application/json"),), b"{}")


@plant("always-html", "request")
def always_html(call: Call, moment: Moment) -> Reply:
    """A page to everything, as a gateway in front of a service gives it."""
    return Reply(200, (("Content-Type", "text/html; charset=utf-8"),), _HTML.encode())


@plant("always-404", "request")
def always_404(call: Call, moment: Moment) -> Reply:
    """Nothing is anywhere."""
    return Reply(404, (("Content-Type", "text/plain"),), b"404 page not found\n")


@plant("echo", "request")
def echo(call: Call, moment: Moment) -> Reply:
    """What was asked, credentials and all."""
    said = {"method": call.method, "path": call.path, "query": call.query, "headers": dict(call.headers)}
    return Reply(200, (("Content-Type", "application/json"),), json.dumps(said).encode())


@plant("valid-but-empty", "found")
def holds_nothing(found: Found, moment: Moment) -> Found:
    """No record is ever there."""
    return replace(found, entries=())


@plant("valid-but-empty", "answer")
def offers_reading_only(document: Document, moment: Moment) -> Document:
    """And nothing can be brought in."""
    if moment.call.operation != "discovery":
        return document
    return {**document, "classes": ["province"], "operations": ["query", "list", "reference-data"]}


@plant("valid-but-empty", "request")
def takes_nothing(call: Call, moment: Moment) -> Call:
    """Not even where it is not declared."""
    reading = call.operation in {None, "discovery", "token", "query", "list", "catalogue", "code-list"}
    return call if reading else replace(call, path="/nothing")


def reserved_port(host: str = "127.0.0.1") -> socket.socket:
    """A socket that has a port and does not listen: nobody else can get the port, and whoever connects is refused."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.bind((host, 0))
    return held
