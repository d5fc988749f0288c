"""A long backlog: what is due is taken by its urgency, however much else waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.lane_work import MOST_ROWS
from afterprint.messages import HostCameDue
from afterprint.pipeline import fetch
from local_server import Response
from watching import Watched, feed, page, watching


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as made:
        yield made


def test_second_looks_then_due_checks_go_before_a_backlog_longer_than_a_visit(watched: Watched) -> None:
    watched.serve({"/a": page(), "/b": page("Lamp parade")})
    watched.source(articles=(watched.url("/a"), watched.url("/b")))
    watched.tick()
    watched.serve({"/a": page(), "/b": Response(404)})
    watched.tick(minutes=31)  # now /b is doubted, and due again in five minutes
    paths = [f"/new/{number}" for number in range(MOST_ROWS + 20)]
    watched.sources = ()
    watched.source(articles=(watched.url("/a"), watched.url("/b")), feeds=(watched.url("/rss"),))
    watched.now += timedelta(minutes=40)
    watched.serve({"/rss": feed(*map(watched.url, paths), at=watched.now), "/a": page(), "/b": Response(404)})
    from afterprint.adopt import adopt

    world = watched.world()
    adopt(world)
    site = watched.sites["paper"]
    site.log.clear()
    host = f"paper.test:{site.port}"
    message = HostCameDue(host, watched.now.replace(second=0))
    fetch(message, world=world)
    assert watched.asked() == ["/b", "/a", "/rss"]
    site.log.clear()
    watched.now += timedelta(days=8)  # the article that is gone, and the other, are due again; 120 new ones still wait
    fetch(message, world=watched.world())
    assert watched.asked()[:2] in (["/a", "/b"], ["/b", "/a"])
    assert len(watched.asked()) == MOST_ROWS
