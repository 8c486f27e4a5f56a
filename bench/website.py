"""``python -m bench.website``: what the site of the edition costs to make and how much it weighs, beside what was promised.

Each round is a process of its own. The clock of a busy machine tells little, so processor time stands beside it, and the time
that the same machine needs to compress the same bytes: their ratio is comparable between machines.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from bench.processes import measure

ROOT = str(Path(__file__).resolve().parents[1])
PAGES_S, PAGES_MB = 20.0, 20.0
"""What was promised: pages in less than so many seconds on a quiet machine, and of less than so many megabytes. What is there to be
downloaded is made by the emitters and counts apart."""
_MADE = """
import json, sys, time
sys.path.append(sys.argv[1])
started = time.perf_counter()
from conformance.artefacts.folder import site_source
from conformance.publish.site.build import site
files = site(site_source(offered=False))
seconds = time.perf_counter() - started
sizes = {path: len(content) for path, content in files.items()}
from bench.website import compressing
print(json.dumps({"seconds": seconds, "compressing": compressing(files), "sizes": sizes}))
"""


def compressing(files: Mapping[str, bytes]) -> float:
    """Seconds that it takes here to compress all of the files, which is the yardstick."""
    started = perf_counter()
    for content in files.values():
        zlib.compress(content, 6)
    return perf_counter() - started


def by_folder(sizes: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Top folder → number of files, bytes; the heaviest first."""
    counts: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for path, size in sizes.items():
        top = path.split("/")[0] if "/" in path else "."
        counts[top] += 1
        weights[top] += size
    return {top: (counts[top], weight) for top, weight in weights.most_common()}


def main() -> int:
    """Exit code: 0 measured, whatever the result; 1 a promise was missed and ``--strict`` given; 2 could not measure."""
    parser = argparse.ArgumentParser(prog="python -m bench.website", description="Times the site of the edition.")
    parser.add_argument("--rounds", type=int, default=3, help="runs whose median is taken")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a promise was missed")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds has to be 1 or more")
    runs = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory(prefix="bench-website-") as room:
            run = measure([sys.executable, "-c", _MADE, ROOT], Path(room))
        if run.code:
            print(f"Could not be measured: {run.complaint.strip().splitlines()[-1:]}", file=sys.stderr)
            return 2
        runs.append((json.loads(run.output), run))
    sizes: dict[str, int] = runs[0][0]["sizes"]
    seconds = statistics.median(made["seconds"] for made, _ in runs)
    ratio = statistics.median(made["seconds"] / made["compressing"] for made, _ in runs)
    cpu = statistics.median(run.cpu for _, run in runs)
    memory = max((run.anonymous_mb or 0.0) for _, run in runs)
    megabytes = sum(sizes.values()) / 1_000_000
    pages = sum(path.endswith(".html") for path in sizes)
    print(f"{'folder':<16}{'files':>8}{'MB':>9}")
    for top, (count, weight) in by_folder(sizes).items():
        print(f"{top:<16}{count:>8}{weight / 1_000_000:>9.2f}")
    print(f"{'in all':<16}{len(sizes):>8}{megabytes:>9.2f}   promised: less than {PAGES_MB:g} MB")
    heaviest = sorted(sizes.items(), key=lambda one: -one[1])[:5]
    print("heaviest: " + ", ".join(f"{path} {size / 1000:.0f} kB" for path, size in heaviest))
    print(
        f"\n{pages} pages and what they need made in {seconds:.1f} s (median of {options.rounds}; {cpu:.1f} s of processor time "
        f"with start and yardstick, {memory:.0f} MB of memory), {ratio:.1f} times what compressing the bytes takes; promised: "
        f"less than {PAGES_S:g} s on a quiet machine"
    )
    return int(options.strict and (seconds >= PAGES_S or megabytes >= PAGES_MB))


if __name__ == "__main__":
    sys.exit(main())
