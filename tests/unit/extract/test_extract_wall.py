from __future__ import annotations

import pytest
from extract_pages import FERRY, MOST_READ, plain

from afterprint.errors import NotAnArticle
from afterprint.extract import extract_article

URL = "https://courier.example/news/night-ferry"
CONSENT = (
    "We and our 842 partners store and access information on your device, such as cookies, to process personal data.",
    "With your consent, we and our partners may use precise location data. You may change your choices at any time.",
)


def reason(body: bytes | str, content_type: str | None = "text/html", url: str = URL) -> str:
    with pytest.raises(NotAnArticle) as refused:
        extract_article(body if isinstance(body, bytes) else body.encode(), url, content_type)
    assert refused.value.url == url
    return refused.value.reason


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 and so on", "text/html"),
        (b"\x89PNG\r\n\x1a\n", None),
        (b'{"headline": "Ferry"}', None),
        (b"<html><body><p>Hello</p></body></html>", "application/pdf"),
        (b"just some words", "text/plain"),
        (b"just some words", None),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "application/xml"),
    ],
)
def test_what_is_no_html_is_told(body: bytes, content_type: str | None) -> None:
    assert reason(body, content_type) == "not_html"


@pytest.mark.parametrize("body", [b"", b"  \n ", b"<html><head><title>Ferry</title></head><body></body></html>"])
def test_a_page_without_text_is_empty(body: bytes) -> None:
    assert reason(body) == "empty"


def test_a_consent_page_is_a_wall() -> None:
    buttons = "<button>Accept all</button><button>Manage options</button>"
    assert reason(plain(*CONSENT, headline="Before you continue", after=buttons)) == "wall"


def test_a_bot_challenge_is_a_wall() -> None:
    page = """<html><head><title>Just a moment...</title></head><body><h1>courier.example</h1>
    <p>Verifying you are human. This may take a few seconds.</p>
    <script src="/cdn-cgi/challenge-platform/x.js"></script></body>"""
    assert reason(page) == "wall"


def test_the_opening_of_an_article_before_a_paywall_is_a_wall() -> None:
    box = "<div class='paywall'><h2>Subscribe to continue reading</h2><p>You have read three articles.</p></div>"
    assert reason(plain(FERRY[0], after=box)) == "wall"


def test_a_whole_article_above_an_offer_to_subscribe_is_an_article() -> None:
    box = "<div class='paywall'><p>Subscribe to keep reading our stories.</p></div>"
    texts = [*FERRY, *(f"{text} So it was told in paper number {number}." for number, text in enumerate(FERRY * 2))]
    assert extract_article(plain(*texts, after=box), URL).paragraphs == tuple(texts)


def test_a_login_form_is_a_wall() -> None:
    page = """<html><head><title>Log in | Marrow Courier</title></head><body><h1>Log in</h1><form>
    <input type="email"><input type="password"><button>Log in</button></form></body></html>"""
    assert reason(page) == "wall"


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("Page not found", "Sorry, the page you are looking for may have been moved or deleted."),
        ("404", "We could not find that."),
        ("503 Service Unavailable", "Please try again later."),
        ("Scheduled maintenance", "We will be back shortly after some essential maintenance of our site."),
    ],
)
def test_an_error_served_with_status_200_is_an_error_page(headline: str, text: str) -> None:
    assert reason(plain(text, headline=headline)) == "error_page"


def test_an_error_page_with_a_list_of_articles_is_still_one() -> None:
    teasers = "".join(
        f'<div><h3><a href="/{n}">{text}</a></h3><p>{FERRY[0]}</p></div>' for n, text in enumerate(MOST_READ)
    )
    text = "The page you requested could not be found."
    assert reason(plain(text, headline="Page not found", after=teasers)) == "error_page"


def test_a_front_page_is_a_listing() -> None:
    teaser = '<article><h2><a href="/{0}">Story number {0} from the harbour</a></h2><p>{1} Number {0}.</p></article>'
    teasers = "".join(teaser.format(number, FERRY[number % 4]) for number in range(12))
    page = f"<html><head><title>Marrow Courier</title></head><body><main>{teasers}</main></body></html>"
    assert reason(page) == "listing"
    assert reason(page, url="https://courier.example/") == "listing"


def test_the_front_page_in_place_of_an_article_is_a_listing() -> None:
    teaser = '<div class="row"><h3><a href="/{0}">{1}</a></h3>The short of it is told here, on a line of its own.</div>'
    rows = "".join(teaser.format(number, text) for number, text in enumerate(MOST_READ))
    assert reason(f"<html><head><title>Marrow Courier</title></head><body>{rows}</body></html>") == "listing"


def test_a_page_that_needs_a_script_is_told() -> None:
    page = """<html><head><title>Courier</title><script src="app.js"></script></head><body>
    <noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>"""
    assert reason(page) == "needs_script"


@pytest.mark.parametrize(
    ("headline", "paragraphs"),
    [
        ("Cookie walls are illegal, court says",
         ("The court said on Tuesday that consent walls break privacy law, since readers cannot refuse cookies.",
          "Partners of the publisher had stored personal data on the devices of 80,000 readers without their consent.",
          "“We will appeal,” said a spokesman for the advertising industry, which relies on tracking.")),
        ("Page not found: the lost chapter of Sele’s chronicle",
         ("A page that had been missing from the chronicle of Sele since 1620 has been found in a bakery.",
          "It had served as the lining of a cake tin, the county’s archivist said on Tuesday evening.")),
        ("Are you a robot? The pink lighthouse answers by itself",
         ("The lighthouse of Marrow Point talks to ships since Monday, and not everybody likes its voice.",
          "Its makers say that it passes every test so far, and that the captcha was the easiest one.")),
        ("Paper drops its paywall",
         ("The Sele Post will let everybody read all of its articles from March, its editor said on Tuesday.",
          "Subscribers will be asked to log in or register all the same, to comment and to vote.")),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "banner", ["", "<div class='cookie-banner'><p>We use cookies.</p><button>Accept all</button></div>"]
)
def test_an_article_about_walls_and_errors_is_an_article(
    headline: str, paragraphs: tuple[str, ...], banner: str
) -> None:
    article = extract_article(plain(*paragraphs, headline=headline, after=banner), URL, "text/html")
    assert article.paragraphs == paragraphs


def test_an_article_with_many_teasers_below_is_an_article() -> None:
    teasers = "".join(f'<div><h3><a href="/{n}">Story {n} from the sound</a></h3></div>' for n in range(20))
    article = extract_article(plain(*FERRY, after=f"<div class='more'>{teasers}</div>"), URL)
    assert article.paragraphs == FERRY
