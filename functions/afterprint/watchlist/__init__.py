"""The watchlist: one TOML file to a Watchlist, or to every mistake in it, each with its line and its remedy."""

from afterprint.watchlist.read import load_watchlist, read_watchlist

__all__ = ["load_watchlist", "read_watchlist"]
