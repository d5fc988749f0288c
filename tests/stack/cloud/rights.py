"""Who may do what: IAM's statements as far as the templates use them. Whatever is not allowed is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Statement = Mapping[str, Any]


@dataclass(frozen=True)
class Deed:
    """What somebody is about to do: an action (`s3:PutObject`) on a resource (its ARN), in some circumstances."""

    action: str
    resource: str
    circumstances: tuple[tuple[str, str], ...] = ()


def allowed(statements: Iterable[Statement], deed: Deed, *, principal: str | None = None) -> bool:
    """Whether these statements let a deed happen: one allows it, and none denies it."""
    effects = {each["Effect"] for each in statements if _is_about(each, deed, principal)}
    return effects == {"Allow"}


def denied(statements: Iterable[Statement], deed: Deed) -> bool:
    """Whether one of a resource's own statements forbids a deed, whoever does it."""
    return any(each["Effect"] == "Deny" and _is_about(each, deed, None) for each in statements)


def _is_about(statement: Statement, deed: Deed, principal: str | None) -> bool:
    resources = _listed(statement.get("Resource", "*"))
    return (
        any(_matches(each, deed.action) for each in _listed(statement["Action"]))
        and any(_matches(each, deed.resource) for each in resources)
        and (principal is None or principal in _listed(statement["Principal"]["Service"]))
        and all(_holds(*each, deed=deed) for each in statement.get("Condition", {}).items())
    )


def _holds(operator: str, wanted: Mapping[str, Any], *, deed: Deed) -> bool:
    found = {name.lower(): value for name, value in deed.circumstances}
    for name, value in wanted.items():
        actual = found.get(name.lower())
        if operator == "Null":
            if (actual is None) != (str(value).lower() == "true"):
                return False
        elif operator in ("ArnEquals", "ArnLike", "StringEquals", "Bool"):
            if actual is None or not any(_matches(str(each), actual) for each in _listed(value)):
                return False
        else:
            raise NotImplementedError(f"a condition {operator}")
    return True


def _matches(pattern: str, text: str) -> bool:
    expression = "".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in pattern)
    return re.fullmatch(expression, text) is not None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
