"""The sample site as a browser opens it: a page of each type, a server for it, Chromium to look with."""

from __future__ import annotations

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from afterprint.model import ArticleKey, TextPolicy
from afterprint.ports import Document
from sample_records import ARTICLE, with_policy
from sample_site import whole_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SHOTS = Path(__file__).resolve().parents[1] / "artefacts" / "pages"
LEFTWARD = ArticleKey.first_seen_at("south-post", "https://south-post.example/world/1")
SITE_PAGES = {
    "first": f"{ARTICLE}/0-1.html",
    "change": f"{ARTICLE}/1-2.html",
    "comparison": f"{ARTICLE}/1-3.html",
    "leftward": f"{LEFTWARD}/1-2.html",
    "article": f"{ARTICLE}/index.html",
    "source": "north-herald/index.html",
    "latest": "index.html",
    "month": "2026/09/index.html",
    "feeds": "feeds/index.html",
    "sources": "sources.html",
    "about": "about.html",
}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder` on a port of loopback; its address, with a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def sample_documents() -> dict[str, Document]:
    """The documents of the sample site with all text, which knows no address of its own."""
    return whole_site(with_policy(text=TextPolicy.FULL, site_url="")).site.documents


def write_out(documents: dict[str, Document], folder: Path) -> None:
    for path, document in documents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(document.body)


def chromium() -> str:
    """Where Chromium is; without it the test is skipped, or fails where CI is set."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is needed here and absent")
        pytest.skip("Chromium is absent")
    return found


def opened(browser: Browser, url: str, *, width: int = 1280, scheme: str = "light") -> Page:
    """The page at `url` in a context of its own."""
    settings = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = browser.new_context(**settings).new_page()
    page.goto(url)
    return page
