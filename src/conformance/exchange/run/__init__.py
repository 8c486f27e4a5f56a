"""Runs the tests of a suite against live services, or once more over a record, and weighs what came of it."""
