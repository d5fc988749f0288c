"""The picture of an article's history: in order, within its bounds, apart where there is room."""

from __future__ import annotations

import itertools
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from afterprint.model import ArticleKey
from afterprint.publish.timeline import APART, MARGIN, WIDTH, timeline
from afterprint.publish.views import LineView, Step
from sample_records import ARTICLE, FIRST_SEEN


def step(seconds: int, *, article: ArticleKey = ARTICLE) -> Step:
    seen_at = FIRST_SEEN + timedelta(seconds=seconds)
    line = LineView(
        path="", name="1-2", article=article, url="", source_name="", headline="", old_headline="", summary="",
        seen_at=seen_at, stored_at=seen_at, unchanged_until=None, disclosure=None, kinds=(), event=None,
        is_first=False, language="",
    )  # fmt: skip
    return Step(line=line, version=1)


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=80, unique=True))
def test_marks_stand_in_order_within_the_line_and_apart(seconds: list[int]) -> None:
    drawn = timeline([step(each) for each in sorted(seconds)])
    assert drawn is not None
    places = [moment.x for moment in drawn.moments]
    apart = min(APART, (WIDTH - 2 * MARGIN) / (len(places) - 1))
    assert all(later - earlier >= apart - 0.2 for earlier, later in itertools.pairwise(places))
    assert places[0] >= MARGIN - 0.1
    assert places[-1] <= WIDTH - MARGIN + 0.1


def test_one_moment_makes_no_line() -> None:
    assert timeline([step(0)]) is None
    assert timeline([step(0), step(0)]) is None


def test_where_there_is_room_marks_stand_by_their_times() -> None:
    drawn = timeline([step(0), step(3600), step(7200)])
    assert drawn is not None
    assert [moment.x for moment in drawn.moments] == [MARGIN, WIDTH / 2, WIDTH - MARGIN]
