"""A task that parses nothing: what the trip into the cage and back costs by itself."""

from __future__ import annotations

from collections.abc import Mapping

from afterprint.model import ArticleText

TEXT = ArticleText(headline="Boats", paragraphs=["The harbour board met and said that boats would sail."] * 40)


def article(body: bytes, url: str, fields: Mapping[str, str]) -> ArticleText:
    return TEXT


TASKS = {"article": article}
