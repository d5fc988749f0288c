"""Answers that are damaged, ambiguous or slow: refused for what they are, and never taken as good."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterprint.errors import FetchError
from afterprint.web import GuardedWeb
from local_server import RawServer

BODY = b"<p>The council voted.</p>"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LENGTH = OK + b"Content-Length: %d\r\n\r\n" % len(BODY)
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
CHUNK = b"%x\r\n%s\r\n" % (len(BODY), BODY)


def ask(*script: bytes | float | str, deadline_s: float = 2, max_headers: int = 4_000) -> bytes:
    with RawServer(script) as server:
        web = GuardedWeb(
            user_agent="Test/1", policy=server.policy(), deadline_s=deadline_s, max_body=10_000, max_headers=max_headers
        )
        try:
            return web.get(server.url()).body
        finally:
            web.close()


def why(*script: bytes | float | str, **more: float) -> str:
    with pytest.raises(FetchError) as caught:
        ask(*script, **more)  # type: ignore[arg-type]
    return caught.value.reason


@pytest.mark.parametrize(
    "answer",
    [
        LENGTH + BODY,
        LENGTH + BODY + b"what follows is not the body",
        OK + b"Content-Length: 25\r\nContent-Length: 25\r\n\r\n" + BODY,
        OK + b"Content-Length: 25, 25\r\n\r\n" + BODY,
        OK + b"Connection: close\r\n\r\n" + BODY,
        b"HTTP/1.0 200 OK\r\n\r\n" + BODY,
        b"HTTP/1.1 200\r\nContent-Length: 25\r\n\r\n" + BODY,
        b"HTTP/1.1 200 OK\nContent-Length: 25\n\n" + BODY,
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + LENGTH + BODY,
        b"HTTP/1.1 100 Continue\r\n\r\n" + LENGTH + BODY,
        OK + b"X-Folded: a\r\n  b\r\nContent-Length: 25\r\n\r\n" + BODY,
        CHUNKED + CHUNK + b"0\r\n\r\n",
        CHUNKED + CHUNK + b"0\r\nX-Trailer: a\r\n\r\n",
        CHUNKED + b'00019;name="value"\r\n' + BODY + b"\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: Chunked\r\nContent-Length: 10\r\n\r\n" + CHUNK + b"0\r\n\r\n",
    ],
)
def test_a_sound_answer_gives_its_body(answer: bytes) -> None:
    assert ask(answer, "fin") == BODY


def test_an_answer_may_come_in_pieces() -> None:
    assert ask(*(LENGTH[at : at + 9] for at in range(0, len(LENGTH), 9)), BODY[:5], 0.01, BODY[5:], "fin") == BODY


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 20",
        OK,
        OK + b"Content-Le",
        LENGTH,
        LENGTH + BODY[:-1],
        CHUNKED,
        CHUNKED + b"1",
        CHUNKED + b"19\r\n",
        CHUNKED + CHUNK[:-4],
        CHUNKED + CHUNK,
        CHUNKED + CHUNK + b"0\r\n",
        CHUNKED + CHUNK + b"0\r\nX-Trailer: a\r\n",
    ],
)
@pytest.mark.parametrize("end", ["fin", "rst"])
def test_an_answer_that_ends_early_is_truncated(answer: bytes, end: str) -> None:
    assert why(answer, 0.02, end) == "truncated"


def test_a_reset_is_no_orderly_end_of_a_body_without_a_length() -> None:
    assert why(OK + b"Connection: close\r\n\r\n" + BODY, 0.05, "rst") == "truncated"


@pytest.mark.parametrize(
    "answer",
    [
        BODY + b"\n",
        b"HTTP/2 200 OK\r\n\r\n",
        b"HTTP/1.1 OK\r\n\r\n",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/1.1 +20 OK\r\n\r\n",
        b"ICY 200 OK\r\n\r\n" + BODY,
        b"\r\n\r\n" + LENGTH + BODY,
        OK + b"no colon\r\nContent-Length: 25\r\n\r\n" + BODY,
        OK + b"Content-Length : 25\r\n\r\n" + BODY,
        OK + b"X-Nul: \0\r\nContent-Length: 25\r\n\r\n" + BODY,
        OK + b"X-Bare: a\rContent-Length: 3\r\nContent-Length: 25\r\n\r\n" + BODY,
        b"HTTP/1.1 200 OK\r\n folded first\r\n\r\n" + BODY,
        OK + b"Content-Length: 25, 24\r\n\r\n" + BODY,
        OK + b"Content-Length: 25\r\nContent-Length: 24\r\n\r\n" + BODY,
        OK + b"Content-Length: +25\r\n\r\n" + BODY,
        OK + b"Content-Length: 0x19\r\n\r\n" + BODY,
        OK + b"Content-Length: -1\r\n\r\n" + BODY,
        OK + b"Content-Length: \r\n\r\n" + BODY,
        OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + CHUNK + b"0\r\n\r\n",
        OK + b"Transfer-Encoding: identity\r\n\r\n" + BODY,
        CHUNKED + BODY + b"\n",
        CHUNKED + b"-19\r\n" + BODY + b"\r\n0\r\n\r\n",
        CHUNKED + b"0x19\r\n" + BODY + b"\r\n0\r\n\r\n",
        CHUNKED + b"1_9\r\n" + BODY + b"\r\n0\r\n\r\n",
        CHUNKED + b"\r\n" + CHUNK + b"0\r\n\r\n",
        CHUNKED + b"18\r\n" + BODY + b"\r\n0\r\n\r\n",
        CHUNKED + b"19;" + b"x" * 5_000 + b"\r\n" + BODY + b"\r\n0\r\n\r\n",
        OK + b"X-Filler: a\r\n" * 201 + b"\r\n" + BODY,
        OK + b"X-Big: " + b"a" * 4_000 + b"\r\n\r\n" + BODY,
        b"HTTP/1.1 200 " + b"O" * 5_000,
        CHUNKED + CHUNK + b"0\r\n" + b"X-Trailer: aaaa\r\n" * 300 + b"\r\n",
    ],
    ids=lambda answer: ascii(answer)[-40:],
)
def test_what_is_not_framed_as_http_is_refused(answer: bytes) -> None:
    assert why(answer, 0.02, "fin") == "protocol"


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"Content-Length: 10001\r\n\r\n",
        CHUNKED + b"2711\r\n",
        CHUNKED + b"fffffffffff\r\n",
        OK + b"Connection: close\r\n\r\n" + b"a" * 10_001,
    ],
)
def test_a_body_beyond_the_limit_is_too_large(answer: bytes) -> None:
    assert why(answer, 0.02, "fin") == "too_large"


@pytest.mark.parametrize(
    "script",
    [
        [2.0],
        [LENGTH, 2.0],
        [LENGTH, *[b"<", 0.05] * 25],
        [b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n", 0.05] * 25],
        [*[b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.05] * 25],
        [CHUNKED, *[b"1\r\na\r\n", 0.05] * 25],
        [OK + b"Connection: close\r\n\r\n", *[b"a", 0.05] * 25],
    ],
    ids=["silence", "after the head", "body", "fields", "interim", "chunks", "to the end"],
)
def test_a_drip_of_bytes_does_not_stretch_the_deadline(script: list[bytes | float]) -> None:
    assert why(*script, deadline_s=0.1) == "deadline"


def test_a_connection_that_was_closed_while_idle_is_made_anew() -> None:
    with RawServer([LENGTH + BODY, "fin"], [LENGTH + BODY, "fin"]) as server:
        web = GuardedWeb(user_agent="Test/1", policy=server.policy())
        assert [web.get(server.url()).body for _ in range(2)] == [BODY, BODY]


def test_a_connection_that_closes_on_the_next_request_is_made_anew() -> None:
    with RawServer([LENGTH + BODY, "request", "fin"], [LENGTH + BODY, "fin"]) as server:
        web = GuardedWeb(user_agent="Test/1", policy=server.policy())
        assert [web.get(server.url()).body for _ in range(2)] == [BODY, BODY]
        assert len(server.requests) == 3


def test_a_request_that_is_sent_again_is_paced_like_any_other() -> None:
    with RawServer([LENGTH + BODY, "request", "fin"], [LENGTH + BODY, "fin"]) as server:
        web = GuardedWeb(user_agent="Test/1", policy=server.policy())
        paced: list[str] = []
        for _ in range(2):
            web.get(server.url(), pace=paced.append)
        assert len(paced) == len(server.requests) == 3


def test_bytes_after_an_answer_are_not_taken_for_the_next_one() -> None:
    smuggled = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong"
    with RawServer([LENGTH + BODY + smuggled, "request", "fin"], [LENGTH + BODY, "fin"]) as server:
        web = GuardedWeb(user_agent="Test/1", policy=server.policy())
        assert [web.get(server.url()).body for _ in range(2)] == [BODY, BODY]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80), st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", OK + b"\r\n", LENGTH, CHUNKED]))
def test_any_bytes_give_a_body_or_a_typed_error(noise: bytes, head: bytes) -> None:
    try:
        assert ask(head + noise, "fin")
    except FetchError as error:
        assert error.reason in FetchError.REASONS
