"""Ten records in a warm process: what an interface waits for.

python -m bench.payload FILE ITEM
"""

from __future__ import annotations

import statistics
import sys
import time
from itertools import islice
from pathlib import Path

from bench.records import records
from bench.samples import AS_OF

RECORDS = 10
WARM, TIMED = 50, 100


def milliseconds(path: Path, item: str) -> float:
    """Median time of a check of ten records of a file, given as dictionaries, ten others each time."""
    from conformance.api import check

    every = records(path)
    times = []
    for _ in range(WARM + TIMED):
        payload = list(islice(every, RECORDS))
        if len(payload) < RECORDS:
            raise ValueError(f"{path} has fewer than {RECORDS * (WARM + TIMED)} records")
        started = time.perf_counter()
        check(payload, item=item, as_of=AS_OF)
        times.append(time.perf_counter() - started)
    return statistics.median(times[WARM:]) * 1000


def main() -> int:
    """Prints the milliseconds."""
    print(milliseconds(Path(sys.argv[1]), sys.argv[2]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
