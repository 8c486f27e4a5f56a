"""The local service: files and payloads are checked over HTTP, behind the page of ``conformance serve`` and for programs.

Nothing is imported here, so that what needs no server works without the extra ``service``.
"""
