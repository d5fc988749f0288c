from dataclasses import replace

import pytest

from afterprint.errors import StoreError
from afterprint.model import ArticleKey, Disclosure, EventKind, TextPolicy
from afterprint.ports import Document
from afterprint.publish import Publisher, index_line
from memory_stores import MemorySite
from sample_records import ARTICLE, HERALD, WATCHLIST, appeared, change, comparison, event, headline, hours, with_policy
from sample_site import SampleSite, records, whole_site

PAGE = f"{ARTICLE}/1-2.html"
FIXED = {
    "static/style.css",
    "static/reader.js",
    "static/icon.svg",
    "404.html",
    "feeds/all.opml",
    "feeds/all.atom",
    "feeds/all.rss",
    "feeds/all.json",
    "feeds/kinds/headlines/feed.atom",
    "feeds/kinds/headlines/feed.rss",
    "feeds/kinds/headlines/feed.json",
    "feeds/kinds/corrections/feed.atom",
    "feeds/kinds/corrections/feed.rss",
    "feeds/kinds/corrections/feed.json",
    "feeds/kinds/silent/feed.atom",
    "feeds/kinds/silent/feed.rss",
    "feeds/kinds/silent/feed.json",
    "schemas/change.json",
    "schemas/article.json",
    "robots.txt",
    "north-herald/feed.json",
    "south-post/feed.json",
    "north-herald/feed.atom",
    "north-herald/feed.rss",
    "north-herald/index.html",
    "south-post/feed.atom",
    "south-post/feed.rss",
    "south-post/index.html",
    "index.html",
    "feeds/index.html",
    "sources.html",
    "about.html",
    "search.html",
}


class OvertakenSite(MemorySite):
    """A site in which somebody else writes a path just before each of the first `times` puts."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def put(self, document: Document, *, etag: str | None) -> bool:
        if self.times > 0:
            self.times -= 1
            self.documents[document.path] = replace(document, body=b"overtaken %d" % self.times)
        return super().put(document, etag=etag)


def over(site: MemorySite) -> Publisher:
    sample = SampleSite()
    return Publisher(sample.archive, sample.catalog, site, WATCHLIST)


def test_a_new_site_first_gets_what_is_there_from_the_start() -> None:
    assert set(SampleSite().publisher.publish([])) == FIXED


def test_a_site_that_has_it_is_not_looked_through_again() -> None:
    sample = SampleSite()
    sample.publisher.publish([])
    assert sample.publisher.publish([]) == []


def test_what_depends_on_the_watchlist_follows_it() -> None:
    sample = SampleSite()
    sample.publisher.publish_fixed()
    other = Publisher(sample.archive, sample.catalog, sample.site, with_policy(contact="desk@edits.example.org"))
    assert "about.html" in other.publish_fixed()
    assert "mailto:desk@edits.example.org" in sample.text("about.html")


def test_every_document_of_the_site_renders_to_the_bytes_that_were_published() -> None:
    sample = whole_site()
    for path, document in sample.site.documents.items():
        assert sample.publisher.render(path) == document, path


def test_order_of_arrival_makes_no_difference_to_the_site_at_the_end() -> None:
    one, other = SampleSite(), SampleSite()
    one.take(*records())
    for record in reversed(records()):
        other.catalog.enter(index_line(record))
    other.archive.records = dict(one.archive.records)
    for record in reversed(records()):
        other.publish(record)
    for sample in (one, other):
        sample.pass_an_hour()
    assert {path: doc.body for path, doc in one.site.documents.items()} == {
        path: doc.body for path, doc in other.site.documents.items()
    }


def test_publishing_a_second_time_writes_nothing() -> None:
    sample = SampleSite()
    sample.take(appeared(), change(1))
    assert sample.publisher.publish([index_line(change(1))]) == []


def test_equal_bytes_are_not_put() -> None:
    site = MemorySite()
    publisher = over(site)
    publisher.write("about.html")
    assert publisher.write("about.html") is False
    assert site.puts == ["about.html"]


def test_a_batch_writes_each_stale_document_once() -> None:
    sample = SampleSite()
    made = [appeared(), change(1), change(2)]
    for record in made:
        sample.archive.add_change(record)
        sample.catalog.enter(index_line(record))
    written = sample.publisher.publish([index_line(record) for record in made])
    assert sorted(written) == sorted(set(written))


def test_pages_are_written_before_the_lists_that_link_to_them() -> None:
    sample = SampleSite()
    sample.take(appeared())
    written = sample.take(change(1))
    assert written.index(PAGE) < written.index(f"{ARTICLE}/index.html") < written.index("feeds/all.atom")
    assert written[-1] == "index.html"


def test_a_lost_race_is_tried_again_over_what_the_other_wrote() -> None:
    site = OvertakenSite(times=2)
    assert over(site).write("about.html") is True
    assert b"About" in site.documents["about.html"].body


def test_a_race_that_is_lost_every_time_is_an_error_that_may_be_tried_again() -> None:
    with pytest.raises(StoreError, match=r"about\.html") as raised:
        over(OvertakenSite(times=99)).write("about.html")
    assert raised.value.retry


@pytest.mark.parametrize(
    "path",
    [
        "nothing.html",
        f"{ARTICLE}/index.html",
        PAGE,
        f"{ARTICLE}/feed.atom",
        "unknown-source/index.html",
        "unknown-source/feed.rss",
        "2026/09/index.html",
    ],
)
def test_what_is_not_stored_has_no_document(path: str) -> None:
    publisher = SampleSite().publisher
    assert publisher.render(path) is None
    assert publisher.write(path) is False


def test_the_page_of_a_first_version_leads_to_the_edit_that_followed() -> None:
    sample = SampleSite()
    sample.take(appeared())
    assert "Article never changed" in sample.text(f"{ARTICLE}/0-1.html")
    sample.take(change(1))
    assert PAGE in sample.text(f"{ARTICLE}/0-1.html")
    assert f"{ARTICLE}/0-1.html" in sample.text(PAGE)


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feeds/all.atom", "application/atom+xml; charset=utf-8"),
        ("feeds/all.rss", "application/rss+xml; charset=utf-8"),
        ("static/style.css", "text/css; charset=utf-8"),
        ("static/reader.js", "text/javascript; charset=utf-8"),
        ("static/icon.svg", "image/svg+xml; charset=utf-8"),
    ],
)
def test_each_document_has_its_type_with_its_charset(path: str, content_type: str) -> None:
    document = SampleSite().publisher.render(path)
    assert document is not None
    assert document.content_type == content_type


def test_pages_with_text_are_cached_for_minutes_only() -> None:
    sample = whole_site()
    assert all(doc.cache_seconds <= 300 for path, doc in sample.site.documents.items() if "static/" not in path)


def test_a_source_that_left_the_watchlist_keeps_its_pages() -> None:
    sample = whole_site()
    other = Publisher(sample.archive, sample.catalog, sample.site, with_policy(sources=()))
    document = other.render(f"{HERALD}/index.html")
    assert document is not None
    assert b"North Herald" in document.body
    assert other.render(f"{HERALD}/feed.atom") is not None


def test_a_later_change_gives_the_page_before_it_a_link_and_takes_its_standing() -> None:
    sample = SampleSite()
    sample.take(appeared(), change(1))
    assert "Watched until" in sample.text(PAGE)
    assert "changed 1 time" in sample.text(PAGE)
    sample.take(change(2))
    assert f"{ARTICLE}/2-3.html" in sample.text(PAGE)
    assert "changed 1 time" not in sample.text(PAGE)
    assert "Watched until" not in sample.text(PAGE)
    assert "changed 2 times" in sample.text(f"{ARTICLE}/2-3.html")


def test_an_article_that_settled_says_so_on_its_newest_page_and_its_own() -> None:
    sample = SampleSite()
    sample.take(appeared(), change(1), event(EventKind.SETTLED))
    for path in (PAGE, f"{ARTICLE}/index.html"):
        assert "No longer checked since" in sample.text(path), path


def test_first_and_last_version_are_compared_once_there_are_three() -> None:
    sample = SampleSite()
    sample.take(appeared(), change(1))
    assert f"{ARTICLE}/1-3.html" not in sample.site.documents
    sample.take(change(2))
    assert "Versions 1 and 3 compared" in sample.text(f"{ARTICLE}/1-3.html")
    assert f"{ARTICLE}/1-3.html" in sample.text(f"{ARTICLE}/index.html")


def test_without_a_way_to_compare_nothing_links_to_a_comparison() -> None:
    sample = SampleSite(with_compare=False)
    sample.take(appeared(), change(1), change(2))
    assert "1-3.html" not in sample.text(f"{ARTICLE}/index.html")
    assert f"{ARTICLE}/1-3.html" not in sample.site.documents


def test_a_month_is_paged_from_its_oldest_line() -> None:
    sample = SampleSite()
    lines = [index_line(change(1, stored_at=hours(number / 100))) for number in range(101)]
    for number, line in enumerate(lines):
        sample.catalog.enter(replace(line, name=f"{number + 1}-{number + 2}"))
    first, second = (sample.publisher.render(f"2026/09/{name}.html") for name in ("index", "page-2"))
    assert first is not None
    assert second is not None
    assert first.body.count(b"<h3>") == 100
    assert b"/1-2.html" in first.body
    assert b"page-2.html" in first.body
    assert second.body.count(b"<h3>") == 1
    assert b"/101-102.html" in second.body
    assert sample.publisher.render("2026/09/page-3.html") is None


def test_a_record_that_is_gone_leaves_its_feed_without_an_entry() -> None:
    sample = whole_site()
    del sample.archive.records[change(1).key.path]
    document = sample.publisher.render(f"{ARTICLE}/feed.atom")
    assert document is not None
    assert document.body.count(b"<entry") == 1


@pytest.mark.parametrize("policy", TextPolicy)
def test_no_document_holds_a_paragraph_that_the_policy_withholds(policy: TextPolicy) -> None:
    sample = whole_site(with_policy(text=policy))
    site = "\n".join(document.body.decode() for document in sample.site.documents.values())
    assert ("A public meeting in the parish hall" in site) is (policy is TextPolicy.FULL)
    assert ("wrong number of crossings" in site) is (policy is not TextPolicy.NONE)
    assert ("dry dock" in site) is (policy is not TextPolicy.NONE)
    assert ("Wednesday" in site) is (policy is not TextPolicy.NONE)
    assert "Ferry service to resume on Monday" in site


def test_every_link_within_the_site_leads_to_a_document() -> None:
    from lxml import html

    sample = whole_site()
    broken = []
    for path, document in sample.site.documents.items():
        if not path.endswith(".html") or path == "404.html":
            continue
        folder = "https://site.test/" + path
        tree = html.document_fromstring(document.body.decode(), base_url=folder)
        tree.make_links_absolute()
        targets = [link for _, name, link, _ in tree.iterlinks() if name == "href"]
        inside = [link.removeprefix("https://site.test/").split("#")[0] for link in targets if "site.test" in link]
        broken += [(path, link) for link in inside if link not in sample.site.documents]
    assert broken == []


def test_the_newest_page_of_a_month_counts_its_edits_by_source_and_disclosure() -> None:
    sample = SampleSite()
    line = index_line(change(1, compared=comparison(disclosure=Disclosure.SILENT)))
    for number in range(1, 102):
        sample.catalog.enter(replace(line, name=f"{number}-{number + 1}", stored_at=hours(number / 100)))
    first, second = (sample.publisher.render(f"2026/09/{name}.html") for name in ("index", "page-2"))
    assert first is not None
    assert second is not None
    assert b'class="tally"' not in first.body
    assert b"<td>101</td><td>101</td><td>0</td><td>0</td>" in second.body


def test_the_latest_page_stays_below_forty_kilobytes() -> None:
    sample = SampleSite()
    new = "Ferry service to resume on Monday after council vote"
    told = "“Tuesday” became “Wednesday”, one paragraph split, one moved up. A correction was noted."
    edited = comparison(parts=(headline("Ferry to return, says council", new),), summary=told)
    for number in range(100):
        article = ArticleKey.first_seen_at(HERALD, f"https://north-herald.example/news/{number}")
        sample.take(change(1, edited, article=article, headline=new))
    assert len(sample.site.documents["index.html"].body) < 40 * 1024
