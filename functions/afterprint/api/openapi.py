"""The API described as OpenAPI 3.1, from the routes themselves and the schemas of what they answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from afterprint import __version__

if TYPE_CHECKING:
    from afterprint.api.routes import Route

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
TIME: Schema = {"type": "string", "format": "date-time"}
LINK: Schema = {"type": "string", "description": "Absolute where the site's address is known, else below its root."}


def _or_none(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(**members: Schema) -> Schema:
    """An object that has all of these members and no other."""
    return {"type": "object", "properties": members, "required": [*members], "additionalProperties": False}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


DISCLOSURE = _or_none({"enum": ["silent", "declared", "unknown"]})
LINE = _object(
    name={**TEXT, "description": "The versions before and after (1-2), or the number of an event (event-3)."},
    page=LINK,
    headline=TEXT,
    old_headline=_or_none(TEXT),
    summary=TEXT,
    kinds=_list(TEXT),
    disclosure=DISCLOSURE,
    seen_at=TIME,
    unchanged_until=_or_none(TIME),
)
ARTICLE = _object(
    source=TEXT,
    article=TEXT,
    url=TEXT,
    headline=TEXT,
    versions=NUMBER,
    state={"enum": ["watched", "gone", "settled", "parked"]},
    edited={"type": "boolean"},
    edits=NUMBER,
    page=LINK,
    feed=LINK,
    confirmed_at=_or_none(TIME),
    changes={**_list({"$ref": "#/components/schemas/Line"}), "description": "The newest first, at most 100."},
)
PASSAGE: Schema = {
    **_list({"type": "array", "prefixItems": [{"enum": ["", "del", "ins", "woven"]}, TEXT], "items": False}),
    "description": "A text in pieces: the mark of each, and its words. Woven: gone, shown amid the new text.",
}
ROW = _object(kind=TEXT, part=TEXT, old=_or_none(PASSAGE), new=_or_none(PASSAGE))
FOLD = _object(unchanged=NUMBER, texts=_list(TEXT))
COMPARISON = _object(
    source=TEXT,
    article=TEXT,
    old=NUMBER,
    new=NUMBER,
    url=TEXT,
    old_headline=_or_none(PASSAGE),
    headline=PASSAGE,
    old_seen_at=_or_none(TIME),
    seen_at=TIME,
    summary=TEXT,
    disclosure=DISCLOSURE,
    kinds={"type": "object", "additionalProperties": NUMBER},
    note=TEXT,
    rows=_list({"anyOf": [ROW, FOLD]}),
)
FOUND = _object(source=TEXT, source_name=TEXT, article=TEXT, url=TEXT, **LINE["properties"])
SEARCH = _object(
    q=TEXT,
    found=_list(FOUND),
    next={**_or_none(TEXT), "description": "Give it as `after` to go on; null where all was looked at."},
    looked_back_to=_or_none(TIME),
)
PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457.",
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "parameter": {**TEXT, "description": "The parameter that cannot be used."},
        "remedy": {**TEXT, "description": "What would be right."},
    },
    "required": ["type", "title", "status", "detail"],
}
SCHEMAS = {"Line": LINE, "Problem": PROBLEM}
ANSWERS: dict[str, Schema] = {
    "lookup": _object(articles=_list(ARTICLE)),
    "compare": COMPARISON,
    "search": SEARCH,
    "describe": {"type": "object"},
}
"""What each route answers, by its name."""

PROBLEMS = {
    "400": "A parameter cannot be used; the problem names it, and what would be right.",
    "404": "There is no such thing here.",
    "410": "It was withdrawn.",
    "413": "The answer would be too large.",
    "429": "Too many ask at once; ask again in a while.",
}


def document(routes: Iterable[Route], site_url: str) -> dict[str, Any]:
    """The OpenAPI document; `site_url` is "" where the site's address is not known."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Afterprint",
            "version": __version__,
            "summary": "What news articles changed after they were first printed.",
            "description": "Read only. Answers may be kept for five minutes. Unknown parameters are passed over.",
        },
        "servers": [{"url": site_url or "/"}],
        "paths": {route.path: {"get": _operation(route)} for route in routes},
        "components": {"schemas": SCHEMAS},
    }


def _operation(route: Route) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": ANSWERS[route.name]}}
    responses: dict[str, Any] = {"200": {"description": route.summary, "content": content}}
    if any("html" in each.choices for each in route.parameters):
        content["text/html"] = {"schema": TEXT}
    if route.name == "lookup":
        responses["302"] = {"description": "With format=html: to the article's page."}
    if route.parameters:
        for status, what in PROBLEMS.items():
            schema = {"$ref": "#/components/schemas/Problem"}
            responses[status] = {"description": what, "content": {"application/problem+json": {"schema": schema}}}
    return {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": [each.described for each in route.parameters],
        "responses": responses,
    }
