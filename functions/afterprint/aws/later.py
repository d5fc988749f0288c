"""Parts of the world that are opened by whoever first asks something of them: most functions never do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Generic, Protocol, TypeVar

from afterprint.model import ArticleText, Feed, Notice, Sitemap
from afterprint.ports import Outlet, Reader, Web

T = TypeVar("T")


class Later(Generic[T]):
    """Something that is opened once, by the first of all threads that asks for it."""

    def __init__(self, opening: Callable[[], T]) -> None:
        self._opening = opening
        self._lock = threading.Lock()
        self._opened: list[T] = []

    @property
    def there(self) -> T:
        """What was opened. Raises whatever opening it raises, and is tried again by the next who asks."""
        with self._lock:
            if not self._opened:
                self._opened.append(self._opening())
            return self._opened[0]


class LaterWeb(Later[Web]):
    """`ports.Web`, whose client and its libraries are loaded at the first request."""

    def get(self, url: str, **asked: Any) -> Any:
        return self.there.get(url, **asked)


class ClosableReader(Reader, Protocol):
    """A reader that holds a process, which `close` ends."""

    def close(self) -> None: ...


class LaterReader(Later[ClosableReader]):
    """`ports.Reader`, whose child process and its libraries are there from the first body on."""

    def article(self, body: bytes, url: str, content_type: str | None = None) -> ArticleText:
        return self.there.article(body, url, content_type)

    def feed(self, body: bytes, url: str, headers: Mapping[str, str] | None = None) -> Feed:
        return self.there.feed(body, url, headers)

    def sitemap(self, body: bytes, url: str) -> Sitemap:
        return self.there.sitemap(body, url)

    def close(self) -> None:
        """End the child process, where there is one."""
        if self._opened:
            self._opened[0].close()


class LaterOutlet(Later[Outlet]):
    """`ports.Outlet`, whose client is made by the first who asks it for anything."""

    @property
    def name(self) -> str:
        return self.there.name

    def send(self, notice: Notice) -> None:
        self.there.send(notice)
