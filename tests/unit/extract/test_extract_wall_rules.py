"""Each wall by the rule that tells it, on fictional pages; and articles that only look a little like one."""

from __future__ import annotations

import pytest
from extract_pages import FERRY, MOST_READ, plain, semantic

from afterprint.errors import NotAnArticle
from afterprint.extract import extract_article

URL = "https://courier.example/news/night-ferry"
OK = "<form><button>Accept cookies and continue</button></form>"
DECLARED = '<meta property="og:type" content="article"><script type="application/ld+json">{data}</script>'
NEWS = '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Night ferry to stop in March"}'
NOT_FREE = NEWS[:-1] + ', "isAccessibleForFree": "False"}'

EXCERPT = "".join(f"<p>{text}</p>" for text in FERRY)


def framed(main: str, title: str = "Marrow Courier", head: str = "") -> bytes:
    """A page as a newspaper's template has it: navigation, most read, a footer."""
    popular = "".join(f"<li><a href='/{number}'>{text}</a></li>" for number, text in enumerate(MOST_READ))
    return (
        f"<html><head><title>{title}</title>{head}</head><body><header><nav><a href='/'>Home</a><a href='/n'>News</a>"
        f"</nav></header><main>{main}</main><aside><h3>Most read</h3><ol>{popular}</ol></aside>"
        "<footer><p>© Marrow Courier. Contact us at the harbour.</p></footer></body></html>"
    ).encode()


def rule(body: bytes, url: str = URL) -> tuple[str, str]:
    with pytest.raises(NotAnArticle) as refused:
        extract_article(body, url, "text/html")
    return refused.value.reason, refused.value.rule


@pytest.mark.parametrize(
    "page",
    [
        framed(f"<h1>Marrow Courier</h1><p>We use cookies.</p>{OK}"),
        framed(f"<p>We value your privacy.</p>{OK}"),
        framed("<p>Please accept our cookies to continue reading.</p><a href='#'>Continue</a>"),
        framed(f"<h1>Night ferry to stop in March</h1><p>We and our partners use cookies.</p>{OK}"),
        framed("<p>Nous utilisons des cookies avec nos partenaires.</p><button>Tout accepter</button>", "Le Courrier"),
        framed("<p>Mit Ihrer Zustimmung verwenden wir Cookies.</p><button>Alle akzeptieren</button>", "Der Bote"),
        framed(
            f"<article><h1>Night ferry to stop in March</h1><p>We need your consent to show you this page.</p>{OK}"
            "</article>",
            head=DECLARED.format(data=NEWS),
        ),
        b"<html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1><p>Accept all</p>",
        plain("We and our partners store personal data, such as cookies, on your device for ads.", after=OK),
    ],
)
def test_a_consent_page_of_a_sentence_is_a_wall(page: bytes) -> None:
    assert rule(page) == ("wall", "consent")


@pytest.mark.parametrize(
    "page",
    [
        framed("<h1>Just a moment</h1><p>Checking that you are no robot.</p>", "Just a moment..."),
        framed("<h1>Access denied</h1><p>You do not have permission to see this page. Reference 18.ab.</p>"),
        framed("<h1>Checking your browser</h1><p>This takes a few seconds. You need not do anything.</p>"),
        framed("<h1>Are you human?</h1><p>Tick the box below to go on to the Courier.</p><input type=checkbox>"),
        framed("<h1>Too many requests</h1><p>You have been asking a lot. Come again later.</p>"),
        b"<html><head><title>courier.example</title><script src='https://ct.captcha-delivery.com/c.js'></script></head>"
        b"<body><p>Please turn on JS and disable any ad blocker.</p></body></html>",
    ],
)
def test_a_bot_challenge_is_told(page: bytes) -> None:
    assert rule(page) == ("wall", "bot_challenge")


@pytest.mark.parametrize(
    "page",
    [
        framed(
            f"<article><h1>Night ferry to stop in March</h1><p>{FERRY[0]}</p><div class='paywall'>"
            "<p>Subscribe to continue reading.</p></div></article>"
        ),
        framed(
            f"<article><h1>Night ferry to stop in March</h1><p>{FERRY[0]}</p><div class='offer-box'>"
            "<p>This story is only for our subscribers.</p></div></article>",
            head=DECLARED.format(data=NOT_FREE),
        ),
        framed(
            f"<article><h1>Night ferry to stop in March</h1>{EXCERPT}<div class='offer-box'>"
            "<p>Subscribe to continue reading.</p></div></article>",
            head=DECLARED.format(data=NOT_FREE),
        ),
        framed(
            f"<article><h1>Night ferry to stop in March</h1><p>{FERRY[0]}</p><section class='meter'>"
            "<h2>You have read your three free articles this month</h2></section></article>"
        ),
    ],
)
def test_the_teaser_before_a_paywall_is_told(page: bytes) -> None:
    assert rule(page) == ("wall", "paywall")


def test_the_excerpt_of_an_article_for_subscribers_alone_is_an_article() -> None:
    box = "<div class='offer-box'><p>This story is only for our subscribers.</p></div>"
    page = framed(f"<article><h1>Night ferry to stop</h1>{EXCERPT}{box}</article>", head=DECLARED.format(data=NOT_FREE))
    assert extract_article(page, URL, "text/html").paragraphs == FERRY


@pytest.mark.parametrize(
    "page",
    [
        framed("<h1>Page not found</h1><p>The page you asked for is not here any more.</p>"),
        framed("<h1>Oops!</h1><p>We can’t find that page. It may have been moved or deleted.</p>"),
        framed("<h1>Sorry, this article is no longer available</h1><p>It has been removed from our site.</p>"),
        framed("<h1>404</h1><p>Nothing here.</p>", "404 - Marrow Courier"),
        framed("<h1>Seite nicht gefunden</h1><p>Diese Seite gibt es nicht mehr.</p>"),
    ],
)
def test_a_soft_404_is_told(page: bytes) -> None:
    assert rule(page) == ("error_page", "soft_404")


@pytest.mark.parametrize(
    "page",
    [
        framed("<h1>We’ll be back soon</h1><p>The Courier is undergoing maintenance at the moment.</p>"),
        framed("<h1>Scheduled maintenance</h1><p>We are working on our site tonight.</p>"),
        framed("<h1>Service temporarily unavailable</h1><p>Please try again in a few minutes.</p>"),
        b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>proxy</body></html>",
    ],
)
def test_a_page_under_maintenance_is_told(page: bytes) -> None:
    assert rule(page) == ("error_page", "maintenance")


@pytest.mark.parametrize(
    "page",
    [
        framed("<h1>Not available</h1><p>This page is not available in your country.</p>"),
        framed("<p>Sorry, our stories cannot be shown in the region where you live.</p><h1>Sorry</h1>"),
        framed(
            "<h1>To our readers abroad</h1><p>We recognise that you visit us from the European Economic Area, where the"
            " General Data Protection Regulation is in force; access cannot be granted at the moment.</p>"
        ),
        framed(
            "<article><h1>Night ferry to stop in March</h1><p>This story is currently unavailable in your region for "
            "legal reasons.</p></article>",
            head=DECLARED.format(data=NEWS),
        ),
        framed("<h1>Der Bote</h1><p>Dieser Beitrag ist in Ihrem Land nicht verfügbar.</p>"),
    ],
)
def test_a_geo_block_is_told(page: bytes) -> None:
    assert rule(page) == ("wall", "geo_block")


def test_the_front_page_says_so() -> None:
    teaser = '<div class="row"><h3><a href="/{0}">{1}</a></h3>The short of it is told here, on a line of its own.</div>'
    rows = "".join(teaser.format(number, text) for number, text in enumerate(MOST_READ))
    assert rule(framed(rows), "https://courier.example/") == ("listing", "front_page")


@pytest.mark.parametrize(
    ("headline", "paragraphs"),
    [
        ("Streaming rights divide Europe",
         ("The cup final will not be available in your country unless you live north of the sound, the league said.",
          "Its lawyers pointed to a contract from 2019. The ministers of four states will talk about it on Friday.")),
        ("Court fines lighthouse over cookies",
         ("The lighthouse of Marrow Point must pay 4,000 crowns, since it stored cookies without asking anybody.",
          "“We accept the ruling and will read it before we continue,” its keeper said.")),
        ("Marrow Courier asks for consent",
         ("You must accept cookies to continue reading the Courier from March, its editor wrote to readers.",
          "The county’s data office has opened an inquiry and expects to end it by the summer.")),
        ("Bridge closed for maintenance",
         ("The bridge over the sound is unavailable until Monday, and the ferry takes over.",)),
        ("Ferry stops", ("The ferry stops in March.",)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("banner", ["", f"<div class='cookie-banner'><p>We use cookies.</p>{OK}</div>"])
def test_a_short_article_about_such_things_is_an_article(
    headline: str, paragraphs: tuple[str, ...], banner: str
) -> None:
    article = extract_article(plain(*paragraphs, headline=headline, after=banner), URL, "text/html")
    assert article.paragraphs == paragraphs


def test_an_article_with_a_video_kept_from_a_region_is_an_article() -> None:
    page = semantic().replace("<figure>", "<p>This video is not available in your region.</p><figure>")
    assert FERRY[0] in extract_article(page.encode(), URL, "text/html").paragraphs
