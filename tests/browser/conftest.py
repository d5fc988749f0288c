"""One Chromium for all tests here, and the sample site in a folder of its own, as nobody promises it the root."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser_pages import FLAGS, chromium, sample_documents, served, write_out

playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    write_out(sample_documents(), root / "edits")
    return root


@pytest.fixture(scope="session")
def address(site_folder: Path) -> Iterator[str]:
    with served(site_folder) as root:
        yield f"{root}edits/"


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    executable = chromium()
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield found
        found.close()
