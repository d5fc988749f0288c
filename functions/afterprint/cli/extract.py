"""`afterprint extract`: what is read on one page, and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from afterprint.cli.diff_inputs import Unusable
from afterprint.errors import BadURL, FetchError, NotAnArticle
from afterprint.model import ArticleText

GAP_SECONDS = 1
STYLES = {True: ("+", "green"), False: ("-", "red"), None: ("=", "cyan")}


@click.command("extract")
@click.argument("page")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.option(
    "--explain", is_flag=True, help="Each block of the page: kept (+), read as its head (=) or dropped (-), and why."
)
@click.option(
    "--html",
    "overlay",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the page with its blocks framed to this file: green kept, red dropped, the rule as title.",
)
@click.option(
    "--watchlist",
    "watchlist_path",
    type=click.Path(path_type=Path),
    help="For a web address: whose contact the request names, and whose [network] is kept to.",
)
def command(page: str, as_json: bool, explain: bool, overlay: Path | None, watchlist_path: Path | None) -> None:
    """Print what is read on PAGE, a saved page or a web address: headline, standfirst, byline, dates and text.

    A web address is asked for once, as a watch would: robots.txt is obeyed, no cookies are sent.
    """
    from afterprint.extract.explain import explain as explained

    body, url, content_type = _asked(page, watchlist_path) if "://" in page else _saved(Path(page))
    try:
        why = explained(body, url, content_type) if explain or overlay else None
    except NotAnArticle as error:
        raise Unusable(f"{page}: this is no page ({error.reason}); name a saved page or a web address") from error
    if overlay and why:
        overlay.write_text(why.overlay, encoding="utf-8")
    if explain and why:
        _show(why.blocks, why.verdict, as_json=as_json)
        return
    text = _article(body, url, content_type, page)
    click.echo(json.dumps(_fields(text), indent=1, ensure_ascii=False) if as_json else _printed(text))


def _article(body: bytes, url: str, content_type: str | None, page: str) -> ArticleText:
    from afterprint.extract import extract_article

    try:
        return extract_article(body, url, content_type)
    except NotAnArticle as error:
        rule = f", {error.rule}" if error.rule else ""
        raise Unusable(f"{page}: no article is read here ({error.reason}{rule}); --explain says what is") from error


def _saved(path: Path) -> tuple[bytes, str, str | None]:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise Unusable(
            f"{path}: {(error.strerror or str(error)).lower()}; name a saved page or a web address"
        ) from error
    return body, path.absolute().as_uri(), "text/html"


def _asked(url: str, watchlist_path: Path | None) -> tuple[bytes, str, str | None]:
    from afterprint.fetch.robots import allows, read_robots
    from afterprint.local.clock import SystemClock
    from afterprint.watchlist import load_watchlist
    from afterprint.web import GuardedWeb, user_agent
    from afterprint.web.address import host_of, resolve_url

    if watchlist_path is None:
        raise click.UsageError("a web address needs --watchlist FILE beside it: its contact goes into the request")
    watchlist = load_watchlist(watchlist_path)
    agent, clock = user_agent(watchlist.contact), SystemClock()
    web = GuardedWeb(user_agent=agent, policy=watchlist.network, now=clock.now)
    try:
        address = resolve_url(url)
        rules = read_robots(web, address, host=host_of(address), now=clock.now(), pace=_at_once, user_agent=agent)
        if not allows(rules, agent, address):
            raise Unusable(f"{url}: robots.txt does not let us ask for it")
        clock.sleep(GAP_SECONDS)
        got = web.get(address, pace=_at_once)
    except BadURL as error:
        raise Unusable(f"{url}: {error}") from error
    except FetchError as error:
        raise Unusable(f"{url}: {error}") from error
    if got.moved_to:
        raise Unusable(f"{url}: leads to {got.moved_to}; name that address")
    return got.body, got.final_url, got.content_type


def _at_once(_url: str) -> None:
    """One page is asked for; its robots.txt a second before."""


def _show(blocks: Any, verdict: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"verdict": verdict, "blocks": [asdict(each) for each in blocks]}, ensure_ascii=False))
        return
    console = Console(highlight=False)
    table = Table.grid(padding=(0, 1, 0, 0))
    for each in blocks:
        sign, style = STYLES[each.is_kept]
        table.add_row(Text(sign, style), Text(each.rule, style), Text(each.text))
    console.print(table)
    if verdict:
        console.print(Text(f"No article: {verdict}", "bold red"))


def _fields(text: ArticleText) -> dict[str, Any]:
    return json.loads(json.dumps(asdict(text), default=str))  # type: ignore[no-any-return]


def _printed(text: ArticleText) -> str:
    """As a person reads it: what there is of the head, then the body, its kinds marked."""
    head = [("headline", text.headline), ("standfirst", text.standfirst), ("byline", text.byline)]
    head += [(name, f"{moment:%Y-%m-%d %H:%M} UTC") for name, moment in
             (("published", text.published), ("modified", text.modified)) if moment]  # fmt: skip
    head += [("language", text.language or ""), ("canonical", text.canonical_url or "")]
    head += [("amp", text.amp_url or ""), ("section", text.section or "")]
    head += [("free to read", {True: "yes", False: "no", None: ""}[text.accessible_for_free])]
    head += [("correction", note) for note in text.corrections]
    lines = [f"{name}: {value}" for name, value in head if value]
    marks = {"heading": "## ", "list_item": "- ", "quote": "> ", "caption": "[picture] "}
    body = [f"{marks.get(block.kind.value, '')}{block.text}" for block in text.blocks]
    return "\n".join([*lines, "", "\n\n".join(body)])
