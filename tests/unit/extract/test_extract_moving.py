"""Lines that move by themselves are not the article."""

from __future__ import annotations

import pytest

from afterprint.extract.moving import is_moving


@pytest.mark.parametrize(
    "line",
    [
        "12 minutes ago",
        "Updated 3 hours ago",
        "Just now",
        "By Maud Ferrier, an hour ago",
        "25 comments | 149 shares",
        "1.204 Kommentare",
        "Von Änne Wöhler Aktualisiert vor 4 Stunden",
        "il y a 5 minutes",
        "hace 2 horas",
        "5 минут назад",
        "更新 3時間前",
        "コメント12件",
        "قبل 5 دقيقة",
        "137 people are reading this now",
    ],
)
def test_a_line_of_counts_or_relative_time_moves(line: str) -> None:
    assert is_moving(line)


@pytest.mark.parametrize(
    "line",
    [
        "The ferry sank two hours ago, the harbour office said on Monday.",
        "Nobody saw it 3 hours ago.",
        "Dead: 12",
        "82 people were hurt when the bridge fell",
        "Ellisport 3, Dunmarrow 2",
        "14:30 The hearing resumes",
        "The 12 comments that the minister made on the plan in the house",
        "",
    ],
)
def test_what_an_article_says_does_not(line: str) -> None:
    assert not is_moving(line)
