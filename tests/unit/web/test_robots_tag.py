from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.web.robots_tag import asked_by_field, asked_by_metas


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("", ()),
        ("noarchive", ("noarchive",)),
        ("NoIndex , nofollow", ("noindex",)),
        ("none", ("noindex",)),
        ("nocache", ("noarchive",)),
        ("index, follow, max-snippet:-1, max-image-preview:large", ()),
        ("unavailable_after: 25 Jun 2026 15:00:00 GMT, noarchive", ("noarchive",)),
        ("googlebot: noindex, noarchive", ()),
        ("googlebot: noindex, afterprint: noarchive", ("noarchive",)),
        ("Afterprint: noarchive, otherbot: noindex", ("noarchive",)),
        ("*: noindex", ("noindex",)),
    ],
)
def test_a_field_is_heard_as_far_as_it_speaks_to_us(value: str, asked: tuple[str, ...]) -> None:
    assert asked_by_field(value) == asked


def test_metas_for_all_and_for_us_are_heard_and_no_others() -> None:
    metas = {"robots": ("noindex, follow",), "afterprint": ("noarchive",), "googlebot": ("none",)}
    assert asked_by_metas(metas) == ("noarchive", "noindex")
    assert asked_by_metas({"googlebot": ("noarchive",)}) == ()


@given(st.text())
def test_any_text_is_a_set_of_the_two_directives(value: str) -> None:
    assert set(asked_by_field(value)) | set(asked_by_metas({"robots": (value,)})) <= {"noindex", "noarchive"}
