"""Groups of documents that are rendered later: who marks them, who renders them, and what neither loses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from afterprint.errors import StoreError
from afterprint.publish import index_line
from afterprint.publish.later import mark, recall, render_group, to_render
from afterprint.rows import GroupRow
from memory_stores import MemoryCatalog
from sample_records import FIRST_SEEN, appeared, change, hours
from sample_site import SampleSite

MONTH = "months/2026-09"
PAGE = "2026/09/index.html"
LINE = index_line(change(1))


def marked() -> SampleSite:
    sample = SampleSite()
    sample.take(appeared(), change(1))
    return sample


def render(sample: SampleSite, name: str = MONTH, *, at: float = 0) -> list[str]:
    row = sample.catalog.group(name)
    assert row is not None
    return render_group(row, publisher=sample.publisher, catalog=sample.catalog, now=hours(at))


class Meanwhile:
    """A site at which something happens between reading a document and putting it."""

    def __init__(self, sample: SampleSite, what: Callable[[], object]) -> None:
        self._put = sample.site.put
        self._what = what
        sample.site.put = self.put  # type: ignore[method-assign]

    def put(self, document, *, etag):  # type: ignore[no-untyped-def]
        self._what()
        return self._put(document, etag=etag)


def test_a_change_leaves_its_month_to_the_timer() -> None:
    sample = marked()
    assert PAGE not in sample.site.documents
    assert PAGE in sample.pass_an_hour()
    assert sample.catalog.stale_groups() == []
    assert sample.pass_an_hour() == []


def test_a_group_that_is_marked_is_not_marked_again() -> None:
    sample = marked()
    before = dict(sample.catalog.groups)
    mark([LINE], catalog=sample.catalog)
    assert sample.catalog.groups == before


def test_a_group_is_rendered_again_only_once_its_time_has_come() -> None:
    sample = marked()
    render(sample, at=1)
    mark([LINE], catalog=sample.catalog)

    def waiting(before: float) -> list[str]:
        return [row.name for row in to_render(sample.catalog, rendered_before=hours(before), begun_before=hours(9))]

    assert MONTH not in waiting(0.9)
    assert MONTH in waiting(1)


def test_a_group_that_is_marked_while_it_is_rendered_stays_stale_and_is_free_again() -> None:
    sample = marked()
    Meanwhile(sample, lambda: mark([LINE], catalog=sample.catalog))
    assert render(sample) == [PAGE]
    left = sample.catalog.group(MONTH)
    assert left is not None
    assert (left.is_stale, left.begun_at, left.rendered_at) == (True, None, hours(0))


def test_a_group_in_somebodys_hands_is_left_to_them_until_they_are_believed_dead() -> None:
    catalog = MemoryCatalog()
    catalog.add_group(GroupRow(name=MONTH, begun_at=hours(1)))
    assert to_render(catalog, rendered_before=hours(9), begun_before=hours(0.9)) == []
    assert to_render(catalog, rendered_before=hours(9), begun_before=hours(1)) != []


def test_of_two_who_see_the_same_mark_one_renders() -> None:
    sample = marked()
    row = sample.catalog.group(MONTH)
    assert row is not None
    arguments = {"publisher": sample.publisher, "catalog": sample.catalog, "now": FIRST_SEEN}
    assert render_group(row, **arguments) == [PAGE]  # type: ignore[arg-type]
    assert render_group(row, **arguments) == []  # type: ignore[arg-type]


def test_a_group_that_is_recalled_is_not_written_from_lists_read_before() -> None:
    sample = marked()
    render(sample, "sources/north-herald")
    reread = sample.catalog.news_lines

    def withdrawn_right_after_reading(**chosen: object):  # type: ignore[no-untyped-def]
        lines = reread(**chosen)  # type: ignore[arg-type]
        sample.catalog.remove_line(LINE)
        recall([MONTH], catalog=sample.catalog)
        return lines

    sample.catalog.news_lines = withdrawn_right_after_reading  # type: ignore[assignment]
    assert render(sample) == []
    assert PAGE not in sample.site.documents
    left = sample.catalog.group(MONTH)
    assert left is not None
    assert left.is_stale


def test_a_lost_race_is_tried_again_from_lists_read_anew() -> None:
    sample = marked()
    calls = []

    def other_writer() -> None:
        calls.append(1)
        if len(calls) == 1:
            sample.catalog.enter(index_line(change(2)))
            document = sample.publisher.render("index.html")
            assert document is not None
            sample.site.documents[PAGE] = replace(document, path=PAGE)

    Meanwhile(sample, other_writer)
    assert render(sample) == [PAGE]
    assert "2-3.html" in sample.text(PAGE)


def test_a_group_that_failed_stays_stale() -> None:
    sample = marked()

    def fail() -> None:
        raise StoreError("site", "is down")

    Meanwhile(sample, fail)
    with pytest.raises(StoreError):
        render(sample)
    assert MONTH in [row.name for row in sample.catalog.stale_groups()]


def test_a_mark_of_no_known_group_is_taken_away() -> None:
    sample = SampleSite()
    sample.catalog.add_group(GroupRow(name="elsewhere/1"))
    assert render(sample, "elsewhere/1") == []
    assert sample.catalog.stale_groups() == []
