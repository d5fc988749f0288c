"""Real pages: read twice they say the same, however they are written down."""

from __future__ import annotations

import gzip
import json
import random
from itertools import islice

import lxml.html
import pytest

from afterprint.errors import NotAnArticle
from afterprint.extract import extract_article
from afterprint.model import ArticleText
from afterprint.web import decode
from shared_material import CORPORA, require

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def _read(body: bytes, url: str) -> ArticleText | str:
    try:
        return extract_article(body, url, "text/html; charset=utf-8")
    except NotAnArticle as refusal:
        return refusal.reason


@pytest.mark.parametrize("corpus", ["scrapinghub", "fundus"])
def test_a_real_page_serialised_again_with_shuffled_attributes_says_the_same(corpus: str) -> None:
    folder = require(CORPORA) / corpus
    with gzip.open(folder / "cases.jsonl.gz", "rt", encoding="utf-8") as lines:
        for case in map(json.loads, islice(lines, 0, None, 4)):
            page = decode(gzip.decompress((folder / "html" / f"{case['id']}.html.gz").read_bytes())).encode()
            parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
            tree = lxml.html.document_fromstring(page, parser=parser)
            for element in tree.iter("*"):
                attributes = list(element.attrib.items())
                random.Random(case["id"]).shuffle(attributes)
                element.attrib.clear()
                element.attrib.update(attributes)
            assert _read(page, case["url"]) == _read(lxml.html.tostring(tree, encoding="utf-8"), case["url"]), case[
                "id"
            ]
