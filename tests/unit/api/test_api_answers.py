"""Answers on demand: whose an address is, and two versions beside each other."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from afterprint.api import Api, Request, Response
from afterprint.api.compare import MOST_CHARACTERS
from afterprint.model import TextPolicy, VersionKey, Watchlist
from afterprint.publish import index_line
from afterprint.rows import AddressRow, ArticleRow, State
from afterprint.searching import LinesFinder
from afterprint.tombstones import Tombstone, own_tombstone
from fakes import FakeClock
from memory_stores import MemoryArchive, MemoryCatalog
from sample_records import ARTICLE, FIRST_SEEN, appeared, change, with_policy
from sample_site import version

URL = "https://north-herald.example/news/ferry"


def catalog(*, versions: int = 3, state: State = State.WATCHED) -> MemoryCatalog:
    held = MemoryCatalog()
    row = ArticleRow(
        key=ARTICLE,
        host="north-herald.example",
        address=URL,
        url=URL,
        first_seen_at=FIRST_SEEN,
        due=FIRST_SEEN + timedelta(hours=1),
        versions=versions,
        state=state,
    )
    held.add_article(row)
    held.claim_address(AddressRow(url=URL, article=ARTICLE, host=row.host))
    return held


def archive() -> MemoryArchive:
    held = MemoryArchive()
    for number, text in ((1, "The ferry was late."), (2, "The ferry was cancelled."), (3, "The ferry sailed.")):
        held.add_version(version(number, text, article=ARTICLE))
    return held


def api(
    *, stored: MemoryArchive | None = None, known: MemoryCatalog | None = None, settings: Watchlist | None = None
) -> Api:
    lines = known or catalog()
    return Api(
        archive=stored or archive(),
        catalog=lines,
        finder=LinesFinder(lines),
        clock=FakeClock(),
        watchlist=settings or with_policy(site_url="https://edits.example.org/"),
    )


def ask(path: str, made: Api | None = None, **query: object) -> Response:
    return (made or api()).answer(Request(path=path, query=urlencode(query)))


def told(response: Response) -> dict[str, Any]:
    body = json.loads(response.body)
    assert isinstance(body, dict)
    return body


def look_up(url: str, made: Api | None = None) -> list[dict[str, Any]]:
    found = told(ask("/api/lookup", made, url=url))["articles"]
    assert isinstance(found, list)
    return found


def compare(old: object, new: object, made: Api | None = None, **query: object) -> Response:
    return ask("/api/compare", made, article=ARTICLE.path, old=old, new=new, **query)


# ── whose an address is ──


@pytest.mark.parametrize("spelled", [URL, f"{URL}?utm_source=x", f"  {URL}#top "])
def test_an_address_leads_to_its_article_however_it_is_spelled(spelled: str) -> None:
    (found,) = look_up(spelled)
    assert (found["article"], found["versions"]) == (ARTICLE.article, 3)
    assert found["page"] == f"https://edits.example.org/{ARTICLE.path}/"


def test_an_edited_address_says_so_with_its_changes_the_newest_first() -> None:
    known = catalog()
    for stored in (appeared(), change(1), change(2)):
        known.enter(index_line(stored))
    (found,) = look_up(URL, api(known=known))
    assert (found["edited"], found["edits"]) == (True, 2)
    assert [each["name"] for each in found["changes"]] == ["2-3", "1-2"]
    assert found["changes"][0]["page"] == f"https://edits.example.org/{ARTICLE.path}/2-3.html"


def test_an_address_that_was_never_edited_says_that_too() -> None:
    (found,) = look_up(URL)
    assert (found["edited"], found["changes"]) == (False, [])


def test_an_address_that_is_not_watched_or_was_never_read_leads_nowhere() -> None:
    assert look_up("https://north-herald.example/news/other") == []
    assert look_up(URL, api(known=catalog(versions=0))) == []


@pytest.mark.parametrize("url", ["", "ftp://north-herald.example/x", "https://a.example/" + "x" * 5000])
def test_what_is_no_usable_address_is_refused_with_a_remedy(url: str) -> None:
    refused = ask("/api/lookup", url=url)
    assert (refused.status, refused.content_type) == (400, "application/problem+json; charset=utf-8")
    assert (told(refused)["parameter"], "http" in told(refused)["remedy"]) == ("url", True)


def test_a_withdrawn_article_is_gone() -> None:
    assert ask("/api/lookup", api(known=catalog(state=State.WITHDRAWN)), url=URL).status == 410


def test_a_reader_is_led_to_the_page_of_an_article() -> None:
    led = ask("/api/lookup", url=URL, format="html")
    assert (led.status, led.headers["Location"]) == (302, f"/{ARTICLE.path}/")


def test_a_reader_of_what_is_not_watched_gets_a_page_that_says_so() -> None:
    page = ask("/api/lookup", url="https://north-herald.example/other", format="html")
    assert (page.status, page.content_type) == (404, "text/html; charset=utf-8")
    assert b"No article is watched at this address." in page.body


# ── two versions ──


def test_any_two_versions_are_compared_not_only_neighbours() -> None:
    found = told(compare(1, 3))
    assert (found["old"], found["new"]) == (1, 3)
    assert "late" in json.dumps(found["rows"])
    assert "sailed" in json.dumps(found["rows"])
    assert "cancelled" not in json.dumps(found)


def test_two_versions_are_compared_backwards_too() -> None:
    there, back = told(compare(1, 3)), told(compare(3, 1))
    assert (back["old"], back["new"]) == (3, 1)
    (there_row,), (back_row,) = there["rows"], back["rows"]
    assert ["del", "was late"] in there_row["old"]
    assert ["ins", "was late"] in back_row["new"]
    assert back["kinds"] == there["kinds"]


def test_two_versions_are_a_page_as_that_of_a_change() -> None:
    page = compare(1, 3, format="html")
    text = page.body.decode()
    assert (page.status, page.content_type) == (200, "text/html; charset=utf-8")
    assert "<del>was late</del>" in text
    assert "<ins>sailed</ins>" in text
    assert 'href="../static/style.css"' in text
    assert f'href="../{ARTICLE.path}/index.html"' in text


@pytest.mark.parametrize("form", ["json", "html"])
def test_the_text_policy_stands_before_a_comparison_too(form: str) -> None:
    made = api(settings=with_policy(text=TextPolicy.NONE))
    assert b"sailed" not in compare(1, 3, made, format=form).body


@pytest.mark.parametrize(("old", "new"), [(1, 4), (4, 1)])
def test_versions_that_are_not_there_are_not_found(old: int, new: int) -> None:
    assert compare(old, new).status == 404


def test_another_article_is_not_found() -> None:
    assert ask("/api/compare", article="x/aaaabbbbccccdddd", old=1, new=2).status == 404


@pytest.mark.parametrize(
    ("parameter", "query"),
    [
        ("article", {"article": "x", "old": "1", "new": "2"}),
        ("article", {"old": "1", "new": "2"}),
        ("old", {"article": ARTICLE.path, "old": "0", "new": "2"}),
        ("old", {"article": ARTICLE.path, "old": "١", "new": "2"}),
        ("new", {"article": ARTICLE.path, "old": "1", "new": "9999999999"}),
        ("new", {"article": ARTICLE.path, "old": "1", "new": "1"}),
        ("format", {"article": ARTICLE.path, "old": "1", "new": "2", "format": "xml"}),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named_with_a_remedy(parameter: str, query: dict[str, str]) -> None:
    refused = api().answer(Request(path="/api/compare", query=urlencode(query)))
    assert refused.status == 400
    assert told(refused)["parameter"] == parameter
    assert told(refused)["remedy"]


def test_a_parameter_given_twice_is_refused() -> None:
    assert told(api().answer(Request(path="/api/lookup", query="url=a&url=b")))["detail"] == "url is given twice"


def test_a_withdrawn_version_is_gone_not_merely_absent() -> None:
    stored = archive()
    key = VersionKey(ARTICLE, 2)
    tombstone = Tombstone(path=own_tombstone(key.path), what="version", withdrawn_at=FIRST_SEEN, reason="asked for")
    stored.put_tombstone(tombstone)
    stored.purge(key.path)
    assert compare(1, 2, api(stored=stored)).status == 410


def test_what_is_too_long_is_not_compared_while_somebody_waits() -> None:
    held = MemoryArchive()
    for number in (1, 2):
        held.add_version(version(number, "word " * MOST_CHARACTERS, article=ARTICLE))
    assert compare(1, 2, api(stored=held)).status == 413


def test_what_no_route_takes_is_not_found_and_the_routes_are_named() -> None:
    refused = ask("/api/nothing")
    assert refused.status == 404
    assert "/api/lookup" in told(refused)["remedy"]


def test_an_answer_may_be_kept_for_minutes_and_is_for_no_search_engine() -> None:
    headers = ask("/api/lookup", url=URL).all_headers
    assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("public, max-age=300", "noindex")
