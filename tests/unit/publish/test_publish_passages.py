"""What is told of when passages entered, and what of it the text policy keeps back."""

from afterprint.model import Part, Removal, Stretch, TextHistory, TextPolicy, TracedBlock, VersionKey
from afterprint.publish.passages import shown
from afterprint.publish.views import FoldView, Passages, TracedView
from sample_records import ARTICLE, change, with_policy
from sample_site import SampleSite, whole_site

STAYED = TracedBlock((Stretch("The boats are old.", 0),))
GREW = TracedBlock((Stretch("The council met ", 0), Stretch("again ", 2), Stretch("on Monday.", 0)))
HISTORY = TextHistory(
    headline=(Stretch("Ferry to return", 0),),
    blocks=(STAYED, STAYED, STAYED, GREW, STAYED, STAYED),
    removals=(Removal(part=Part.BODY, text="It may not.", since=0, gone=2),),
)
NUMBERS = (1, 2, 4)


def told(policy: TextPolicy, *, withheld: bool = False, history: TextHistory = HISTORY) -> Passages | None:
    return shown(history, NUMBERS, policy, withheld=withheld)


def outline(passages: Passages | None) -> list[str]:
    assert passages is not None
    return [
        f"{row.count} folded" if isinstance(row, FoldView) else "".join(text for text, _ in row.pieces)
        for row in passages.rows
    ]


def test_a_passage_bears_the_number_of_the_version_in_which_it_entered() -> None:
    passages = told(TextPolicy.FULL)
    assert passages is not None
    grown = passages.rows[3]
    assert isinstance(grown, TracedView)
    assert grown.pieces == (("The council met ", 0), ("again ", 4), ("on Monday.", 0))


def test_what_was_taken_out_is_told_with_the_versions_that_had_it() -> None:
    passages = told(TextPolicy.CHANGES)
    assert passages is not None
    assert [(each.text, each.first, each.last) for each in passages.removals] == [("It may not.", 1, 2)]


def test_all_is_shown_where_the_policy_shows_all() -> None:
    assert len(outline(told(TextPolicy.FULL))) == 6


def test_of_what_stayed_only_the_neighbours_are_shown_where_changes_are() -> None:
    whole = "The council met again on Monday."
    assert outline(told(TextPolicy.CHANGES)) == [
        "2 folded",
        "The boats are old.",
        whole,
        "The boats are old.",
        "1 folded",
    ]


def test_of_a_text_that_is_not_to_be_kept_only_what_entered_is_shown() -> None:
    assert outline(told(TextPolicy.FULL, withheld=True)) == ["3 folded", " … again  … ", "2 folded"]


def test_nothing_is_told_where_no_text_is_shown_or_nothing_changed() -> None:
    assert told(TextPolicy.NONE) is None
    assert told(TextPolicy.FULL, history=TextHistory(blocks=(STAYED,))) is None


def test_the_page_of_an_article_tells_when_each_passage_entered() -> None:
    page = whole_site(with_policy(text=TextPolicy.FULL)).text(f"{ARTICLE}/index.html")
    assert '<ins>Wednesday</ins><sup><a href="#v2" aria-label="version 2">2</a></sup>' in page
    assert 'id="v2"' in page


def test_a_page_that_asks_not_to_be_archived_shows_no_sentence_that_stayed() -> None:
    sample = SampleSite(with_policy(text=TextPolicy.FULL))
    sample.take(change(0), change(1, robots=("noarchive",)))
    page = sample.text(f"{ARTICLE}/index.html")
    assert "Wednesday" in page
    assert "the ferry will return to the estuary" not in page


def test_versions_that_were_withdrawn_are_passed_over() -> None:
    sample = whole_site(with_policy(text=TextPolicy.FULL))
    sample.archive.purge(VersionKey(ARTICLE, 2).path)
    page = sample.publisher.render(f"{ARTICLE}/index.html")
    assert page is not None
    assert '<ins>Wednesday</ins><sup><a href="#v3"' in page.body.decode()
