"""Deciding that an article changed, and writing that down so that a crash at any moment loses nothing."""

from afterprint.record.decide import Decision, EventDraft, decide
from afterprint.record.furniture_memory import printed
from afterprint.record.normal_form import same_text, text_digest
from afterprint.record.take_up import take_up
from afterprint.record.whereabouts import find_row
from afterprint.record.withhold import Passage, article_holds, holds, passage_of, redacted, text_mark
from afterprint.record.write import DROPPED, Desk, catch_up, record, record_event, was_gone, withdrawn

__all__ = [
    "DROPPED",
    "Decision",
    "Desk",
    "EventDraft",
    "Passage",
    "article_holds",
    "catch_up",
    "decide",
    "find_row",
    "holds",
    "passage_of",
    "printed",
    "record",
    "record_event",
    "redacted",
    "same_text",
    "take_up",
    "text_digest",
    "text_mark",
    "was_gone",
    "withdrawn",
]
