"""Make the picture in the README anew: a change in the sample newsroom, as the published page shows it.

    .venv/bin/python docs/images/make.py

Needs Chromium at /usr/bin/chromium (or CHROMIUM).
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

from afterprint.engine.newsroom import Newsroom, demo_watchlist, serve_newsroom
from afterprint.engine.runner import Engine
from afterprint.local.clock import FixedClock
from afterprint.local.wiring import open_world
from afterprint.model import ChangeKey, EventKey, VersionKey
from afterprint.rows import WatchedRow
from afterprint.watchlist import read_watchlist

START = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
HEADLINE = "crews reach Gannet Head"
PICTURE = Path(__file__).with_name("change.png")


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        """Nothing here waits."""


class Silent:
    """Hears what the engine does, and says nothing."""

    def started(self, adopted: Counter[str], repaired: Counter[str]) -> None: ...
    def visited(self, host: str, outcomes: Counter[str]) -> None: ...
    def unsuccessful(self, row: WatchedRow, said: str) -> None: ...
    def compared(self, version: VersionKey) -> None: ...
    def published(self, records: Sequence[ChangeKey | EventKey], paths: list[str]) -> None: ...
    def failed(self, what: str, error: Exception) -> None:
        raise error


def watch(folder: Path) -> None:
    """Two hours of the newsroom, looked at every 35 minutes."""
    hands = Hands()
    with serve_newsroom(Newsroom(START), hands) as papers:
        watchlist = read_watchlist(demo_watchlist(papers.port, min_gap_seconds=0), "the demo's watchlist")
        for turn in range(4):
            hands.at = START + timedelta(minutes=35 * turn)
            Engine(open_world(folder, watchlist, FixedClock(hands.at)), Silent()).tick()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        watch(Path(name))
        pages = sorted(Path(name).glob("site/north-herald/*/2-3.html"))
        page = next(path for path in pages if HEADLINE in path.read_text("utf-8"))
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
            )
            window = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
            window.goto(page.as_uri())
            window.add_style_tag(content="footer { display: none }")
            window.screenshot(path=PICTURE, full_page=True)
            browser.close()


if __name__ == "__main__":
    main()
