"""A template's values: parameters, conditions and intrinsic functions, resolved as CloudFormation does.

A resource's `Ref` and attributes come from its name alone, so that resources may point at each other in any order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

ACCOUNT = "123456789012"
REGION = "eu-west-1"

PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}

Template = Mapping[str, Any]


class BadTemplate(Exception):
    """The template could not be deployed: what is wrong, and where."""


class Values:
    """The values of one template of a stack, nested ones by way of `outputs`."""

    def __init__(
        self,
        template: Template,
        *,
        stack: str,
        parameters: Mapping[str, Any],
        identity: Callable[[str, Mapping[str, Any]], Mapping[str, str]],
        outputs: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._template = template
        self._stack = stack
        self._parameters = self._all_parameters(parameters)
        self._identity = identity
        self._outputs = outputs

    def _all_parameters(self, given: Mapping[str, Any]) -> dict[str, Any]:
        declared: Mapping[str, Any] = self._template.get("Parameters", {})
        if strange := sorted(set(given) - set(declared)):
            raise BadTemplate(f"parameters that the template does not have: {strange}")
        values = {name: each["Default"] for name, each in declared.items() if "Default" in each} | dict(given)
        if missing := sorted(set(declared) - set(values)):
            raise BadTemplate(f"parameters without a value: {missing}")
        return values

    def exists(self, name: str) -> bool:
        """Whether a resource is made at all: its condition holds."""
        resource = self._template["Resources"][name]
        return "Condition" not in resource or self._condition(resource["Condition"])

    def of(self, value: Any) -> Any:
        """The value with everything in it resolved."""
        if isinstance(value, list):
            return [self.of(each) for each in value]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name == "Ref":
                return self._ref(argument)
            if name == "Condition" and isinstance(argument, str):
                return self._condition(argument)
            if isinstance(name, str) and name.startswith("Fn::"):
                return self._function(name, argument)
        return {name: found for name, each in value.items() if (found := self.of(each)) is not _NO_VALUE}

    def _function(self, name: str, argument: Any) -> Any:
        match name:
            case "Fn::GetAtt":
                resource, attribute = argument if isinstance(argument, list) else argument.split(".", 1)
                return self._attribute(resource, attribute)
            case "Fn::Sub":
                return self._sub(argument)
            case "Fn::If":
                return self.of(argument[1] if self._condition(argument[0]) else argument[2])
            case "Fn::Join":
                return str(argument[0]).join(str(self.of(each)) for each in argument[1])
            case "Fn::Equals":
                return self.of(argument[0]) == self.of(argument[1])
            case "Fn::Not":
                return not self.of(argument[0])
            case "Fn::And":
                return all(self.of(each) for each in argument)
            case "Fn::Or":
                return any(self.of(each) for each in argument)
        raise BadTemplate(f"{name} is not played here")

    def _condition(self, name: str) -> bool:
        conditions = self._template.get("Conditions", {})
        if name not in conditions:
            raise BadTemplate(f"there is no condition {name}")
        return bool(self.of(conditions[name]))

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NO_VALUE
        if name == "AWS::StackName":
            return self._stack
        if name in PSEUDO:
            return PSEUDO[name]
        if name in self._parameters:
            return self._parameters[name]
        return self._attribute(name, "Ref")

    def _attribute(self, name: str, attribute: str) -> str:
        if name not in self._template["Resources"]:
            raise BadTemplate(f"there is no resource or parameter {name}")
        resource = self._template["Resources"][name]
        if attribute.startswith("Outputs."):
            found: Mapping[str, str] = self._outputs(name)
            attribute = attribute.removeprefix("Outputs.")
        else:
            found = self._identity(name, resource)
        if attribute not in found:
            raise BadTemplate(f"{name} has no attribute {attribute}")
        return found[attribute]

    def _sub(self, argument: Any) -> str:
        text, more = argument if isinstance(argument, list) else (argument, {})

        def replaced(match: re.Match[str]) -> str:
            name = match.group(1)
            if name in more:
                return str(self.of(more[name]))
            return str(self._attribute(*name.split(".", 1)) if "." in name else self._ref(name))

        return re.sub(r"\$\{([^!}][^}]*)\}", replaced, text)


_NO_VALUE = object()
