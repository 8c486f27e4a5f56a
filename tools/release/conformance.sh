#!/bin/sh
# The whole command line: sh conformance.sh check --help
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$here/app/python.txt" ] || { echo "尚未安装，请先运行 sh install.sh" >&2; exit 2; }
exec "$(cat "$here/app/python.txt")" -IS "$here/run.py" cli "$@"
