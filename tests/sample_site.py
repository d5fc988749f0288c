"""A small fictional site, whole: records of every sort, published into a site in memory."""

from __future__ import annotations

from datetime import timedelta

from afterprint.diff import trace
from afterprint.model import (
    ArticleKey,
    ArticleText,
    BlockKind,
    Change,
    Comparison,
    Disclosure,
    EditKind,
    Event,
    EventKind,
    Part,
    PartChange,
    Row,
    RowKind,
    Version,
    VersionKey,
    Watchlist,
)
from afterprint.publish import Publisher, index_line
from afterprint.publish.later import render_group, to_render
from memory_stores import MemoryArchive, MemoryCatalog, MemorySite
from sample_records import (
    FIRST_SEEN,
    HERALD,
    WATCHLIST,
    added,
    appeared,
    change,
    comparison,
    edit,
    event,
    headline,
    hours,
    moved,
    removed,
    reworded,
    same,
    span,
)

BEFORE = "The council said on Tuesday that the ferry will return to the estuary, with 12 crossings a day."
AFTER = "The council said on Wednesday that the ferry will return to the estuary, with 14 crossings a day."
OPENING = "Passengers have waited since March for a boat that, the harbour office says, is now as good as new."
NOTE = "This article was amended on Thursday: an earlier version gave the wrong number of crossings."
DROPPED = "Asked when the new timetable would be printed, a spokesman said that he could not say."
CARRIED = "The oldest of the three boats was built in 1961 and carried sheep to the islands in its first winter."
SAID = "“We would have liked to begin sooner,” said the harbour master, who has worked there for thirty years."
SPLIT = "The fare stays at four pounds. Children under ten travel free, as they did before, on all crossings."
FILLER = (
    "The estuary is three miles wide at its narrowest and has had a crossing of some sort since 1742.",
    "A public meeting in the parish hall drew two hundred people, most of them in favour.",
    "Timetables are to be posted at both landings and in the library from Friday.",
    "The road around the head of the estuary takes fifty minutes in summer and longer when it floods.",
    "Cyclists may bring their bicycles on board outside the busiest hours.",
    "The first boat leaves the north landing at ten past six in the morning.",
    "The harbour office expects some six hundred passengers on an ordinary day.",
)


def ferry() -> Comparison:
    """An edit of every sort: headline, standfirst, words, split, moved, added, removed, and what stayed."""
    parts = (
        headline("Ferry to return, says council", "Ferry service to resume on Monday after council vote"),
        PartChange(
            part=Part.STANDFIRST,
            old="The boats have been in dry dock for months",
            new="The boats have been in dry dock for half a year",
            old_spans=((36, 42),),
            new_spans=((36, 47),),
        ),
    )
    rows = (
        Row(
            kind=RowKind.CHANGED,
            old_index=0,
            new_index=0,
            old=BEFORE,
            new=AFTER,
            old_spans=(span(BEFORE, "Tuesday"), span(BEFORE, "12")),
            new_spans=(span(AFTER, "Wednesday"), span(AFTER, "14")),
        ),
        same(OPENING, old_index=1, new_index=1),
        moved(CARRIED, old_index=9, new_index=2),
        *(same(text, old_index=2 + at, new_index=3 + at) for at, text in enumerate(FILLER[:4])),
        Row(kind=RowKind.REMOVED, old_index=6, old=DROPPED),
        reworded(SAID, SAID.replace("thirty", "nearly thirty"), gone="", come="nearly ", old_index=7, new_index=7),
        *(
            Row(kind=RowKind.CHANGED, old_index=8, new_index=8 + at, old=SPLIT, new=part)
            for at, part in enumerate((SPLIT[:30].strip(), SPLIT[31:]))
        ),
        *(same(text, old_index=10 + at, new_index=10 + at) for at, text in enumerate(FILLER[4:])),
        Row(kind=RowKind.ADDED, new_index=13, new=NOTE, block=BlockKind.PARAGRAPH),
    )
    edits = (
        edit(EditKind.HEADLINE, part=Part.HEADLINE, importance=0.9),
        edit(EditKind.STANDFIRST, part=Part.STANDFIRST),
        edit(EditKind.NUMBER, EditKind.DATE),
        edit(EditKind.WORDING),
        edit(EditKind.SPLIT),
        edit(EditKind.MOVED),
        edit(EditKind.DELETED),
        edit(EditKind.INSERTED, EditKind.CORRECTION_NOTE, importance=0.9),
    )
    summary = (
        "Headline rewritten. “Tuesday” became “Wednesday”, one paragraph split, one moved up. A correction was noted."
    )
    return comparison(*rows, parts=parts, edits=edits, disclosure=Disclosure.DECLARED, summary=summary)


def figure() -> Comparison:
    """A silent edit of one figure among much that stayed."""
    old = "Some 1,200 people signed the petition, the organisers said."
    new = "Some 1,700 people signed the petition, the organisers said."
    row = Row(
        kind=RowKind.CHANGED,
        old_index=5,
        new_index=5,
        old=old,
        new=new,
        old_spans=(span(old, "1,200"),),
        new_spans=(span(new, "1,700"),),
    )
    around = [same(text, old_index=at + (at > 4), new_index=at + (at > 4)) for at, text in enumerate(FILLER)]
    rows = (*around[:5], row, *around[5:])
    return comparison(*rows, edits=(edit(EditKind.NUMBER),), summary="“1,200” became “1,700”.")


def records() -> list[Change | Event]:
    """What the sample site is made of, in the order in which it was stored."""
    bridge = ArticleKey.first_seen_at(HERALD, "https://north-herald.example/news/bridge")
    arabic = ArticleKey.first_seen_at("south-post", "https://south-post.example/world/1")
    post = {"source_name": "South Post", "url": "https://south-post.example/world/1", "language": "ar"}
    herald = {"url": "https://north-herald.example/news/bridge", "headline": "Petition to keep the old bridge grows"}
    return [
        appeared(headline="Ferry to return, says council"),
        change(1, ferry(), headline="Ferry service to resume on Monday after council vote"),
        appeared(article=bridge, **herald),
        change(1, figure(), article=bridge, seen_at=hours(12), stored_at=hours(12), **herald),
        change(2, figure(), headline="Ferry service to resume on Monday after council vote", reverts_to=1),
        appeared(article=arabic, **post | {"headline": "المجلس يوافق على عودة العبّارة"}),
        change(
            1,
            comparison(
                removed("قال المجلس إن العبارة لن تعود.", old_index=0),
                added("قال المجلس إن العبارة ستعود يوم الاثنين.", new_index=0),
                edits=(edit(EditKind.REWRITE),),
                disclosure=Disclosure.UNKNOWN,
                summary="The only paragraph was rewritten.",
            ),
            article=arabic,
            seen_at=hours(30),
            stored_at=hours(30),
            **post | {"headline": "المجلس يوافق على عودة العبّارة"},
        ),
        event(EventKind.GONE, article=bridge, detail="404, twice", headline="Petition to keep the old bridge grows"),
        event(EventKind.SETTLED, seen_at=hours(24 * 41), stored_at=hours(24 * 41), headline="Ferry service to resume"),
    ]


def compare(old: ArticleText, new: ArticleText) -> Comparison:
    """First against last, without looking."""
    return comparison(reworded(old.paragraphs[0], new.paragraphs[0], gone="Tuesday", come="Wednesday"))


def version(number: int, text: str, *, article: ArticleKey) -> Version:
    seen_at = hours(9 * (number - 1))
    return Version(
        key=VersionKey(article, number),
        url="https://north-herald.example/news/ferry",
        source_name="North Herald",
        text=ArticleText(headline="Ferry service to resume on Monday after council vote", paragraphs=[text]),
        seen_at=seen_at,
        stored_at=seen_at,
        watched_until=seen_at + timedelta(days=40),
        extractor="1",
        snapshot="0" * 64,
    )


class SampleSite:
    """Stores, index and site together, with a publisher over them."""

    def __init__(self, watchlist: Watchlist = WATCHLIST, *, with_compare: bool = True) -> None:
        self.archive = MemoryArchive()
        self.catalog = MemoryCatalog()
        self.site = MemorySite()
        self.publisher = Publisher(
            self.archive,
            self.catalog,
            self.site,
            watchlist,
            compare=compare if with_compare else None,
            trace=trace,
        )

    def take(self, *found: Change | Event) -> list[str]:
        """Store and publish these records, one after another; returns the paths written."""
        written = []
        for record in found:
            if isinstance(record, Change):
                self.archive.add_change(record)
                text = BEFORE if record.key.new == 1 else AFTER
                self.archive.add_version(version(record.key.new, text, article=record.key.article))
            else:
                self.archive.add_event(record)
            written += self.publish(record)
        return written

    def publish(self, record: Change | Event) -> list[str]:
        """Do as the pipeline does with a stored record; returns the paths written."""
        line = index_line(record)
        self.catalog.enter(line)
        return self.publisher.publish([line])

    def pass_an_hour(self) -> list[str]:
        """Render what is rendered by a timer; returns the paths written."""
        rows = to_render(self.catalog, rendered_before=FIRST_SEEN, begun_before=FIRST_SEEN)
        groups = [render_group(row, publisher=self.publisher, catalog=self.catalog, now=FIRST_SEEN) for row in rows]
        return [path for group in groups for path in group]

    def text(self, path: str) -> str:
        return self.site.documents[path].body.decode()


def whole_site(watchlist: Watchlist = WATCHLIST) -> SampleSite:
    """Everything published."""
    sample = SampleSite(watchlist)
    sample.take(*records())
    sample.pass_an_hour()
    return sample
