"""L0: an artefact made again, in another process with another hash seed, has the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from conformance.artefacts import emitters
from publish.emit.proof import artefact, edition_of

TESTS = Path(__file__).resolve().parents[2]
_AGAIN = """
import json, sys
sys.path.insert(0, sys.argv[1])
from publish.emit.test_regenerated import digests
json.dump({target: digests(target, sys.argv[2]) for target in sys.argv[3].split()}, sys.stdout)
"""
# The edition that is shipped takes a quarter of a minute, twice; the nasty one nothing.
each_edition = pytest.mark.parametrize("which", [pytest.param("shipped", marks=pytest.mark.slow), "nasty"])
each_target = pytest.mark.parametrize("target", emitters())


def digests(target: str, which: str) -> dict[str, str]:
    return {path: sha256(content).hexdigest() for path, content in artefact(target, which).items()}


@cache
def again(which: str) -> dict[str, dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-c", _AGAIN, str(TESTS), which, " ".join(emitters())],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Asia/Shanghai"},
        cwd="/",
    )
    return json.loads(done.stdout)


@each_edition
@each_target
def test_made_again_it_has_the_same_bytes(target, which):
    assert digests(target, which) == again(which)[target]


@each_edition
@each_target
def test_it_says_of_which_edition_it_is(target, which):
    """At least one of its files does, so that nobody has to guess what lies in a folder."""
    assert any(edition_of(which).digest.encode() in content for content in artefact(target, which).values())


@each_edition
@each_target
def test_it_names_no_place_and_no_time(target, which):
    for path, content in artefact(target, which).items():
        assert str(TESTS.parent).encode() not in content, path
        assert b"\r" not in content or path.endswith(".csv"), path
