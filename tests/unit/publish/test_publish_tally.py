"""How openly a source edits, counted from its lines and told on its page."""

from __future__ import annotations

from dataclasses import replace

from afterprint.model import ArticleKey, Disclosure, EventKind
from afterprint.publish.index import index_line
from afterprint.publish.tally import Tally, by_source, tally
from sample_records import appeared, change, comparison, event, hours


def test_edits_are_counted_by_disclosure_first_versions_and_events_are_not() -> None:
    disclosures = [Disclosure.SILENT, Disclosure.DECLARED, Disclosure.SILENT, Disclosure.UNKNOWN]
    edits = [
        change(number, compared=comparison(disclosure=disclosure), seen_at=hours(10 - number))
        for number, disclosure in enumerate(disclosures, start=1)
    ]
    lines = [index_line(record) for record in (appeared(), *edits, event(EventKind.GONE))]
    assert tally(lines) == Tally(silent=2, declared=1, unknown=1, since=hours(6))


def test_a_source_without_edits_has_nothing_to_count() -> None:
    assert tally([index_line(appeared())]) == Tally()


def test_a_months_edits_are_counted_source_by_source() -> None:
    silent, declared = comparison(disclosure=Disclosure.SILENT), comparison(disclosure=Disclosure.DECLARED)
    ours = [index_line(change(number, compared=silent)) for number in (1, 2)]
    theirs = replace(index_line(change(1, compared=declared)), article=ArticleKey("another", "a" * 16), source_name="A")
    found = by_source([*ours, theirs, index_line(event(EventKind.GONE))])
    assert [(each.source, each.edits.silent, each.edits.declared) for each in found] == [
        ("another", 0, 1),
        (ours[0].article.source, 2, 0),
    ]
