"""What other processes do in the contract tests: race for the same things, or write until they are killed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from afterprint.local.clock import SystemClock
from afterprint.messages import VersionStored
from afterprint.model import VersionKey
from afterprint.rows import HostRow, ListKind, ListRow
from contract.adapters import ArchivePlace, CatalogPlace, QueuePlace, SitePlace
from contract.makers import AN_ARTICLE, NOW, a_change, a_document, a_version, an_address, an_article_row, an_event

# ── races: each returns what this rival was told, round by round ──


def race_to_add(place: ArchivePlace, *, rival: int, rounds: int) -> list[bool]:
    """Add version 1…n, change and event of one article, each with this rival's mark."""
    archive = place.open()
    won = []
    for number in range(1, rounds + 1):
        won.append(archive.add_version(a_version(number, headline=f"rival {rival}")))
        won.append(archive.add_change(a_change(number, headline=f"rival {rival}")))
        won.append(archive.add_event(an_event(number, headline=f"rival {rival}")))
    return won


def race_to_update(place: CatalogPlace, *, rival: int, rounds: int) -> list[bool]:
    """Update an article, a list and a host row from each revision on that is seen, noting the rival in it."""
    catalog = place.open()
    won = []
    for revision in range(rounds):
        won.append(catalog.update_article(an_article_row(headline=f"rival {rival}", revision=revision)))
        won.append(catalog.update_list(replace(A_LIST, last_outcome=f"rival {rival}", revision=revision)))
        won.append(catalog.update_host(HostRow(host="h.example", last_error=f"rival {rival}", revision=revision)))
    return won


def race_to_claim(place: CatalogPlace, *, rival: int, rounds: int) -> list[str]:
    """Claim addresses for this rival's own article; who owns each."""
    catalog = place.open()
    return [catalog.claim_address(an_address(number, owner=rival)).article.article for number in range(rounds)]


def race_to_put(place: SitePlace, *, rival: int, rounds: int) -> list[bool]:
    """Put new documents at the same paths."""
    site = place.open()
    return [site.put(a_document(f"{number}.html", f"rival {rival}"), etag=None) for number in range(rounds)]


def race_to_count(place: SitePlace, *, rounds: int) -> int:
    """Count one document up, `rounds` times, reading and putting until each step is taken."""
    site, lost = place.open(), 0
    for _ in range(rounds):
        while True:
            held = site.read("count.txt")
            assert held is not None
            if site.put(a_document("count.txt", str(int(held.body) + 1)), etag=held.etag):
                break
            lost += 1
    return lost


A_LIST = ListRow(
    source="north-herald",
    kind=ListKind.FEED,
    host="h.example",
    address="https://h.example/rss",
    url="https://h.example/rss",
    due=NOW,
)


# ── writing until killed ──


def add_for_ever(place: ArchivePlace) -> None:
    archive = place.open()
    number = 0
    while True:
        number += 1
        archive.add_snapshot(f"body {number}".encode() * 20_000)
        archive.add_version(a_version(number, headline="word " * 20_000))


def update_for_ever(place: CatalogPlace) -> None:
    catalog = place.open()
    while True:
        row = catalog.article("h.example", AN_ARTICLE)
        assert row is not None
        due = NOW + timedelta(seconds=row.revision + 1)
        catalog.update_article(replace(row, due=due, headline="word " * row.revision))


def put_for_ever(place: SitePlace) -> None:
    site = place.open()
    number = 0
    while True:
        number += 1
        held = site.read("index.html")
        site.put(a_document("index.html", f"{number}\n" * 30_000), etag=held.etag if held else None)


def send_for_ever(place: QueuePlace) -> None:
    queue = place.open(SystemClock())
    number = 0
    while True:
        number += 1
        queue.send(VersionStored(VersionKey(AN_ARTICLE, number)))
        queue.receive((VersionStored,), limit=1)
