"""The documents say what is so: commands run, options and settings are all there, links lead somewhere."""

from __future__ import annotations

import inspect
import re
import shlex
import subprocess
from dataclasses import MISSING, fields
from pathlib import Path

import click
import pytest

from afterprint import errors, log_keys
from afterprint.cli.main import COMMANDS, cli
from afterprint.diff.importance import _BASE as WEIGHTS
from afterprint.model import EditKind, NetworkPolicy, Source, Watchlist
from afterprint.watchlist import read_watchlist

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")])
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
TOML = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
DATA_DIRECTORIES = ("afterprint-data", "/var/lib/afterprint", "DIR")
RESERVED = re.compile(r"(?:^|\.)(?:example|test|localhost|invalid|example\.(?:org|com|net))$|^127\.0\.0\.\d+$")
HOST = re.compile(r"https?://([^/\s:)>\"'`]+)")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


INLINE = re.compile(r"`((?:afterprint|make) [a-z][^`]*)`")
SERVICE = re.compile(r"(?:^ExecStart=|^(?:\* ){5})\S+/(afterprint .*)$", re.MULTILINE)


def called() -> list[tuple[str, str]]:
    """Every command that a document shows: in console blocks, in running text, in a systemd unit, in a crontab."""
    found = []
    for path in DOCUMENTS:
        text = path.read_text("utf-8")
        blocks = [line.strip() for block in CONSOLE.findall(text) for line in block.splitlines() if line.strip()]
        found += [(path.name, line) for line in (*blocks, *INLINE.findall(text), *SERVICE.findall(text))]
    return list(dict.fromkeys(found))


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None, f"there is no command {name}"
    return found


@pytest.mark.parametrize(("document", "line"), called())
def test_every_command_in_the_documents_can_be_called_like_that(document: str, line: str, tmp_path: Path) -> None:
    program, *words = shlex.split(line)
    if program == "make":
        done = subprocess.run(["make", "--dry-run", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return
    assert program == "afterprint", f"{document}: {line}"
    existing = [word for word in words if word.endswith((".html", ".txt"))]
    for name in existing:
        (tmp_path / name).write_text("x")
    (tmp_path / "catalog.sqlite").touch()
    here = [
        str(tmp_path / word) if word in existing else str(tmp_path) if word in DATA_DIRECTORIES else word
        for word in words
    ]
    name, *arguments = here
    with command(name).make_context(name, arguments) as context:
        assert context.command.name == name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    section = read("commands.md").partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert f"afterprint {name}" in section
    shared = ["--help", "--log"]
    for parameter in command(name).params:
        for option in (option for option in parameter.opts if option.startswith("--")):
            assert option in section or (option in shared and option in read("commands.md")), option


def test_every_make_target_is_documented() -> None:
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert not [target for target in targets if target != "help" and f"make {target}" not in read("commands.md")]


def shown(default: object) -> str:
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, tuple):
        return "`[]`"
    return f"`{default:g}`" if isinstance(default, int | float) else f'`"{default}"`'


@pytest.mark.parametrize("setting", list(fields(Source)), ids=lambda each: each.name)
def test_every_setting_of_a_source_is_documented_with_its_default(setting: object) -> None:
    row = next((line for line in read("watchlist.md").splitlines() if line.startswith(f"| `{setting.name}` |")), "")
    assert row, f"{setting.name} is not documented"
    expected = "required" if setting.default is MISSING else shown(setting.default)
    assert f"| {expected} |" in row


@pytest.mark.parametrize(
    "name",
    [
        each.name
        for each in (*fields(Watchlist), *fields(NetworkPolicy))
        if each.name not in ("sources", "searches", "network")
    ],
)
def test_every_general_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in read("watchlist.md")


def test_every_key_of_a_log_line_is_documented() -> None:
    section = read("operate.md").partition("| key | is |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`(?=[^|]*\|[^|]*\|$)", section, re.MULTILINE)) == set(
        re.findall(r"`(\w+)`", (log_keys.__doc__ or "").replace("`source/article`", "").replace("`1-2`", ""))
    )


def test_every_error_is_documented() -> None:
    classes = [name for name, each in inspect.getmembers(errors, inspect.isclass) if each.__module__ == errors.__name__]
    assert not [name for name in classes if f"`{name}`" not in read("operate.md") and name != "AfterprintError"]


@pytest.mark.parametrize("kind", EditKind)
def test_every_kind_of_edit_is_documented_with_its_weight(kind: EditKind) -> None:
    row = next(line for line in read("how-edits-are-read.md").splitlines() if f"`{kind.value}`" in line)
    assert f"{WEIGHTS[kind]:g}".lstrip("0") in row


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_are_there(document: Path) -> None:
    targets = LINK.findall(document.read_text("utf-8"))
    assert not [target for target in targets if not (document.parent / target).exists()]


def examples() -> list[str]:
    return [block for path in DOCUMENTS for block in TOML.findall(path.read_text("utf-8"))]


@pytest.mark.parametrize("text", examples())
def test_every_watchlist_in_the_documents_is_accepted(text: str) -> None:
    assert read_watchlist(text, "an example").sources


def test_every_error_is_drawn_in_the_tree_at_the_head_of_its_file() -> None:
    drawn = errors.__doc__ or ""
    classes = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, Exception)]
    ours = [each.__name__ for each in classes if each.__module__ == errors.__name__]
    assert not [name for name in ours if name not in drawn]


@pytest.mark.parametrize(
    "document", [each for each in DOCUMENTS if each.parent.name == "docs"], ids=lambda path: path.name
)
def test_addresses_in_examples_are_reserved_names(document: Path) -> None:
    assert not [host for host in HOST.findall(document.read_text("utf-8")) if not RESERVED.search(host)]


def test_the_unit_and_the_crontab_are_among_the_commands() -> None:
    assert {line.split()[1] for name, line in called() if name == "operate.md" and "/etc/" in line} == {"run", "tick"}
