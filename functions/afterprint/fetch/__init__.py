"""Asks publishers for pages, gently: robots.txt, gaps, conditional requests, trouble."""

from afterprint.fetch.robots import crawl_delay, may_fetch, read_robots

__all__ = ["crawl_delay", "may_fetch", "read_robots"]
