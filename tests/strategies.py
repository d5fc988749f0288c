"""Records and rows of every shape that the model allows, for properties. Texts hold anything but lone surrogates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from afterprint.model import (
    ArticleKey,
    ArticleText,
    Block,
    BlockKind,
    Change,
    ChangeKey,
    Comparison,
    Counts,
    Disclosure,
    Edit,
    EditKind,
    Event,
    EventKey,
    EventKind,
    Part,
    PartChange,
    Reading,
    ReadingKey,
    Row,
    RowKind,
    Validators,
    Version,
    VersionKey,
)
from afterprint.rows import ArticleRow, Doubt, IndexLine, ListKind, ListRow, SecondLook, State

ODD_TEXTS = (
    "",
    "👩🏽‍🚒 put out 🔥 in 🇳🇴",  # joined and coloured emoji, flags
    "عاجل: \u202eنص\u202c — \u200fתיקון",  # right to left, with marks of direction
    "a\u0000b\u0007c\u001bd\u007fe\u0085f",  # control characters
    "]]> <b>&amp;</b> \" ' \\ \u2028\u2029",  # what XML, HTML and JSON trip over
    "e\u0301 é ﬁ ½ \u00a0\u00ad\ufeff\ufffd\uffff",  # unnormalised, invisible, non-characters
    "𝔉𝔯𝔞𝔨𝔱𝔲𝔯 \U0010ffff",  # beyond the basic plane
)

texts = st.one_of(
    st.sampled_from(ODD_TEXTS),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
)
times = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  zoned here
zones = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
declared_times = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001  likewise
urls = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20).map(
    lambda name: f"https://north-herald.example/news/{name}"
)
some_host = st.just("north-herald.example")
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
spans = st.tuples(st.integers(0, 50), st.integers(50, 99)).map(lambda span: (span,))
shares = st.floats(0, 1)

sources = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)
article_keys = st.builds(ArticleKey.first_seen_at, sources, urls)
version_keys = st.builds(VersionKey, article_keys, st.integers(1, 2_000_000))
change_keys = version_keys.map(lambda key: key.change)
event_keys = st.builds(EventKey, article_keys, st.integers(1, 2_000_000))
reading_keys = st.builds(ReadingKey, version_keys, st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True))


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


article_texts = st.builds(
    ArticleText,
    headline=texts,
    standfirst=texts,
    blocks=st.lists(st.builds(Block, texts, st.sampled_from(BlockKind)), max_size=5),
    byline=texts,
    published=_maybe(declared_times),
    modified=_maybe(declared_times),
    language=_maybe(st.sampled_from(("en", "ar", "nb-NO"))),
    canonical_url=_maybe(urls),
    section=_maybe(texts),
    amp_url=_maybe(urls),
    accessible_for_free=_maybe(st.booleans()),
    corrections=st.lists(texts, max_size=2),
)


def versions(keys: st.SearchStrategy[VersionKey] = version_keys) -> st.SearchStrategy[Version]:
    return st.builds(
        Version,
        key=keys,
        url=urls,
        source_name=texts,
        text=article_texts,
        seen_at=times,
        stored_at=times,
        watched_until=times,
        extractor=texts,
        snapshot=digests,
        unchanged_until=_maybe(times),
        previous=_maybe(digests),
        reverts_to=_maybe(st.integers(1, 9)),
        final_url=_maybe(urls),
        headers=st.dictionaries(texts, texts, max_size=3),
        schema=st.just(1),
    )


def readings(keys: st.SearchStrategy[ReadingKey] = reading_keys) -> st.SearchStrategy[Reading]:
    return st.builds(Reading, key=keys, text=article_texts, read_at=times, schema=st.just(1))


edit_kinds = st.lists(st.sampled_from(EditKind), max_size=3).map(tuple)
indexes = _maybe(st.integers(0, 99))
counts = st.builds(Counts, added=st.integers(0, 99), words_removed=st.integers(0, 99))
comparisons = st.builds(
    Comparison,
    parts=st.lists(
        st.builds(PartChange, part=st.sampled_from(Part), old=texts, new=texts, old_spans=spans), max_size=2
    ).map(tuple),
    rows=st.lists(
        st.builds(
            Row,
            kind=st.sampled_from(RowKind),
            old_index=indexes,
            new_index=indexes,
            old=_maybe(texts),
            new=_maybe(texts),
            new_spans=spans,
            block=st.sampled_from(BlockKind),
        ),
        max_size=3,
    ).map(tuple),
    edits=st.lists(
        st.builds(
            Edit, part=st.sampled_from(Part), kinds=edit_kinds, importance=shares, old_index=indexes, new_spans=spans
        ),
        max_size=3,
    ).map(tuple),
    disclosure=st.sampled_from(Disclosure),
    summary=texts,
    counts=counts,
)


def changes(keys: st.SearchStrategy[ChangeKey] = change_keys) -> st.SearchStrategy[Change]:
    return st.builds(
        Change,
        key=keys,
        url=urls,
        source_name=texts,
        headline=texts,
        comparison=comparisons,
        seen_at=times,
        stored_at=times,
        watched_until=times,
        old_seen_at=_maybe(times),
        unchanged_until=_maybe(times),
        reverts_to=_maybe(st.integers(1, 9)),
        language=_maybe(st.sampled_from(("en", "he"))),
        byline=texts,
        published=_maybe(declared_times),
        schema=st.just(1),
    )


def events(keys: st.SearchStrategy[EventKey] = event_keys) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        key=keys,
        kind=st.sampled_from(EventKind),
        url=urls,
        source_name=texts,
        headline=texts,
        after_version=st.integers(0, 99),
        seen_at=times,
        stored_at=times,
        unchanged_until=_maybe(times),
        detail=texts,
        to_url=_maybe(urls),
        versions=st.lists(st.integers(1, 9), max_size=3).map(tuple),
        schema=st.just(1),
    )


validators = st.builds(Validators, url=urls, etag=_maybe(texts), last_modified=_maybe(texts))
second_looks = st.builds(SecondLook, doubt=st.sampled_from(Doubt), since=times, digest=digests)


def article_rows(
    keys: st.SearchStrategy[ArticleKey] = article_keys, hosts: st.SearchStrategy[str] = some_host
) -> st.SearchStrategy[ArticleRow]:
    return st.builds(
        ArticleRow,
        key=keys,
        host=hosts,
        address=urls,
        url=urls,
        first_seen_at=times,
        due=_maybe(times),
        state=st.sampled_from(State),
        versions=st.integers(0, 3),
        headline=texts,
        digests=st.lists(digests, max_size=8).map(tuple),
        confirmed_at=_maybe(times),
        interval_minutes=st.floats(0, 60_000),
        validators=_maybe(validators),
        second_look=_maybe(second_looks),
        last_outcome=texts,
        revision=st.integers(0, 9),
    )


def list_rows(
    hosts: st.SearchStrategy[str] = some_host, of: st.SearchStrategy[str] = urls
) -> st.SearchStrategy[ListRow]:
    return st.builds(
        ListRow,
        source=sources,
        kind=st.sampled_from(ListKind),
        host=hosts,
        address=urls,
        url=of,
        due=_maybe(times),
        first_read_at=_maybe(times),
        validators=_maybe(validators),
        last_outcome=texts,
        revision=st.integers(0, 9),
    )


@st.composite
def index_lines(
    draw: st.DrawFn,
    keys: st.SearchStrategy[ArticleKey] = article_keys,
    stored_times: st.SearchStrategy[datetime] = times,
) -> IndexLine:
    """Lines of changes and of events alike."""
    event = draw(_maybe(st.sampled_from(EventKind)))
    number = draw(st.integers(1, 20))
    return IndexLine(
        article=draw(keys),
        name=f"{number - 1}-{number}" if event is None else f"event-{number}",
        stored_at=draw(stored_times),
        seen_at=draw(times),
        url=draw(urls),
        source_name=draw(texts),
        headline=draw(texts),
        old_headline=draw(_maybe(texts)),
        summary=draw(texts),
        importance=draw(shares),
        kinds=draw(edit_kinds),
        disclosure=draw(_maybe(st.sampled_from(Disclosure))),
        counts=draw(counts),
        event=event,
    )
