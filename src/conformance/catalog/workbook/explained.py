"""The first sheet of a workbook of lists: how to work in it."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.catalog.workbook import cells
from conformance.catalog.workbook.book import Book, add_text
from conformance.catalog.workbook.layout import COMMENT, FILE, NUMBER, ORDER, OWNER, Table

EXPLAINED = "说明"


def add_explained(book: Book, title: str, tables: Iterable[Table], command: str) -> None:
    """Write it."""
    lines = [
        ("怎样修改", "直接改单元格。一行是一个条目；删去整行即删去条目；在末尾或中间加一行即新增条目。"),
        ("编号", "小写英文字母、数字和连字符，同一清单内不得重复。已经公布的编号不改、不再用于别的条目。"),
        ("列的颜色", "橙色：必填；蓝色：选填；灰色：位置、先后等辅助信息。鼠标停在列名上可以看到说明。"),
        ("下拉框", "代码类的列从下拉框选择中文名称。可填多个的列，也可以自己输入，以“；”隔开。"),
        (
            "多个值",
            f"一个单元格里有多个值时以“{cells.SEPARATOR}”或换行（Alt+Enter）隔开；值本身含“；”时给它加英文双引号。",
        ),
        ("空着与“（无）”", f"空着表示没有这一项；“{cells.NOTHING}”表示写明“一个也没有”。"),
        ("双引号", '首尾有空格、含看不见的字符或内容为空的文字，导出时加英文双引号（如 ""），请保留。'),
        ("分表", f"名称中带“·”的工作表是主表某一列的明细，一行一个，“{OWNER}”填主表的编号，“{NUMBER}”定先后，可空着。"),
        ("文件和先后", f"“{FILE}”是条目存放的文件，“{ORDER}”定先后。排序、筛选工作表不影响结果。新条目两列都可空着。"),
        ("注释", f"“{COMMENT}”和工作表“文件”里的注释是给编辑人员看的，不是清单的内容。"),
        ("自用的列", "自己加的列，列名以“※”开头，导入时不读。自己加的工作表也不读。"),
        ("请不要", "不要改列名、删列、改工作表名称，不要用公式；错误值（如 #N/A）不能导入。"),
        ("怎样导回", f"保存为 XLSX 后运行：{command}"),
        ("导入的检查", "有问题时逐条列出工作表和单元格，什么也不写；改好后再导入。"),
        ("", ""),
        ("工作表", "内容"),
        *((table.name, f"{len(table.columns)} 列") for table in tables),
    ]
    add_text(book, EXPLAINED, title, lines, (22, 110))
