"""The guarded client against a real server on loopback."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import brotli
import pytest

from afterprint.errors import Blocked, FetchError
from afterprint.model import NetworkPolicy, Validators
from afterprint.web import GuardedWeb, fetch
from local_server import LocalServer, Request, Response

BODY = b"<html><title>Library stays open</title><p>The council voted on Tuesday.</p></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}
AGENT = "Afterprint/0.1 (+https://edits.example.org/about)"
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
PAGE = Response(200, HTML, BODY)


def redirect(to: str, status: int = 301) -> Response:
    return Response(status, {"Location": to})


def client(server: LocalServer, *others: LocalServer, hosts: dict[str, str] | None = None, **more) -> GuardedWeb:
    return GuardedWeb(
        user_agent=AGENT, policy=server.policy(*others, hosts=hosts), deadline_s=5, now=lambda: NOW, **more
    )


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with LocalServer({"/a": PAGE}) as server:
        yield server


def reason(web: GuardedWeb, url: str, **more) -> FetchError:
    with pytest.raises(FetchError) as caught:
        web.get(url, **more)
    return caught.value


# ── an ordinary answer ──


def test_a_page_comes_whole_with_its_headers_in_lower_case(server: LocalServer) -> None:
    fetched = client(server).get(server.url("/a"))
    assert (fetched.status, fetched.body, fetched.final_url) == (200, BODY, server.url("/a"))
    assert fetched.headers["content-type"] == HTML["Content-Type"]
    assert (fetched.moved_to, fetched.permanent_url, fetched.validators) == (None, None, None)


def test_a_request_says_who_asks_and_nothing_else(server: LocalServer) -> None:
    client(server).get(server.url("/a"))
    headers = server.log[0].headers
    assert headers.pop("accept")
    assert headers == {
        "host": f"127.0.0.1:{server.port}",
        "user-agent": AGENT,
        "accept-encoding": "gzip, deflate, br",
    }


def test_no_cookie_is_sent_back(server: LocalServer) -> None:
    server.routes = {"/a": Response(200, {**HTML, "Set-Cookie": "a=b; Path=/"}, BODY)}
    web = client(server)
    web.get(server.url("/a"))
    web.get(server.url("/a"))
    assert "cookie" not in server.log[1].headers


def test_the_environment_names_no_proxy(server: LocalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert client(server).get(server.url("/a")).body == BODY


@pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_coded_body_is_decoded(server: LocalServer, coding: str, compress) -> None:
    server.routes = {"/a": Response(200, {**HTML, "Content-Encoding": coding}, compress(BODY))}
    assert client(server).get(server.url("/a")).body == BODY


def test_an_encoding_that_was_not_offered_is_refused(server: LocalServer) -> None:
    server.routes = {"/a": Response(200, {**HTML, "Content-Encoding": "br"}, brotli.compress(BODY))}
    assert reason(client(server, codings=("gzip",)), server.url("/a")).reason == "encoding"


def test_a_connection_is_used_again_for_the_same_host(server: LocalServer) -> None:
    web = client(server)
    web.get(server.url("/a"))
    web.get(server.url("/a"))
    assert server.log[0].connection == server.log[1].connection


def test_threads_share_a_client_but_no_connection(server: LocalServer) -> None:
    web = client(server)
    threads = [threading.Thread(target=web.get, args=(server.url("/a"),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({request.connection for request in server.log}) == 3


def test_fetch_alone_takes_its_limits_as_arguments(server: LocalServer) -> None:
    fetched = fetch(server.url("/a"), deadline_s=5, max_body=1000, max_headers=1000, policy=server.policy())
    assert fetched.body == BODY


# ── what may be asked ──


def test_loopback_is_blocked_unless_it_was_allowed(server: LocalServer) -> None:
    web = GuardedWeb(user_agent=AGENT, policy=NetworkPolicy(ports=(server.port,)))
    with pytest.raises(Blocked):
        web.get(server.url("/a"))
    assert not server.log


def test_a_name_is_looked_up_once_and_its_vetted_address_connected_to(server: LocalServer) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    web = client(server, resolver=lambda host: next(answers))
    assert web.get(server.url("/a", host="news.test")).body == BODY
    assert server.log[0].headers["host"] == f"news.test:{server.port}"


def test_a_fixed_host_is_connected_to_at_its_address() -> None:
    with LocalServer({"/a": PAGE}, address="127.0.0.3") as server:
        web = client(server, hosts={"north.test": "127.0.0.3"})
        assert web.get(server.url("/a", host="north.test")).body == BODY


def test_the_next_address_is_tried_where_one_refuses(server: LocalServer) -> None:
    web = client(server, resolver=lambda host: ["127.0.0.99", "127.0.0.1"])
    assert web.get(server.url("/a", host="news.test")).body == BODY


def test_a_name_without_an_address_is_a_dns_error(server: LocalServer) -> None:
    def nowhere(host: str) -> list[str]:
        raise OSError("no such name")

    assert reason(client(server, resolver=nowhere), "http://news.test/").reason == "dns"


def test_a_refused_connection_is_a_connect_error(server: LocalServer) -> None:
    web = client(server, resolver=lambda host: ["127.0.0.99"])
    assert reason(web, server.url("/a", host="news.test")).reason == "connect"


def test_a_lookup_that_takes_too_long_meets_the_deadline(server: LocalServer) -> None:
    release = threading.Event()

    def slow(host: str) -> list[str]:
        release.wait(5)
        return ["127.0.0.1"]

    web = GuardedWeb(user_agent=AGENT, policy=server.policy(), deadline_s=0.05, resolver=slow)
    assert reason(web, server.url("/a", host="news.test")).reason == "deadline"
    release.set()


# ── redirects ──


def test_a_redirect_on_the_same_host_is_followed_in_place(server: LocalServer) -> None:
    server.routes = {"/old": redirect("/a?x=1#top", 302), "/a?x=1": PAGE}
    fetched = client(server).get(server.url("/old"))
    assert (fetched.url, fetched.final_url, fetched.body) == (server.url("/old"), server.url("/a?x=1"), BODY)
    assert fetched.permanent_url is None


def test_a_redirect_to_another_host_is_not_followed_in_place(server: LocalServer) -> None:
    with LocalServer({"/b": PAGE}, address="127.0.0.2") as other:
        server.routes = {"/a": redirect(other.url("/b"))}
        fetched = client(server, other).get(server.url("/a"))
        assert (fetched.status, fetched.moved_to, fetched.body) == (301, other.url("/b"), b"")
        assert fetched.permanent_url == other.url("/b")
        assert not other.log


def test_a_redirect_to_another_host_is_followed_where_that_is_asked_for(server: LocalServer) -> None:
    with LocalServer({"/b": PAGE}, address="127.0.0.2") as other:
        server.routes = {"/a": redirect(other.url("/b"))}
        fetched = client(server, other).get(server.url("/a"), across_hosts=True)
        assert (fetched.final_url, fetched.body, fetched.moved_to) == (other.url("/b"), BODY, None)


def test_another_port_is_another_host(server: LocalServer) -> None:
    with LocalServer({"/b": PAGE}) as other:
        server.routes = {"/a": redirect(other.url("/b"))}
        assert client(server, other).get(server.url("/a")).moved_to == other.url("/b")


def test_the_host_is_compared_in_lower_case(server: LocalServer) -> None:
    server.routes = {"/old": redirect(server.url("/a", host="NEWS.Test")), "/a": PAGE}
    web = client(server, hosts={"news.test": "127.0.0.1"})
    assert web.get(server.url("/old", host="news.test")).body == BODY


@pytest.mark.parametrize("across_hosts", [False, True])
def test_a_redirect_to_an_address_that_is_not_allowed_is_blocked(server: LocalServer, across_hosts: bool) -> None:
    server.routes = {"/a": redirect("http://169.254.169.254/latest/meta-data/")}
    web = client(server)
    if across_hosts:
        assert isinstance(reason(web, server.url("/a"), across_hosts=True), Blocked)
    else:
        assert web.get(server.url("/a")).moved_to == "http://169.254.169.254/latest/meta-data/"


@pytest.mark.parametrize(
    "location",
    ["ftp://127.0.0.1/", "file:///etc/passwd", "javascript:1", "http://u:p@127.0.0.1/", "http://127.0.\t0.1/"],
)
def test_a_redirect_to_no_plain_web_address_is_blocked(server: LocalServer, location: str) -> None:
    server.routes = {"/a": redirect(location)}
    assert isinstance(reason(client(server), server.url("/a")), Blocked)


def test_a_redirect_without_a_target_is_a_status_error(server: LocalServer) -> None:
    server.routes = {"/a": Response(302)}
    error = reason(client(server), server.url("/a"))
    assert (error.reason, error.status) == ("status", 302)


def test_five_redirects_are_followed_and_a_sixth_is_not(server: LocalServer) -> None:
    server.routes = {f"/{n}": redirect(f"/{n + 1}", 302) for n in range(6)} | {"/6": PAGE}
    web = client(server)
    assert web.get(server.url("/1")).body == BODY
    assert reason(web, server.url("/0")).reason == "redirects"


def test_a_circle_of_redirects_ends_at_once(server: LocalServer) -> None:
    server.routes = {"/a": redirect("/b"), "/b": redirect("/a")}
    assert reason(client(server), server.url("/a")).reason == "redirects"
    assert server.paths() == ["/a", "/b"]


@pytest.mark.parametrize(
    ("statuses", "permanent"), [([301, 308], "/2"), ([308, 302], "/1"), ([302, 301], None), ([307, 308], None)]
)
def test_the_permanent_address_is_the_last_of_a_permanent_prefix(
    server: LocalServer, statuses: list[int], permanent: str | None
) -> None:
    server.routes = {f"/{n}": redirect(f"/{n + 1}", status) for n, status in enumerate(statuses)} | {"/2": PAGE}
    fetched = client(server).get(server.url("/0"))
    assert fetched.permanent_url == (permanent and server.url(permanent))


def test_a_location_in_utf8_is_read_as_such(server: LocalServer) -> None:
    server.routes = {"/a": redirect("/straße".encode().decode("latin-1")), "/stra%C3%9Fe": PAGE}
    assert client(server).get(server.url("/a")).final_url == server.url("/straße")


# ── pace ──


def test_pace_is_called_before_every_single_request(server: LocalServer) -> None:
    server.routes = {"/old": redirect("/a"), "/a": PAGE}
    called: list[tuple[str, int]] = []
    client(server).get(server.url("/old"), pace=lambda url: called.append((url, len(server.log))))
    assert called == [(server.url("/old"), 0), (server.url("/a"), 1)]


def test_pace_may_stop_a_request(server: LocalServer) -> None:
    def stop(url: str) -> None:
        raise FetchError("robots", url)

    assert reason(client(server), server.url("/a"), pace=stop).reason == "robots"
    assert not server.log


def test_a_blocked_address_is_not_even_paced(server: LocalServer) -> None:
    called: list[str] = []
    assert isinstance(reason(client(server), "http://news.test:22/", pace=called.append), Blocked)
    assert not called


# ── conditional requests ──


def test_validators_of_an_answer_are_recorded_for_its_final_address(server: LocalServer) -> None:
    validators = {"ETag": 'W/"a,b \xe9"', "Last-Modified": "Fri, 20 Nov 2026 09:00:00 GMT"}
    server.routes = {"/old": redirect("/a"), "/a": Response(200, {**HTML, **validators}, BODY)}
    assert client(server).get(server.url("/old")).validators == Validators(
        url=server.url("/a"), etag='W/"a,b \xe9"', last_modified="Fri, 20 Nov 2026 09:00:00 GMT"
    )


def test_validators_are_sent_back_byte_for_byte(server: LocalServer) -> None:
    server.routes = {"/a": Response(304)}
    sent = Validators(url=server.url("/a"), etag='W/"a,b \xe9"', last_modified="yesterday, or so")
    fetched = client(server).get(server.url("/a"), validators=sent)
    assert server.log[0].headers["if-none-match"] == sent.etag
    assert server.log[0].headers["if-modified-since"] == sent.last_modified
    assert (fetched.not_modified, fetched.body, fetched.validators) == (True, b"", sent)


def test_a_304_renews_the_validators_it_names(server: LocalServer) -> None:
    server.routes = {"/a": Response(304, {"ETag": '"2"'})}
    sent = Validators(url=server.url("/a"), etag='"1"', last_modified="then")
    renewed = client(server).get(server.url("/a"), validators=sent).validators
    assert renewed == Validators(url=server.url("/a"), etag='"2"', last_modified="then")


def test_validators_of_another_address_are_not_sent(server: LocalServer) -> None:
    client(server).get(server.url("/a"), validators=Validators(url=server.url("/b"), etag='"1"'))
    assert "if-none-match" not in server.log[0].headers


def test_validators_are_sent_only_at_the_hop_they_belong_to(server: LocalServer) -> None:
    server.routes = {"/old": redirect("/a"), "/a": Response(304)}
    fetched = client(server).get(server.url("/old"), validators=Validators(url=server.url("/a"), etag='"1"'))
    assert ["if-none-match" in request.headers for request in server.log] == [False, True]
    assert fetched.not_modified


@pytest.mark.parametrize("etag", ['"a\r\nX: 1"', '"\u2026"', ""])
def test_a_validator_that_cannot_be_sent_is_left_out(server: LocalServer, etag: str) -> None:
    fetched = client(server).get(server.url("/a"), validators=Validators(url=server.url("/a"), etag=etag))
    assert fetched.body == BODY
    assert "if-none-match" not in server.log[0].headers


def test_a_304_that_was_not_asked_for_is_an_error(server: LocalServer) -> None:
    server.routes = {"/a": Response(304)}
    error = reason(client(server), server.url("/a"))
    assert (error.reason, error.status) == ("status", 304)


# ── statuses and kinds of body ──


@pytest.mark.parametrize("status", [206, 300, 304, 400, 403, 404, 410, 429, 500, 503, 999])
def test_a_status_that_is_no_page_is_an_error(server: LocalServer, status: int) -> None:
    server.routes = {"/a": Response(status, HTML, b"" if status == 304 else BODY)}
    error = reason(client(server), server.url("/a"))
    assert (error.reason, error.status) == ("status", status)


def test_retry_after_is_told_as_a_time(server: LocalServer) -> None:
    server.routes = {"/a": Response(503, {"Retry-After": "120"}, b"busy")}
    assert reason(client(server), server.url("/a")).retry_at == NOW + timedelta(minutes=2)


@pytest.mark.parametrize(
    "response", [Response(200, HTML), Response(200, HTML, b"\xef\xbb\xbf \r\n"), Response(204), Response(205)]
)
def test_an_answer_without_a_body_is_empty(server: LocalServer, response: Response) -> None:
    server.routes = {"/a": response}
    assert reason(client(server), server.url("/a")).reason == "empty"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("image/png", b"x"),
        ("application/pdf", b"x"),
        ("text/html", b"\x89PNG\r\n\x1a\n..."),
        ("text/html", b"%PDF-1.7"),
    ],
)
def test_what_is_no_document_is_a_type_error(server: LocalServer, content_type: str, body: bytes) -> None:
    server.routes = {"/a": Response(200, {"Content-Type": content_type}, body)}
    assert reason(client(server), server.url("/a")).reason == "type"


def test_a_page_coded_once_more_than_it_says_is_an_encoding_error(server: LocalServer) -> None:
    server.routes = {"/a": Response(200, HTML, gzip.compress(BODY))}
    assert reason(client(server), server.url("/a")).reason == "encoding"


def test_a_compressed_file_that_says_so_is_handed_on_as_it_is(server: LocalServer) -> None:
    file = gzip.compress(b"<urlset/>")
    server.routes = {"/a": Response(200, {"Content-Type": "application/x-gzip"}, file)}
    assert client(server).get(server.url("/a")).body == file


def test_a_body_beyond_the_limit_of_this_request_is_too_large(server: LocalServer) -> None:
    assert reason(client(server), server.url("/a"), max_body=len(BODY) - 1).reason == "too_large"
    assert client(server).get(server.url("/a"), max_body=len(BODY)).body == BODY


def test_headers_beyond_the_limit_are_no_http(server: LocalServer) -> None:
    server.routes = {"/a": Response(200, {"X-Filler": "x" * 2_000}, BODY)}
    assert reason(client(server, max_headers=1_000), server.url("/a")).reason == "protocol"


def test_an_error_gives_its_connection_up(server: LocalServer) -> None:
    def route(request: Request) -> Response:
        return PAGE if request.path == "/a" else Response(500, HTML, BODY)

    server.routes = route
    web = client(server)
    reason(web, server.url("/b"))
    web.get(server.url("/a"))
    assert server.log[0].connection != server.log[1].connection
