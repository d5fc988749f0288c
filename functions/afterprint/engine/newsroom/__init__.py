"""The sample newsroom: three small fictional papers whose articles are edited as time goes by.

What every page says is a pure function of its address and the time, so a demo, a simulation or a test can ask for any
moment, and `Newsroom.truth` lists every edit that was really made.
"""

from afterprint.engine.newsroom.house import Newsroom, Page, TrueEdit
from afterprint.engine.newsroom.serve import NewsroomServer, demo_watchlist, serve_newsroom

__all__ = ["Newsroom", "NewsroomServer", "Page", "TrueEdit", "demo_watchlist", "serve_newsroom"]
