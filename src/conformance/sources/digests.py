"""Digests of what was read: of a file's bytes, or of the cells of a table where there is no file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import polars as pl

from conformance.sources.model import Batch, Table
from conformance.sources.source import Source


def digest_of_bytes(source: Source) -> str:
    """``sha256:`` and the digest of a file. Raises Unusable where it was changed meanwhile."""
    with source.open() as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


class TextDigest:
    """The digest of a table's headers and cells, however its rows are cut into batches."""

    def __init__(self, table: Table) -> None:
        self._headers = [column.header for column in table.columns]
        self._texts = [hashlib.sha256() for _ in self._headers]
        self._lengths = [hashlib.sha256() for _ in self._headers]
        self.whole = False
        """Whether every row was seen."""

    def taken(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """The same batches, taken note of as they pass."""
        for batch in batches:
            frame = batch.written
            for column, texts, lengths in zip(frame.get_columns(), self._texts, self._lengths, strict=True):
                texts.update("".join(column.drop_nulls().to_list()).encode())
                lengths.update(column.str.len_bytes().cast(pl.Int64).fill_null(-1).to_numpy().tobytes())
            yield batch
        self.whole = True

    def said(self) -> str:
        """``text-sha256:`` and the digest of what has passed."""
        digest = hashlib.sha256()
        for header, texts, lengths in zip(self._headers, self._texts, self._lengths, strict=True):
            written = header.encode()
            digest.update(len(written).to_bytes(8, "big") + written + texts.digest() + lengths.digest())
        return f"text-sha256:{digest.hexdigest()}"
