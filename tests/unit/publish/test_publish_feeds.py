import json
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import fastfeedparser
import feedparser
import jsonschema
import pytest
from lxml import etree

from afterprint.model import EventKind, TextPolicy
from afterprint.publish.paths import FORMATS
from sample_records import (
    ARTICLE,
    HERALD,
    WATCHLIST,
    appeared,
    change,
    comparison,
    event,
    headline,
    reworded,
    with_policy,
)
from sample_site import SampleSite, whole_site
from shared_material import CASES, require

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"


def atom(sample: SampleSite, path: str = "feeds/all.atom") -> ElementTree.Element:
    document = sample.publisher.render(path)
    assert document is not None
    return ElementTree.fromstring(document.body)


def with_one_change(**values: object) -> SampleSite:
    row = reworded("It was three.", "It was four.", gone="three", come="four")
    compared = comparison(row, parts=(headline("Old words", "New words"),), summary="“three” became “four”.")
    sample = SampleSite(with_policy(**values))
    sample.take(appeared(), change(1, compared, headline="New words"))
    return sample


def content(sample: SampleSite) -> str:
    return atom(sample).findtext(f"{ATOM}entry/{ATOM}content") or ""


def test_entries_have_tag_ids_that_name_the_change() -> None:
    ids = [node.text for node in atom(whole_site()).iterfind(f"{ATOM}entry/{ATOM}id")]
    assert f"tag:edits.example.org,2026:change/{ARTICLE}/1-2" in ids
    assert len(ids) == len(set(ids))


def test_the_authority_of_ids_does_not_follow_the_site() -> None:
    one, other = (
        [node.text for node in atom(whole_site(with_policy(site_url=url))).iter(f"{ATOM}id")]
        for url in ("https://a.example/", "https://b.example/")
    )
    assert one == other


def test_an_entry_is_dated_by_when_its_record_was_stored() -> None:
    entry = atom(with_one_change()).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}published") == "2026-09-03T09:05:02Z"


def test_a_feed_is_dated_by_its_newest_entry() -> None:
    feed = atom(whole_site())
    stamps = [node.text or "" for node in feed.iterfind(f"{ATOM}entry/{ATOM}updated")]
    assert feed.findtext(f"{ATOM}updated") == max(stamps)
    assert stamps == sorted(stamps, reverse=True)


def test_an_empty_feed_is_dated_by_its_authority() -> None:
    assert atom(SampleSite()).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00Z"
    dated = SampleSite(with_policy(tag="edits.example.org,2025-03-07"))
    assert atom(dated).findtext(f"{ATOM}updated") == "2025-03-07T00:00:00Z"


def test_content_shows_both_headlines_the_window_and_what_went_and_came() -> None:
    shown = content(with_one_change())
    for part in (
        "between 08:35 and 09:05, 3 September 2026 UTC",
        "about 9 hours later",
        "<del>Old words</del>",
        "<ins>New words</ins>",
        "It was <del>three</del>.",
        "It was <ins>four</ins>.",
        "<strong>Removed:</strong> “three”",
        "<strong>Added:</strong> “four”",
    ):
        assert part in shown


def test_content_under_none_holds_no_text() -> None:
    shown = content(with_one_change(text=TextPolicy.NONE))
    assert "three" not in shown
    assert "four" not in shown
    assert "1 paragraph reworded" in shown


def test_categories_name_kinds_and_disclosure() -> None:
    terms = [node.get("term") for node in atom(with_one_change()).iter(f"{ATOM}category")]
    assert terms == ["wording", "silent edit"]


def test_a_first_version_and_settling_are_no_entries() -> None:
    sample = SampleSite()
    sample.take(appeared(), event(EventKind.SETTLED))
    assert atom(sample).findall(f"{ATOM}entry") == []


@pytest.mark.parametrize("kind", [EventKind.GONE, EventKind.BACK, EventKind.MOVED, EventKind.ALTERNATING])
def test_an_event_that_is_news_is_an_entry(kind: EventKind) -> None:
    sample = SampleSite()
    sample.take(appeared(), event(kind, to_url="https://north-herald.example/new"))
    assert atom(sample).findtext(f"{ATOM}entry/{ATOM}id") == f"tag:edits.example.org,2026:event/{ARTICLE}/1"


def test_links_are_absolute_where_the_address_of_the_site_is_known() -> None:
    feed = atom(whole_site(), f"{ARTICLE}/feed.atom")
    links = {node.get("rel"): node.get("href") for node in feed.iterfind(f"{ATOM}link")}
    base = f"https://edits.example.org/{ARTICLE}"
    assert links == {"self": f"{base}/feed.atom", "alternate": f"{base}/"}


def test_links_are_relative_where_it_is_not() -> None:
    sample = with_one_change(site_url="")
    entry = atom(sample, f"{ARTICLE}/feed.atom").find(f"{ATOM}entry/{ATOM}link")
    assert entry is not None
    assert entry.get("href") == f"../../{ARTICLE}/1-2.html"


def test_rss_without_an_address_of_the_site_links_to_the_original() -> None:
    document = with_one_change(site_url="").publisher.render("feeds/all.rss")
    assert document is not None
    item = ElementTree.fromstring(document.body).find("channel/item")
    assert item is not None
    assert item.findtext("link") == "https://north-herald.example/news/ferry"


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("https://edits.example.org/about", "https://edits.example.org/about"),
        ("desk@edits.example.org", "mailto:desk@edits.example.org"),
        ("the news desk", "https://edits.example.org/"),
    ],
)
def test_rss_without_an_address_of_the_site_still_names_an_absolute_one(contact: str, link: str) -> None:
    document = with_one_change(site_url="", contact=contact).publisher.render("feeds/all.rss")
    assert document is not None
    assert ElementTree.fromstring(document.body).findtext("channel/link") == link


def test_rss_items_carry_the_same_ids_dates_and_content_as_atom() -> None:
    sample = whole_site()
    documents = [sample.publisher.render(f"feeds/all.{form}") for form in ("atom", "rss")]
    one, other = (feedparser.parse(document.body) for document in documents if document)
    assert [entry.id for entry in one.entries] == [entry.id for entry in other.entries]
    assert [entry.link for entry in one.entries] == [entry.link for entry in other.entries]
    assert [entry.updated_parsed[:5] for entry in one.entries] == [
        entry.published_parsed[:5] for entry in other.entries
    ]
    assert [entry.content[0].value for entry in one.entries] == [entry.content[0].value for entry in other.entries]


def test_rss_dates_are_those_of_rfc_822() -> None:
    document = with_one_change().publisher.render("feeds/all.rss")
    assert document is not None
    stamp = ElementTree.fromstring(document.body).findtext("channel/item/pubDate") or ""
    assert stamp == "Thu, 03 Sep 2026 09:05:02 GMT"
    assert parsedate_to_datetime(stamp).tzinfo is not None


def test_a_feed_holds_its_fifty_newest_entries() -> None:
    sample = SampleSite()
    sample.take(appeared(), *(change(number) for number in range(1, 54)))
    ids = [node.text or "" for node in atom(sample).iterfind(f"{ATOM}entry/{ATOM}id")]
    assert len(ids) == 50
    assert ids[0].endswith("/53-54")
    assert ids[-1].endswith("/4-5")


def test_the_feed_of_an_article_holds_its_own_entries_alone() -> None:
    ids = [node.text or "" for node in atom(whole_site(), f"{ARTICLE}/feed.atom").iterfind(f"{ATOM}entry/{ATOM}id")]
    assert [each.rsplit("/", 1)[1] for each in ids] == ["2-3", "1-2"]


@pytest.mark.parametrize("site_url", ["https://edits.example.org/", ""])
def test_every_atom_feed_is_valid_by_the_grammar_of_rfc_4287(site_url: str) -> None:
    grammar = etree.RelaxNG(etree.parse(require(CASES / "schemas" / "atom.rng")))
    sample = whole_site(with_policy(site_url=site_url))
    for path, document in sample.site.documents.items():
        if path.endswith(".atom"):
            assert grammar.validate(etree.fromstring(document.body)), (path, grammar.error_log)


def test_a_feed_reader_finds_nothing_wrong_with_any_feed() -> None:
    sample = whole_site()
    for path, document in sample.site.documents.items():
        if path.endswith((".atom", ".rss")):
            assert not feedparser.parse(document.body).bozo, path


def test_the_language_of_an_entry_is_its_article_s() -> None:
    entry = atom(whole_site(), "south-post/feed.atom").find(f"{ATOM}entry")
    assert entry is not None
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


def test_the_author_can_be_complained_to() -> None:
    assert atom(SampleSite()).findtext(f"{ATOM}author/{ATOM}uri") == WATCHLIST.contact


def test_the_description_of_an_rss_item_is_html_as_readers_take_it_for() -> None:
    sample = SampleSite()
    sample.take(change(1, comparison(summary="“<img src=x>” became “a & b”.")))
    item = etree.fromstring(sample.site.documents["feeds/all.rss"].body).find(".//item/description")
    assert item is not None
    assert (item.text or "").endswith("“&lt;img src=x&gt;” became “a &amp; b”.")


def test_a_second_reader_reads_the_same_entries_in_all_three_forms() -> None:
    sample = whole_site()
    for owner in ("feeds/all", f"{HERALD}/feed", f"{ARTICLE}/feed", "feeds/kinds/silent/feed"):
        read = [fastfeedparser.parse(sample.site.documents[f"{owner}.{form}"].body.decode()) for form in FORMATS]
        ids = [[entry["id"] for entry in feed["entries"]] for feed in read]
        assert ids[0] == ids[1] == ids[2] != [], owner
        assert len({tuple(entry["title"] for entry in feed["entries"]) for feed in read}) == 1, owner


def test_what_reads_one_form_finds_the_same_content_in_the_others() -> None:
    sample = whole_site()
    items = json.loads(sample.text("feeds/all.json"))["items"]
    entries = list(atom(sample).iterfind(f"{ATOM}entry"))
    assert [item["content_html"] for item in items] == [entry.findtext(f"{ATOM}content") for entry in entries]
    assert [item["id"] for item in items] == [entry.findtext(f"{ATOM}id") for entry in entries]
    tags = [[category.get("term") for category in entry.iterfind(f"{ATOM}category")] for entry in entries]
    assert [item["tags"] for item in items] == tags


@pytest.mark.parametrize("site_url", [WATCHLIST.site_url, ""])
def test_every_json_feed_is_valid_by_its_schema(site_url: str) -> None:
    schema = json.loads(require(CASES / "schemas" / "jsonfeed-1.1.json").read_text())
    sample = whole_site(with_policy(site_url=site_url))
    found = [path for path in sample.site.documents if path.endswith(("feed.json", "all.json"))]
    assert len(found) > 5
    for path in found:
        jsonschema.validate(json.loads(sample.text(path)), schema)
        assert sample.site.documents[path].content_type == "application/feed+json; charset=utf-8"


def test_an_article_s_feed_says_that_it_is_complete() -> None:
    assert atom(whole_site(), f"{ARTICLE}/feed.atom").find(f"{HISTORY}complete") is not None
