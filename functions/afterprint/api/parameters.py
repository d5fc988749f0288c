"""What may be asked: each parameter declared once, for reading it and for the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from afterprint.api.exchange import LONGEST_QUERY, Request, bad_parameter

LONGEST_URL = 4096
LONGEST_SEARCH = 1000


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A parameter of a route. `pattern` is a regular expression that the whole value matches; "" takes any text."""

    name: str
    what: str
    example: str
    remedy: str
    pattern: str = ""
    longest: int = 100
    choices: tuple[str, ...] = ()
    is_required: bool = True
    is_number: bool = False

    def checked(self, value: str) -> str:
        """The value, where it may stand; raises Refused."""
        if not value and self.is_required:
            raise bad_parameter(self.name, f"{self.name} is missing", self.remedy)
        if len(value) > self.longest:
            raise bad_parameter(self.name, f"{self.name} has more than {self.longest:,} characters", self.remedy)
        if self.choices and value not in self.choices:
            raise bad_parameter(self.name, f"{self.name} is none of {', '.join(self.choices)}", self.remedy)
        if value and self.pattern and not re.fullmatch(self.pattern, value, re.ASCII):
            raise bad_parameter(self.name, f"{self.name} cannot be read", self.remedy)
        return value

    @property
    def described(self) -> dict[str, Any]:
        """The parameter as OpenAPI 3.1 describes it (a Parameter Object)."""
        schema: dict[str, Any] = {"type": "string", "maxLength": self.longest}
        if self.is_number:
            schema = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
        elif self.choices:
            schema = {"type": "string", "enum": [*self.choices], "default": self.choices[0]}
        elif self.pattern:
            schema["pattern"] = f"^({self.pattern})$"
        if self.is_required and not self.is_number:
            schema["minLength"] = 1
        return {
            "name": self.name,
            "in": "query",
            "description": self.what,
            "required": self.is_required,
            "schema": schema,
            "example": int(self.example) if self.is_number else self.example,
        }


URL = Parameter(
    name="url",
    what="A web address, in any spelling: tracking parameters, fragments and the like are set aside.",
    example="https://north-herald.example/news/ferry",
    remedy="give an address of http or https, percent-encoded, as in ?url=https%3A%2F%2Fnorth-herald.example%2Fnews",
    longest=LONGEST_URL,
)
ARTICLE = Parameter(
    name="article",
    what="An article, as in the address of its page: source/article.",
    example="north-herald/aaaabbbbccccdddd",
    remedy="give source/article, as in the address of the article's page",
    pattern=r"[a-z0-9-]{1,40}/[a-z2-7]{16}",
)

QUERY = Parameter(
    name="q",
    what="What is searched for, in the search language: words, phrases, OR, minus, source:, kind:, headline: …",
    example='"climate change" OR emissions source:north-herald',
    remedy='write at least one word, as in ?q=ferry; "…" for a phrase, OR, a minus before what must not be there',
    longest=LONGEST_SEARCH,
)
AFTER = Parameter(
    name="after",
    what="Where an earlier answer was cut short: its `next`.",
    example="",
    remedy="give the `next` of the answer before as it is, or leave it out",
    is_required=False,
)


def version_number(name: str) -> Parameter:
    return Parameter(
        name=name,
        what="The number of a version, from 1.",
        example="1" if name == "old" else "3",
        remedy="give the number of a version, from 1",
        pattern=r"[1-9][0-9]{0,8}",
        is_number=True,
    )


def form(*choices: str) -> Parameter:
    """In which form the answer is wanted; the first choice where it is left out."""
    return Parameter(
        name="format",
        what="What the answer is: data, or a page to read.",
        example=choices[0],
        remedy=f"write one of {', '.join(choices)}, or leave it out for {choices[0]}",
        choices=choices,
        is_required=False,
    )


def read(request: Request, known: Sequence[Parameter]) -> dict[str, str]:
    """The values of the known parameters ("" or the first choice where one was left out); others are passed over, as
    the CDN does. Raises Refused."""
    if len(request.query) > LONGEST_QUERY:
        raise bad_parameter("", f"the query has more than {LONGEST_QUERY:,} characters", "ask for less")
    given: dict[str, str] = {}
    for name, value in request.parameters:
        if name in given and any(each.name == name for each in known):
            raise bad_parameter(name, f"{name} is given twice", "give it once")
        given[name] = value
    defaults = {each.name: each.choices[0] if each.choices else "" for each in known}
    return {each.name: each.checked(given.get(each.name, "") or defaults[each.name]) for each in known}
