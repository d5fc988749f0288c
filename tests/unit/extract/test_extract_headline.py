from __future__ import annotations

import pytest
from extract_pages import FERRY

from afterprint.extract import extract_article

URL = "https://courier.example/news/2026/night-ferry"
TRAIL = "<ul><li><a href='/'>Home</a></li><li><a href='/news/'>News</a></li><li>{}</li></ul>"


def headline(body: str, *, title: str = "", linked: str = "", url: str = URL) -> str:
    head = f"<meta property='og:title' content='{title}'>" if title else ""
    if linked:
        item = f'{{"@type": "NewsArticle", "headline": "{linked}"}}'
        head += f'<script type="application/ld+json">{item}</script>'
    texts = "".join(f"<p>{text}</p>" for text in FERRY)
    page = f"<html><head>{head}</head><body>{body}<div>{texts}</div></body></html>"
    return extract_article(page.encode(), url).headline


def test_the_wording_is_the_printed_one_down_to_the_last_mark() -> None:
    assert headline("<h1>Night ferry to stop?</h1>", title="Night Ferry to stop") == "Night ferry to stop?"


def test_a_line_break_in_a_headline_parts_words() -> None:
    assert headline("<h1>Night ferry<br>to stop</h1>") == "Night ferry to stop"


@pytest.mark.parametrize(
    "trail",
    [
        TRAIL.format("<h1>Marrow ferry: the news</h1>"),
        "<h1 class='Breadcrumbs_seotitle__x'>Marrow ferry: the news</h1>",
        "<div data-breadcrumb-list><h1>Marrow ferry: the news</h1></div>",
        "<nav><h1>Marrow ferry: the news</h1></nav>",
        "<h1 class='sr-only'>Marrow ferry: the news</h1>",
    ],
)
def test_a_heading_that_ends_a_trail_or_is_hidden_gives_way_to_the_one_below(trail: str) -> None:
    found = headline(
        f"{trail}<h2>Night ferry to stop</h2>", title="Marrow ferry: the news", linked="Night ferry to stop"
    )
    assert found == "Night ferry to stop"


def test_after_a_trail_the_next_heading_is_believed_though_the_metadata_repeat_the_trail() -> None:
    trail = "<h1 class='breadcrumb'>Marrow ferry: night crossings to stop</h1>"
    found = headline(f"{trail}<h2>Night ferry to stop</h2>", title="Marrow ferry: night crossings to stop")
    assert found == "Night ferry to stop"


def test_a_trails_heading_is_the_headline_where_no_other_is_printed() -> None:
    assert headline(TRAIL.format("<h1>Night ferry to stop</h1>")) == "Night ferry to stop"


def test_a_heading_that_leads_up_to_the_section_is_not_the_headline() -> None:
    page = "<h1><a href='/news/'>The ferry news</a></h1><h1>Night crossings to end</h1>"
    assert headline(page, title="Ferry: the end of the night crossings") == "Night crossings to end"


def test_a_heading_that_links_to_the_article_itself_is() -> None:
    assert headline(f"<h1><a href='{URL}'>Night ferry to stop</a></h1>") == "Night ferry to stop"


@pytest.mark.parametrize(
    "heading",
    [
        "<h1><div>From the sound</div><div>Night ferry to stop in March</div></h1>",
        "<h1>Night ferry to stop in March<p>12 January 2026</p></h1>",
    ],
)
def test_a_line_apart_in_the_heading_is_not_part_of_it(heading: str) -> None:
    assert headline(heading, title="Night ferry to stop in March") == "Night ferry to stop in March"


def test_the_shortest_of_the_metadata_says_where_a_kicker_ends() -> None:
    heading = "<h1><span>From the sound</span> <span>Night ferry to stop</span></h1>"
    assert headline(heading, linked="From the sound: Night ferry to stop", title="Night ferry to stop") == (
        "Night ferry to stop"
    )


def test_a_printed_heading_is_believed_over_metadata_that_say_otherwise() -> None:
    found = headline("<h1>Night ferry to stop</h1>", title="Why you will miss the ferry", linked="Night ferry stop SEO")
    assert found == "Night ferry to stop"


def test_of_several_headings_the_one_most_like_the_metadata_is_meant() -> None:
    page = "<h1>The ferry notebook</h1><h1>Night ferry to stop</h1>"
    assert headline(page, title="Why the night ferry is to stop") == "Night ferry to stop"


def test_a_headline_written_anew_is_believed_before_the_metadata_follow() -> None:
    stale = "Night ferry to stop in March"
    found = headline("<h1>Port keeps its late crossings after all</h1>", title=stale, linked=stale)
    assert found == "Port keeps its late crossings after all"


def test_a_lone_heading_of_few_words_that_no_metadata_share_is_the_sites_name() -> None:
    stale = "Night ferry to stop in March"
    assert headline("<h1>Marrow Courier</h1>", title=stale, linked=stale) == stale


@pytest.mark.parametrize("kind", ["title", "linked"])
def test_metadata_that_drift_alone_do_not_change_the_headline(kind: str) -> None:
    page = "<h1>Night ferry to stop</h1><h2>What the port says</h2>"
    both = {"title": "Night ferry to stop", "linked": "Night ferry to stop"}
    assert headline(page, **both) == headline(page, **{**both, kind: "Ten things nobody told you about boats"})


@pytest.mark.parametrize("title", ["Night ferry to stop | Harbour notes", "Marrow Point: Night ferry to stop"])
def test_a_lower_heading_at_the_edge_of_the_title_is_the_headline_where_no_first_one_is_like_it(title: str) -> None:
    body = "<h2>Night ferry to stop</h2><p>Said the board.</p><h1>What the mate of the boat says</h1>"
    assert headline(body, title=title) == "Night ferry to stop"


def test_a_line_of_the_heading_that_the_title_repeats_is_the_headline() -> None:
    body = "<h1>Night ferry to stop<div>Posted on 12 January 2026 by T. Lind</div></h1>"
    assert headline(body, title="Night ferry to stop") == "Night ferry to stop"


def test_a_few_words_that_share_nothing_with_a_long_title_are_not_the_headline() -> None:
    long = "Night ferry to stop in March"
    assert headline("<h1>Our blog</h1>", title=long) == long
    assert headline("<h1>Our blog</h1>", title="Harbour notes") == "Our blog"


@pytest.mark.parametrize("title", ["Night ferry to stop in March", "Ten things nobody told you about boats"])
def test_below_a_trail_the_heading_named_headline_is_believed_whatever_the_metadata_say(title: str) -> None:
    trail = "<div class='breadcrumbs'><h1>Marrow ferry: the news</h1></div>"
    body = f"{trail}<h2 class='entry-title'>Night ferry to stop in March</h2>"
    assert headline(body, title=title, linked="Marrow ferry: the news") == "Night ferry to stop in March"


def test_a_heading_beside_links_alone_is_the_headline_where_no_other_is_like_the_metadata() -> None:
    body = "<div><a href='/n'>News</a> <a href='/s'>Sea</a><h1>Night ferry will stop in March</h1></div>"
    assert headline(body, linked="Night ferry stops in March") == "Night ferry will stop in March"
