"""The local web server of the published site."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afterprint.engine.server import CONTENT_TYPES, SiteServer, serve_site
from afterprint.errors import AfterprintError, PortInUse

SECRET = b"the archive is private"
WITHDRAWN_ON = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
GONE = "north-herald/gone/index.html"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    (data / "secret.html").write_bytes(SECRET)
    site = data / "site"
    (site / "north-herald" / "abc").mkdir(parents=True)
    (site / "north-herald" / "gone").mkdir()
    (site / "empty").mkdir()
    (site / "index.html").write_bytes(b"latest")
    (site / "404.html").write_bytes(b"nothing here")
    (site / "north-herald" / "index.html").write_bytes(b"source")
    (site / "north-herald" / "abc" / "1-2.html").write_bytes(b"change")
    (site / "north-herald" / "gone" / "index.html").write_bytes(b"withdrawn text")
    (site / ".hidden.html").write_bytes(SECRET)
    for extension in CONTENT_TYPES:
        (site / f"typed{extension}").write_bytes(b"x")
    (site / "link.html").symlink_to(data / "secret.html")
    (site / "folder").symlink_to(data)
    (site / "loop.html").symlink_to(site / "loop.html")
    return site


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[SiteServer]:
    with serve_site(root, port=0, gone_since=lambda path: WITHDRAWN_ON if path == GONE else None) as served:
        yield served


def ask(server: SiteServer, target: str, *, method: str = "GET", **headers: str) -> Answer:
    """The answer to a request whose target is sent as it stands: `http.client` would refuse some of them."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        lines = [f"{method} {target} HTTP/1.1", "Host: x", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        response = http.client.HTTPResponse(connection, method=method)
        response.begin()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())


# ── what lies where ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("target", "body"),
    [
        ("/", b"latest"),
        ("/?page=2", b"latest"),
        ("/index.html", b"latest"),
        ("/north-herald/", b"source"),
        ("/north-herald/abc/1-2.html", b"change"),
        ("/north%2Dherald/abc/1%2D2.html", b"change"),
        ("http://127.0.0.1/north-herald/", b"source"),
    ],
)
def test_a_document_is_found_at_its_path(server: SiteServer, target: str, body: bytes) -> None:
    answer = ask(server, target)
    assert (answer.status, answer.body) == (200, body)


def test_a_folder_without_its_slash_is_redirected_to_it(server: SiteServer) -> None:
    answer = ask(server, "/north-herald")
    assert (answer.status, answer.headers["location"]) == (301, "/north-herald/")


@pytest.mark.parametrize("target", ["/absent.html", "/absent/", "/north-herald/abc/9-10.html", "/index.html/"])
def test_what_is_absent_is_404_with_the_sites_own_page(server: SiteServer, target: str) -> None:
    answer = ask(server, target)
    assert (answer.status, answer.body) == (404, b"nothing here")
    assert "etag" not in answer.headers


def test_a_folder_is_never_listed(server: SiteServer) -> None:
    assert ask(server, "/empty/").status == 404
    assert ask(server, "/empty").status == 404


@pytest.mark.parametrize("target", ["/north-herald/gone/", "/north-herald/gone/index.html", "/north-herald/gone"])
def test_a_withdrawn_path_is_410_with_its_date_and_says_nothing_of_what_was_there(
    server: SiteServer, target: str
) -> None:
    answer = ask(server, target)
    assert answer.status == 410
    assert b"withdrawn on 24 November 2026" in answer.body
    assert b"withdrawn text" not in answer.body


def test_a_site_without_its_own_page_for_404_has_one_all_the_same(tmp_path: Path) -> None:
    with serve_site(tmp_path, port=0) as served:
        answer = ask(served, "/")
    assert answer.status == 404
    assert b"no page at this address" in answer.body


# ── ways out ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.html",
        "/north-herald/../../secret.html",
        "/%2e%2e/secret.html",
        "/%2E%2E%2Fsecret.html",
        "/..%2fsecret.html",
        "/..%5csecret.html",
        "/..\\secret.html",
        "/%252e%252e/secret.html",
        "/%c0%ae%c0%ae/secret.html",
        "/index.html%00.html",
        "/%00/../secret.html",
        "//secret.html",
        "/.//../secret.html",
        "/./index.html",
        "/.hidden.html",
        "/link.html",
        "/folder/secret.html",
        "/loop.html",
        "secret.html",
        "*",
        "http://[broken/secret.html",
        "/" + "a" * 5000,
    ],
)
def test_no_path_leads_out_of_the_site(server: SiteServer, target: str) -> None:
    answer = ask(server, target)
    assert answer.status == 404
    assert SECRET not in answer.body


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from(["..", "%2e%2e", ".", "%2f", "/", "\\", "%5c", "folder", "secret.html"])))
def test_no_mixture_of_dots_and_slashes_leads_out(server: SiteServer, parts: list[str]) -> None:
    assert SECRET not in ask(server, "/" + "".join(parts)).body


@pytest.mark.parametrize("target", ["//example.org/..", "//example.org", "/%2fexample.org"])
def test_a_redirect_never_leads_to_another_host(server: SiteServer, target: str) -> None:
    assert "location" not in ask(server, target).headers


# ── headers ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("extension", "content_type"), CONTENT_TYPES.items())
def test_every_extension_has_its_type(server: SiteServer, extension: str, content_type: str) -> None:
    assert ask(server, f"/typed{extension}").headers["content-type"] == content_type


@pytest.mark.parametrize("target", ["/", "/absent.html", "/north-herald/gone/", "/north-herald"])
def test_every_answer_forbids_foreign_scripts_sniffing_and_referrers(server: SiteServer, target: str) -> None:
    headers = ask(server, target).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src 'self';" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("tag", ["{}", "W/{}", '"other", {}', "*"])
def test_bytes_that_the_client_holds_are_not_sent_again(server: SiteServer, tag: str) -> None:
    first = ask(server, "/")
    again = ask(server, "/", If_None_Match=tag.format(first.headers["etag"]))
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_changed_bytes_are_sent(tmp_path: Path) -> None:
    with serve_site(tmp_path, port=0) as served:
        (tmp_path / "index.html").write_bytes(b"one")
        first = ask(served, "/")
        (tmp_path / "index.html").write_bytes(b"two")
        again = ask(served, "/", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (200, b"two")


def test_head_has_the_headers_of_get_and_no_body(server: SiteServer) -> None:
    get, head = ask(server, "/"), ask(server, "/", method="HEAD")
    varying = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in varying} == {
        k: v for k, v in get.headers.items() if k not in varying
    }
    assert head.body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_get_and_head_is_allowed(server: SiteServer, method: str) -> None:
    answer = ask(server, "/", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_requests_leave_no_trace_on_standard_error(server: SiteServer, capfd: pytest.CaptureFixture[str]) -> None:
    ask(server, "/absent.html")
    assert capfd.readouterr().err == ""


# ── the port ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_site_is_served_on_loopback(server: SiteServer) -> None:
    assert server.address == f"http://127.0.0.1:{server.port}/"


def test_a_port_in_use_is_named_with_the_remedy(server: SiteServer, root: Path) -> None:
    with (
        pytest.raises(PortInUse, match=rf"port {server.port} cannot be used.*--port"),
        serve_site(root, port=server.port),
    ):
        pass


def test_a_port_in_use_is_an_expected_error_that_says_which() -> None:
    error = PortInUse(8780)
    assert isinstance(error, AfterprintError)
    assert (error.port, error.retry) == (8780, False)


def test_the_port_is_free_again_once_the_context_has_ended(root: Path) -> None:
    with serve_site(root, port=0) as first:
        ask(first, "/")
    with serve_site(root, port=first.port) as second:
        assert ask(second, "/").status == 200
