"""What the handlers write into their logs: lines that name what they are about, and metrics that name no host."""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from afterprint.codec import encode_message
from afterprint.messages import ChangeStored, DocumentsPublished, HostCameDue, VersionStored
from afterprint.model import ArticleKey, ChangeKey, VersionKey
from afterprint.rows import ArticleRow
from cloud.watch import START, StackWatch, stack_watch

pytestmark = pytest.mark.slow

WATCHLIST = """
[afterprint]
contact = "https://edits.example.org/about"
tag = "edits.example.org,2026"
[[source]]
id = "paper"
name = "Paper"
feeds = ["https://paper.example/rss"]
"""
ARTICLE = ArticleKey("paper", "aaaabbbbccccdddd")
URL = "https://paper.example/ferry"
ROW = ArticleRow(key=ARTICLE, host="paper.example", address=URL, url=URL, first_seen_at=START, due=START, versions=1)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StackWatch]:
    with stack_watch(tmp_path_factory.mktemp("logs"), WATCHLIST) as watch:
        for function in watch.made.functions.values():
            assert function.module  # loaded here, so that no test's own output is what they log to for ever
        yield watch


def event(*messages: Any) -> dict[str, Any]:
    attributes = {"SentTimestamp": str(int(START.timestamp() * 1000)), "MessageGroupId": "paper.example"}
    bodies = [encode_message(message).decode() for message in messages]
    return {
        "Records": [
            {"messageId": str(number), "body": body, "attributes": attributes, "eventSource": "aws:sqs"}
            for number, body in enumerate(bodies)
        ]
    }


def written(stack: StackWatch, name: str, capsys: pytest.CaptureFixture[str], *messages: Any) -> list[dict[str, Any]]:
    """The lines that an invocation writes, as JSON."""
    capsys.readouterr()
    with ExitStack() as meanwhile:
        for handler in logging.getLogger(name.lower()).handlers:
            meanwhile.enter_context(mock.patch.object(handler, "stream", sys.stdout))
        stack.made.functions[f"{name}Function"](event(*messages))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]


def failing(monkeypatch: pytest.MonkeyPatch, *said: str) -> None:
    """Looks of this article that end so."""

    def fetch(_message: Any, *, hear: Any, **_: Any) -> Counter[str]:
        for each in said:
            hear(ROW, each)
        return Counter(failed=len(said))

    monkeypatch.setattr("afterprint.pipeline.fetch", fetch)


def failures(lines: list[dict[str, Any]]) -> dict[str, Any]:
    (metrics,) = (line for line in lines if "_aws" in line)
    return {name: value for name, value in metrics.items() if name.startswith("Failed:")}


DUE = HostCameDue("paper.example", START)


def test_failures_are_counted_by_reason_in_each_invocation_anew(
    stack: StackWatch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, "failed: deadline", "failed: status 503", "failed: status 403", "unreadable: wall")
    assert failures(written(stack, "Fetch", capsys, DUE)) == {"Failed:deadline": [1.0], "Failed:status": [2.0]}
    failing(monkeypatch, "failed: dns")
    assert failures(written(stack, "Fetch", capsys, DUE)) == {"Failed:dns": [1.0]}


def test_a_reason_that_nobody_knows_is_no_metric(
    stack: StackWatch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, "failed: https://paper.example/ferry")
    assert failures(written(stack, "Fetch", capsys, DUE)) == {}


def test_no_metric_has_a_host_or_an_article_among_its_dimensions(
    stack: StackWatch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, "failed: deadline")
    lines = written(stack, "Fetch", capsys, DUE)
    (metrics,) = (line["_aws"]["CloudWatchMetrics"] for line in lines if "_aws" in line)
    assert [each["Dimensions"] for each in metrics] == [[["service"]]]


def test_a_failed_look_names_host_article_version_and_address(
    stack: StackWatch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, "failed: deadline")
    (line,) = (each for each in written(stack, "Fetch", capsys, DUE) if each.get("message") == "look failed")
    expected = {"host": "paper.example", "article": ARTICLE.path, "version": 1, "address": URL}
    assert expected.items() <= line.items()


@pytest.mark.parametrize(
    ("name", "step", "message", "expected"),
    [
        ("Diff", "diff", VersionStored(VersionKey(ARTICLE, 2)), {"version": 2}),
        ("Publish", "publish", ChangeStored(ChangeKey(ARTICLE, 1, 2)), {"version": 2, "change": "1-2"}),
        ("Notify", "notify", DocumentsPublished(ChangeKey(ARTICLE, 1, 2)), {"version": 2, "change": "1-2"}),
    ],
)
def test_every_step_names_the_article_and_version(
    stack: StackWatch,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    step: str,
    message: Any,
    expected: dict[str, Any],
) -> None:
    monkeypatch.setattr(f"afterprint.pipeline.{step}", lambda *_, **__: SimpleNamespace() if step == "notify" else [])
    lines = written(stack, name, capsys, message)
    assert any(({"article": ARTICLE.path} | expected).items() <= line.items() for line in lines), lines
