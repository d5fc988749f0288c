"""The two worlds that a command may look into: a data directory, or a stack on AWS; which one, the options say.

What it finds there is the same in both, so that a command prints the same of either. Nothing of AWS is loaded before a
stack is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from afterprint.errors import NoAccount
from afterprint.model import Watchlist
from afterprint.ports import Archive, Catalog, Clock, Edge, World

BOTO_REMEDY = "install boto3 beside Afterprint: python -m pip install boto3"


@dataclass(frozen=True)
class DataPlace:
    """A data directory, as `run` and `tick` fill it."""

    ahead: ClassVar[int] = 0
    directory: Path

    def archive(self) -> Archive:
        """Its archive, to be read. Raises StoreError."""
        from afterprint.local.archive import FileArchive

        return FileArchive(self.directory / "archive", announce=lambda message: None)

    def catalog(self) -> Catalog:
        """Its catalog, which may be in use by others. Raises StoreError, NewerSchema where it is a later one's."""
        from afterprint.local.catalog import SqliteCatalog

        return SqliteCatalog(self.directory / "catalog.sqlite", read_only=True)


@dataclass(frozen=True)
class StackPlace:
    """A stack on AWS, by its name or ARN; the account and the region are those of boto3's environment.

    Everything here raises StackError where the stack cannot be found or used, StoreError where AWS fails.
    """

    ahead: ClassVar[int] = 16
    """How many records to read side by side: one after another would mostly be waiting."""

    name: str

    def archive(self) -> Archive:
        """Its archive, to be read; of the stack's outputs this needs the bucket's alone."""
        load_boto(self.name)
        from afterprint.aws import stack, wiring

        return wiring.open_archive(stack.read_stack(self.name, needs=stack.ARCHIVE))

    def catalog(self) -> Catalog:
        """Its catalog, to be read: nothing is written. NewerSchema where a later Afterprint wrote it."""
        load_boto(self.name)
        from afterprint.aws import stack, wiring

        return wiring.catalog_to_report(stack.read_stack(self.name, needs=stack.CATALOG))

    def edge(self) -> Edge:
        """Its CDN, to be told what was withdrawn."""
        load_boto(self.name)
        from afterprint.aws.edge import open_edge

        return open_edge(self.name)

    def world(self, watchlist: Watchlist, clock: Clock) -> World:
        """The whole of it, with this watchlist in place of the deployed one, which cannot be read from outside."""
        load_boto(self.name)
        from afterprint.aws import stack, wiring

        return wiring.open_world(stack.read_stack(self.name), watchlist, clock)


Place = DataPlace | StackPlace


def load_boto(stack: str) -> None:
    """Load boto3, which only a stack needs. Raises NoAccount, with what to install, where it is not there."""
    try:
        import afterprint.aws.clients  # noqa: F401 - loaded here to find out whether it can be
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("boto3", "botocore"):
            raise
        raise NoAccount(stack, "boto3, which talks to AWS, is not installed", BOTO_REMEDY) from error
