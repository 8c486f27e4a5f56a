"""What a run of the benchmark measured, as plain data: printed, kept in the history, drawn and put on the page."""

from __future__ import annotations

from msgspec import Struct


class Timing(Struct, frozen=True):
    """One thing over one file: medians of several runs."""

    rows: int
    findings: int
    whole_s: float
    """Seconds of the whole process, its start included."""
    run_s: float
    """Seconds of the work alone, in a process that has run over a thousand rows before: imports done, rules compiled."""
    cpu_s: float
    """Processor seconds of the whole process, on all cores together."""
    anonymous_mb: float | None
    """Highest peak; None where the system does not tell."""

    @property
    def rows_per_s(self) -> float:
        """Rows a second, without the start."""
        return self.rows / self.run_s


class Yardstick(Struct, frozen=True):
    """This tool and Polars' streaming parse on the same file, in alternation."""

    kind: str
    bad: str
    rows: int
    columns: int
    file_mb: float
    checks: int
    """Checks of the item for the columns of the file: all of them run."""
    parse: Timing
    tool: Timing
    ratios: tuple[float, ...]
    """Of whole processes, one for each round."""

    @property
    def ratio(self) -> float:
        """Tool by parse, whole processes: quotient of the medians."""
        return self.tool.whole_s / self.parse.whole_s

    @property
    def run_ratio(self) -> float:
        """Tool by parse, both without their start."""
        return self.tool.run_s / self.parse.run_s


class Beside(Struct, frozen=True):
    """A peer and this tool on the same file, in alternation."""

    peer: str
    version: str | None
    kind: str
    bad: str
    rows: int
    rules: int
    """Cell rules that the peer expresses for this file."""
    cell_rules: int
    """Cell rules that the file has."""
    checks: int
    """Checks that this tool runs over it."""
    tool: Timing
    timing: Timing | None
    reason: str = ""
    """Why there is no timing."""

    @property
    def times_slower(self) -> float | None:
        """How much longer the peer takes for its rules than this tool for all of them, both without their start."""
        return None if self.timing is None else self.timing.run_s / self.tool.run_s


class Found(Struct, frozen=True):
    """Which planted defects a peer finds, and what it finds in a file that has none."""

    peer: str
    how: str
    planted: int
    """Planted defects that break a rule which the peer expresses."""
    found: int
    """Those in whose cell it has a finding."""
    all_planted: int
    false_alarms: int
    """Findings in the clean file of as many rows."""
    rows: int


class Point(Struct, frozen=True):
    """One measurement of a series."""

    x: float
    label: str
    seconds: float
    """Without the start."""
    anonymous_mb: float | None


class Series(Struct, frozen=True):
    """How time and memory grow with one quantity while the others stand still."""

    name: str
    """What x counts."""
    what: str
    """What was varied, in words."""
    points: tuple[Point, ...]
    time_exponent: float | None
    """Of the least-squares line through the logarithms; None where x of 0 or a single point allows none."""
    memory_exponent: float | None


class Machine(Struct, frozen=True):
    """Where it was measured: enough to know which lines of the history can be compared."""

    cores: int
    architecture: str
    memory_gb: float | None
    load: float | None
    """Processes that wanted a core in the minute before: above a tenth or so, others spoiled the measurement."""
    python: str
    libraries: dict[str, str]
    """Version of everything timed and of what it rests on."""


class Result(Struct, frozen=True):
    """One run of the benchmark."""

    tool: str
    """Version of this tool."""
    commit: str | None
    """Abbreviated, with ``+`` where the work tree differed from it."""
    when: str
    """UTC."""
    mode: str
    """quick, default or full."""
    rounds: int
    machine: Machine
    yardsticks: tuple[Yardstick, ...]
    besides: tuple[Beside, ...]
    found: tuple[Found, ...]
    growth: tuple[Series, ...]
    payload_ms: float
    """Ten records in a warm process."""
