"""One article's whole journey through a deployed stack: all that has to happen, in the order in which it does."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from cloud.watch import START, StackWatch
from local_server import LocalServer, Response
from watching import BODY, feed, page

WATCHLIST = """
[afterprint]
contact = "https://edits.example.org/about"
tag = "edits.example.org,2026"
site_url = "https://edits.example.org/"

[[source]]
id = "paper"
name = "Paper"
feeds = ["{feed}"]
min_gap_seconds = 0
first_check_minutes = 30
second_look_minutes = 5

[network]
allow = ["127.0.0.0/8"]
ports = [{port}]
hosts = {{ "paper.test" = "{address}" }}
"""
SPOILED = {"FetchQueue": "FetchDeadLetters", "DiffQueue": "DiffDeadLetters", "PublishQueue": "PublishDeadLetters",
           "NotifyQueue": "NotifyDeadLetters"}  # fmt: skip
FEED = "feeds/all.atom"


class Paper:
    """A small paper with one article, and the watchlist that watches it."""

    def __init__(self, site: LocalServer) -> None:
        self.site = site
        self.feed = f"http://paper.test:{site.port}/rss"
        self.article = f"http://paper.test:{site.port}/news/ferry"
        self.watchlist = WATCHLIST.format(feed=self.feed, port=site.port, address=site.address)
        self.print("Ferry delayed by fog")

    def print(self, headline: str) -> None:
        """Print the article under this headline, with a last sentence that tells of it."""
        body = [*BODY, f"The harbour office wrote on its board: {headline.lower()}, so come back tomorrow."]
        self.site.routes = {"/rss": feed(self.article), "/news/ferry": page(headline, body)}

    def remove(self) -> None:
        self.site.routes = {"/rss": feed(self.article), "/news/ferry": Response(404)}


def travel(watch: StackWatch, paper: Paper) -> None:
    """The journey. AssertionError where something that had to happen did not, or something went wrong beside it."""
    heard = Ear(watch)
    _first_version(watch)
    paper.print("Ferry cancelled by fog")
    watch.settle(START + timedelta(minutes=35))
    assert "Ferry cancelled by fog" in watch.document(FEED), "the edit is not in the feed"
    assert heard.notices() == {"bus": 1, "topic": 1}, "subscribers were not told"
    _lost_event(watch, paper)
    _vanished(watch, paper)
    _asked(watch, paper)
    assert not watch.troubles(), "; ".join(watch.troubles())
    _spoiled(watch)


def _first_version(watch: StackWatch) -> None:
    watch.traffic.fire(START)  # the schedules' own doing: the watchlist is followed, the feed is read
    watch.pass_minutes(2)
    pages = [path for path in watch.documents() if path.endswith("/index.html") and path.count("/") == 2]
    assert len(pages) == 1, "the article has no page"
    assert "about.html" in watch.documents(), "the documents that stand alone are missing"


def _lost_event(watch: StackWatch, paper: Paper) -> None:
    """An event is lost on its way; repair finds the work that it left open, and does it."""
    paper.print("Ferry sails again")
    watch.traffic.is_deaf = True
    watch.settle(START + timedelta(minutes=70))
    watch.traffic.is_deaf = False
    assert "Ferry sails again" not in watch.document(FEED)
    watch.settle(START + timedelta(minutes=90))
    assert "Ferry sails again" in watch.document(FEED), "repair did not make up for a lost event"


def _vanished(watch: StackWatch, paper: Paper) -> None:
    paper.remove()
    watch.settle(START + timedelta(minutes=130))
    watch.settle(START + timedelta(minutes=140))
    assert any(key.startswith("events/") for key in watch.objects("ArchiveBucket")), "that it is gone was not stored"
    assert watch.document(FEED).count("<entry") == 3, "that it is gone is not in the feed"


def _asked(watch: StackWatch, paper: Paper) -> None:
    status, body = watch.traffic.ask("/api/lookup", url=paper.article)
    assert status == 200, "the API does not look up"
    (found,) = json.loads(body)["articles"]
    assert found["edits"] == 2, "the API does not list what changed"
    article = f"{found['source']}/{found['article']}"
    status, body = watch.traffic.ask("/api/compare", article=article, old="1", new="3")
    assert (status, "sails again" in body) == (200, True), "the API does not compare"
    status, _ = watch.traffic.ask("/api/compare", article=article, old="1", new="9")
    assert status == 404, "the API does not tell what was never there"
    status, body = watch.traffic.ask("/api/search", q="sails again")
    assert (status, "2-3" in [each["name"] for each in json.loads(body)["found"]]) == (200, True), (
        "the API does not search"
    )


def _spoiled(watch: StackWatch) -> None:
    """A message that nobody can read comes again a few times, then lies among the dead letters."""
    sqs = watch.made.client("sqs")
    for queue in SPOILED:
        lane = {"MessageGroupId": "x", "MessageDeduplicationId": "x"} if queue == "FetchQueue" else {}
        sqs.send_message(QueueUrl=watch.made.identities[queue]["Ref"], MessageBody="{}", **lane)
    watch.traffic.run()
    watch.retry(12)
    assert watch.traffic.left() == dict.fromkeys(SPOILED.values(), 1), "what cannot be read is not kept"


class Ear:
    """Hears what the stack tells: a queue on its bus, and one on its topic."""

    def __init__(self, watch: StackWatch) -> None:
        self._sqs = watch.made.client("sqs")
        self.urls: dict[str, str] = {}
        arns: dict[str, str] = {}
        for name in ("bus", "topic"):
            self.urls[name] = self._sqs.create_queue(QueueName=f"{watch.made.name}-ear-{name}")["QueueUrl"]
            attributes = self._sqs.get_queue_attributes(QueueUrl=self.urls[name], AttributeNames=["QueueArn"])
            arns[name] = attributes["Attributes"]["QueueArn"]
        events, bus = watch.made.client("events"), watch.made.identities["NoticeBus"]["Ref"]
        rule = f"{watch.made.name}-ear"
        pattern = json.dumps({"source": ["afterprint"]})
        events.put_rule(Name=rule, EventBusName=bus, EventPattern=pattern)
        events.put_targets(Rule=rule, EventBusName=bus, Targets=[{"Id": "ear", "Arn": arns["bus"]}])
        topic = watch.made.identities["NoticeTopic"]["Ref"]
        watch.made.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arns["topic"])

    def notices(self) -> dict[str, int]:
        """How many came since the last time, by where they came from."""
        return {name: len(self._received(url)) for name, url in self.urls.items()}

    def _received(self, url: str) -> list[dict[str, Any]]:
        return list(self._sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []))
