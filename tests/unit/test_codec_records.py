"""Records written before a field was known are read with its default."""

from __future__ import annotations

from afterprint.codec import decode, encode_record
from afterprint.model import ArticleText, Block

FIRST_FIELDS = b"""{
 "blocks": [{"kind": "paragraph", "text": "It was late."}],
 "byline": "Tove Lind",
 "canonical_url": null,
 "headline": "Ferry delayed",
 "language": "en",
 "modified": null,
 "published": "2026-01-12T07:30:00Z",
 "robots": [],
 "standfirst": ""
}"""


def test_a_text_written_before_sections_and_paywalls_were_read_has_none() -> None:
    text = decode(FIRST_FIELDS, ArticleText, "versions/s/a/000001.json")
    assert (text.section, text.amp_url, text.accessible_for_free, text.corrections) == (None, None, None, ())
    assert text.blocks == (Block("It was late."),)


def test_what_a_page_says_about_itself_reads_back_equal() -> None:
    text = ArticleText(
        headline="Ferry delayed",
        section="Sea",
        amp_url="https://courier.example/amp",
        accessible_for_free=False,
        corrections=["Correction: it was late."],
    )
    assert decode(encode_record(text), ArticleText, "versions/s/a/000001.json") == text
