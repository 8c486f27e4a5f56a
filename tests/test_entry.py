"""Where the command begins: as little as possible is loaded before it can be interrupted without a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

LOADED = "import sys; before = set(sys.modules); import conformance.__main__; print(sorted(set(sys.modules) - before))"


def test_almost_nothing_is_loaded_first():
    done = subprocess.run([sys.executable, "-S", "-c", f"sys_path = {sys.path!r}; import sys; sys.path += sys_path; {LOADED}"],
                          capture_output=True, check=True)  # fmt: skip
    loaded = done.stdout.decode()
    assert not any(name in loaded for name in ("'click'", "'typing'", "'conformance.cli'", "'json'"))


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
@pytest.mark.parametrize("handler", ["default_int_handler", "SIG_IGN"])
def test_while_the_command_line_is_loaded_an_interrupt_ends_the_process_without_a_word(handler):
    code = (
        "import os, signal, sys\n"
        "from conformance.__main__ import main\n"
        f"signal.signal(signal.SIGINT, signal.{handler})\n"
        "class Loading:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'conformance.cli.main':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Loading())\n"
        "sys.argv[1:] = ['--version']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    ignored = handler == "SIG_IGN"
    assert (done.returncode, done.stderr) == (0 if ignored else -signal.SIGINT, b"")
    assert done.stdout.startswith(b"conformance ") is ignored


def test_the_module_is_the_command():
    done = subprocess.run([sys.executable, "-m", "conformance", "--version"], capture_output=True, check=True)
    assert done.stdout.startswith(b"conformance ")
