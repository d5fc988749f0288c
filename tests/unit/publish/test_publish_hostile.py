"""Whatever a page says, what is published stays well-formed, says the same, and holds no markup of the page's."""

from __future__ import annotations

import json

import feedparser
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from afterprint.model import (
    ArticleKey,
    EventKind,
    Part,
    PartChange,
    Row,
    RowKind,
    Source,
    TextPolicy,
)
from afterprint.publish.xml import clean
from sample_records import HERALD, added, appeared, change, comparison, event, headline, removed, reworded, with_policy
from sample_site import SampleSite
from shared_material import CASES, require

ARTICLE = ArticleKey(HERALD, "a" * 16)
PAGE = f"{ARTICLE}/1-2.html"

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<body onload=alert(1)>",
    "<math><mi xlink:href='data:x,<script>alert(1)</script>'>",
    "<style>*{display:none}</style>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</table></main><script>alert(1)</script>",
    "<!-- ",
    " -->",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[ x ]]>",
    "]]>",
    "]]><script>alert(1)</script>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;b&amp;gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&nbsp;&copy;&bogus;&",
    "{{ 7 * 7 }}",
    "{% raw %}{{ site }}{% endraw %}",
    "{{ ''.__class__.__mro__ }}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "%s %d %(x)s %%",
    "{0} {x.y} {}",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    'x" style="position:fixed;inset:0',
    "`onmouseover=alert(1)`",
    "<b>bold</b> <i>italic</i>",
    "<del>x</del><ins>y</ins>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<form action=//evil.example><input name=x>",
    "<template><script>alert(1)</script></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "a\0b\x01c\x08d\x0be\x0cf\x1fg",
    "\x7f\x80\x85\x9f",
    "lone \ud800 and \udfff",
    "\ufffe\uffff\ufdd0",
    "\u202eright to left override\u202c",
    "\u2066isolate\u2069 \u200b\ufeff",
    "עברית و العربية mixed with English",
    "😀 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 \U0010ffff",
    "e\u0301" + "\u0300" * 50,
    "line\u2028separator\u2029paragraph",
    "tab\tnew\nline\rreturn",
    "<" * 200,
    "&" * 200,
    "x" * 2_000,
]


def published(text: str, policy: TextPolicy = TextPolicy.FULL) -> SampleSite:
    """A site on which every field that a page can fill says `text`."""
    whole = ((0, len(text)),)
    parts = (
        headline(text, text),
        *(PartChange(part=part, old=text, new=text, old_spans=whole) for part in (Part.STANDFIRST, Part.BYLINE)),
    )
    rows = (
        reworded(text, f"{text} and more", gone=text, come=" and more"),
        removed(text, old_index=1),
        added(text, new_index=1),
        Row(kind=RowKind.MOVED, old_index=5, new_index=2, old=text, new=text),
        *(Row(kind=RowKind.SAME, old_index=at, new_index=at + 1, old=text, new=text) for at in range(2, 5)),
    )
    named = {"source_name": text, "headline": text, "url": text, "article": ARTICLE}
    sample = SampleSite(with_policy(text=policy, sources=(Source(id=HERALD, name=text),)))
    sample.take(
        appeared(**named),
        change(1, comparison(*rows, parts=parts, summary=text), language=text, **named),
        event(EventKind.MOVED, detail=text, to_url=text, **named),
    )
    return sample


def squeezed(text: str) -> str:
    """As a reader sees it: cleaned, spaces run together."""
    return " ".join(clean(text).split())


def pages_of(sample: SampleSite) -> dict[str, html.HtmlElement]:
    documents = sample.site.documents.items()
    return {path: html.document_fromstring(doc.body.decode()) for path, doc in documents if path.endswith(".html")}


def structure(page: html.HtmlElement) -> list[tuple[str, tuple[str, ...]]]:
    """Elements and the names of their attributes: what a page is made of, without its words."""
    return [(str(node.tag), tuple(sorted(set(node.attrib) - {"lang", "dir"}))) for node in page.iter()]


@pytest.fixture(scope="module")
def harmless() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    return {path: structure(page) for path, page in pages_of(published("harmless")).items()}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_adds_no_element_and_no_attribute_to_any_page(
    text: str, harmless: dict[str, list[tuple[str, tuple[str, ...]]]]
) -> None:
    for path, page in pages_of(published(text)).items():
        assert structure(page) == harmless[path], path


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_reads_in_the_page_as_it_was(text: str) -> None:
    page = pages_of(published(text))[PAGE]
    cells = [
        " ".join(cell.find("p").text_content().split()) for cell in page.find_class("old") if cell.find("p") is not None
    ]
    assert cells[2] == squeezed(text)
    assert " ".join(page.find(".//h1").text_content().split()) == squeezed(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_link_leaves_for_anywhere_that_a_hostile_text_named(text: str) -> None:
    for path, page in pages_of(published(text)).items():
        hrefs = page.xpath("//*[not(@rel = 'icon') and not(@id = 'bookmarklet')]/@href | //@src")
        assert [href for href in hrefs if ":" in href and not href.startswith("https://edits.example.org/")] == [], path


@pytest.mark.parametrize("text", HOSTILE)
def test_feeds_of_hostile_texts_parse_and_say_the_same(text: str) -> None:
    sample = published(text)
    for path, document in sample.site.documents.items():
        if not path.endswith((".atom", ".rss")):
            continue
        tree = etree.fromstring(document.body)
        read = feedparser.parse(document.body, sanitize_html=False)
        assert not read.bozo, path
        titles = tree.xpath("//*[local-name() = 'entry' or local-name() = 'item']/*[local-name() = 'title']")
        assert not titles or squeezed(titles[-1].text or "") == squeezed(f"{text}: {text}"), path


@pytest.mark.parametrize("text", HOSTILE)
def test_the_html_within_feeds_holds_only_the_elements_it_was_made_of(text: str) -> None:
    document = published(text).site.documents["feeds/all.atom"]
    allowed = {"p", "del", "ins", "strong", "hr", "a", "div"}
    for content in etree.fromstring(document.body).iter("{http://www.w3.org/2005/Atom}content"):
        fragment = html.fragment_fromstring(content.text, create_parent=True)
        assert {str(node.tag) for node in fragment.iter()} <= allowed
        assert [name for node in fragment.iter() for name in node.attrib] == []


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(), min_size=1, max_size=80), st.sampled_from(TextPolicy))
def test_any_text_at_all_is_published_well_formed(text: str, policy: TextPolicy) -> None:
    sample = published(text, policy)
    for path, document in sample.site.documents.items():
        document.body.decode("utf-8", "strict")
        if path.endswith((".atom", ".rss")):
            etree.fromstring(document.body)
        elif path.endswith(".json"):
            json.loads(document.body)
        elif path.endswith(".html"):
            assert html.document_fromstring(document.body.decode()).find(".//footer") is not None


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(), min_size=1, max_size=80))
def test_any_text_at_all_makes_atom_that_is_valid_by_its_grammar(text: str) -> None:
    grammar = etree.RelaxNG(etree.parse(require(CASES / "schemas" / "atom.rng")))
    sample = published(text)
    for path in ("feeds/all.atom", f"{HERALD}/feed.atom", f"{ARTICLE}/feed.atom"):
        assert grammar.validate(etree.fromstring(sample.site.documents[path].body)), grammar.error_log


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(), min_size=1, max_size=80))
def test_any_text_at_all_makes_a_json_feed_that_is_valid_by_its_schema(text: str) -> None:
    schema = json.loads(require(CASES / "schemas" / "jsonfeed-1.1.json").read_text())
    sample = published(text)
    for path in ("feeds/all.json", f"{HERALD}/feed.json", f"{ARTICLE}/feed.json"):
        jsonschema.validate(json.loads(sample.site.documents[path].body), schema)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(), min_size=1, max_size=80))
def test_any_text_at_all_makes_twins_that_are_valid_by_their_schemas(text: str) -> None:
    sample = published(text)
    for path in (f"{ARTICLE}/1-2.json", f"{ARTICLE}/index.json"):
        name = "article" if path.endswith("index.json") else "change"
        schema = json.loads(sample.site.documents[f"schemas/{name}.json"].body)
        jsonschema.validate(json.loads(sample.site.documents[path].body), schema)
