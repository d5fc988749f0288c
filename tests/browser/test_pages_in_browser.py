"""The site as a browser shows it: nothing cut, nothing hidden, readable in the dark, without scripts."""

from __future__ import annotations

import pytest

from browser_pages import SHOTS, SITE_PAGES, opened

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.slow]

STYLE = "node => [getComputedStyle(node).display, getComputedStyle(node).fontFamily]"
each_page = pytest.mark.parametrize("name", SITE_PAGES)

# Texts whose contrast with what is behind them is below 4.5 : 1 (WCAG 2.2, relative luminance).
FAINT = """() => {
  const channels = css => css.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    const back = channels(getComputedStyle(node).backgroundColor);
    return back.length === 4 && back[3] === 0 && node.parentElement ? behind(node.parentElement) : back;
  };
  const ratio = node => {
    const [a, b] = [light(channels(getComputedStyle(node).color)), light(behind(node))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  return [...document.querySelectorAll('p, li, th, td, h1, h2, h3, a, del, ins, summary, span, time, b')]
    .filter(node => node.offsetParent && node.textContent.trim() && ratio(node) < 4.5)
    .map(node => node.outerHTML.slice(0, 80));
}"""


@each_page
def test_nothing_reaches_beyond_a_narrow_screen(browser: playwright.Browser, address: str, name: str) -> None:
    page = opened(browser, address + SITE_PAGES[name], width=320)
    page.screenshot(path=SHOTS / f"{name}-320.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@each_page
def test_no_text_is_squeezed_on_a_narrow_screen(browser: playwright.Browser, address: str, name: str) -> None:
    page = opened(browser, address + SITE_PAGES[name], width=320)
    narrow = page.evaluate("""() => [...document.querySelectorAll('main p, main td, main th, main h1, main h2')]
        .filter(node => node.offsetParent && node.textContent.trim().length > 20)
        .filter(node => getComputedStyle(node).position !== 'absolute' && node.clientWidth < 120)
        .map(node => node.outerHTML.slice(0, 80))""")
    assert narrow == []


@each_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(
    browser: playwright.Browser, address: str, name: str, scheme: str
) -> None:
    page = opened(browser, address + SITE_PAGES[name], scheme=scheme)
    page.screenshot(path=SHOTS / f"{name}-1280-{scheme}.png", full_page=True)
    assert page.evaluate(FAINT) == []


def test_the_dark_scheme_is_dark(browser: playwright.Browser, address: str) -> None:
    grounds = {
        scheme: opened(browser, address, scheme=scheme).evaluate(
            "getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number)"
        )
        for scheme in ("light", "dark")
    }
    assert max(grounds["dark"]) < 60
    assert min(grounds["light"]) > 200


def test_a_fold_opens_without_scripts(browser: playwright.Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + SITE_PAGES["change"])
    inside = page.get_by_text("A public meeting in the parish hall")
    assert not inside.is_visible()
    page.locator(".fold summary").first.click()
    assert inside.is_visible()


def test_wide_screens_show_both_columns_and_no_woven_deletion(browser: playwright.Browser, address: str) -> None:
    page = opened(browser, address + SITE_PAGES["change"])
    row = page.locator("tr.light:has([data-w])").first
    assert row.locator("td.old").is_visible()
    assert not row.locator("[data-w]").first.is_visible()


def test_narrow_screens_show_a_light_row_once_with_its_marks_inline(browser: playwright.Browser, address: str) -> None:
    page = opened(browser, address + SITE_PAGES["change"], width=320)
    row = page.locator("#p1")
    assert not row.locator("td.old").is_visible()
    words = row.locator("[data-w]:not([data-w=' '])")
    assert [mark.is_visible() for mark in words.all()] == [True, True]
    struck = "getComputedStyle(document.querySelector('#p1 [data-w]'), '::before')"
    assert page.evaluate(f"{struck}.textDecorationLine") == "line-through"
    assert "Tuesday" in page.evaluate(f"{struck}.content")
    assert "said on Wednesday that" in " ".join(row.inner_text().split())


@pytest.mark.parametrize("width", [1280, 320])
def test_deletions_and_insertions_are_told_to_those_who_hear_the_page(
    browser: playwright.Browser, address: str, width: int
) -> None:
    page = opened(browser, address + SITE_PAGES["change"], width=width)
    snapshot = page.locator("#p1").aria_snapshot()
    assert "deletion" in snapshot
    assert "Tuesday" in snapshot
    assert "insertion" in snapshot
    said = page.evaluate("getComputedStyle(document.querySelector('del'), '::before').content")
    assert "deletion start" in said


def test_the_page_is_read_in_order_old_before_new(browser: playwright.Browser, address: str) -> None:
    snapshot = opened(browser, address + SITE_PAGES["change"]).locator("main").aria_snapshot()
    told = [
        "Ferry to return",
        "Ferry service to resume",
        "Headline rewritten",
        "Version 1 seen",
        "dry dock",
        "council said",
    ]
    places = [snapshot.index(words) for words in told]
    assert places == sorted(places)
    row = snapshot[places[-1] :]
    assert row.index("Tuesday") < row.index("Wednesday")


@each_page
def test_a_page_asks_nobody_else_for_anything(browser: playwright.Browser, address: str, name: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address + SITE_PAGES[name])
    assert [url for url in asked if not url.startswith(address)] == []
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []


def test_a_very_long_word_does_not_break_the_columns(browser: playwright.Browser, address: str) -> None:
    page = opened(browser, address + SITE_PAGES["change"], width=320)
    page.evaluate(
        "document.querySelectorAll('main p, main h1').forEach(node => { node.textContent = 'x'.repeat(300) })"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_print_hides_what_paper_cannot_use(browser: playwright.Browser, address: str) -> None:
    page = opened(browser, address + SITE_PAGES["change"])
    page.emulate_media(media="print")
    page.screenshot(path=SHOTS / "change-print.png", full_page=True)
    assert not page.locator("footer.site").is_visible()
    assert page.locator("table.columns").is_visible()


def test_one_column_can_be_chosen_without_scripts(browser: playwright.Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + SITE_PAGES["change"])
    page.get_by_label("One column").check()
    row = page.locator("#p1")
    assert not row.locator("td.old").is_visible()
    assert row.locator("[data-w]").first.is_visible()
    page.get_by_label("Side by side").check()
    assert row.locator("td.old").is_visible()


def test_the_window_is_told_in_the_reader_s_zone(browser: playwright.Browser, address: str) -> None:
    page = browser.new_context(timezone_id="Asia/Kolkata").new_page()
    page.goto(address + SITE_PAGES["change"])
    told = page.locator("[data-zone]").inner_text()
    assert "between 08:35 and 09:05, 3 September 2026 UTC (" in told
    assert "14:05" in told
    assert "14:35" in told
    assert "Asia/" in told


def test_in_utc_nothing_is_told_twice(browser: playwright.Browser, address: str) -> None:
    page = browser.new_context(timezone_id="UTC").new_page()
    page.goto(address + SITE_PAGES["change"])
    assert page.locator(".zone").count() == 0


@pytest.mark.parametrize(
    ("name", "button", "copied"),
    [
        ("change", "Copy", "Afterprint, North Herald, “Ferry service to resume"),
        ("feeds", "Copy this address", "/edits/feeds/all.atom"),
    ],
)
def test_a_button_copies(browser: playwright.Browser, address: str, name: str, button: str, copied: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + SITE_PAGES[name])
    page.get_by_role("button", name=button).first.click()
    page.get_by_text("Copied").wait_for()
    assert copied in page.evaluate("navigator.clipboard.readText()")


def test_the_older_version_stands_first_on_the_right_where_text_is_written_leftward(
    browser: playwright.Browser, address: str
) -> None:
    page = opened(browser, address + SITE_PAGES["leftward"])
    old, new = (page.locator("thead th").nth(at).bounding_box() for at in (0, 1))
    assert old is not None
    assert new is not None
    assert old["x"] > new["x"]


def test_the_text_flows_and_has_serifs(browser: playwright.Browser, address: str) -> None:
    page = opened(browser, address + SITE_PAGES["change"])
    for place in ("#p1 .new p", "h1"):
        style = page.locator(place).first.evaluate(
            "node => [getComputedStyle(node).display, getComputedStyle(node).fontFamily]"
        )
        assert style[0] == "block"
        assert "Charter" in style[1]
