"""An integrator's first hour in Python: records are judged before they are sent, and only right ones are.

cd examples/integrators/python
conformance generate python --output .
python first_hour.py ../licences.json right.json
"""

import json
import sys
from datetime import date
from pathlib import Path

from three_list_2016 import Licence


def main(source: Path, target: Path) -> None:
    """Tell what is wrong with the records of a file, and write those with which nothing is wrong."""
    right: list[Licence] = []
    for number, record in enumerate(json.loads(source.read_text(encoding="utf-8")), 1):
        problems = Licence.problems_of(record)
        print(f"{number}: {len(problems)}")
        for problem in problems:
            print(f"  {problem.field} {problem.rule}")
        if not problems:
            right.append(Licence.from_dict(record))
    for licence in right:
        # Values have types: a day is a date, a code has its label.
        if isinstance(licence.valid_until, date) and licence.decision_date is not None:
            print(f"{licence.document_number} {(licence.valid_until - licence.decision_date).days}")
    target.write_text(json.dumps([one.to_dict() for one in right], ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
