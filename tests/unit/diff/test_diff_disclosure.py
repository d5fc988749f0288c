from datetime import UTC, datetime

import pytest

from afterprint.diff import compare
from afterprint.diff.notes import is_correction_note
from afterprint.model import ArticleText, Disclosure

MORNING = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 3, 18, 30, tzinfo=UTC)
NOTE = "This article was amended on 3 November to correct the number of people rescued."


def version(*paragraphs: str, modified: datetime | None = None, headline: str = "Ferry sinks") -> ArticleText:
    return ArticleText(headline=headline, paragraphs=paragraphs, modified=modified)


def test_a_change_under_an_unmoved_date_is_silent() -> None:
    old, new = version("Nine were rescued.", modified=MORNING), version("Eleven were rescued.", modified=MORNING)
    assert compare(old, new).disclosure is Disclosure.SILENT


def test_a_change_of_the_headline_alone_may_be_silent() -> None:
    old = version("Text.", modified=MORNING)
    new = version("Text.", modified=MORNING, headline="Minister steps down")
    assert compare(old, new).disclosure is Disclosure.SILENT


def test_a_change_with_a_moved_date_is_declared() -> None:
    old, new = version("Nine were rescued.", modified=MORNING), version("Eleven were rescued.", modified=EVENING)
    assert compare(old, new).disclosure is Disclosure.DECLARED


def test_a_change_with_a_note_is_declared_even_without_dates() -> None:
    old, new = version("Nine were rescued."), version("Eleven were rescued.", NOTE)
    assert compare(old, new).disclosure is Disclosure.DECLARED


def test_a_note_put_at_the_end_of_a_paragraph_counts() -> None:
    old = version("Nine people were rescued in the storm.", modified=MORNING)
    new = version(f"Nine people were rescued in the storm. {NOTE}", modified=MORNING)
    assert compare(old, new).disclosure is Disclosure.DECLARED


def test_a_note_that_was_there_before_declares_nothing() -> None:
    old, new = version("Nine came.", NOTE, modified=MORNING), version("Ten came.", NOTE, modified=MORNING)
    assert compare(old, new).disclosure is Disclosure.SILENT


def test_without_dates_nothing_is_known() -> None:
    assert compare(version("Nine were rescued."), version("Eleven were rescued.")).disclosure is Disclosure.UNKNOWN


def test_a_slip_of_the_pen_is_not_silent() -> None:
    old, new = version("The harbor is shut.", modified=MORNING), version("The harbour is shut.", modified=MORNING)
    assert compare(old, new).disclosure is Disclosure.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "Correction: the vote took place on Friday.",
        "CORRECTION (3 November): An earlier version gave another date.",
        "Editor’s note: this story has been corrected.",
        "Update, 12 May: the ministry has answered.",
        "UPDATED: the ministry has answered.",
        "• This article was amended on 12 May 2026.",
        "An earlier version of this story misstated the year.",
        "We have corrected this report.",
        "Korrektur: In einer früheren Version stand ein falsches Jahr.",
        "Anmerkung der Redaktion: Wir haben die Zahl berichtigt.",
        "Une première version de cet article donnait une autre date.",
        "Rectificatif : la réunion a eu lieu vendredi.",
        "Una versión anterior de este artículo daba otra fecha.",
        "Fe de erratas: la reunión fue el viernes.",
        "Correção: a reunião foi na sexta-feira.",
        "【訂正】会議は金曜日でした。",
    ],
)
def test_notes_are_known_in_many_words(text: str) -> None:
    assert is_correction_note(text)


@pytest.mark.parametrize(
    "text",
    [
        "The department of corrections said the prison would close.",
        "Correction officers said: nobody was hurt.",
        "A market correction is overdue, analysts say.",
        "The minister updated the house on the talks.",
        "The article of the constitution was amended by parliament in 1962.",
        "An updated version of the car was shown in Geneva.",
        "",
    ],
)
def test_other_talk_of_corrections_is_no_note(text: str) -> None:
    assert not is_correction_note(text)
