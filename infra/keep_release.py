"""Keeps the stack's templates as a release: python infra/keep_release.py VERSION

Writes tests/stack/released/VERSION.yaml, from which every later template must be reachable without a loss
(tests/stack/test_safe_updates.py). A release that is kept already is never written anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from afterprint.aws.templates import ROOT_TEMPLATE, as_kept, templates_beside

ROOT = Path(__file__).resolve().parents[1]
RELEASED = ROOT / "tests" / "stack" / "released"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    path = RELEASED / f"{arguments[0]}.yaml"
    if path.exists():
        print(f"{path} is kept already", file=sys.stderr)
        return 1
    path.write_text(as_kept(templates_beside(ROOT / ROOT_TEMPLATE)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
