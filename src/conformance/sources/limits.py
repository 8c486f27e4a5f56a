"""How far an input may go before it is refused, all in one place; the page docs/faults.md says what each is for.

A limit is what no honest file reaches and what this machine can bear. Beyond it the answer is one sentence, no guess.
"""

from __future__ import annotations

MOST_COLUMNS = 2_048
"""Columns of any table. A record has some twenty; each column costs time and memory even where it is blank."""
BATCH_CELLS = 4_000_000
"""Cells of a batch: in a very wide table it has fewer rows."""
MOST_SHEET_ROWS, MOST_SHEET_COLUMNS = 1_048_576, 16_384
"""Rows and columns of the largest worksheet there is."""
MOST_TABLES = 200
"""Sheets, lists or tables in one input: each is a submission of its own to be judged."""
MOST_CELLS = 50_000_000
"""Cells of the smallest rectangle around a sheet's values, for which the reader takes memory; also cells written in
one sheet and texts shared by its workbook."""
MOST_UNPACKED = 4 << 30
"""Bytes of a workbook or a ZIP archive when unpacked."""
MOST_RATIO = 200
"""Times that a workbook or an archive may grow when unpacked, …"""
RATIO_FROM = 100 << 20
"""… unless it stays below so many bytes: blank sheets compress well."""
KEPT_CELLS = 20_000_000
"""Cells of opened sheets that are kept until their rows are asked for; others are opened again."""
MOST_MERGED = 100_000
"""Merged ranges of an HTML table that are remembered."""
LONGEST = 1 << 25
"""Characters that may pass without the end of a line, a record or a JSON value."""
LONGEST_CELL = 1 << 24
"""Characters of a cell of delimited text; beyond, it is an unclosed quote that swallows the file."""
MOST_SPOOLED = 16 << 30
"""Bytes taken from standard input or a pipe, which may have no end; they are kept on the disk until all is checked."""
LONGEST_HEADER = 2_000
"""Characters of a header, with all its notes; what is longer names no field and is not looked through for one."""
LONGEST_ROW = 64 << 20
"""Bytes of the XML of one row of an ODS workbook."""
MOST_BLANKS = 100 << 20
"""Blanks that an ODS workbook may abbreviate (``text:s``)."""
MOST_FILES = 2_000
"""Files of one folder with its subfolders, or of one ZIP archive."""
