"""What is shown of pages that ask robots not to index or archive them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterprint.model import Change, Part, PartChange, Source, TextPolicy, Watchlist
from afterprint.publish import index_line, listed, visible
from afterprint.publish.pages import change_content
from afterprint.publish.policy import honours
from sample_records import change, comparison, reworded, same

OLD = "The council met on Tuesday evening in the hall."
NEW = "The council met on Wednesday evening in the hall."


def noarchive(*robots: str) -> Change:
    row = reworded(OLD, NEW, gone="Tuesday", come="Wednesday", old_index=1, new_index=1)
    kept = same("The hall was full.", old_index=0, new_index=0)
    standfirst = PartChange(
        part=Part.STANDFIRST, old="A vote is near", new="A vote is past", old_spans=((10, 14),), new_spans=((10, 14),)
    )
    made = change(compared=comparison(kept, row, parts=(standfirst,), summary="The council met later."))
    return replace(made, robots=robots or ("noarchive",))


@pytest.mark.parametrize("policy", [TextPolicy.CHANGES, TextPolicy.FULL])
@pytest.mark.parametrize("robots", ["noarchive", "noindex"])
def test_nothing_is_shown_but_the_words_that_changed(policy: TextPolicy, robots: str) -> None:
    view = visible(noarchive(robots), policy)
    held = repr(view) + change_content(view)
    assert all(word in held for word in ("Tuesday", "Wednesday", "near", "past"))
    assert not any(word in held for word in ("council", "hall", "evening", "vote", "met later"))


def test_a_list_gives_counts_in_place_of_a_summary() -> None:
    assert "council" not in listed(index_line(noarchive()), TextPolicy.CHANGES).summary


def test_where_it_is_not_honoured_it_is_said_and_no_more() -> None:
    view = visible(noarchive(), TextPolicy.CHANGES, honoured=False)
    assert view.note == "The page asks robots not to archive it (noarchive)."
    assert replace(view, note="") == visible(replace(noarchive(), robots=()), TextPolicy.CHANGES)


def test_the_note_says_what_is_withheld() -> None:
    note = "The page asks robots not to archive it and not to index it (noarchive, noindex): "
    assert visible(noarchive("noarchive", "noindex"), TextPolicy.CHANGES).note.startswith(note)
    assert listed(index_line(noarchive()), TextPolicy.CHANGES).note


def test_a_source_decides_and_one_that_was_dropped_is_honoured() -> None:
    sources = (Source(id="a", name="A", honour_noarchive=False), Source(id="b", name="B"))
    watchlist = Watchlist(contact="x@example.org", tag="example.org,2026", sources=sources)
    assert [honours(watchlist, name) for name in ("a", "b", "c")] == [False, True, True]
