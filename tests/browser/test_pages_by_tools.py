"""What the tools say that judge pages for a living: axe-core, Nu Html Checker, html-validate, Lighthouse.

They are installed by `make page-tools`; where they are absent the tests are skipped, and fail where CI is set.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from afterprint.model import ArticleText
from afterprint.publish import comparison_page
from browser_pages import FLAGS, SITE_PAGES, chromium, opened
from sample_site import ferry

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULES = Path(__file__).parent / "tools" / "node_modules"
AUDITED = SITE_PAGES if os.environ.get("AFTERPRINT_SOAK") else {"change": SITE_PAGES["change"]}

# Said of every page with a policy in its head: what the checker reads from a folder has no origin that 'self' could
# mean, and data for machines (JSON-LD) is no script that a policy would stop.
OF_THE_POLICY = ".*(Resource|Inline script) violates Content Security Policy.*"

BREACHES = """async () => (await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  })).violations.map(each => `${each.id}: ${each.nodes.map(node => node.html).join(' | ')}`)"""


def tool(*place: str) -> Path:
    """A file of the tools; without it the test is skipped, or fails where CI is set."""
    found = MODULES.joinpath(*place)
    if not found.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{found} is needed here and absent")
        pytest.skip("the tools that judge pages are absent: `make page-tools`")
    return found


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is needed here and absent")
        pytest.skip(f"{name} is absent")
    return found


@pytest.fixture(scope="module")
def pages(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every page of the sample site, and one that stands alone."""
    folder = tmp_path_factory.mktemp("judged")
    shutil.copytree(site_folder, folder, dirs_exist_ok=True)
    new = "Ferry service to resume on Monday after council vote"
    alone = comparison_page(_text(new), ferry(), names=("old.html", "new.html"))
    (folder / "alone.html").write_text(alone, encoding="utf-8")
    return folder


def _text(headline: str) -> ArticleText:
    return ArticleText(headline=headline, paragraphs=[])


@pytest.mark.parametrize("name", SITE_PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(browser: playwright.Browser, address: str, name: str, scheme: str, width: int) -> None:
    rules = tool("axe-core", "axe.min.js")
    page = opened(browser, address + SITE_PAGES[name], width=width, scheme=scheme)
    for details in page.locator("details").all():
        details.evaluate("node => { node.open = true }")
    page.evaluate(rules.read_text(encoding="utf-8"))
    assert page.evaluate(BREACHES) == []
    page.context.close()


def test_axe_finds_something_where_something_is_wrong(browser: playwright.Browser, address: str) -> None:
    rules = tool("axe-core", "axe.min.js")
    page = opened(browser, address + SITE_PAGES["change"])
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate(rules.read_text(encoding="utf-8"))
    assert [breach.split(":")[0] for breach in page.evaluate(BREACHES)] == ["html-has-lang"]


def test_the_nu_html_checker_finds_nothing(pages: Path, tmp_path: Path) -> None:
    passed = tmp_path / "passed"
    passed.write_text(OF_THE_POLICY, encoding="utf-8")
    jar = tool("vnu-jar", "build", "dist", "vnu.jar")
    options = ["--Werror", "--also-check-svg", "--skip-non-html", "--filterfile", str(passed)]
    said = subprocess.run(
        [program("java"), "-jar", str(jar), *options, str(pages)], capture_output=True, text=True, check=False
    )
    assert said.stderr == ""
    assert said.returncode == 0


def test_html_validate_finds_nothing(pages: Path) -> None:
    script = tool("html-validate", "bin", "html-validate.mjs")
    said = subprocess.run(
        [program("node"), str(script), "--preset", "standard,a11y", str(pages / "**" / "*.html")],
        capture_output=True,
        text=True,
        check=False,
        cwd=pages,
    )
    assert said.stdout == ""
    assert said.returncode == 0


@pytest.mark.parametrize("name", AUDITED)
def test_lighthouse_finds_accessibility_and_practice_faultless(address: str, tmp_path: Path, name: str) -> None:
    report = tmp_path / "report.json"
    script = tool("lighthouse", "cli", "index.js")
    said = subprocess.run(
        [
            program("node"),
            str(script),
            address + SITE_PAGES[name],
            "--quiet",
            f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
            "--only-categories=accessibility,best-practices",
            "--output=json",
            f"--output-path={report}",
        ],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"CHROME_PATH": chromium()},
    )
    assert said.returncode == 0, said.stderr
    found = json.loads(report.read_text(encoding="utf-8"))
    scores = {category: each["score"] for category, each in found["categories"].items()}
    failed = [name for name, audit in found["audits"].items() if audit["score"] == 0]
    assert scores == {"accessibility": 1, "best-practices": 1}, failed
