"""The protocol of a staging database: which tables there are, who writes which column, and what the codes mean.

The sender inserts the rows of a batch with status 0 and then, in the same transaction or after it, one row into ``JH_PC`` that
says how many there are; that row is the signal that all are there. The receiver takes a batch whole or not at all: in one
transaction it sets the status of every row, writes a line for every row into ``JH_HZMX`` and the totals into ``JH_HZ``.
Nobody changes what the other wrote, but for the status. A batch that was answered is closed: what is sent again comes
under a new number. Table and column names are at most 30 characters long, as an Oracle of the time asks.
All of it is ``origin: profile``; columns that the national form of 2015 names (XK_WSH …) keep those names.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from conformance.publish.emit.sql.layout import national
from conformance.standard.model import Field, RecordType, Standard

BATCHES, RECEIPTS, LINES = "JH_PC", "JH_HZ", "JH_HZMX"
BATCH, ROW, STATUS = "PC_BH", "PC_XH", "JH_ZT"
WAITING, TAKEN, RETURNED = 0, 1, 2
"""待处理、通过、退回: what stands in the status column."""
CONTROL = (BATCH, ROW, STATUS)
_UNMEASURED = 4000
"""Characters of a column whose field has no length of its own."""
_LONG_TYPES = frozenset({"text"})
_SHORT = 64


class Column(Struct, frozen=True):
    """A column: its type in general words, and what it is."""

    name: str
    title: str
    kind: str
    """``integer`` or ``text``."""
    length: int = 0
    required: bool = False


class Table(Struct, frozen=True):
    """A table with its key and the other tables that it leads to."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sender: bool
    """Whether the sender writes its rows."""


BATCH_TABLE = Table(
    BATCHES,
    "交换批次（报送方写入，写入即表示本批记录已全部放入）",
    (
        Column(BATCH, "批次编号，由报送方编制，不得重复使用", "text", 64, required=True),
        Column("SX_BH", "数据事项编号", "text", 64, required=True),
        Column("BZ_BB", "标准版本，如 2016", "text", 8, required=True),
        Column("BS_DW", "报送单位", "text", 64),
        Column("BS_FS", "报送方式：full 全量，incremental 增量", "text", 16, required=True),
        Column("JL_SL", "本批记录数", "integer", required=True),
    ),
    (BATCH,),
    sender=True,
)
RECEIPT_TABLE = Table(
    RECEIPTS,
    "交换回执（接收方写入，每批一行，即合计）",
    (
        Column(BATCH, "批次编号", "text", 64, required=True),
        Column(
            "CL_ZT",
            "处理结果：accepted 全部入库，partially-accepted 部分入库，rejected 全部退回，refused 整批退回",
            "text",
            24,
            required=True,
        ),
        Column("ZS_SL", "总条数（totalSize）", "integer", required=True),
        Column("CG_SL", "入库条数（successSize）", "integer", required=True),
        Column("SB_SL", "退回条数（failSize）", "integer", required=True),
        Column("BZ_BB", "所依据的标准版本", "text", 8, required=True),
        Column("BZ_SJBB", "所依据的标准数据版本", "text", 16, required=True),
        Column("BZ_ZY", "所依据的标准摘要", "text", 80, required=True),
    ),
    (BATCH,),
    sender=False,
)
LINE_TABLE = Table(
    LINES,
    "交换回执明细（接收方写入，每条记录至少一行；每个问题另有一行）",
    (
        Column(BATCH, "批次编号", "text", 64, required=True),
        Column(ROW, "批内序号", "integer", required=True),
        Column("WT_XH", "问题序号：0 为该条记录的结论，1 起为各个问题", "integer", required=True),
        Column(
            "JG",
            "结论：accepted 可入库，accepted-with-warnings 可入库（有提示），rejected 退回",
            "text",
            24,
            required=True,
        ),
        Column("GZ", "规则编号", "text", 64),
        Column("JB", "级别：error 错误，warning 警告，info 提示", "text", 8),
        Column("YJ", "依据", "text", 256),
        Column("LM", "所在列", "text", 64),
        Column("SM", "说明", "text", _UNMEASURED),
    ),
    (BATCH, ROW, "WT_XH"),
    sender=False,
)


def table_name(record_type: RecordType) -> str:
    """``JH_XK`` where the national form has a prefix for the columns, else ``JH_`` and the record type's own name."""
    key = next((field.code for field in record_type.fields if field.name == record_type.key_field), None)
    short = key.partition("_")[0] if key else record_type.name.replace("-", "_").upper()
    return f"JH_{short}"


def column_name(field: Field) -> str:
    """The national code of a field, if it can be a name, else the field's own."""
    return national(field.code) or field.name.upper()


def data_table(record_type: str, standard: Standard) -> Table:
    """The table for all items of a record type, with the columns that any of them adds. Raises KeyError."""
    plain = standard.record_types[record_type]
    columns = {column_name(field): _column(field) for field in _fields(plain, standard)}
    control = (
        Column(BATCH, "批次编号", "text", 64, required=True),
        Column(ROW, "批内序号，从 1 起连续编号", "integer", required=True),
        Column(STATUS, "处理状态：0 待处理，1 通过，2 退回；报送方写 0，此后只由接收方改写", "integer", required=True),
    )
    return Table(
        table_name(plain),
        f"{plain.title.zh}（报送方写入）",
        (*control, *columns.values()),
        (BATCH, ROW),
        sender=True,
    )


def table_of_item(item: str, standard: Standard) -> Table:
    """The table in which records of an item are put. Raises KeyError."""
    return data_table(standard.items[item].record_type, standard)


def data_tables(standard: Standard) -> tuple[Table, ...]:
    """Every data table of the edition."""
    return tuple(data_table(name, standard) for name in standard.record_types)


def _fields(plain: RecordType, standard: Standard) -> Iterator[Field]:
    yield from plain.fields
    for entry in standard.items.values():
        if entry.record_type == plain.name:
            yield from entry.fields


def _column(field: Field) -> Column:
    longest = field.max_length or (_UNMEASURED if field.type in _LONG_TYPES else _SHORT)
    return Column(column_name(field), field.title, "text", max(longest, _SHORT))
