"""By what a finding is known again in a later run: 64 bits of its rule, item and field, of its record and its value.

Where a finding stands is no part of it: rows that are put in above it leave it as it was. A record is known by its
document number; one without a number, or with a word that is none, by the content of its cells.

Hardly anything enters that a report would mask. The values of personal fields stay out; so does a value that holds a name of
the record's persons; a text that may hold a citizen id loses its digits. Ids of fifteen digits and names behind 经办人 and its
like in a free text do enter, with the whole text, in these 64 bits. What is left is not secret, and the function need
not be one-way: it is arithmetic over the bytes of whole columns, the same on every machine and in every version.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.checks.columnbytes import spans
from conformance.checks.facets import BLANKS
from conformance.checks.subject import SURELY_ORGANISATION

Hashes = npt.NDArray[np.uint64]

WORD = 8
_FIRST_BYTES: Hashes = np.array([(1 << (8 * kept)) - 1 for kept in range(WORD + 1)], dtype=np.uint64)
"""What keeps so many bytes of a word."""
LONG = 512
"""Bytes of a text beyond which a library hashes it by itself."""
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
ONE, TWO = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_DIGITS = r"\p{N}"
FEWEST = 17
"""Digits in a citizen id, the check character left out."""
_SURELY_NO_ID = r"^[0-9A-Za-z]*$"
"""In such a text an id is eighteen characters in a row."""
LIKE_AN_ID = r"[1-9][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]"


def mixed(numbers: Hashes) -> Hashes:
    """Every bit of each number spread over all bits (the finaliser of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * ONE
    numbers = (numbers ^ (numbers >> np.uint64(27))) * TWO
    return numbers ^ (numbers >> np.uint64(31))


def of_texts(texts: pl.Series) -> Hashes:
    """64 bits of each text of a String series; 0 for null and for the empty text.

    The bytes, eight at a time, mixed into what came before.
    """
    found = spans(texts.fill_null(""))
    lengths = found.lengths
    codes = np.concatenate([found.codes, np.zeros(WORD, dtype=np.uint8)])
    words: Hashes = np.ndarray(len(found.codes) + 1, dtype="<u8", buffer=codes, strides=(1,))
    hashes = lengths.astype(np.uint64) * GOLDEN
    rows = np.flatnonzero((lengths > 0) & (lengths <= LONG))
    at = 0
    while len(rows):
        word = words[found.starts[rows] + at] & _FIRST_BYTES[np.minimum(lengths[rows] - at, WORD)]
        hashes[rows] = mixed(hashes[rows] ^ (word + GOLDEN))
        at += WORD
        rows = rows[lengths[rows] > at]
    for row in np.flatnonzero(lengths > LONG).tolist():
        begin = int(found.starts[row])
        digest = blake2b(found.codes[begin : begin + int(lengths[row])].tobytes(), digest_size=WORD).digest()
        hashes[row] = int.from_bytes(digest, "little")
    return hashes


def joined(*parts: Hashes | int) -> Hashes:
    """64 bits of several, in their order."""
    whole: Hashes = np.zeros(1, dtype=np.uint64)
    for part in parts:
        whole = mixed(whole * TWO + np.asarray(part, dtype=np.uint64) + GOLDEN)
    return whole


def without_ids(texts: pl.Series) -> pl.Series:
    """The texts with every digit of those that may hold a citizen id replaced; nothing that a report masks is left of it."""
    if not len(texts):
        return texts
    long = (texts.str.len_bytes() >= FEWEST + 1).fill_null(value=False)
    if not long.any():
        return texts
    plain = texts.str.contains(_SURELY_NO_ID)
    doubtful = (plain & texts.str.contains(LIKE_AN_ID)) | (~plain & (texts.str.count_matches(_DIGITS) >= FEWEST))
    doubtful = (doubtful & long).fill_null(value=False)
    if not doubtful.any():
        return texts
    return texts.str.replace_all(_DIGITS, "#").zip_with(doubtful, texts)


def of_values(values: pl.Series, names: Sequence[pl.Series]) -> Hashes:
    """What enters of cells that are not personal; ``names`` are those of the same records' persons."""
    hashes = of_texts(without_ids(values))
    for name in names:
        bare = name.str.strip_chars(BLANKS)
        # A name of one character is masked nowhere, and would be found everywhere.
        asked = pl.DataFrame({"value": values, "name": bare})
        held = asked.select(
            (pl.col("name").str.len_chars() > 1) & pl.col("value").str.contains(pl.col("name"), literal=True)
        ).to_series()
        hashes[held.fill_null(value=False).to_numpy()] = 0
    return hashes


def of_keys(keys: pl.Series, words: Sequence[str], *, personal: bool) -> Hashes:
    """What enters of document numbers; 0 where there is none by which a record is known again.

    ``words`` are no numbers. Where the subject's name serves as one (``personal``), that of an organisation does.
    """
    bare = keys.str.strip_chars(BLANKS)
    numbers = of_texts(without_ids(bare))
    unfit = bare.is_in(list(words))
    if personal:
        unfit |= ~bare.str.contains(SURELY_ORGANISATION)
    numbers[unfit.fill_null(value=True).to_numpy()] = 0
    return numbers
