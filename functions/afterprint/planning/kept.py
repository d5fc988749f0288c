"""What an update must never do: replace, remove, move or lay open what cannot be made again.

Data lies in the buckets and the table. What others hold on to by its name or address counts as well: the topic with its
subscriptions, the bus with other people's rules, the site's distribution, the store of withdrawn paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from afterprint.planning.resources import STACK, Action, Resource, RulesOf, same, steps

BUCKET = "AWS::S3::Bucket"
TABLE = "AWS::DynamoDB::Table"
POLICY = "AWS::S3::BucketPolicy"
DATA = (BUCKET, TABLE)
HELD_BY_OTHERS = (
    "AWS::SNS::Topic",
    "AWS::Events::EventBus",
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::KeyValueStore",
)
RETAIN = "Retain"


def dangers(before: Mapping[str, Resource], after: Mapping[str, Resource], *, rules_of: RulesOf) -> list[str]:
    """Why this update must not be made, a sentence each, in order of the paths; empty where it is safe."""
    replaced = {
        step.path: f"would be {step.action} ({', '.join(step.properties)})"
        for step in steps(before, after, rules_of=rules_of)
        if step.action in (Action.REPLACED, Action.MAYBE)
    }
    kept = sorted(path for path, resource in before.items() if is_kept(resource, before))
    return [f"{path}: {why}" for path in kept for why in _wrong(before[path], after, replaced)]


def is_kept(resource: Resource, everything: Mapping[str, Resource]) -> bool:
    """Whether a resource is to outlive every update: data, what others hold on to, whatever is retained, and the
    nested stacks in which such things lie.
    """
    if resource.type in (*DATA, *HELD_BY_OTHERS) or resource.deletion == RETAIN:
        return True
    inside = [each for path, each in everything.items() if path.startswith(f"{resource.path}/")]
    return resource.type == STACK and any(is_kept(each, everything) for each in inside)


def _wrong(before: Resource, after: Mapping[str, Resource], replaced: Mapping[str, str]) -> Iterator[str]:
    now = after.get(before.path)
    if now is None:
        yield f"would be removed, and what it holds with it{_moved(before, after)}"
        return
    if before.path in replaced:
        yield replaced[before.path]
    if now.type == before.type:
        yield from _let_go(before, now)
        for check in _CHECKS.get(before.type, ()):
            yield from check(before.properties, now.properties)


def _moved(before: Resource, after: Mapping[str, Resource]) -> str:
    name = before.path.removeprefix(before.nested)
    for each in after.values():
        if each.type != before.type:
            continue
        if each.path == each.nested + name or same(each.properties, before.properties):
            return f" (a new, empty one would stand at {each.path})"
    return ""


def _let_go(before: Resource, now: Resource) -> Iterator[str]:
    """What keeps a resource when its stack goes, or when it is replaced after all."""
    for name, was, is_now in (
        ("DeletionPolicy", before.deletion, now.deletion),
        ("UpdateReplacePolicy", before.replacement, now.replacement),
    ):
        if is_now != RETAIN and (was == RETAIN or now.type in DATA):
            yield f"would lose {name}: Retain"
    if now.condition != before.condition:
        yield f"would be there only on the condition {now.condition}" if now.condition else "would change its condition"


Check = Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[str]]


def _table_is_protected(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if before.get("DeletionProtectionEnabled") and after.get("DeletionProtectionEnabled") is not True:
        yield "would lose its deletion protection"
    if _recovers(before) and not _recovers(after):
        yield "would lose its point-in-time recovery, with all it could go back to"


def _recovers(table: Mapping[str, Any]) -> bool:
    return bool(table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled") is True)


def _table_has_its_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """A local index is made with its table; another one, or another type of a key, is another table."""
    if not same(before.get("LocalSecondaryIndexes"), after.get("LocalSecondaryIndexes")):
        yield "would be replaced: a table keeps the local indexes it was made with"
    types = [{each["AttributeName"]: each["AttributeType"] for each in table.get("AttributeDefinitions", ())}
             for table in (before, after)]  # fmt: skip
    changed = [name for name, type_ in types[0].items() if types[1].get(name) != type_]
    if changed:
        yield f"would be replaced: {', '.join(changed)} would be a key of another type"


def _rows_do_not_expire(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    ttl = after.get("TimeToLiveSpecification", {})
    if ttl.get("Enabled") is not False and ttl and not same(ttl, before.get("TimeToLiveSpecification", {})):
        yield f"would forget rows by their {ttl.get('AttributeName')}"


def _versions_are_kept(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    was, is_now = (each.get("VersioningConfiguration", {}).get("Status") for each in (before, after))
    if was == "Enabled" and is_now != "Enabled":
        yield "would no longer keep what is deleted by mistake (versioning)"


def _objects_do_not_expire(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    known = _lifecycle(before)
    for rule in _lifecycle(after):
        if rule in known or rule.get("Status") != "Enabled":
            continue
        if {"ExpirationInDays", "ExpirationDate"} & set(rule):
            yield f"would forget objects by age ({rule.get('Id', 'a rule without a name')})"
        days = rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays")
        shortest = min((_noncurrent(each) for each in known if _noncurrent(each) is not None), default=None)
        if isinstance(days, int) and isinstance(shortest, int) and days < shortest:
            yield f"would forget what was overwritten after {days} days instead of {shortest}"


def _noncurrent(rule: Mapping[str, Any]) -> Any:
    return rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays")


def _lifecycle(bucket: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(bucket.get("LifecycleConfiguration", {}).get("Rules", ()))


def _stays_private(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    was, is_now = (each.get("PublicAccessBlockConfiguration", {}) for each in (before, after))
    opened = [name for name, on in was.items() if on and is_now.get(name) is not True]
    if opened:
        yield f"would be open to the public ({', '.join(sorted(opened))})"


def _still_refuses(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    there = _statements(after)
    for each in _statements(before):
        if each["Effect"] == "Deny" and not any(same(each, other) for other in there):
            yield f"would no longer refuse as before ({each.get('Sid', 'a statement without a name')})"


def _statements(policy: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(policy["PolicyDocument"]["Statement"])


_CHECKS: dict[str, tuple[Check, ...]] = {
    TABLE: (_table_is_protected, _table_has_its_keys, _rows_do_not_expire),
    BUCKET: (_versions_are_kept, _objects_do_not_expire, _stays_private),
    POLICY: (_still_refuses,),
}
