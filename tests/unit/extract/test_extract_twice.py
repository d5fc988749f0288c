"""One page twice through says the same, however it is written down, spaced, labelled or encoded."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from extract_pages import div_soup, old_cms, semantic
from hypothesis import given, settings
from hypothesis import strategies as st
from page_variants import UTF_8, VARIANTS, Served, unaltered

from afterprint.errors import NotAnArticle
from afterprint.extract import extract_article
from afterprint.model import ArticleText
from afterprint.web import decode
from shared_material import CORPORA, require

Variant = Callable[[str, Random], Served]

URL = "https://courier.example/news/night-ferry"
SAMPLED = {"scrapinghub": 10, "fundus": 10, "wcxb": 180}  # one page in so many; all of them in a soak
UNSTEADY = {("fr-LesEchos_2024_07_18", "respaced"): "trafilatura weighs white space between three of its headings"}


def read(body: bytes, url: str, content_type: str | None) -> ArticleText | str:
    try:
        return extract_article(body, url, content_type)
    except NotAnArticle as refusal:
        return refusal.reason


def pages(corpus: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The corpus's cases and their pages as text, a seeded sample of them outside a soak."""
    folder: Path = require(CORPORA) / corpus
    step = 1 if os.environ.get("AFTERPRINT_SOAK") else SAMPLED[corpus]
    with gzip.open(folder / "cases.jsonl.gz", "rt", encoding="utf-8") as lines:
        for case in map(json.loads, islice(lines, 3 % step, None, step)):
            body = gzip.decompress((folder / "html" / f"{case['id']}.html.gz").read_bytes())
            yield case, decode(body)


def differs(page: str, url: str, variant: Variant, chance: Random) -> bool:
    """Whether the variant is read differently; False where its encoding has not all the page's characters."""
    try:
        body, content_type = variant(page, chance)
    except UnicodeEncodeError:
        return False
    return read(body, url, content_type) != read_plain(page, url)


@lru_cache(maxsize=16)
def read_plain(page: str, url: str) -> ArticleText | str:
    return read(page.encode(), url, UTF_8)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("corpus", SAMPLED)
def test_a_real_page_twice_through_gives_the_same(corpus: str) -> None:
    unlike = [
        (case["id"], variant.__name__)
        for case, page in pages(corpus)
        for variant in (unaltered, *VARIANTS)
        if differs(page, case["url"], variant, Random(case["id"]))
    ]
    assert [found for found in unlike if found not in UNSTEADY] == []


WORDS = (
    "ferry",
    "harbour",
    "night",
    "ice",
    "April",
    "80,000",
    "Brink’s",
    "—",
    "“quay”",
    "café",
    "Straße",
    "£12",
    "don't",
)
sentences = st.lists(st.sampled_from(WORDS), min_size=9, max_size=40).map(lambda words: " ".join(words) + ".")
paragraphs = st.lists(sentences, min_size=4, max_size=9, unique=True)
headlines = st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(" ".join)


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
@settings(max_examples=200 if os.environ.get("AFTERPRINT_SOAK") else 12, deadline=None)
@given(
    build=st.sampled_from((div_soup, semantic, old_cms)),
    texts=paragraphs,
    headline=headlines,
    seed=st.integers(0, 10**6),
)
def test_a_made_page_twice_through_gives_the_same(
    variant: Variant, build: Callable[[Sequence[str], str], str], texts: Sequence[str], headline: str, seed: int
) -> None:
    assert not differs(build(texts, headline), URL, variant, Random(seed))
