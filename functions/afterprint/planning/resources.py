"""Two templates of the stack compared as CloudFormation will: what is added, removed, changed or replaced.

The rules are those of CloudFormation's resource schemas, which mark the properties that cannot be changed in place. A
resource is known by its path, the logical ids that lead to it (`Storage/CatalogTable`): under another path it is
another resource, and the first one is removed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Template = Mapping[str, Any]

STACK = "AWS::CloudFormation::Stack"


class Action(StrEnum):
    """What becomes of a resource."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REPLACED = "replaced"
    MAYBE = "perhaps replaced"


@dataclass(frozen=True)
class Rules:
    """Of a type of resource: the properties whose change replaces it, and those whose change may."""

    create_only: frozenset[str] = frozenset()
    conditional: frozenset[str] = frozenset()


RulesOf = Callable[[str], Rules]
"""The rules of a type, such as `AWS::S3::Bucket`."""


@dataclass(frozen=True)
class Resource:
    """One resource of a stack. `nested` holds the path of the stack it lies in and a slash, or nothing."""

    path: str
    type: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    deletion: str = "Delete"
    replacement: str = "Delete"
    condition: str = ""

    @property
    def nested(self) -> str:
        return self.path[: self.path.rfind("/") + 1]


@dataclass(frozen=True)
class Step:
    """What an update does to one resource, and which of its properties differ."""

    path: str
    type: str
    action: Action
    properties: tuple[str, ...] = ()


def resources_of(template: Template, nested: Mapping[str, Template], *, under: str = "") -> dict[str, Resource]:
    """Every resource by its path, those of nested stacks among them; `nested` holds their templates by logical id.

    The parameters of a nested stack are written out: what the parent gives, else its own default, as CloudFormation
    takes that anew at each update. Those of the outermost stack stay as references, since they keep their values.
    """
    found: dict[str, Resource] = {}
    for name, each in template["Resources"].items():
        resource = _resource(under + name, each)
        found[resource.path] = resource
        if resource.type == STACK and name in nested:
            inner = _written_out(nested[name], given=resource.properties.get("Parameters", {}))
            found |= resources_of(inner, nested, under=f"{resource.path}/")
    return found


def _resource(path: str, declared: Mapping[str, Any]) -> Resource:
    return Resource(
        path=path,
        type=declared["Type"],
        properties=declared.get("Properties", {}),
        deletion=declared.get("DeletionPolicy", "Delete"),
        replacement=declared.get("UpdateReplacePolicy", "Delete"),
        condition=declared.get("Condition", ""),
    )


def _written_out(template: Template, *, given: Mapping[str, Any]) -> Template:
    """A nested template with its parameters' values in place of references to them."""
    defaults = {name: each["Default"] for name, each in template.get("Parameters", {}).items() if "Default" in each}
    values = {**defaults, **given}

    def put_in(value: Any) -> Any:
        if isinstance(value, Mapping):
            if set(value) == {"Ref"} and value["Ref"] in values:
                return values[value["Ref"]]
            return {key: put_in(each) for key, each in value.items()}
        return [put_in(each) for each in value] if isinstance(value, list) else value

    return {**template, "Resources": put_in(template["Resources"])}


def steps(before: Mapping[str, Resource], after: Mapping[str, Resource], *, rules_of: RulesOf) -> list[Step]:
    """What an update from one to the other does, in order of the paths; nothing of what stays as it is.

    A resource that cannot be changed in place and is made from one that is replaced is replaced with it.
    """
    done = {step.path: step for step in _own_steps(before, after, rules_of=rules_of)}
    while more := _followers(after, done, rules_of=rules_of):
        done |= more
    return [done[path] for path in sorted(done)]


def _own_steps(before: Mapping[str, Resource], after: Mapping[str, Resource], *, rules_of: RulesOf) -> Iterator[Step]:
    for path in {**before, **after}:
        if path not in after:
            yield Step(path, before[path].type, Action.REMOVED)
        elif path not in before:
            yield Step(path, after[path].type, Action.ADDED)
        elif (step := _step(before[path], after[path], rules_of=rules_of)) is not None:
            yield step


def _step(before: Resource, after: Resource, *, rules_of: RulesOf) -> Step | None:
    if before.type != after.type:
        return Step(after.path, after.type, Action.REPLACED, ("Type",))
    rules = rules_of(after.type)
    differing = tuple(sorted(_differing(before.properties, after.properties)))
    action = Action.CHANGED
    if any(_touches(name, before, after) for name in rules.conditional):
        action = Action.MAYBE
    if any(_touches(name, before, after) for name in rules.create_only):
        action = Action.REPLACED
    settings = ("deletion", "replacement", "condition")
    turned = tuple(name for name in settings if getattr(before, name) != getattr(after, name))
    return Step(after.path, after.type, action, differing + turned) if differing or turned else None


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    return (name for name in {**before, **after} if before.get(name) != after.get(name))


def _touches(name: str, before: Resource, after: Resource) -> bool:
    """Whether a property differs; `name` may lead into it (`Code/ImageUri`), and through lists (`*`)."""
    parts = name.split("/")
    return not same(_inside(before.properties, parts), _inside(after.properties, parts))


def _inside(value: Any, parts: list[str]) -> Any:
    for number, part in enumerate(parts):
        if part == "*":
            listed = value if isinstance(value, list) else []
            return [_inside(each, parts[number + 1 :]) for each in listed]
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _followers(after: Mapping[str, Resource], done: Mapping[str, Step], *, rules_of: RulesOf) -> dict[str, Step]:
    """Resources not yet replaced that hold a replaced one's name where it cannot be changed."""
    replaced = {path for path, step in done.items() if step.action is Action.REPLACED}
    found = {}
    for path, resource in after.items():
        if path in replaced or (path in done and done[path].action is Action.ADDED):
            continue
        beside = {each.removeprefix(resource.nested) for each in replaced if each.startswith(resource.nested)}
        for name in rules_of(resource.type).create_only:
            if beside & set(_references(_inside(resource.properties, name.split("/")))):
                found[path] = Step(path, resource.type, Action.REPLACED, (name.split("/")[0],))
    return found


def _references(value: Any) -> Iterator[str]:
    """The logical ids that a value refers to by Ref or GetAtt."""
    if isinstance(value, list):
        for each in value:
            yield from _references(each)
    if not isinstance(value, Mapping):
        return
    for key, each in value.items():
        if key == "Ref":
            yield str(each)
        elif key == "Fn::GetAtt":
            yield (each if isinstance(each, str) else each[0]).split(".")[0]
        else:
            yield from _references(each)


def same(before: Any, after: Any) -> bool:
    """Whether two values of templates are the same, whatever the order of their keys."""
    return json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)
