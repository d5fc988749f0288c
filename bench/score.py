"""Scores of the external cases and corpora: a line a figure, `suite<TAB>metric<TAB>value<TAB>target`.

    python bench/score.py [SUITE …]

Suites are named as the scorers name them: `robots`, `urls-canonical` … for the cases; `task/corpus` for the corpora;
`task/corpus:method` scores another method than the product's beside it. `newsroom` is our own set (bench/harder.py).
The folders are named in AFTERPRINT_CASES and AFTERPRINT_CORPORA (default: ../shared/cases and ../shared/corpora).
A figure without a target has an empty last column. Exits with 1 where a scorer failed, not where a target is missed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(os.environ.get("AFTERPRINT_CASES", ROOT / ".." / "shared" / "cases"))
CORPORA = Path(os.environ.get("AFTERPRINT_CORPORA", ROOT / ".." / "shared" / "corpora"))


@dataclass(frozen=True)
class Suite:
    """One suite: the function that is scored, and the figures that it is meant to reach."""

    function: str  # "module:function" for a scorer, or a module of the bench that scores by itself
    targets: dict[str, str] = field(default_factory=dict)


SUITES: dict[str, Suite] = {
    "robots": Suite("afterprint.fetch:may_fetch", {"rfc": "≥ .94"}),
    "urls-canonical": Suite("afterprint.discover:canonical_url", {"all": "1"}),
    "urls-wpt": Suite("afterprint.discover:resolve_url", {"http": "≥ .99"}),
    "http-cache": Suite("bench.scored_http_cache:client", {"required": "≥ .95", "conditional": "1"}),
    "ssrf": Suite("bench.scored_web:guard", {"all": "1", "leaks": "0", "other": "0"}),
    "damaged-transfers": Suite("bench.scored_web:fetch_body", {"all": "1", "taken_or_late": "0"}),
    "charsets": Suite("afterprint.web:decode", {"browser": "1"}),
    "feeds-wellformed": Suite("afterprint.discover:read_feed", {"all": "≥ .92"}),
    "feeds-real": Suite("afterprint.discover:read_feed", {"all": "1"}),
    "extract/scrapinghub": Suite("afterprint.extract:extract_article", {"shingle_f1": "≥ .965"}),
    "extract/fundus": Suite(
        "afterprint.extract:extract_article",
        {
            "shingle_f1": "≥ .962",
            "para_recall": "≥ .975",
            "para_precision": "≥ .92",
            "title_exact": "≥ .92",
            "byline_exact": "≥ .82",
            "date_exact": "≥ .985",
        },
    ),
    "extract/wcxb": Suite("afterprint.extract:extract_article", {"word_f1": "≥ .953", "without_found": "≤ .045"}),
    "changed/terms": Suite("bench.scored_extract:changed", {"recall_text": "≥ .968", "false_per_1000": "≤ 5.5"}),
    "changed/refetch": Suite("bench.scored_extract:changed", {"false_share_refetch": "≤ .03"}),
    "align/argrewrite": Suite("afterprint.diff:align", {"all_f1": "≥ .986", "modified_f1": "≥ .968"}),
    "align/edits": Suite("afterprint.diff:align", {"all_f1": "≥ .998", "moved_f1": "≥ .99"}),
    "spans/argspans": Suite("bench.scored_diff:spans", {"char_f1": "≥ .918"}),
    "spans/edits": Suite("bench.scored_diff:spans", {"char_f1": "≥ .998"}),
    "classify/edits": Suite("bench.scored_diff:classify", {"kind_f1": "≥ .97", "exact_set": "≥ .92"}),
    "perf/perf": Suite("afterprint.diff:align"),
    "newsroom": Suite("bench.harder", {"all_f1": "≥ .99", "modified_f1": "≥ .98", "kind_f1": "≥ .95"}),
    "align/argrewrite:newssniffer": Suite("bench.diff_baselines:newssniffer"),
    "align/argrewrite:difflib": Suite("bench.diff_baselines:matched_by_difflib"),
    "align/edits:newssniffer": Suite("bench.diff_baselines:newssniffer"),
    "align/edits:difflib": Suite("bench.diff_baselines:matched_by_difflib"),
    "spans/argspans:newssniffer": Suite("bench.diff_baselines:newssniffer_spans"),
    "spans/edits:newssniffer": Suite("bench.diff_baselines:newssniffer_spans"),
    "spans/edits:difflib": Suite("bench.diff_baselines:difflib_spans"),
}


def command(name: str, suite: Suite) -> list[str]:
    """How the scorer of this suite is called."""
    if ":" not in suite.function:
        return [sys.executable, "-m", suite.function, "--json"]
    if "/" in name:
        task, corpus = name.partition(":")[0].split("/")
        how = [str(CORPORA / "score.py"), task, "--corpus", corpus]
    else:
        how = [str(CASES / "score.py"), name]
    return [sys.executable, *how, "--function", suite.function, "--json"]


def score(name: str, suite: Suite) -> bool:
    """Print the figures of one suite; whether its scorer ran."""
    done = subprocess.run(command(name, suite), cwd=ROOT, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        print(f"{name}: the scorer failed:\n{done.stderr[-2000:]}", file=sys.stderr)
        return False
    for metric, value in flat(json.loads(lines[-1])):
        print(name, metric, value, suite.targets.get(metric, ""), sep="\t", flush=True)
    return True


def flat(figures: dict[str, object], prefix: str = "") -> list[tuple[str, object]]:
    """Nested figures as `outer.inner`."""
    found: list[tuple[str, object]] = []
    for metric, value in figures.items():
        if isinstance(value, dict):
            found += flat(value, f"{prefix}{metric}.")
        else:
            found.append((f"{prefix}{metric}", value))
    return found


def main() -> int:
    wanted = sys.argv[1:] or list(SUITES)
    unknown = [name for name in wanted if name not in SUITES]
    if unknown:
        print(f"no such suite: {', '.join(unknown)}; there are {', '.join(SUITES)}", file=sys.stderr)
        return 2
    missing = [folder for folder in (CASES, CORPORA) if not folder.is_dir()]
    if missing:
        print(f"{missing[0]} is absent: name the folders in AFTERPRINT_CASES and AFTERPRINT_CORPORA", file=sys.stderr)
        return 2
    ran = [score(name, SUITES[name]) for name in wanted]
    return 0 if all(ran) else 1


if __name__ == "__main__":
    sys.exit(main())
