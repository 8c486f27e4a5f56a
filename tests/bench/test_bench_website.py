"""The weight of a site by folder."""

from __future__ import annotations

from bench.website import by_folder


def test_the_heaviest_folder_stands_first() -> None:
    sizes = {"index.html": 5, "units/a.html": 1, "units/b/c.html": 2, "downloads/x.zip": 100}
    assert by_folder(sizes) == {"downloads": (1, 100), ".": (1, 5), "units": (2, 3)}
    assert list(by_folder(sizes)) == ["downloads", ".", "units"]
