import json
from datetime import timedelta

import pytest
from lxml import html

from afterprint.model import Disclosure, Edit, EditKind, EventKind, Part, Row, TextPolicy
from afterprint.publish import pages
from afterprint.publish.paths import SCRIPT
from sample_records import (
    ARTICLE,
    added,
    appeared,
    change,
    comparison,
    edit,
    event,
    headline,
    hours,
    moved,
    removed,
    reworded,
    same,
    with_policy,
)
from sample_site import SampleSite, whole_site

PAGE = f"{ARTICLE}/1-2.html"
OLD = "The council met on Tuesday evening in the hall."
NEW = "The council met on Wednesday evening in the hall."
ROW = reworded(OLD, NEW, gone="Tuesday", come="Wednesday")


def published(*rows: object, watchlist: object = None, **values: object) -> SampleSite:
    sample = SampleSite(watchlist or with_policy())
    sample.take(appeared(), change(1, comparison(*(rows or (ROW,))), **values))
    return sample


def tree(sample: SampleSite, path: str = PAGE) -> html.HtmlElement:
    return html.document_fromstring(sample.text(path))


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_page_of_a_change_tells_when_and_how_much_later() -> None:
    kicker = text(tree(published()).find_class("kicker")[0])
    assert "North Herald Edited between 08:35 and 09:05, 3 September 2026 UTC · about 9 hours later" in kicker


def test_times_are_there_for_machines_too() -> None:
    stamps = [node.get("datetime") for node in tree(published()).iter("time")]
    assert stamps[:2] == ["2026-09-03T08:35:00Z", "2026-09-03T09:05:00Z"]


def test_a_changed_row_has_both_texts_with_their_marks() -> None:
    row = tree(published()).find_class("changed")[0]
    old, new = row.find_class("old")[0], row.find_class("new")[0]
    assert text(old) == OLD
    assert [text(mark) for mark in old.iter("del")] == ["Tuesday"]
    assert [text(mark) for mark in new.iter("ins")] == ["Wednesday"]


def test_the_deletion_woven_into_the_new_text_is_no_part_of_its_words() -> None:
    new = tree(published()).find_class("new")[0]
    assert [mark.get("data-w") for mark in new.iter("del")] == ["Tuesday", " "]
    assert text(new.find("p")) == NEW


def test_unchanged_runs_are_folded_with_their_text_where_all_is_shown() -> None:
    rows = (ROW, *[same(f"Paragraph {n}.", old_index=n, new_index=n) for n in range(1, 5)])
    details = tree(published(*rows, watchlist=with_policy(text=TextPolicy.FULL))).find(".//details")
    assert details is not None
    assert text(details.find("summary")) == "3 paragraphs unchanged"
    assert [text(node) for node in details.iter("p")] == ["Paragraph 2.", "Paragraph 3.", "Paragraph 4."]


def test_unchanged_runs_are_only_counted_where_changes_are_shown() -> None:
    rows = (ROW, *[same(f"Paragraph {n}.", old_index=n, new_index=n) for n in range(1, 5)])
    page = tree(published(*rows))
    assert text(page.find_class("fold")[0]) == "3 paragraphs unchanged"
    assert page.find(".//details") is None


def test_the_two_places_of_a_moved_paragraph_link_to_each_other() -> None:
    rows = (moved("Moved here.", old_index=1, new_index=0), same("It stayed.", old_index=0, new_index=1))
    page = tree(published(*rows))
    places = page.find_class("moved")
    targets = [place.find_class("label")[0].get("href") for place in places]
    assert targets == [f"#{place.get('id')}" for place in reversed(places)]


def test_a_moved_paragraph_stands_on_the_left_where_it_was_and_on_the_right_where_it_is() -> None:
    rows = (moved("It moved.", old_index=1, new_index=0), same("It stayed.", old_index=0, new_index=1))
    came, left = tree(published(*rows)).find_class("moved")
    for row, full, empty in ((came, "new", "old"), (left, "old", "new")):
        assert "It moved." in text(row.find_class(full)[0])
        assert "none" in row.find_class(empty)[0].get("class", "")


@pytest.mark.parametrize(
    ("disclosure", "words"),
    [
        (Disclosure.SILENT, "silent edit"),
        (Disclosure.DECLARED, "declared"),
        (Disclosure.UNKNOWN, "disclosure unknown"),
    ],
)
def test_the_badge_says_whether_the_edit_was_disclosed(disclosure: Disclosure, words: str) -> None:
    sample = SampleSite()
    sample.take(appeared(), change(1, comparison(ROW, disclosure=disclosure)))
    assert text(tree(sample).find_class("badge")[0]) == words


def test_the_address_of_the_original_is_a_link_that_passes_nothing_on() -> None:
    link = tree(published()).find_class("address")[0].find("a")
    assert link is not None
    assert link.get("href") == "https://north-herald.example/news/ferry"
    assert link.get("rel") == "nofollow noopener external"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "ftp://host/x", "http://[", ""])
def test_an_address_that_is_not_of_the_web_is_never_a_link(url: str) -> None:
    assert pages.weblink(url) == ""
    hrefs = [node.get("href") for node in tree(published(url=url)).iter("a", "link")]
    assert url not in [href for href in hrefs if href] or url == ""


def test_a_text_that_came_back_says_of_which_version() -> None:
    assert "The text is again that of version 1." in text(tree(published(reverts_to=1)))


def test_the_history_of_an_article_says_that_a_text_came_back() -> None:
    article = text(tree(whole_site(), f"{ARTICLE.path}/index.html"))
    assert "The text is again that of version 1." in article


def test_the_page_of_a_source_counts_its_edits_by_disclosure() -> None:
    page = text(tree(whole_site(), f"{ARTICLE.source}/index.html"))
    assert "of unknown disclosure." in page


def test_under_none_a_page_says_that_no_text_is_published() -> None:
    page = text(tree(published(watchlist=with_policy(text=TextPolicy.NONE))))
    assert "No text of articles is published here." in page


def test_every_page_names_itself_its_language_and_its_place() -> None:
    sample = whole_site()
    titles = set()
    for path, document in sample.site.documents.items():
        if not path.endswith(".html"):
            continue
        page = html.document_fromstring(document.body.decode())
        assert page.get("lang") == "en", path
        assert len(page.findall(".//h1")) == 1, path
        assert page.xpath("//link[@rel='canonical']/@href")[0].startswith("https://edits.example.org/"), path
        assert page.xpath("//link[@type='application/atom+xml']"), path
        scripts = page.xpath("//script[not(@type='application/ld+json')]")
        assert [node.text for node in scripts] == [None], path
        assert scripts[0].get("src", "").removeprefix("https://edits.example.org/").lstrip("./") == SCRIPT, path
        titles.add(page.findtext(".//title"))
    assert len(titles) == sum(path.endswith(".html") for path in sample.site.documents)


@pytest.mark.parametrize(("noindex", "found"), [(True, ["noindex"]), (False, [])])
def test_search_engines_are_asked_to_stay_away_where_the_watchlist_says_so(noindex: bool, found: list[str]) -> None:
    sample = published(watchlist=with_policy(noindex=noindex))
    for path in ("index.html", PAGE, f"{ARTICLE}/index.html", "about.html"):
        assert tree(sample, path).xpath("//meta[@name='robots']/@content") == found


def test_without_an_address_of_the_site_no_page_names_a_canonical_one() -> None:
    assert tree(published(watchlist=with_policy(site_url=""))).xpath("//link[@rel='canonical']") == []


@pytest.mark.parametrize("path", [PAGE, f"{ARTICLE}/index.html"])
def test_pages_of_an_article_name_the_original(path: str) -> None:
    assert tree(published(), path).xpath("//link[@rel='original']/@href") == ["https://north-herald.example/news/ferry"]


def test_the_page_of_an_article_tells_its_versions_and_events_in_order() -> None:
    page = tree(whole_site(), f"{ARTICLE}/index.html")
    steps = [text(node.find_class("kicker")[0].find("b")) for node in page.find_class("history")[0]]
    assert steps == ["Version 1", "Version 2", "Version 3", "No longer checked"]


def test_the_page_of_an_article_tells_how_long_lay_between() -> None:
    assert "about 9 hours later" in text(tree(whole_site(), f"{ARTICLE}/index.html"))


def test_a_gap_in_watching_is_shown() -> None:
    sample = published(unchanged_until=hours(9) - timedelta(days=3))
    assert "not seen for 3 days before this" in text(tree(sample, f"{ARTICLE}/index.html"))


def test_a_moved_article_names_where_it_went() -> None:
    sample = SampleSite()
    sample.take(appeared(), event(EventKind.MOVED, to_url="https://north-herald.example/new"))
    assert "https://north-herald.example/new" in text(tree(sample, f"{ARTICLE}/index.html"))


def test_the_source_lists_first_versions_and_settling_that_latest_leaves_out() -> None:
    sample = whole_site()
    source, latest = (text(tree(sample, path)) for path in ("north-herald/index.html", "index.html"))
    assert "first seen" in source
    assert "no longer checked" in source
    assert "first seen" not in latest
    assert "no longer checked" not in latest


def test_latest_leads_to_the_months() -> None:
    links = tree(whole_site()).xpath("//a/@href") + tree(whole_site(), "index.html").xpath("//a/@href")
    assert "2026/09/index.html" in links


def test_the_feeds_page_writes_each_address_out() -> None:
    page = text(tree(with_fixed(), "feeds/index.html"))
    assert "https://edits.example.org/feeds/all.atom" in page
    assert "https://edits.example.org/north-herald/feed.rss" in page


def with_fixed() -> SampleSite:
    sample = SampleSite()
    sample.publisher.publish_fixed()
    return sample


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("https://edits.example.org/about", "https://edits.example.org/about"),
        ("desk@edits.example.org", "mailto:desk@edits.example.org"),
        ("mailto:desk@edits.example.org", "mailto:desk@edits.example.org"),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_contact_is_a_link_of_the_web_or_of_mail(contact: str, link: str) -> None:
    assert pages.contact_link(contact) == link


def test_the_page_for_what_is_not_there_links_from_the_root() -> None:
    sample = SampleSite(with_policy(site_url=""))
    sample.publisher.publish_fixed()
    hrefs = tree(sample, "404.html").xpath("//a/@href")
    assert [href for href in hrefs if not href.startswith(("/", "#"))] == []


def test_a_page_of_fifteen_hundred_words_keeps_its_budget() -> None:
    words = "The council met on Tuesday evening and spoke at length about the ferry that nobody has seen. " * 2
    rows = [
        reworded(
            words, words.replace("Tuesday", "Wednesday", 1), gone="Tuesday", come="Wednesday", old_index=n, new_index=n
        )
        for n in range(42)
    ]
    assert sum(len((row.new or "").split()) for row in rows) >= 1400
    assert len(published(*rows).site.documents[PAGE].body) <= 60_000


def edits_of(sample: SampleSite) -> list[tuple[str, str]]:
    listed = tree(sample).find_class("edits")
    return [(link.get("href"), text(link.getparent())) for box in listed for link in box.iter("a")]


def two_edits() -> tuple[Row, ...]:
    return (
        same("It rained.", old_index=0, new_index=0),
        reworded(OLD, NEW, gone="Tuesday", come="Wednesday", old_index=1, new_index=1),
    )


def test_edits_are_listed_with_their_words_and_a_link_to_their_place() -> None:
    body = Edit(part=Part.BODY, kinds=(EditKind.WORDING,), importance=0.4, old_index=1, new_index=1)
    named = edit(EditKind.HEADLINE, EditKind.NUMBER, part=Part.HEADLINE)
    compared = comparison(*two_edits(), parts=(headline("Ferry late", "Ferry early"),), edits=(body, named))
    sample = SampleSite(with_policy())
    sample.take(appeared(), change(1, compared))
    assert edits_of(sample) == [("#headline", "Headline, number"), ("#p2", "Wording Tuesday Wednesday")]
    page = tree(sample)
    assert all(page.get_element_by_id(anchor.removeprefix("#")) is not None for anchor, _ in edits_of(sample))


def test_under_none_the_list_of_edits_quotes_nothing() -> None:
    body = Edit(part=Part.BODY, kinds=(EditKind.WORDING,), importance=0.4, old_index=1, new_index=1)
    compared = comparison(*two_edits(), edits=(body, body))
    sample = SampleSite(with_policy(text=TextPolicy.NONE))
    sample.take(appeared(), change(1, compared))
    assert edits_of(sample) == []


def test_an_edit_can_be_cited_in_one_line() -> None:
    cited = text(tree(published()).find_class("cite")[0].find("p"))
    assert cited == (
        "Afterprint, North Herald, “Ferry service to resume on Monday”, versions 1–2, edited between 08:35 and 09:05, "
        f"3 September 2026 UTC. https://edits.example.org/{PAGE}"
    )


def test_a_page_tells_machines_what_it_is_based_on() -> None:
    data = json.loads(tree(published()).xpath("//script[@type='application/ld+json']/text()")[0])
    assert data["isBasedOn"]["url"] == "https://north-herald.example/news/ferry"
    assert data["url"] == f"https://edits.example.org/{PAGE}"


def test_the_history_of_an_article_is_drawn_on_a_line_of_time() -> None:
    drawn = tree(whole_site(), f"{ARTICLE}/index.html").find_class("timeline")[0]
    marks = [node.findtext("title") for node in drawn.iter("circle", "rect")]
    assert marks[0] == "Version 1, 3 September 2026, 00:05 UTC"
    assert drawn.find("svg").get("aria-label").endswith("on a line of time")


def test_the_title_of_a_change_says_what_changed() -> None:
    edits = (edit(EditKind.NUMBER), edit(EditKind.HEADLINE, part=Part.HEADLINE))
    sample = SampleSite()
    sample.take(change(1, comparison(ROW, edits=edits)))
    title = tree(sample).findtext(".//title")
    assert title == "Ferry service to resume on Monday: headline and number, versions 1–2 · North Herald · Afterprint"


def test_the_columns_of_a_text_written_leftward_are_mirrored() -> None:
    sample = SampleSite()
    sample.take(change(1, comparison(ROW), headline="העיר מחזירה את המעבורת", language="he"))
    assert tree(sample).find_class("columns")[0].get("dir") == "rtl"


def test_every_row_that_is_shown_can_be_linked_to() -> None:
    page = tree(published(ROW, added("More.", new_index=1), removed("Less.", old_index=1)))
    links = [node.get("href") for node in page.find_class("at")]
    assert links == [f"#{row.get('id')}" for row in page.xpath("//tbody/tr[@id]")]


def test_the_article_page_of_passages_is_offered_beside_the_columns() -> None:
    assert tree(published()).xpath("//fieldset[@class='view']/a/@href") == [f"../../{ARTICLE.path}/index.html#passages"]
