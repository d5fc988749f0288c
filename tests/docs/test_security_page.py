"""The page on security names tests; each of them is there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(test_\w+)`", PAGE)))


@cache
def defined() -> frozenset[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return frozenset(name for path in files for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.M))


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_is_named_there_exists(name: str) -> None:
    assert name in defined()


def test_every_threat_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| threat")]
    assert len(rows) > 15
    assert [row for row in rows if "`test_" not in row.rsplit("|", 2)[1]] == []
