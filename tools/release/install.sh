#!/bin/sh
# Finds a Python and hands over to install.py.
here=$(cd "$(dirname "$0")" && pwd)
for python in "$here/python/bin/python3" @COMMANDS@ python3 python; do
  if "$python" -c 'import sys; sys.exit(sys.version_info[:2] not in [@VERSIONS@])' 2>/dev/null; then
    exec "$python" -IS "$here/install.py"
  fi
done
echo "没有找到 Python（需要 @NAMES@ 之一，64 位）。" >&2
exit 2
