"""The newsroom over HTTP, and its watchlist."""

from __future__ import annotations

import http.client
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from afterprint.engine.newsroom import Newsroom, NewsroomServer, demo_watchlist, serve_newsroom
from afterprint.errors import PortInUse

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
BRIDGE = "/stories/4114-weir-bridge-to-stay-closed.html"


class HandClock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return (self.time - START).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def server(clock: HandClock) -> Iterator[NewsroomServer]:
    with serve_newsroom(Newsroom(START), clock) as served:
        yield served


def ask(
    server: NewsroomServer, path: str, *, paper: str = "quillbeck-courier", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    sent = {"Host": f"{paper}.test:{server.port}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=sent)
    response = connection.getresponse()
    answer = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return answer


def test_the_host_header_tells_the_papers_apart(server: NewsroomServer) -> None:
    assert b"Quillbeck Courier" in ask(server, "/")[2]
    assert b"North Herald" in ask(server, "/", paper="north-herald")[2]


def test_the_server_lives_by_the_clock_that_it_is_given(server: NewsroomServer, clock: HandClock) -> None:
    before = ask(server, BRIDGE)
    clock.sleep(20 * 60)
    after = ask(server, BRIDGE)
    assert b"inspection due in 2023" in before[2]
    assert b"inspection due in 2023" not in after[2]
    assert after[1]["date"] == "Tue, 24 Nov 2026 12:20:00 GMT"


def test_an_unchanged_page_is_not_sent_again(server: NewsroomServer) -> None:
    _, headers, _ = ask(server, BRIDGE)
    status, _, body = ask(server, BRIDGE, If_Modified_Since=headers["last-modified"])
    assert (status, body) == (304, b"")


def test_a_silently_edited_page_is_sent_again(server: NewsroomServer, clock: HandClock) -> None:
    _, headers, _ = ask(server, BRIDGE)
    clock.sleep(20 * 60)
    assert ask(server, BRIDGE, If_Modified_Since=headers["last-modified"])[0] == 200


def test_an_etag_is_honoured(server: NewsroomServer) -> None:
    _, headers, _ = ask(server, "/rss", paper="north-herald")
    assert ask(server, "/rss", paper="north-herald", If_None_Match=headers["etag"])[0] == 304


def test_a_date_that_cannot_be_read_is_passed_over(server: NewsroomServer) -> None:
    assert ask(server, BRIDGE, If_Modified_Since="yesterday, about noon")[0] == 200


def test_head_has_the_headers_of_get_and_no_body(server: NewsroomServer) -> None:
    status, headers, body = ask(server, BRIDGE, method="HEAD")
    assert (status, body) == (200, b"")
    assert headers["content-length"] == str(len(ask(server, BRIDGE)[2]))


def test_a_deleted_article_is_answered_with_its_status(server: NewsroomServer, clock: HandClock) -> None:
    clock.sleep(23 * 60)
    assert ask(server, "/business/pier-cafe-to-close/", paper="skarrow-lantern")[0] == 410


def test_a_port_that_is_taken_is_named(server: NewsroomServer, clock: HandClock) -> None:
    with pytest.raises(PortInUse, match=str(server.port)), serve_newsroom(Newsroom(START), clock, port=server.port):
        pass


def test_the_watchlist_names_the_feeds_that_are_served(server: NewsroomServer) -> None:
    watchlist = tomllib.loads(demo_watchlist(server.port))
    for source in watchlist["source"]:
        for address in source["feeds"] + source.get("sitemaps", []):
            path = "/" + address.split("/", 3)[3]
            assert ask(server, path, paper=source["id"])[0] == 200


def test_the_watchlist_allows_loopback_and_its_port_alone() -> None:
    network = tomllib.loads(demo_watchlist(8123))["network"]
    assert network["allow"] == ["127.0.0.0/8"]
    assert network["ports"] == [8123]
    assert set(network["hosts"].values()) == {"127.0.0.1"}


def test_the_watchlist_takes_other_intervals_and_another_text_policy() -> None:
    watchlist = tomllib.loads(demo_watchlist(8123, text="changes", first_check_minutes=5, site_url="http://x.test/"))
    assert watchlist["publish"]["text"] == "changes"
    assert watchlist["afterprint"]["site_url"] == "http://x.test/"
    assert {source["first_check_minutes"] for source in watchlist["source"]} == {5}
