"""The world on AWS: buckets, a table, queues, a bus and a topic, wired once.

A function opens what its step needs, at import: what cannot be opened then stops the start, not the thousandth event.
"""

from __future__ import annotations

from dataclasses import replace

from afterprint.aws.archive import S3Archive
from afterprint.aws.catalog import DynamoCatalog, open_catalog
from afterprint.aws.clients import client
from afterprint.aws.environment import Environment
from afterprint.aws.later import ClosableReader, LaterOutlet, LaterReader, LaterWeb
from afterprint.aws.queue import QueueUrls, SqsQueues
from afterprint.aws.site import S3Site
from afterprint.model import Watchlist
from afterprint.ports import Archive, Catalog, Clock, Outlet, Queue, Web, World
from afterprint.web.agent import user_agent


def open_world(environment: Environment, watchlist: Watchlist, clock: Clock) -> World:
    """The whole world of a stack. Raises StoreError where the table cannot be read, or is a later Afterprint's.

    What only some steps need is opened by the first who asks for it: the web, the parsers, and whom notices go to.
    """
    agent = user_agent(watchlist.contact)
    return World(
        archive=open_archive(environment),
        catalog=catalog_to_write(environment),
        site=S3Site(client("s3"), environment.site_bucket),
        queue=open_queues(environment, clock),
        clock=clock,
        web=LaterWeb(lambda: _web(watchlist, clock)),
        reader=LaterReader(_reader),
        watchlist=replace(watchlist, site_url=environment.site_url or watchlist.site_url),
        user_agent=agent,
        outlets=(LaterOutlet(lambda: _bus(environment)), LaterOutlet(lambda: _topic(environment))),
    )


def _web(watchlist: Watchlist, clock: Clock) -> Web:
    from afterprint.web import GuardedWeb

    return GuardedWeb(policy=watchlist.network, user_agent=user_agent(watchlist.contact), now=clock.now)


def _reader() -> ClosableReader:
    """Parsers in one child, as a small function has less than one processor; they end before the function does."""
    from afterprint.cage import Cage, CagedReader, Limits

    return CagedReader(Cage(size=1, limits=Limits(cpu_s=10, wall_s=15, memory_mb=200)))


def open_archive(environment: Environment) -> Archive:
    return S3Archive(client("s3"), environment.archive_bucket)


def catalog_to_write(environment: Environment) -> Catalog:
    """The catalog for a function that writes rows. Raises StoreError; NewerSchema where a later Afterprint wrote it."""
    return open_catalog(client("dynamodb"), environment.table)


def catalog_to_read(environment: Environment) -> Catalog:
    """The catalog for a function that may only read: it does not note its schema in an empty table."""
    return DynamoCatalog(client("dynamodb"), environment.table)


def catalog_to_report(environment: Environment) -> Catalog:
    """The catalog for an operator who looks at it. Raises NewerSchema; writes nothing, as a role that may only read."""
    catalog = DynamoCatalog(client("dynamodb"), environment.table)
    catalog.refuse_newer()
    return catalog


def open_queues(environment: Environment, clock: Clock) -> Queue:
    urls = QueueUrls(
        fetch=environment.fetch_queue,
        diff=environment.diff_queue,
        publish=environment.publish_queue,
        notify=environment.notify_queue,
    )
    return SqsQueues(client("sqs"), urls, now=clock.now)


def open_outlets(environment: Environment) -> tuple[Outlet, ...]:
    """Where notices go, opened for the function that sends them."""
    return _bus(environment), _topic(environment)


def _bus(environment: Environment) -> Outlet:
    from afterprint.aws.outlet import BusOutlet

    return BusOutlet(client("events"), environment.bus)


def _topic(environment: Environment) -> Outlet:
    from afterprint.aws.outlet import TopicOutlet

    return TopicOutlet(client("sns"), environment.topic)
