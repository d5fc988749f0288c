"""A host's lane against a web that is ours: gaps, robots.txt, trouble, recovery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from afterprint.errors import Blocked, FetchError
from afterprint.fetch.ask import ask
from afterprint.fetch.lane import FIRST_PAUSE, LONGEST_PAUSE, HostInTrouble, Lane
from afterprint.local.catalog import SqliteCatalog
from afterprint.model import Fetched, Validators
from afterprint.outcomes import Elsewhere, Failed, Missing, NotModified
from fakes import FakeClock

HOST = "paper.test"
URL = "https://paper.test/a"
ROBOTS = "https://paper.test/robots.txt"
Answer = Fetched | FetchError


def fetched(url: str = URL, body: bytes = b"<p>", status: int = 200, moved_to: str | None = None) -> Fetched:
    return Fetched(url=url, final_url=url, status=status, headers={}, body=body, moved_to=moved_to)


class FakeWeb:
    """Answers by address; notes when it was asked for what, each redirect and robots.txt among it."""

    def __init__(self, clock: FakeClock, **answers: Answer) -> None:
        self.clock = clock
        self.answers: dict[str, Answer] = {ROBOTS: FetchError("status", ROBOTS, status=404)}
        self.hops: dict[str, list[str]] = {}
        self.log: list[tuple[str, float]] = []
        self.sent: list[Validators | None] = []
        self.takes = 0.0

    def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        pace: Callable[[str], None] | None = None,
        across_hosts: bool = False,
        max_body: int | None = None,
    ) -> Fetched:
        for hop in (url, *self.hops.get(url, ())):
            if pace is not None:
                pace(hop)
            self.log.append((hop, self.clock.monotonic()))
            self.clock.advance(self.takes)
        self.sent.append(validators)
        answer = self.answers.get(url, fetched(url))
        if isinstance(answer, FetchError):
            raise answer
        return answer

    def asked(self) -> list[str]:
        return [url for url, _ in self.log if url != ROBOTS]


class Street:
    """A lane, entered anew whenever a test wants that, and all that it sees."""

    def __init__(self, catalog: SqliteCatalog) -> None:
        self.clock = FakeClock()
        self.web = FakeWeb(self.clock)
        self.catalog = catalog

    def lane(self, gap: float = 1) -> Lane:
        agent = "Afterprint/1 (+https://edits.example.org)"
        return Lane(HOST, web=self.web, catalog=self.catalog, clock=self.clock, user_agent=agent, gap_seconds=gap)


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    yield Street(catalog)
    catalog.close()


def test_each_hop_of_a_redirect_and_robots_txt_wait_for_the_gap(street: Street) -> None:
    street.web.hops = {URL: ["https://paper.test/b", "https://paper.test/c"]}
    street.lane(gap=2).get(URL)
    assert [url.rpartition("/")[2] for url, _ in street.web.log] == ["robots.txt", "a", "b", "c"]
    times = [at for _, at in street.web.log]
    assert [later - earlier for earlier, later in pairwise(times)] == [2, 2, 2]


def test_the_gap_counts_from_the_answer_since_the_site_sees_no_other(street: Street) -> None:
    street.web.hops = {URL: ["https://paper.test/b"]}
    street.web.takes = 5
    lane = street.lane(gap=2)
    lane.get(URL)
    lane.get("https://paper.test/c")
    lane.rest()
    times = [*(at for _, at in street.web.log), street.clock.monotonic()]
    assert [later - earlier for earlier, later in pairwise(times)] == [7, 7, 7, 7]


def test_a_failure_is_an_answer_too(street: Street) -> None:
    street.web.takes = 5
    street.web.answers[URL] = FetchError("truncated", URL)
    lane = street.lane(gap=2)
    for _ in range(2):
        with pytest.raises(FetchError):
            lane.get(URL)
    times = [at for _, at in street.web.log]
    assert [later - earlier for earlier, later in pairwise(times)] == [7, 7]


def test_a_lane_is_left_when_its_gap_has_passed(street: Street) -> None:
    lane = street.lane(gap=2)
    lane.get(URL)
    last = street.web.log[-1][1]
    lane.rest()
    assert street.clock.monotonic() == last + 2


def test_a_lane_in_which_nothing_was_asked_is_left_at_once(street: Street) -> None:
    street.lane(gap=2).rest()
    assert street.clock.slept == []


def test_time_that_passed_meanwhile_is_not_waited_for_again(street: Street) -> None:
    lane = street.lane(gap=2)
    lane.get(URL)
    street.clock.advance(60)
    asked_at = street.clock.monotonic()
    lane.get(URL)
    assert street.web.log[-1][1] == asked_at


def test_robots_txt_is_read_once_for_many_lanes(street: Street) -> None:
    for _ in range(3):
        street.lane().get(URL)
    assert [url for url, _ in street.web.log].count(ROBOTS) == 1


def test_what_robots_txt_forbids_is_an_answer_and_is_not_asked_for(street: Street) -> None:
    street.web.answers[ROBOTS] = fetched(ROBOTS, b"User-agent: afterprint\nDisallow: /a")
    assert ask(URL, lane=street.lane(), validators=None) == Failed(reason="robots")
    assert street.web.asked() == []


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(street: Street) -> None:
    street.web.answers[ROBOTS] = fetched(ROBOTS, b"User-agent: *\nDisallow: /private")
    street.web.hops = {URL: ["https://paper.test/private"]}
    assert ask(URL, lane=street.lane(), validators=None) == Failed(reason="robots")
    assert street.web.asked() == [URL]


@pytest.mark.parametrize(
    "error",
    [
        FetchError("connect", URL),
        FetchError("dns", URL),
        FetchError("tls", URL),
        FetchError("status", URL, status=429),
        FetchError("status", URL, status=503),
    ],
    ids=lambda error: f"{error.reason} {error.status}",
)
def test_trouble_closes_the_lane_at_once(street: Street, error: FetchError) -> None:
    street.web.answers[URL] = error
    lane = street.lane()
    with pytest.raises(HostInTrouble) as caught:
        lane.get(URL)
    assert lane.is_closed()
    assert street.lane().is_closed()
    assert caught.value.retry_at == street.clock.now() + FIRST_PAUSE


@pytest.mark.parametrize(
    "error",
    [
        FetchError("status", URL, status=404),
        FetchError("status", URL, status=500),
        FetchError("deadline", URL),
        FetchError("truncated", URL),
        Blocked(URL),
    ],
    ids=lambda error: f"{error.reason} {error.status}",
)
def test_what_is_wrong_with_one_page_closes_no_lane(street: Street, error: FetchError) -> None:
    street.web.answers[URL] = error
    lane = street.lane()
    with pytest.raises(FetchError):
        lane.get(URL)
    assert not lane.is_closed()
    assert street.catalog.host(HOST) is None


def test_the_pause_doubles_up_to_a_day_and_success_ends_it(street: Street) -> None:
    street.web.answers[URL] = FetchError("status", URL, status=503)
    pauses = []
    for _ in range(13):
        lane = street.lane()
        with pytest.raises(HostInTrouble) as caught:
            lane.get(URL)
        assert caught.value.retry_at is not None
        pauses.append(caught.value.retry_at - street.clock.now())
        street.clock.advance(pauses[-1].total_seconds())
    assert pauses[:4] == [FIRST_PAUSE * 2**power for power in range(4)]
    assert pauses[-1] == LONGEST_PAUSE
    assert not street.lane().is_closed()
    del street.web.answers[URL]
    street.lane().get(URL)
    row = street.catalog.host(HOST)
    assert row is not None
    assert (row.failures, row.not_before, row.last_success_at) == (0, None, street.clock.now())


def test_a_longer_time_that_the_host_named_wins(street: Street) -> None:
    again = street.clock.now() + timedelta(hours=3)
    street.web.answers[URL] = FetchError("status", URL, status=429, retry_at=again)
    lane = street.lane()
    with pytest.raises(HostInTrouble):
        lane.get(URL)
    street.clock.advance(2 * 3600)
    assert lane.is_closed()
    street.clock.advance(3600)
    assert not lane.is_closed()


def test_a_host_without_trouble_costs_no_write(street: Street) -> None:
    lane = street.lane()
    for _ in range(3):
        lane.get(URL)
    assert list(street.catalog.hosts()) == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (FetchError("status", URL, status=404), Missing(status=404)),
        (FetchError("status", URL, status=410), Missing(status=410)),
        (FetchError("status", URL, status=403), Failed(reason="status", status=403)),
        (FetchError("truncated", URL), Failed(reason="truncated")),
        (Blocked(URL), Failed(reason="blocked")),
        (fetched(status=304), NotModified()),
        (fetched(status=302, moved_to="https://other.test/"), Elsewhere(url="https://other.test/", permanent=False)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_way_that_asking_can_end_is_an_answer(street: Street, answer: Answer, expected: object) -> None:
    street.web.answers[URL] = answer
    assert ask(URL, lane=street.lane(), validators=None) == expected


def test_validators_are_sent_as_they_were_given(street: Street) -> None:
    validators = Validators(url=URL, etag='W/"x"', last_modified="Tue, 03 Nov 2026 10:00:00 GMT")
    ask(URL, lane=street.lane(), validators=validators)
    assert street.web.sent[-1] is validators


def test_a_gap_that_is_news_is_noted_once_with_whoever_asked_for_it(street: Street) -> None:
    street.web.answers[ROBOTS] = fetched(ROBOTS, b"User-agent: *\nCrawl-delay: 7")
    for _ in range(3):
        lane = street.lane(gap=2)
        lane.get(URL)
        lane.rest()
    row = street.catalog.host(HOST)
    assert row is not None
    assert (row.gap_seconds, row.gap_from, row.revision) == (7, "crawl-delay", 0)


def test_the_floor_is_no_news(street: Street) -> None:
    lane = street.lane()
    lane.get(URL)
    lane.rest()
    assert street.catalog.host(HOST) is None
