"""What the engine does, told on standard error: live on a terminal, else one line an event, plain or JSON.

The log keys are the steps' names: schedule, fetch, diff, publish; what a line is about says `log_keys`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from afterprint.log_keys import Subject, about, named
from afterprint.model import ChangeKey, EventKey, VersionKey
from afterprint.rows import WatchedRow


class LineProgress:
    """One line an event."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def started(self, adopted: Counter[str], repaired: Counter[str]) -> None:
        self._line("start", **_counted(adopted + repaired))

    def visited(self, host: str, outcomes: Counter[str]) -> None:
        self._line("fetch", host=host, **_counted(outcomes))

    def unsuccessful(self, row: WatchedRow, said: str) -> None:
        self._line("look", **about(row), said=said)

    def compared(self, version: VersionKey) -> None:
        self._line("diff", **about(version))

    def published(self, records: Sequence[ChangeKey | EventKey], paths: list[str]) -> None:
        for key in records:
            self._line("publish", **about(key))
        self._line("publish", records=len(records), documents=len(paths))

    def failed(self, what: Subject, error: Exception) -> None:
        self._line("error", **about(what), error=f"{type(error).__name__}: {error}")

    def close(self) -> None:
        """Nothing is held."""

    def _line(self, step: str, **fields: object) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if self._as_json:
            text = json.dumps({"time": now, "step": step, **fields})
        else:
            text = f"{now} {step} " + " ".join(f"{name}={_plain(value)}" for name, value in fields.items())
        print(text.rstrip(), file=sys.stderr, flush=True)  # noqa: T201 - this is what it is for


class TerminalProgress:
    """A small table that stays in place: checks by outcome, documents, the latest news."""

    def __init__(self) -> None:
        self._outcomes: Counter[str] = Counter()
        self._records = 0
        self._documents = 0
        self._latest = "starting"
        self._live = Live(self._table(), console=Console(stderr=True), refresh_per_second=4, transient=False)
        self._live.start()

    def started(self, adopted: Counter[str], repaired: Counter[str]) -> None:
        done = ", ".join(f"{name} {count}" for name, count in _counted(adopted + repaired).items())
        self._say(f"started{': ' + done if done else ''}")

    def visited(self, host: str, outcomes: Counter[str]) -> None:
        self._outcomes += outcomes
        if outcomes:
            self._say(f"{host}: " + ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items())))

    def unsuccessful(self, row: WatchedRow, said: str) -> None:
        self._live.console.print(Text.assemble((said, "yellow"), f" {row.url}"))

    def compared(self, version: VersionKey) -> None:
        """What it found is told when it is published."""

    def published(self, records: Sequence[ChangeKey | EventKey], paths: list[str]) -> None:
        self._records += len(records)
        self._documents += len(paths)
        self._say(f"published {len(records)} records, {len(paths)} documents")

    def failed(self, what: Subject, error: Exception) -> None:
        told = Text.assemble(("error", "red"), f" {named(what)}: {type(error).__name__}: {error}")
        self._live.console.print(told)

    def close(self) -> None:
        self._live.stop()

    def _say(self, text: str) -> None:
        self._latest = text
        self._live.update(self._table())

    def _table(self) -> Table:
        checks = ", ".join(f"{name} {count}" for name, count in sorted(self._outcomes.items())) or "none yet"
        table = Table.grid(padding=(0, 2))
        table.add_row("checks", checks)
        table.add_row("published", f"{self._records} records, {self._documents} documents")
        table.add_row("now", Text(self._latest))
        return table


Progress = LineProgress | TerminalProgress


def progress_for(log_format: str) -> Progress:
    """The progress that `--log` asks for; `auto` looks whether somebody is watching."""
    if log_format == "auto" and sys.stderr.isatty():
        return TerminalProgress()
    return LineProgress(as_json=log_format == "json")


def _plain(value: object) -> str:
    """A value in a line of `name=value`: in quotes where it has spaces."""
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if " " in text or '"' in text else text


def _counted(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}
