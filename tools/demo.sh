#!/bin/sh
# Checks a submission that conforms and one that does not, and prints both reports. Run by `make demo`.
# Usage: tools/demo.sh path/to/conformance
set -eu
tool=$1
unset COLUMNS LINES
export NO_COLOR=1 PYTHONUTF8=1

check() {
  expected=$1
  shift
  echo "\$ conformance check $*"
  echo
  code=0
  "$tool" check "$@" || code=$?
  echo
  if [ "$code" -ne "$expected" ]; then
    echo "demo: exit code $code, expected $expected" >&2
    exit 1
  fi
}

# The day is given so that the demonstration prints the same on every day.
check 0 examples/submissions/valid/admin-licence.csv --as-of 2016-12-31
check 1 examples/submissions/invalid/admin-penalty-mixed.xlsx --as-of 2016-12-31
