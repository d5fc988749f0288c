"""The OpenAPI document: whatever is asked, what is answered is what it says, from the routes and through the server."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from afterprint.api import ROUTES, Api, Request
from afterprint.engine.server import SiteServer, serve_site
from afterprint.publish import index_line
from afterprint.rows import AddressRow, ArticleRow
from afterprint.searching import LinesFinder
from fakes import FakeClock
from memory_stores import MemoryArchive, MemoryCatalog
from sample_records import ARTICLE, FIRST_SEEN, appeared, change, with_policy
from sample_site import version

URL = "https://north-herald.example/news/ferry"


@pytest.fixture(scope="module")
def api() -> Api:
    archive, catalog = MemoryArchive(), MemoryCatalog()
    for number in (1, 2, 3):
        archive.add_version(version(number, f"The ferry sailed {number} times.", article=ARTICLE))
        stored = change(number - 1) if number > 1 else appeared()
        archive.add_change(stored)
        catalog.enter(index_line(stored))
    row = ArticleRow(
        key=ARTICLE, host="h", address=URL, url=URL, first_seen_at=FIRST_SEEN, due=FIRST_SEEN, versions=3,
        confirmed_at=FIRST_SEEN + timedelta(hours=1),
    )  # fmt: skip
    catalog.add_article(row)
    catalog.claim_address(AddressRow(url=URL, article=ARTICLE, host="h"))
    return Api(
        archive=archive, catalog=catalog, finder=LinesFinder(catalog), clock=FakeClock(), watchlist=with_policy()
    )


@pytest.fixture(scope="module")
def server(api: Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    with serve_site(tmp_path_factory.mktemp("site"), port=0, api=api) as served:
        yield served


@pytest.fixture(scope="module")
def document(api: Api) -> dict[str, Any]:
    found = json.loads(api.answer(Request(path="/api/openapi.json")).body)
    assert isinstance(found, dict)
    return found


VALUES = {
    "url": st.sampled_from([URL, f"{URL}#x", "https://other.example/", "ftp://x"]),
    "article": st.sampled_from([ARTICLE.path, "x/aaaabbbbccccdddd", "x"]),
    "old": st.integers(0, 5).map(str),
    "new": st.integers(0, 5).map(str),
    "q": st.sampled_from(["ferry", "kind:headline OR ferry", "source:north-herald", "a OR", ""]),
    "after": st.sampled_from(["", "2026-11-24T10:00:00+00:00/a/aaaabbbbccccdddd/1-2", "2026-99-99T10:00:00+00:00/a/b"]),
    "format": st.sampled_from(["json", "html"]),
}


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Mostly what a route knows; each value usable or any text at all; parameters may be missing, strange or twice."""
    path = draw(st.sampled_from([*ROUTES, "/api/", "/api/other"]))
    known = [each.name for each in ROUTES[path].parameters] if path in ROUTES else []
    names = draw(st.one_of(st.just(known), st.lists(st.sampled_from([*VALUES, "other"]), max_size=5)))
    pairs = [(name, draw(st.one_of(VALUES.get(name, st.text()), st.text(max_size=20)))) for name in names]
    return Request(path=path, query=urlencode(pairs, errors="replace"))


def test_the_description_is_valid_openapi(document: dict[str, Any]) -> None:
    validate(document)
    assert set(document["paths"]) == set(ROUTES)


@given(requests())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_asked_the_answer_is_one_that_is_described(
    api: Api, document: dict[str, Any], request: Request
) -> None:
    response = api.answer(request)
    media = response.content_type.partition(";")[0]
    if request.path not in ROUTES:
        assert response.status == 404
        return
    described = document["paths"][request.path]["get"]["responses"][str(response.status.value)]
    if response.status == 302 or media in ("text/html", "application/vnd.oai.openapi+json"):
        return
    schema = {**described["content"][media]["schema"], "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(json.loads(response.body))


@given(requests())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
def test_the_local_server_answers_as_the_routes_do(api: Api, server: SiteServer, request: Request) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request("GET", f"{request.path}?{request.query}")
    served, expected = connection.getresponse(), api.answer(request)
    assert (served.status, served.read()) == (expected.status, expected.body)
    assert {name: served.headers[name] for name in expected.all_headers} == expected.all_headers
    connection.close()


def test_the_api_loads_no_web_client_and_no_parser() -> None:
    code = f"""
import sys
sys.path[:0] = {sys.path!r}
from afterprint.api import Api, Request
from afterprint.searching import LinesFinder
from memory_stores import MemoryArchive, MemoryCatalog
from sample_site import version
from sample_records import ARTICLE, with_policy
from fakes import FakeClock
archive = MemoryArchive()
for number in (1, 2):
    archive.add_version(version(number, str(number), article=ARTICLE))
catalog = MemoryCatalog()
api = Api(archive=archive, catalog=catalog, finder=LinesFinder(catalog), clock=FakeClock(), watchlist=with_policy())
versions = "&old=1&new=2&format=html"
for path in ("lookup?url=https://a.example/", "search?q=ferry", "compare?article=" + ARTICLE.path + versions):
    path, _, query = path.partition("?")
    assert api.answer(Request(path="/api/" + path, query=query)).status == 200
print(" ".join(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"afterprint.web.client", "urllib3", "lxml", "trafilatura"}
