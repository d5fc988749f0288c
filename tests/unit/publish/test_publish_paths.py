import pytest

from afterprint.model import ChangeKey
from afterprint.publish import paths
from afterprint.publish.paths import Kind, Place
from sample_records import ARTICLE, HERALD


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("index.html", Place(kind=Kind.LATEST)),
        ("about.html", Place(kind=Kind.ABOUT)),
        ("404.html", Place(kind=Kind.NOT_FOUND)),
        ("static/style.css", Place(kind=Kind.STATIC, file="static/style.css")),
        ("static/reader.js", Place(kind=Kind.STATIC, file="static/reader.js")),
        ("feeds/index.html", Place(kind=Kind.FEEDS)),
        ("feeds/all.atom", Place(kind=Kind.FEED, format="atom")),
        ("2026/11/index.html", Place(kind=Kind.MONTH, month="2026-11")),
        ("2026/11/page-2.html", Place(kind=Kind.MONTH, month="2026-11", page=2)),
        (f"{HERALD}/index.html", Place(kind=Kind.SOURCE, source=HERALD)),
        (f"{HERALD}/feed.rss", Place(kind=Kind.FEED, source=HERALD, format="rss")),
        (f"{ARTICLE}/index.html", Place(kind=Kind.ARTICLE, source=HERALD, article=ARTICLE.article)),
        (f"{ARTICLE}/feed.atom", Place(kind=Kind.FEED, source=HERALD, article=ARTICLE.article, format="atom")),
        ("feeds/all.json", Place(kind=Kind.FEED, format="json")),
        ("feeds/all/2026-11.atom", Place(kind=Kind.ARCHIVE, month="2026-11", page=0, format="atom")),
        (
            f"{HERALD}/feed/2026-11-3.atom",
            Place(kind=Kind.ARCHIVE, source=HERALD, month="2026-11", page=3, format="atom"),
        ),
        ("searches/climate/feed.rss", Place(kind=Kind.FEED, search="climate", format="rss")),
        ("feeds/kinds/silent/feed.json", Place(kind=Kind.FEED, of_kind="silent", format="json")),
        ("sitemap.xml", Place(kind=Kind.SITEMAP)),
        ("2026/11/sitemap.xml", Place(kind=Kind.SITEMAP, month="2026-11")),
        (f"{ARTICLE}/index.json", Place(kind=Kind.ARTICLE_DATA, source=HERALD, article=ARTICLE.article)),
        (f"{ARTICLE}/timemap.link", Place(kind=Kind.TIME_MAP, source=HERALD, article=ARTICLE.article)),
        (f"{ARTICLE}/9-10.html", Place(kind=Kind.CHANGE, source=HERALD, article=ARTICLE.article, old=9, new=10)),
    ],
)
def test_each_path_of_the_site_says_what_stands_there(path: str, place: Place) -> None:
    assert paths.place(path) == place


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "x.html",
        "2026/13/index.html",
        "2026/11/page-1.html",
        "2026/11/page-02.html",
        "../index.html",
        f"{ARTICLE}/01-2.html",
        f"{HERALD}/short/index.html",
        "feeds/all.xml",
        "feeds/all/2026-13.atom",
        "feeds/all/2026-11-0.atom",
        "feeds/all/2026-11.rss",
        f"{ARTICLE}/1-2.html\n",
    ],
)
def test_any_other_path_has_nothing(path: str) -> None:
    assert paths.place(path) is None


def test_paths_that_are_made_are_paths_that_are_known() -> None:
    made = [
        paths.change(ChangeKey(ARTICLE, 1, 2)),
        paths.article(ARTICLE),
        paths.source(HERALD),
        paths.month("2026-11"),
        paths.month("2026-11", 12),
        *paths.feeds(""),
        *paths.feeds(HERALD),
        *paths.feeds(ARTICLE.path),
    ]
    assert [path for path in made if paths.place(path) is None] == []


def test_the_way_to_the_root_follows_the_depth() -> None:
    assert [paths.to_root(path) for path in ("index.html", "feeds/all.atom", "2026/11/index.html")] == [
        "",
        "../",
        "../../",
    ]


def test_addresses_of_folders_end_with_a_slash() -> None:
    site = "https://edits.example.org/"
    assert paths.absolute("index.html", site) == site
    assert paths.absolute("feeds/index.html", site) == f"{site}feeds/"
    assert paths.absolute("about.html", site) == f"{site}about.html"
