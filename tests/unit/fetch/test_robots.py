"""robots.txt, by RFC 9309."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.errors import Blocked, FetchError
from afterprint.fetch import crawl_delay, may_fetch, read_robots
from afterprint.fetch.robots import LONGEST_DELAY, MAX_BYTES, allows, fitting, product_token
from afterprint.model import Fetched
from afterprint.rows import RobotsRow

AGENT = "Afterprint/0.1 (+https://edits.example.org/about)"
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
URL = "https://news.example.com/politics/article"


class OneAnswer:
    """A Web that gives one body or raises one error."""

    def __init__(self, answer: bytes | FetchError) -> None:
        self.answer = answer
        self.asked: list[tuple[str, bool]] = []

    def get(self, url, *, validators=None, pace=None, across_hosts=False, max_body=None):  # type: ignore[no-untyped-def]
        self.asked.append((url, across_hosts))
        if isinstance(self.answer, FetchError):
            raise self.answer
        return Fetched(url=url, final_url=url, status=200, headers={}, body=self.answer)


def test_without_rules_everything_may_be_fetched() -> None:
    assert may_fetch("", AGENT, URL)


def test_a_group_that_names_us_wins_over_the_one_for_all() -> None:
    robots = "User-agent: *\nDisallow: /\n\nUser-agent: afterprint\nAllow: /"
    assert may_fetch(robots, AGENT, URL)
    assert not may_fetch(robots, "Somebody/1.0", URL)


@pytest.mark.parametrize("other", ["after", "print", "afterprinter", "Mozilla"])
def test_a_group_for_a_name_like_ours_is_not_ours(other: str) -> None:
    assert may_fetch(f"User-agent: {other}\nDisallow: /", AGENT, URL)


def test_the_longest_rule_wins_and_of_equal_ones_the_allowing() -> None:
    robots = "User-agent: *\nDisallow: /politics/\nAllow: /politics/article\nAllow: /x\nDisallow: /x"
    assert may_fetch(robots, AGENT, URL)
    assert not may_fetch(robots, AGENT, "https://news.example.com/politics/other")
    assert may_fetch(robots, AGENT, "https://news.example.com/x")


def test_an_unknown_line_does_not_end_a_group() -> None:
    assert not may_fetch("User-agent: Afterprint\nNoise: 1\nUser-agent: *\nDisallow: /", AGENT, URL)


def test_an_address_is_percent_encoded_before_it_is_matched() -> None:
    robots = "User-agent: *\nDisallow: /stra%C3%9Fe"
    assert not may_fetch(robots, AGENT, "https://news.example.com/straße/1")


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_every_line_end_and_a_byte_order_mark_are_understood(line_end: str) -> None:
    assert not may_fetch("\ufeff" + line_end.join(["User-agent: *", "Disallow: / # all"]), AGENT, URL)


def test_a_crawl_delay_is_in_seconds_and_for_its_own_group() -> None:
    robots = "User-agent: *\nCrawl-delay: 10\n\nUser-agent: Afterprint\nCrawl-delay: 2.5\nDisallow:"
    assert crawl_delay(robots, AGENT) == 2.5
    assert crawl_delay(robots, "Somebody/1.0") == 10


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "soon", ""])
def test_a_crawl_delay_that_is_no_number_of_seconds_is_none(value: str) -> None:
    assert crawl_delay(f"User-agent: *\nCrawl-delay: {value}\nDisallow: /x", AGENT) is None


def test_a_crawl_delay_is_capped() -> None:
    assert crawl_delay("User-agent: *\nCrawl-delay: 86400\nDisallow: /x", AGENT) == LONGEST_DELAY


def test_the_product_token_is_what_the_user_agent_begins_with() -> None:
    assert product_token(AGENT) == "Afterprint"


def test_robots_txt_is_asked_for_at_the_root_of_the_host_and_followed_to_other_hosts() -> None:
    web = OneAnswer(b"User-agent: *\nDisallow: /x")
    row = read_robots(web, URL, host="news.example.com", now=NOW)
    assert web.asked == [("https://news.example.com/robots.txt", True)]
    assert row == RobotsRow(host="news.example.com", text="User-agent: *\nDisallow: /x", read_at=NOW)


def test_only_the_first_500_kib_are_kept() -> None:
    row = read_robots(OneAnswer(b"#" * (MAX_BYTES + 9)), URL, host="news.example.com", now=NOW)
    assert len(row.text) == MAX_BYTES


@pytest.mark.parametrize(
    "error",
    [
        FetchError("status", URL, status=404),
        FetchError("status", URL, status=401),
        FetchError("status", URL, status=410),
        FetchError("redirects", URL),
        FetchError("empty", URL, status=200),
    ],
)
def test_where_there_is_none_everything_may_be_fetched(error: FetchError) -> None:
    row = read_robots(OneAnswer(error), URL, host="news.example.com", now=NOW)
    assert row.status == "absent"
    assert allows(row, AGENT, URL)


@pytest.mark.parametrize(
    "error",
    [
        FetchError("status", URL, status=503),
        FetchError("status", URL, status=429),
        FetchError("deadline", URL),
        FetchError("dns", URL),
        FetchError("tls", URL),
        FetchError("truncated", URL),
        FetchError("too_large", URL),
        Blocked(URL),
    ],
)
def test_where_it_cannot_be_read_nothing_may_be_fetched(error: FetchError) -> None:
    row = read_robots(OneAnswer(error), URL, host="news.example.com", now=NOW)
    assert row.status == "unreachable"
    assert not allows(row, AGENT, URL)


def test_a_text_of_wild_patterns_is_matched_in_no_time() -> None:
    robots = "User-agent: *\nDisallow: /" + "*a" * 2_000
    assert may_fetch(robots, AGENT, "https://news.example.com/" + "a" * 1_000)


@given(st.text(max_size=200), st.text(max_size=30))
def test_any_text_gives_an_answer(robots: str, path: str) -> None:
    robots, path = (text.encode("utf-8", "replace").decode() for text in (robots, path))
    assert may_fetch(robots, AGENT, f"https://news.example.com/{path}") in (True, False)
    delay = crawl_delay(robots, AGENT)
    assert delay is None or 0 <= delay <= LONGEST_DELAY


def _large(agent: str, most: int, rules: str = "Disallow: /{:x}") -> str:
    noise = random.Random(1)
    lines = "\n".join(rules.format(noise.getrandbits(64)) for _ in range(most))
    return f"User-agent: {agent}\n{lines}\n"


def test_a_robots_txt_that_fits_is_kept_as_it_is() -> None:
    assert fitting("User-agent: *\nDisallow: /a\n# why", "Afterprint/1") == "User-agent: *\nDisallow: /a\n# why"


@pytest.mark.parametrize("ours", ["*", "afterprint"])
def test_of_a_large_robots_txt_our_rules_are_kept_wherever_they_stand(ours: str) -> None:
    text = _large("otherbot", 8000) + f"\nUser-agent: {ours}\nCrawl-delay: 7\nDisallow: /a\nAllow: /a/b\n"
    kept = fitting(text, "Afterprint/1")
    assert len(kept) < 200
    assert crawl_delay(kept, "Afterprint/1") == 7
    allowed = [may_fetch(kept, "Afterprint/1", f"https://paper.test{path}") for path in ("/a", "/a/b", "/c")]
    assert allowed == [False, True, True]


def test_rules_beyond_the_limit_never_become_permissions() -> None:
    text = _large("*", 8000) + "Disallow: /last\n"
    kept = fitting(text, "Afterprint/1")
    assert not may_fetch(kept, "Afterprint/1", "https://paper.test/last")
    many_allowed = _large("*", 8000, "Allow: /x/{:x}") + "Disallow: /last\n"
    kept = fitting(many_allowed, "Afterprint/1")
    assert not may_fetch(kept, "Afterprint/1", "https://paper.test/last")
    assert may_fetch(kept, "Afterprint/1", "https://paper.test/else")


@given(
    st.lists(
        st.sampled_from(
            [
                "User-agent: *",
                "User-agent: afterprint",
                "User-agent: x",
                "Disallow: /a",
                "Allow: /a/b",
                "Disallow: /",
                "Disallow:",
                "Allow: /",
                "# x",
                "",
                "Sitemap: /s",
            ]
        )
    ),
    st.integers(0, 60),
)
def test_whatever_is_left_out_nothing_forbidden_is_allowed(lines: list[str], most: int) -> None:
    text = "\n".join(lines)
    kept = fitting(text, "Afterprint/1", most=max(most, 40))
    for path in ("/", "/a", "/a/b", "/c"):
        url = f"https://paper.test{path}"
        assert may_fetch(text, "Afterprint/1", url) or not may_fetch(kept, "Afterprint/1", url)
