"""Hundreds of hostile texts in every field that others fill, opened in a real browser that would run what got in.

The policy that the pages send against scripts is switched off here: what is proved is that no text ever becomes markup,
with nothing behind it that would catch it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from lxml import etree

from afterprint.model import (
    ArticleKey,
    ChangeKey,
    EventKind,
    Part,
    PartChange,
    Source,
    TextPolicy,
)
from afterprint.ports import Document
from afterprint.publish import index_line
from afterprint.publish.later import mark
from sample_records import added, appeared, change, comparison, event, headline, removed, reworded, with_policy
from sample_site import SampleSite

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.slow]

RUN = "window.__x=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT >",
    f"<script/x>{RUN}</script>",
    f"<scr<script>ipt>{RUN}</script>",
    "<script src=//evil.example/x.js></script>",
    f"<script type=module>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<img/src=x/onerror={RUN}>",
    f"<img src=x onerror\n=\n'{RUN}'>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><style><img src=x onerror={RUN}></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>",
    f"<iframe src='javascript:parent.{RUN}'></iframe>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"<object data='javascript:{RUN}'></object>",
    f"<embed src='javascript:{RUN}'>",
    f"<details open ontoggle={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<select autofocus onfocus={RUN}>",
    f"<p tabindex=0 autofocus onfocus={RUN}>",
    f"<a href='javascript:{RUN}'>x</a>",
    f"<marquee onstart={RUN}>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<base href='//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';*{{display:none}}</style>",
    f"<template><script>{RUN}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<form><button formaction='javascript:{RUN}' autofocus>x</button></form>",
    f"javascript:{RUN}",
    f"data:text/html,<script>parent.{RUN}</script>",
    f"&lt;img src=x onerror={RUN}&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"{{{{ {RUN} }}}}${{{RUN}}}",
    "\u2028</script><!--<script>\ufeff\x00\ud800",
)
CONTEXTS = (
    "{}",
    '">{}',
    "'>{}",
    "</title>{}",
    "</script>{}",
    "</style></head><body>{}",
    "-->{}<!--",
    "]]>{}<![CDATA[",
    "</p></td></tr></table></details></article></main>{}",
    "</del></ins></time></cite></svg>{}",
    '" onmouseover=window.__x=1 autofocus onfocus=window.__x=1 x="{}',
    "' style='position:fixed;inset:0' onclick='window.__x=1' x='{}",
    "https://north-herald.example/{}",
)
HOSTILE = [context.replace("{}", payload) for context, payload in itertools.product(CONTEXTS, PAYLOADS)]
A_PIECE = 10
"""So many texts one article carries, a version for each."""

WRONG = """() => {
  const names = [...document.querySelectorAll('*')].flatMap(node => [...node.attributes])
    .filter(each => each.name.startsWith('on') || each.name === 'srcdoc'
      || (['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].includes(each.name)
        && /^\\s*(javascript|data|vbscript):/i.test(each.value)))
    .map(each => `${each.name}=${each.value}`);
  const ran = window.__x === undefined ? [] : ['something ran'];
  const foreign = [...document.querySelectorAll('iframe, object, embed, base, form:not(.ask), style, img, video, math')]
    .map(node => node.outerHTML);
  const whole = document.querySelector('body > footer.site') && document.querySelector('body > main#main')
    ? [] : ['the frame of the page is broken'];
  return [...ran, ...names, ...foreign, ...whole];
}"""

SHOW = """contents => {
  document.body.innerHTML = '';
  for (const html of contents) document.body.appendChild(document.createElement('div')).innerHTML = html;
  return new Promise(requestAnimationFrame);
}"""


def article(number: int) -> ArticleKey:
    return ArticleKey.first_seen_at(f"s{number}", f"https://north-herald.example/{number}")


def hostile_site() -> dict[str, Document]:
    """Each text as headline, standfirst, byline, paragraph, summary, source's name and address, published at once."""
    sources = tuple(Source(id=f"s{at}", name=text) for at, text in enumerate(HOSTILE[::A_PIECE]))
    sample = SampleSite(with_policy(text=TextPolicy.FULL, sources=sources, site_url=""), with_compare=False)
    records = []
    for at, text in enumerate(HOSTILE):
        key = article(at // A_PIECE)
        named = {"source_name": text, "headline": text, "url": text, "article": key, "language": text}
        if at % A_PIECE == 0:
            records.append(appeared(**named))
        parts = (
            headline(HOSTILE[at - 1], text),
            PartChange(part=Part.STANDFIRST, old="", new=text, new_spans=((0, len(text)),)),
            PartChange(part=Part.BYLINE, old=text, new=text[::-1], old_spans=((1, 9),), new_spans=((1, 9),)),
        )
        rows = (
            reworded(text, f"{text} and more", gone=text, come=" and more"),
            removed(text, old_index=1),
            added(text, new_index=1),
        )
        records.append(change(at % A_PIECE + 1, comparison(*rows, parts=parts, summary=text), **named))
        if at % A_PIECE == A_PIECE - 1:
            moved = {"source_name": text, "headline": text, "url": text, "detail": text, "to_url": text}
            records.append(event(EventKind.MOVED, article=key, **moved))
    for record in records:
        (sample.archive.add_change if isinstance(record.key, ChangeKey) else sample.archive.add_event)(record)
        sample.catalog.enter(index_line(record))
    lines = [index_line(record) for record in records]
    mark(lines, catalog=sample.catalog)
    sample.publisher.publish(lines)
    sample.pass_an_hour()
    return sample.site.documents


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return hostile_site()


@pytest.fixture
def watched(browser: playwright.Browser) -> Iterator[tuple[playwright.Page, list[str]]]:
    """A page without protection, and all that happened there which never should."""
    page = browser.new_context(bypass_csp=True, service_workers="block").new_page()
    happened: list[str] = []
    page.on("dialog", lambda dialog: (happened.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: happened.append(f"window {popup.url}"))
    page.on("pageerror", lambda error: happened.append(f"error {error}"))
    page.on("request", lambda asked: happened.append(asked.url))
    page.goto("about:blank")
    happened.clear()
    yield page, happened
    page.context.close()


def test_there_are_hundreds_of_them() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 500


def test_no_page_runs_or_loses_anything(
    watched: tuple[playwright.Page, list[str]], documents: dict[str, Document]
) -> None:
    page, happened = watched
    found = {}
    for path, document in documents.items():
        if path.endswith(".html"):
            page.set_content(document.body.decode())
            if wrong := page.evaluate(WRONG) + happened:
                found[path] = wrong
            happened.clear()
    assert found == {}


def test_no_feed_s_html_runs_in_a_reader_that_strips_nothing(
    watched: tuple[playwright.Page, list[str]], documents: dict[str, Document]
) -> None:
    page, happened = watched
    ran = []
    shown = 0
    for path, document in documents.items():
        if path.endswith((".atom", ".rss")):
            nodes = etree.fromstring(document.body).iter("{*}content", "{*}encoded", "description")
            contents = [node.text or "" for node in nodes]
            page.evaluate(SHOW, contents)
            shown += len(contents)
            if page.evaluate("window.__x") or happened:
                ran.append(path)
            happened.clear()
            page.evaluate("delete window.__x")
    assert shown > len(HOSTILE)
    assert ran == []


def test_the_watch_sees_what_it_is_to_see(watched: tuple[playwright.Page, list[str]]) -> None:
    page, happened = watched
    page.set_content(f"<img src=https://evil.example/ onerror={RUN}>{HOSTILE[0]}")
    page.wait_for_function("window.__x")
    assert page.evaluate(WRONG)
    assert happened
