"""The list of all feeds: readable by an OPML reader, with whole addresses, or not there."""

from __future__ import annotations

from afterprint.discover.opml import read_opml
from afterprint.publish.opml import opml
from sample_records import WATCHLIST, with_policy
from sample_site import whole_site

SITE = "https://edits.example.org"


def test_every_feed_is_listed_with_its_address_and_page() -> None:
    body = opml(WATCHLIST)
    assert body is not None
    assert [(each.title, each.feed_url, each.html_url) for each in read_opml(body)] == [
        ("All edits", f"{SITE}/feeds/all.atom", f"{SITE}/"),
        ("North Herald: edits", f"{SITE}/north-herald/feed.atom", f"{SITE}/north-herald/"),
        ("South Post: edits", f"{SITE}/south-post/feed.atom", f"{SITE}/south-post/"),
        ("Headline edits", f"{SITE}/feeds/kinds/headlines/feed.atom", f"{SITE}/feeds/"),
        ("Corrections", f"{SITE}/feeds/kinds/corrections/feed.atom", f"{SITE}/feeds/"),
        ("Silent edits", f"{SITE}/feeds/kinds/silent/feed.atom", f"{SITE}/feeds/"),
    ]


def test_without_an_address_of_the_site_there_is_none() -> None:
    assert opml(with_policy(site_url="")) is None


def test_the_feeds_page_leads_to_it() -> None:
    sample = whole_site()
    assert "feeds/all.opml" in sample.site.documents
    assert 'href="../feeds/all.opml"' in sample.text("feeds/index.html")
