"""Pages as data: what twins hold, by their schemas and no further than the policy lets them."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest

from afterprint.model import EventKind, TextPolicy
from sample_records import ARTICLE, appeared, change, event, with_policy
from sample_site import FILLER, NOTE, SampleSite, whole_site

SITE = "https://edits.example.org/"


@pytest.mark.parametrize("policy", TextPolicy)
@pytest.mark.parametrize("site_url", [SITE, ""])
def test_every_page_of_a_change_or_article_has_a_twin_that_is_valid(policy: TextPolicy, site_url: str) -> None:
    sample = whole_site(with_policy(text=policy, site_url=site_url))
    schemas = {name: json.loads(sample.text(f"schemas/{name}.json")) for name in ("change", "article")}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    found = re.compile(r"[a-z0-9-]+/[a-z2-7]{16}/(index|(\d+)-(\d+))\.html")
    pages = [(path, match) for path in sample.site.documents if (match := found.fullmatch(path))]
    assert len(pages) > 8
    for path, match in pages:
        if match[1] != "index" and int(match[3]) != int(match[2]) + 1:
            continue  # first against last is no change
        beside = f"{path.removesuffix('html')}json"
        twin = json.loads(sample.text(beside))
        jsonschema.validate(twin, schemas["article" if match[1] == "index" else "change"])
        assert f'rel="alternate" type="application/json" href="../../{path.removesuffix("html")}json"' in sample.text(
            path
        )


@pytest.mark.parametrize("policy", TextPolicy)
def test_a_twin_withholds_what_its_page_withholds(policy: TextPolicy) -> None:
    sample = whole_site(with_policy(text=policy))
    text = sample.text(f"{ARTICLE}/1-2.json")
    assert (NOTE in text) is (policy is not TextPolicy.NONE)
    assert (FILLER[1] in text) is (policy is TextPolicy.FULL)


def test_a_twin_marks_the_words_that_went_and_came() -> None:
    rows = json.loads(whole_site().text(f"{ARTICLE}/1-2.json"))["rows"]
    first = next(row for row in rows if row.get("anchor") == "p1")
    assert ["del", "Tuesday"] in first["old"]
    assert ["ins", "Wednesday"] in first["new"]
    assert all(mark in ("", "del", "ins") for row in rows for side in ("old", "new") for mark, _ in row.get(side) or ())


def test_an_article_s_twin_lists_its_changes_and_events() -> None:
    sample = SampleSite()
    sample.take(appeared(), change(1), event(EventKind.GONE))
    twin = json.loads(sample.text(f"{ARTICLE}/index.json"))
    assert [(step["name"], step["event"]) for step in twin["steps"]] == [
        ("0-1", None),
        ("1-2", None),
        ("event-1", "gone"),
    ]
    assert twin["changes"] == 1
    assert twin["steps"][1]["data"] == f"{SITE}{ARTICLE}/1-2.json"


def test_the_time_map_of_an_article_names_its_versions() -> None:
    sample = SampleSite()
    sample.take(appeared(), change(1))
    sample.pass_an_hour()
    original, itself, first, last = sample.text(f"{ARTICLE}/timemap.link").split(",\n")
    assert original.endswith('>; rel="original"')
    assert itself.startswith(f'<{SITE}{ARTICLE}/timemap.link>; rel="self"; type="application/link-format"; from="Thu, ')
    assert first.startswith(f'<{SITE}{ARTICLE}/0-1.html>; rel="first memento"; datetime="Thu, 03 Sep 2026 ')
    assert f'<{SITE}{ARTICLE}/1-2.html>; rel="last memento"' in last
    assert sample.site.documents[f"{ARTICLE}/timemap.link"].content_type.startswith("application/link-format")


def test_an_address_cannot_leave_its_brackets_in_a_time_map() -> None:
    sample = SampleSite()
    sample.take(appeared(url='https://a.example/x>; rel="self",\n<y'))
    assert sample.text(f"{ARTICLE}/timemap.link").split(">")[0] == "<https://a.example/x%3E;%20rel=%22self%22,%0A%3Cy"
