"""The templates' resources by type, and what leads from one to another: shared by the tests of the templates."""

from __future__ import annotations

from typing import Any

import transformed as templates
from doors import HANDLERS
from transformed import nested, of_type

TEMPLATE = templates.transformed()
STORAGE = nested("storage")
DELIVERY = nested("delivery")
OBSERVABILITY = nested("observability")
DEFAULTS = {name: each.get("Default") for name, each in TEMPLATE["Parameters"].items()}

FUNCTIONS = of_type(TEMPLATE, "AWS::Lambda::Function")
QUEUES = of_type(TEMPLATE, "AWS::SQS::Queue")
MAPPINGS = of_type(TEMPLATE, "AWS::Lambda::EventSourceMapping")
RULES = of_type(TEMPLATE, "AWS::Events::Rule")
SCHEDULES = of_type(TEMPLATE, "AWS::Scheduler::Schedule")
ROLES = of_type(TEMPLATE, "AWS::IAM::Role")

DAY = 86_400


def target(value: Any) -> str:
    """The logical id that a Ref or GetAtt leads to; of a nested stack's output, the output's name."""
    if isinstance(value, dict) and "Ref" in value:
        return str(value["Ref"])
    if isinstance(value, dict) and "Fn::GetAtt" in value:
        name, attribute = value["Fn::GetAtt"]
        return attribute.removeprefix("Outputs.") if name in ("Storage", "Delivery") else name
    return str(value)


def number(value: Any) -> int:
    """A number, or the default of the parameter that stands for it."""
    return int(DEFAULTS[value["Ref"]] if isinstance(value, dict) else value)


def is_fifo(queue: str) -> bool:
    return bool(QUEUES[queue].get("FifoQueue"))


def statements(role: str) -> list[dict[str, Any]]:
    return [each for policy in ROLES[role]["Policies"] for each in policy["PolicyDocument"]["Statement"]]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def code_of(name: str) -> str:
    """The text of a handler."""
    return (HANDLERS / f"{name}.py").read_text(encoding="utf-8")
