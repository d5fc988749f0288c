"""Material that lies beside the repository: external cases and corpora, and the seed article.

Tests that need it are skipped where it is absent, and fail on a machine of continuous integration (`CI` is set).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CASES = Path(os.environ.get("AFTERPRINT_CASES", SHARED / "cases"))
CORPORA = Path(os.environ.get("AFTERPRINT_CORPORA", SHARED / "corpora"))
SEED = SHARED / "seed"


def require(path: Path) -> Path:
    """`path` where it exists; else the test is skipped, or fails where `CI` is set."""
    if not path.is_absolute():
        path = ROOT / path
    if path.exists():
        return path
    if os.environ.get("CI"):
        pytest.fail(f"{path} is needed here and absent")
    pytest.skip(f"{path} is absent")
