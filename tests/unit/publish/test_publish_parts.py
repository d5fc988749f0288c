"""Feeds that go back for ever: every entry is reached, each archive stays as it is (RFC 5005)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from lxml import etree

from afterprint.model import ArticleKey, Disclosure, Search
from afterprint.publish import index_line, paths
from sample_records import FIRST_SEEN, HERALD, WATCHLIST, change, comparison, headline
from sample_site import SampleSite
from shared_material import CASES, require

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
SITE = WATCHLIST.site_url
SEARCHED = replace(WATCHLIST, searches=(Search(name="ferry", query="headline:ferry"),))
COMPARED = comparison(parts=(headline("Boat", "Ferry"),), disclosure=Disclosure.SILENT)
OWNERS = ["", HERALD, "feeds/kinds/silent", "searches/ferry"]


def filled(*counts: int) -> SampleSite:
    """A site with so many changes in each month from September on, an hour passed after each month."""
    sample = SampleSite(SEARCHED)
    for month, count in enumerate(counts):
        lines = []
        for place in range(count):
            at = FIRST_SEEN + timedelta(days=31 * month, minutes=place)
            article = ArticleKey.first_seen_at(HERALD, f"https://north-herald.example/{month}/{place}")
            made = change(1, COMPARED, article=article, headline="Ferry", seen_at=at, stored_at=at)
            sample.archive.add_change(made)
            sample.catalog.enter(index_line(made))
            lines.append(index_line(made))
        sample.publisher.publish(lines)
        sample.pass_an_hour()
    return sample


@cache
def long_filled() -> SampleSite:
    return filled(120, 3, 60)


def parsed(sample: SampleSite, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(sample.site.documents[path].body)


def linked(feed: ElementTree.Element, relation: str) -> str | None:
    found = [link.get("href", "") for link in feed.iterfind(f"{ATOM}link") if link.get("rel") == relation]
    assert len(found) <= 1
    return found[0].removeprefix(SITE) if found else None


def ids(feed: ElementTree.Element) -> set[str]:
    return {node.text or "" for node in feed.iterfind(f"{ATOM}entry/{ATOM}id")}


@pytest.mark.slow
@pytest.mark.parametrize("owner", OWNERS)
def test_whoever_follows_the_links_back_finds_every_entry(owner: str) -> None:
    sample = long_filled()
    feed = parsed(sample, paths.feed(owner, "atom"))
    found, step = ids(feed), linked(feed, "next") or linked(feed, "prev-archive")
    while step:
        feed = parsed(sample, step)
        assert linked(feed, "current") == paths.feed(owner, "atom")
        found |= ids(feed)
        step = linked(feed, "prev-archive")
    assert len(found) == 183


@pytest.mark.slow
def test_an_archive_stays_as_it_is_while_later_entries_come() -> None:
    before, after = filled(120, 60), filled(120, 60, 70)
    fixed = {
        path: document.body
        for path, document in before.site.documents.items()
        if path.startswith("feeds/all/") and b"<fh:archive" in document.body
    }
    assert len(fixed) == 4
    kept = {path: after.site.documents[path].body for path in fixed}
    changed = [path for path in fixed if fixed[path] != kept[path]]
    assert changed == ["feeds/all/2026-10-1.atom"]  # whose follower was not an archive yet


def test_the_parts_of_a_month_lead_on_to_each_other() -> None:
    sample = filled(120, 1)
    stems = ["feeds/all/2026-09-1.atom", "feeds/all/2026-09-2.atom", "feeds/all/2026-09.atom"]
    for this, following in pairwise(stems):
        assert linked(parsed(sample, this), "next-archive") == following
        assert linked(parsed(sample, following), "prev-archive") == this
    assert linked(parsed(sample, "feeds/all/2026-10.atom"), "prev-archive") == stems[-1]


def test_the_newest_part_of_the_current_month_is_no_archive() -> None:
    sample = filled(3)
    assert parsed(sample, "feeds/all/2026-09.atom").find(f"{HISTORY}archive") is None


def test_every_part_is_valid_atom() -> None:
    grammar = etree.RelaxNG(etree.parse(require(CASES / "schemas" / "atom.rng")))
    sample = filled(60, 2)
    parts = [document for path, document in sample.site.documents.items() if "/2026-" in path]
    assert len(parts) > 8
    for document in parts:
        assert grammar.validate(etree.fromstring(document.body)), (document.path, grammar.error_log)


def test_an_archive_of_which_a_line_was_withdrawn_is_written_anew_and_its_last_part_removed() -> None:
    sample = filled(101)
    sample.catalog.remove_line(sample.catalog.news_lines(limit=1)[0])
    sample.publisher.refresh([], marks=["archives/*/2026-09"])
    assert "feeds/all/2026-09-2.atom" not in sample.site.documents
    assert len(ids(parsed(sample, "feeds/all/2026-09-1.atom")) | ids(parsed(sample, "feeds/all/2026-09.atom"))) == 100
