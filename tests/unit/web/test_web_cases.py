"""The external cases for the web client and robots.txt, at the scores that must be reached."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from shared_material import CASES, ROOT, require

AIMS = {
    "ssrf": ("scored_web:guard", {"all": 1.0}, {"leaks": 0, "other": 0}),
    "charsets": ("scored_web:decode", {"browser": 1.0, "detect": 1.0, "wrong_label": 1.0}, {}),
    "robots": ("afterprint.fetch:may_fetch", {"rfc": 0.94}, {}),
    "damaged-transfers": ("scored_web:fetch_body", {"all": 1.0}, {"taken_or_late": 0, "refused": 0}),
}


def score(suite: str, function: str) -> dict[str, float]:
    scorer = require(CASES / "score.py")
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("functions", "bench"))
    command = [sys.executable, str(scorer), suite, "--function", function, "--json"]
    environment = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("suite", AIMS)
def test_the_external_cases_are_met(suite: str) -> None:
    function, at_least, at_most = AIMS[suite]
    reached = score(suite, function)
    assert {name: reached[name] for name in at_least if reached[name] < at_least[name]} == {}
    assert {name: reached[name] for name in at_most if reached[name] > at_most[name]} == {}
