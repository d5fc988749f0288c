"""A page that asks not to be archived, from its head to the record and the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from local_server import Response
from watching import Watched, page, watching


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as made:
        yield made


def asking(meta: str = "", **fields: str) -> Response:
    plain = page()
    return replace(
        plain, body=plain.body.replace(b"<head>", b"<head>" + meta.encode()), headers={**plain.headers, **fields}
    )


def recorded(watched: Watched, response: Response) -> list[tuple[str, ...]]:
    watched.serve({"/a": response})
    watched.source(articles=(watched.url("/a"),))
    watched.tick()
    return [version.robots for version in watched.versions()]


@pytest.mark.parametrize("name", ["robots", "Afterprint"])
def test_what_a_meta_element_asks_is_recorded(watched: Watched, name: str) -> None:
    assert recorded(watched, asking(f"<meta name='{name}' content='NOARCHIVE'>")) == [("noarchive",)]


def test_what_a_header_asks_is_recorded_beside_it(watched: Watched) -> None:
    asked = asking("<meta name=robots content=noarchive>", **{"X-Robots-Tag": "noindex"})
    assert recorded(watched, asked) == [("noarchive", "noindex")]


def test_what_is_asked_of_others_is_not(watched: Watched) -> None:
    asked = asking("<meta name=otherbot content=noarchive>", **{"X-Robots-Tag": "otherbot: noindex"})
    assert recorded(watched, asked) == [()]
