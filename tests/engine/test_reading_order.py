"""Tables are read in the order in which their records refer to each other."""

from __future__ import annotations

import graphlib

import pytest
from msgspec.structs import replace

from conformance.engine.referred import reading_order
from conformance.standard.load import load


def test_what_is_referred_to_is_read_first():
    order = reading_order(load())
    assert order["registration"] < order["penalty"] < order["list-entry"]
    assert order["registration"] < order["licence"]
    assert order.keys() == load().record_types.keys()


def test_record_types_that_refer_to_each_other_in_a_circle_have_no_order():
    standard = load()
    [check] = [c for c in standard.record_types["penalty"].checks if c.kind == "reference"]
    back = replace(check, params=check.params | {"referred_type": "penalty"})
    register = standard.record_types["registration"]
    circle = replace(register, checks=(*register.checks, back))
    with pytest.raises(graphlib.CycleError):
        reading_order(replace(standard, record_types=standard.record_types | {"registration": circle}))
