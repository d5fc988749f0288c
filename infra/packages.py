"""What each function is packed with: as little as it can do with, since all of it is loaded from cold.

Names are those of the lock files; a test starts every handler with nothing but these.
"""

from __future__ import annotations

AWS = (
    "aws-lambda-powertools",
    "botocore",
    "jmespath",
    "msgspec",
    "python-dateutil",
    "six",
    "typing-extensions",
    "urllib3",
)
ADDRESSES = ("ada-url", "cffi", "google-re2", "tld")  # the watchlist's checks, and every address
COMPARING = ("rapidfuzz",)
PAGES = ("jinja2", "markupsafe")
WEB = ("brotli", "certifi", "charset-normalizer", "w3lib")
FEEDS = ("feedparser", "feedparser-sgmllib", "lxml")
ARTICLES = (
    "babel",
    "courlan",
    "dateparser",
    "htmldate",
    "justext",
    "lxml-html-clean",
    "protego",
    "pytz",
    "regex",
    "trafilatura",
    "tzlocal",
)

FUNCTIONS: dict[str, tuple[str, ...]] = {
    "schedule": AWS,
    "fetch": (*AWS, *ADDRESSES, *COMPARING, *WEB, *FEEDS, *ARTICLES),
    "diff": (*AWS, *COMPARING),
    "publish": (*AWS, *ADDRESSES, *COMPARING, *PAGES, *WEB),
    "notify": (*AWS, *ADDRESSES, *PAGES),
    "repair": (*AWS, *ADDRESSES, *COMPARING, *PAGES, *WEB),
    "api": (*AWS, *ADDRESSES, *COMPARING, *PAGES),
}

SERVICES = ("dynamodb", "events", "s3", "sns", "sqs", "sso", "sso-oidc", "sts")
"""The services whose descriptions botocore keeps; those of all others are nine tenths of it."""

LEFT_OUT = ("cli", "engine")
"""Folders of the package that no function runs."""

LARGEST_MB = dict.fromkeys(FUNCTIONS, 60) | {"fetch": 140}
