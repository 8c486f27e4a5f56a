"""Python looks for garbage while records are checked, not while everything is loaded that stays."""

import gc
import subprocess
import sys

import pytest

from conformance.cli import garbage


@pytest.fixture(autouse=True)
def as_before():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_what_is_loaded_is_not_looked_through_again():
    garbage.loading()
    kept = [[number] for number in range(1000)]
    garbage.loaded()
    assert not any(one is kept for one in gc.get_objects())


def test_what_comes_and_goes_afterwards_is_looked_for_as_often_as_it_was():
    gc.set_threshold(20_000, 5, 5)
    garbage.loaded()
    assert gc.get_threshold() == (20_000, 5, 5)
    garbage.loading()
    garbage.loaded()
    assert gc.get_threshold()[0] <= 50_000


def test_help_is_shown_without_looking_for_garbage():
    code = (
        "import gc, sys\n"
        "from conformance.__main__ import main\n"
        "looked = []\n"
        "gc.callbacks.append(lambda phase, found: looked.append(found['generation']))\n"
        "sys.argv = ['conformance', 'check', '--help']\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print('looked', len(looked), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr.split()[-2:] == [b"looked", b"0"]
