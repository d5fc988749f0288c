"""Afterprint watches news articles and publishes what changed after they were first printed.

Read `afterprint.pipeline` first: it states the whole journey of an article on one screen.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("afterprint")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0.0.0"
