"""``conformance sample``: made-up records of an item, to try things with."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from conformance.cli import completion
from conformance.cli.pipes import tell
from conformance.cli.refusal import help_option, lang_option
from conformance.report.errors import UsageError
from conformance.report.files import Replacing, unwritable
from conformance.sample import write_sample
from conformance.standard.model import Lang

_FILE = click.Path(path_type=Path)
_FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl", "parquet", "xml")
_BINARY = frozenset({"xlsx", "parquet"})
STDOUT = Path("-")


@click.command("sample")
@click.argument("item", metavar="ITEM", shell_complete=completion.items)
@click.option("--rows", type=click.IntRange(min=0), default=20, show_default=True, help="记录数 / number of records")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="种子：相同则结果相同 / the same seed, the same bytes"
)
@click.option(
    "--defects",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="有意放入缺陷的记录占比 / share of records with a planted defect",
)
@click.option("--defects-log", type=_FILE, metavar="FILE", help="缺陷清单 .csv / list of the planted defects")
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="文件格式，不写则看扩展名 / format, by the file's name if not given",
)
@click.option(
    "--encoding", default="utf-8", show_default=True, metavar="E", help="csv、tsv 的编码 / encoding of csv and tsv"
)
@click.option(
    "--output",
    type=_FILE,
    required=True,
    metavar="FILE",
    help="写入的文件，- 为标准输出 / file to write, - for standard output",
)
@lang_option
@help_option
def command(
    item: str,
    rows: int,
    seed: int,
    defects: float,
    defects_log: Path | None,
    format_: str | None,
    encoding: str,
    output: Path,
    lang: Lang,
) -> None:
    """生成某一数据事项的示例数据（均为虚构）。 / Make sample records of a data item; they belong to nobody.

    ITEM: 任一数据事项，如 admin-licence（行政许可信息），全部见 conformance catalog list data
    / any data item, such as tax-credit-rating
    """
    from conformance.api import item_of
    from conformance.cli.inputs import check_targets
    from conformance.standard.load import load

    standard = load()
    known = item_of(item, standard)
    chosen = _format(output, format_, rows)
    _check_encoding(encoding)
    targets = [path for path in (output, defects_log) if path is not None and path != STDOUT]
    check_targets(targets, [])
    if defects_log == STDOUT:
        raise UsageError("缺陷清单请写入文件。", "The list of defects has to go into a file.")
    with ExitStack() as stack:
        files = {path: Replacing(path) for path in targets}
        for file in files.values():
            stack.callback(file.discard)
        place = _aside(stack) if output == STDOUT else files[output].path
        log = None if defects_log is None else files[defects_log].path
        try:
            write_sample(known, rows, seed, place, chosen, defects, log, standard, encoding)
        except UnicodeEncodeError as error:
            raise UsageError(
                f"编码“{encoding}”写不出示例中的汉字，请改用 utf-8 或 gb18030。",
                f'The encoding "{encoding}" has no Chinese characters; use utf-8 or gb18030.',
            ) from error
        except OSError as error:
            raise unwritable(output, error) from error
        for file in files.values():
            file.commit()
        if output == STDOUT:
            _print(place)
            return
    tell(f"已写入 {output}（{rows} 条）" if lang == "zh" else f"wrote {output} ({rows} records)")


def _aside(stack: ExitStack) -> Path:
    """A file that goes away in the end."""
    return Path(stack.enter_context(tempfile.TemporaryDirectory())) / "sample"


def _format(output: Path, chosen: str | None, rows: int) -> str:
    """The format asked for, else that of the file's name; CSV for standard output, which takes text only."""
    from conformance.sample.write import SUFFIXES, XLSX_ROWS

    found = chosen or ("csv" if output == STDOUT else SUFFIXES.get(output.suffix.lower()))
    if found is None:
        raise UsageError(
            f"从文件名“{output.name}”看不出格式，请用 --format 指定：{'、'.join(_FORMATS)}。",
            f'The name "{output.name}" does not tell the format; give --format: {", ".join(_FORMATS)}.',
        )
    if output == STDOUT and found in _BINARY:
        raise UsageError(
            f"{found} 不是文本格式，不能写到标准输出，请用 --output 指定文件。",
            f"{found} is no text format and cannot go to standard output; name a file with --output.",
        )
    if found == "xlsx" and rows > XLSX_ROWS:
        raise UsageError(
            f"一张工作表最多 {XLSX_ROWS} 条记录，请减少 --rows 或改用其他格式。",
            f"A sheet holds no more than {XLSX_ROWS} records; ask for fewer --rows or choose another format.",
        )
    return found


def _check_encoding(encoding: str) -> None:
    try:
        "示例".encode(encoding)
    except UnicodeEncodeError:
        pass  # said when the sample needs a character that is not there
    except LookupError:
        raise UsageError(
            f"没有名为“{encoding}”的文本编码；常用的有：utf-8、gb18030、utf-16。",
            f'There is no text encoding named "{encoding}"; common ones are: utf-8, gb18030, utf-16.',
        ) from None


def _print(place: Path) -> None:
    """Standard output gets the bytes as they are, in the encoding asked for."""
    sys.stdout.flush()
    with place.open("rb") as stream:
        shutil.copyfileobj(stream, sys.stdout.buffer)
    sys.stdout.buffer.flush()
