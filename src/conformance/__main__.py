"""Where the command begins. Until the command line is loaded Ctrl-C ends the process as if Python were not there.

Loading takes a tenth of a second, in which an interrupt would otherwise end in a traceback of somebody's import.
"""

from __future__ import annotations

import os
import signal


def main() -> None:
    """Entry point of the ``conformance`` command, and of ``python -m conformance``."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # what the parent ignores stays ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Nothing here multiplies matrices of floats: threads that NumPy would keep for it only spin while they wait.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from conformance.cli import garbage

    garbage.loading()
    from conformance.cli.main import main as command

    command()


if __name__ == "__main__":
    main()
