#!/bin/sh
# What 检查.bat is on Windows: files are given, their reports open.
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$here/app/python.txt" ] || { echo "尚未安装，请先运行 sh install.sh" >&2; exit 2; }
exec "$(cat "$here/app/python.txt")" -IS "$here/run.py" office "$@"
