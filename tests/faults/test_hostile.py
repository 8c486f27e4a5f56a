"""Every hostile file: the exit code, the words of its sentence or the rule that found it, within bounds; twice the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from .bounded import PEAK, Worker
from .hostile_delimited import CSV
from .hostile_json import JSON
from .hostile_lines import LINES
from .hostile_messages import MESSAGES
from .hostile_ods import ODS
from .hostile_ole import OLE
from .hostile_packages import PACKAGES
from .hostile_pages import PAGES
from .hostile_parquet import PARQUET
from .hostile_sheets import SHEETS

SAID = {
    "大小异常": "bomb_of_blanks bomb_of_strings bomb_elsewhere size_that_lies_low size_that_lies_high ods_bomb",
    "不完整或已损坏": """overlapping_entries checksum_wrong compressed_otherwise encrypted_part end_record_that_lies
        entity_bomb_in_the_sheet entity_bomb_in_the_strings entity_bomb_in_the_book entity_from_a_file
        columns_beyond_the_sheet row_beyond_all text_that_is_not_there not_utf8 sheet_cut_short empty_parts
        ods_spaces ods_entities ole_table_that_loops ole_directory_that_loops ole_table_names_itself
        ole_further_tables_loop ole_sector_size ole_half ole_head_only footer_zeroed footer_length_huge
        footer_length_nothing magic_only magic_twice pages_zeroed pages_of_ones claimed_rows_in_the_footer text_that_is_none
        small_that_becomes_large""",
    "压缩包": "zip_in_zip only_the_end_record",
    "列": """bomb_of_cells million_columns ods_repeated_columns csv_million_columns csv_million_blank_columns
        csv_million_cells_in_one_row many_columns json_many_keys json_other_keys_in_each page_wide_cells
        page_high_and_wide page_row_of_a_million_cells page_odd_spans page_many_merged message_many_tags""",
    "零星单元格": "ods_moderate_rectangle",
    "没有数据": "same_part_twice csv_header_only csv_header_without_end no_rows csv_header_and_line_ends",
    "存放方式": "no_part_but_the_book",
    "无法判断": """csv_one_byte csv_many_first_lines csv_same_header_many_times csv_nul_everywhere
        csv_headers_of_great_length json_duplicate_keys json_number_of_20_mb json_null""",
    "双引号": """csv_cell_of_100_mb csv_cell_of_100_mb_with_line_ends csv_cell_of_100_mb_unquoted
        csv_unclosed_quote_at_the_start csv_unclosed_quote_at_the_end csv_quotes_in_the_body""",
    "列名": "csv_header_of_100_mb csv_only_quotes csv_unclosed_quote_in_the_header no_columns",
    "空": "csv_bom_only csv_utf16_bom_only csv_empty csv_blanks csv_only_line_ends",
    "不是文字": "csv_only_nul csv_nul_after_a_good_beginning csv_all_bytes",
    "嵌套层数过多": "json_deep_objects json_deep_in_a_record json_deep_objects_unclosed lines_deep",
    "不是对象": "json_deep_lists json_deep_unclosed json_mixed_elements",
    "NaN": "json_no_numbers",
    "太长": "json_string_of_100_mb json_string_unclosed lines_one_of_100_mb",
    "断了": "json_truncated json_truncated_in_a_character message_cut envelope_cut",
    "DOCTYPE": "message_entity_bomb",
    "XML 有误": "message_bomb_behind_a_comment message_too_deep message_field_of_100_mb",
    "没有记录": "json_empty_list",
    "后还有内容": "json_two_documents",
    "张": "many_sheets json_many_lists page_many_tables",
    "语法有误": "json_comma_at_the_end",
    "完整的 JSON 对象": "lines_truncated lines_with_nul lines_of_lists",
    "无法读取": "page_deep_tables page_deep_elements page_cell_of_100_mb page_comment_of_50_mb",
    "没有数据表格": "page_without_a_table",
    "加密": "encrypted",
}
"""Words of the sentence → the files that are refused with it."""

FOUND = {
    "encoding": """csv_utf16_lone_surrogates csv_utf8_surrogates csv_bad_byte_in_each_line json_lone_surrogates
        json_raw_surrogates lines_surrogates page_bad_bytes odd_types""",
    "control-character": "csv_nul_in_a_cell page_entities",
    "envelope-form": "envelope_deep_in_the_frame envelope_of_many_faults",
    "ragged-row": "csv_ragged",
    "duplicate-column": "same_name_twice",
    "pattern": "csv_cell_of_5_mb ods_repeated_rows ods_too_deep",
    "required": "last_row_only dates_beyond_time page_high_cells csv_mostly_empty csv_mostly_empty_and_wide",
}
"""Rule → the files that are read, and found wrong by it."""

PASS = set(
    """bomb_below_the_limit bomb_of_one_text bomb_in_an_attribute many_entries names_that_climb xml_too_deep
    strings_too_deep claimed_rows merged_without_end escapes_of_surrogates ods_repeated_blanks ods_blanks_then_a_cell
    csv_widest csv_trailing_delimiters csv_lone_returns csv_mixed_line_ends csv_many_boms csv_utf16_without_bom_cut
    csv_utf16_cut csv_separator_is_a_quote csv_separator_is_a_line_end json_rather_deep json_huge_numbers
    json_many_keys_many_records json_blanks_of_100_mb json_utf16 lines_rather_deep lines_with_returns lines_empty
    page_deep_below_the_limit page_unclosed page_attribute_of_50_mb page_entity_bomb nested wide_and_long""".split()
)
"""Odd, and yet nothing is wrong with the records."""

LARGE = {
    # What the reader itself takes for a sheet of all 1,048,576 rows.
    "ods_repeated_rows": 2 << 30,
    "ods_blanks_then_a_cell": 2 << 30,
    "last_row_only": 3 << 29,
    # Arrow's texts hold 2 GB per column of a batch before they refuse.
    "small_that_becomes_large": 3 << 30,
    # Text is held as code points of four bytes while the exact parser reads it.
    "csv_quotes_in_the_body": 3 << 29,
}
"""Files for which more memory is borne than for others, each with its reason."""

QUICK = set(
    """size_that_lies_low checksum_wrong entity_bomb_in_the_sheet encrypted_part ods_spaces ods_repeated_columns
    ole_table_that_loops ole_directory_that_loops csv_empty csv_bom_only csv_nul_in_a_cell csv_utf16_without_bom_cut
    csv_header_only csv_lone_returns csv_mixed_line_ends csv_unclosed_quote_at_the_end json_deep_objects
    json_rather_deep json_lone_surrogates json_truncated lines_deep lines_rather_deep page_odd_spans page_deep_tables
    page_entities footer_zeroed claimed_rows_in_the_footer text_that_is_none odd_types nested message_entity_bomb message_cut envelope_cut
    envelope_deep_in_the_frame""".split()
)
"""Small ones, a few for each reader, that are tried at each run of the tests; the others with the slow ones."""

EVERY = (*PACKAGES, *SHEETS, *ODS, *OLE, *CSV, *JSON, *LINES, *PAGES, *PARQUET, *MESSAGES)
MAKERS = {maker.__name__: (maker, suffix) for maker, suffix in EVERY}


def expected() -> dict[str, tuple[int, str]]:
    """Name of a file → exit code and what is to be found."""
    table: dict[str, tuple[int, str]] = dict.fromkeys(PASS, (0, ""))
    for code, found in ((2, SAID), (1, FOUND)):
        for words, names in found.items():
            table |= dict.fromkeys(names.split(), (code, words))
    return table


EXPECTED = expected()


def test_every_hostile_file_has_one_expectation() -> None:
    assert sorted(EXPECTED) == sorted(MAKERS)
    assert len(EXPECTED) == len(PASS) + sum(len(names.split()) for names in (*SAID.values(), *FOUND.values()))


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in MAKERS]
)
def test_it_ends_as_it_should(name: str, worker: Worker, tmp_path: Path) -> None:
    maker, suffix = MAKERS[name]
    code, found = EXPECTED[name]
    path = maker(tmp_path / f"{name}.{suffix}")
    peak = LARGE.get(name, PEAK)
    ended = worker.check(path, peak=peak)
    assert ended.code == code, ended.inputs
    if code == 2:
        assert found in ended.problem
    elif found:
        assert found in ended.rules
    if name in QUICK:
        assert worker.check(path, peak=peak).out == ended.out
        english = worker.check(path, "--lang", "en", peak=peak)
        assert english.code == code
