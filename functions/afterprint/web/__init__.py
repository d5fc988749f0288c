"""The guarded HTTP client: addresses, limits, damaged bodies, charsets. It serves fetching and notifying alike.

`fetch` and `GuardedWeb` are loaded on first use: whoever only decodes text needs no HTTP library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from afterprint.web.agent import user_agent
from afterprint.web.charset import decode
from afterprint.web.guard import DEFAULT, guard

if TYPE_CHECKING:
    from afterprint.web.client import GuardedWeb, fetch

__all__ = ["DEFAULT", "GuardedWeb", "decode", "fetch", "guard", "user_agent"]


def __getattr__(name: str) -> Any:
    if name in ("GuardedWeb", "fetch"):
        from afterprint.web import client

        return getattr(client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
