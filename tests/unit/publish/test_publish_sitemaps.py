"""Sitemaps and robots.txt: there where the site may be indexed, and consistent with what its pages say."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from afterprint.fetch.robots import may_fetch
from sample_records import ARTICLE, HERALD, WATCHLIST
from sample_site import SampleSite, whole_site

SITE = WATCHLIST.site_url
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
OPEN = replace(WATCHLIST, noindex=False)


def addresses(sample: SampleSite, path: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(sample.site.documents[path].body).iter(LOCATION)]


def test_the_index_names_a_sitemap_for_each_month_with_news() -> None:
    sample = whole_site(OPEN)
    assert addresses(sample, "sitemap.xml") == [f"{SITE}2026/09/sitemap.xml"]
    assert f"Sitemap: {SITE}sitemap.xml" in sample.text("robots.txt")


def test_a_month_s_sitemap_names_pages_that_are_there_each_once() -> None:
    sample = whole_site(OPEN)
    found = addresses(sample, "2026/09/sitemap.xml")
    assert f"{SITE}{ARTICLE}/1-2.html" in found
    assert f"{SITE}{ARTICLE}/" in found
    assert len(found) == len(set(found))
    for address in found:
        path = address.removeprefix(SITE)
        assert (path + "index.html" if path.endswith("/") else path) in sample.site.documents


def test_a_site_that_asks_not_to_be_indexed_has_no_sitemap_and_lets_that_be_read() -> None:
    sample = whole_site()
    assert not any("sitemap" in path for path in sample.site.documents)
    robots = sample.text("robots.txt")
    assert "Sitemap" not in robots
    assert may_fetch(robots, "Anybody", f"{SITE}{HERALD}/")
