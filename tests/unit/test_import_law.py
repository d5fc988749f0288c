"""Imports go one way: entry points → pipeline → stages → web, query → model, ports, errors. This file is that law."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "functions" / "afterprint"

STAGES = ("schedule", "discover", "fetch", "extract", "record", "diff", "publish", "notify")
NOUNS = ("model", "ports", "errors", "rows", "messages", "outcomes", "codec", "tombstones", "log_keys", "__init__")
BELOW_STAGES = (*NOUNS, "web", "query", "watchlist")
PIPELINE = (
    "pipeline",
    "repair",
    "withdraw",
    "withdrawn_text",
    "adopt",
    "lane_work",
    "article_check",
    "list_reading",
    "api",
    "searching",
    "reread",
)
ENTRY_POINTS = ("cli", "engine", "handlers")

ALLOWED: dict[str, tuple[str, ...]] = {
    # the nouns know each other and nothing else
    **dict.fromkeys(NOUNS, NOUNS),
    "web": NOUNS,
    "query": NOUNS,
    "watchlist": (*NOUNS, "query", "web"),
    # a stage knows what lies below it, and never another stage
    **dict.fromkeys(STAGES, (*NOUNS, "web", "query")),
    # the pipeline and what crosses the stages beside it
    **dict.fromkeys(PIPELINE, (*BELOW_STAGES, *STAGES, *PIPELINE)),
    # the cage is where parsers run: it knows the stages that have them, inside
    "cage": (*NOUNS, "discover", "extract"),
    # adapters know the ports and the nouns; their wiring also the guarded client and the cage
    "local": (*NOUNS, "web", "cage"),
    "aws": (*NOUNS, "web", "cage"),
    # what a deployment would do, told before it is done
    "planning": (*BELOW_STAGES, "schedule"),
    # entry points may know everything but each other's insides
    "__main__": ("cli",),
    "cli": (*BELOW_STAGES, *STAGES, *PIPELINE, "planning", "cage", "local", "aws", "engine"),
    "engine": (*BELOW_STAGES, *STAGES, *PIPELINE, "local"),
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The top-level module or folder that a file belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the law"
            found.add(node.module or "")
            if node.module == "afterprint":
                found |= {f"afterprint.{alias.name}" for alias in node.names}
    ours = {name.split(".")[1] for name in found if name.startswith("afterprint.")}
    return {name for name in ours if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").exists()}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    here = room(path)
    assert here in ALLOWED, f"{here} has no place in the layers: give it one"
    over_the_line = imported_rooms(path) - set(ALLOWED[here]) - {here}
    assert not over_the_line, f"{path.relative_to(PACKAGE)} may not import {sorted(over_the_line)}"


@pytest.mark.parametrize(
    "path", [path for path in modules() if room(path) != "aws"], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_nothing_above_the_aws_adapters_knows_aws(path: Path) -> None:
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").split(".")[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert not names & {"boto3", "botocore", "aws_lambda_powertools"}


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(out.stdout.split())


def test_the_map_of_the_house_loads_nothing_heavy() -> None:
    heavy = {"lxml", "trafilatura", "jinja2", "requests", "feedparser", "rapidfuzz"}
    assert not loaded_after("import afterprint.pipeline") & heavy


def test_diffing_loads_no_parser_no_templates_and_no_network() -> None:
    assert not loaded_after("import afterprint.pipeline, afterprint.diff") & {
        "lxml",
        "trafilatura",
        "jinja2",
        "requests",
    }


def test_publishing_loads_no_parser_and_no_network() -> None:
    assert not loaded_after("import afterprint.publish") & {"trafilatura", "requests", "feedparser"}


def test_the_cage_loads_no_parser_outside() -> None:
    assert not loaded_after("import afterprint.cage") & {"lxml", "trafilatura", "feedparser"}


def test_asking_for_help_loads_no_engine() -> None:
    assert not loaded_after("import afterprint.cli.main") & {"lxml", "trafilatura", "jinja2", "requests", "sqlite3"}
