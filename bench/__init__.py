"""The benchmark: this tool beside Polars' own reader and beside its peers, on the same files, in one run.

``python -m bench`` measures and prints (``make bench``); ``python -m bench.page`` writes ``docs/performance.md`` and its
plot from the newest line of ``history.jsonl``.
"""
