"""A world for several workers at once, over the local stores, over moto, or over SeaweedFS and DynamoDB Local."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import dynamodb_local
import moto_server
import real_s3
from afterprint.aws.archive import S3Archive
from afterprint.aws.catalog import DynamoCatalog
from afterprint.aws.listing import keys_in
from afterprint.aws.site import S3Site
from afterprint.cage.reader import DirectReader
from afterprint.errors import FetchError
from afterprint.local.archive import FileArchive
from afterprint.local.catalog import SqliteCatalog
from afterprint.local.queue import SqliteQueue
from afterprint.local.site import FileSite
from afterprint.model import Fetched, Source, Validators, Watchlist
from afterprint.ports import World
from cloud.stepping import Stepped, step
from contract.aws_adapters import make_table
from contract.s3_adapters import Telling, buckets
from fakes import FakeClock
from watching import BODY, START, Deaf, page

HOST = "paper.test"


class Press:
    """A Web that knows articles by their address, and has no robots.txt."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self._pages = pages

    def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        pace: Callable[[str], None] | None = None,
        across_hosts: bool = False,
        max_body: int | None = None,
    ) -> Fetched:
        if url.endswith("/robots.txt"):
            raise FetchError("status", url, status=404)
        if pace is not None:
            pace(url)
        answer = page("Ferry delayed by fog", [*BODY, self._pages[url]])
        headers = {"content-type": "text/html; charset=utf-8"}
        return Fetched(url=url, final_url=url, status=200, headers=headers, body=answer.body)


class Town:
    """One set of stores; `world` opens it for a worker, who takes part in the steps where there are any."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.queue = SqliteQueue(folder / "queue.sqlite", clock=FakeClock())
        self.articles = tuple(f"http://{HOST}/{name}" for name in ("ferry", "market"))

    @property
    def watchlist(self) -> Watchlist:
        sources = tuple(
            Source(id=f"paper-{number}", name=f"Paper {number}", articles=(url,), min_gap_seconds=0)
            for number, url in enumerate(self.articles)
        )
        contact = "https://edits.example.org/about"
        return Watchlist(contact=contact, tag="edits.example.org,2026", sources=sources)

    def world(self, *, minutes: float, pages: Mapping[str, str]) -> World:
        """The world at so many minutes from the start, in which the articles end with these sentences."""
        archive, catalog, site = self.stores()
        return World(
            archive=archive,
            catalog=catalog,
            site=site,
            queue=self.queue,
            clock=FakeClock(START + timedelta(minutes=minutes)),
            web=Press(pages),
            reader=DirectReader(),
            watchlist=self.watchlist,
            user_agent="Afterprint/1",
            outlets=(Deaf(),),
        )

    def stores(self) -> tuple[Any, Any, Any]:
        """Archive, catalog and site, each call of which is a step."""
        raise NotImplementedError

    def files(self) -> dict[str, bytes]:
        """All records and documents, by path."""
        raise NotImplementedError

    def lay(self, path: str, body: bytes) -> None:
        """Lay bytes into the archive behind its back; a step."""
        raise NotImplementedError

    def remove(self, path: str) -> None:
        """Remove a record from the archive; a step."""
        raise NotImplementedError


class _SteppedFiles(FileArchive):
    """Its looks at tombstones are steps too, as each of them is a call of its own on S3."""

    def has(self, path: str) -> bool:
        step()
        return super().has(path)


class LocalTown(Town):
    def stores(self) -> tuple[Any, Any, Any]:
        archive = _SteppedFiles(self.folder / "archive", announce=self.queue.send)
        catalog = SqliteCatalog(self.folder / "catalog.sqlite")
        return Stepped(archive), Stepped(catalog), Stepped(FileSite(self.folder / "site"))

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for part in ("archive", "site")
            for path in sorted((self.folder / part).rglob("*"))
            if path.is_file()
        }

    def lay(self, path: str, body: bytes) -> None:
        step()
        target = self.folder / "archive" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)

    def remove(self, path: str) -> None:
        step()
        (self.folder / "archive" / path).unlink(missing_ok=True)


class CloudTown(Town):
    """Buckets and a table on whatever servers there are."""

    s3_server: Callable[[], str]
    table_server: Callable[[], str]

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._s3 = moto_server.client("s3", self.s3_server())
        self._dynamodb = moto_server.client("dynamodb", self.table_server())
        self._buckets = {part: buckets(self.s3_server()).take() for part in ("archive", "site")}
        self._table = make_table(self._dynamodb)

    def stores(self) -> tuple[Any, Any, Any]:
        s3 = Stepped(self._s3)
        archive = S3Archive(Telling(s3, self.queue.send), self._buckets["archive"], pause=lambda _: None)
        catalog = DynamoCatalog(Stepped(self._dynamodb), self._table)
        return archive, catalog, S3Site(s3, self._buckets["site"])

    def files(self) -> dict[str, bytes]:
        return dict(self._files())

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for part, bucket in self._buckets.items():
            for key in keys_in(self._s3, bucket):
                yield f"{part}/{key}", self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    def lay(self, path: str, body: bytes) -> None:
        step()
        self._s3.put_object(Bucket=self._buckets["archive"], Key=path, Body=body)

    def remove(self, path: str) -> None:
        step()
        self._s3.delete_object(Bucket=self._buckets["archive"], Key=path)


class MotoTown(CloudTown):
    s3_server = staticmethod(moto_server.endpoint)
    table_server = staticmethod(moto_server.endpoint)

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for client, service in ((self._s3, "s3"), (self._dynamodb, "dynamodb")):
            client.meta.events.register_first(f"before-send.{service}", lambda request, **_: moto_server.ask(request))


class RealTown(CloudTown):
    """SeaweedFS and DynamoDB Local."""

    s3_server = staticmethod(real_s3.endpoint)
    table_server = staticmethod(dynamodb_local.endpoint)
