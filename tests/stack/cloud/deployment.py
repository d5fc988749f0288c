"""A stack made on moto from the transformed template: every resource, with nothing that the template does not say."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import moto_server
import transformed as templates
from afterprint.ports import Clock
from cloud.functions import Function
from cloud.gate import Gate
from cloud.identity import identity_of
from cloud.rights import Statement
from cloud.values import BadTemplate, Values

NUMBERS = itertools.count(1)
TABLE_SETTINGS = ("AttributeDefinitions", "BillingMode", "KeySchema", "LocalSecondaryIndexes")


@dataclass
class Deployment:
    """The resources of one stack by logical id, their properties resolved; nested ones beside the others."""

    name: str
    gate: Gate
    endpoint: str
    opt: Path
    properties: dict[str, dict[str, Any]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    identities: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        return {name: self.properties[name] for name, each in self.kinds.items() if each == kind}

    def named(self, arn: str, kind: str) -> str:
        """The logical id of the resource of this kind that an ARN or a name leads to."""
        for name in self.of_type(kind):
            if arn in (self.identities[name].get("Arn"), self.identities[name]["Ref"]):
                return name
        raise BadTemplate(f"there is no {kind} {arn}")

    def role_of(self, arn: str) -> str:
        return self.named(arn, "AWS::IAM::Role")

    def statements(self, role: str) -> list[Statement]:
        return [each for policy in self.properties[role]["Policies"] for each in policy["PolicyDocument"]["Statement"]]

    def client(self, service: str, *, role: str = "") -> Any:
        """A client of the test's own, or one that plays a role."""
        return _client(service, self.endpoint, self.key(role) if role else "none")

    def key(self, role: str) -> str:
        return f"{self.name}{role}".replace("-", "")


@cache
def _client(service: str, endpoint: str, key: str) -> Any:
    """Without sockets in between: these are many calls, and none of them is what is tried."""
    made = moto_server.client(service, endpoint, key=key)
    made.meta.events.register_first(f"before-send.{service}", lambda request, **_: moto_server.ask(request))
    return made


def deploy(
    source: Mapping[str, Any],
    *,
    folder: Path,
    watchlist: str,
    clock: Clock,
    storage: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Deployment:
    """Transform the template and make what it declares. Raises BadTemplate, or whatever moto or the transform raises.

    `folder` becomes what the layer is unpacked to; `storage` stands in for `infra/storage.yaml`.
    """
    gate = Gate()
    made = Deployment(f"try-{next(NUMBERS)}", gate, moto_server.endpoint(), folder / "opt")
    moto_server.set_gate(gate)
    nested = {"Storage": storage or templates.nested("storage")}
    _resolve(templates.transformed(dict(source)), made, parameters or {}, nested)
    _make(made)
    made.opt.mkdir(exist_ok=True)
    (made.opt / "watchlist.toml").write_text(watchlist, encoding="utf-8")
    for name, properties in made.of_type("AWS::Lambda::Function").items():
        made.functions[name] = _function(name, properties, made, clock=clock)
    return made


def _resolve(
    template: Mapping[str, Any], made: Deployment, parameters: Mapping[str, Any], nested: Mapping[str, Any]
) -> dict[str, str]:
    """Resolve every property of a template and of those nested in it; the outputs."""
    outputs: dict[str, Mapping[str, str]] = {}

    def identity(name: str, resource: Mapping[str, Any]) -> Mapping[str, str]:
        if name not in made.identities:
            given = {**resource, "Properties": _literal(resource.get("Properties", {}))}
            if resource["Type"] == "AWS::Events::EventBus":  # has no generated name
                given["Properties"]["Name"] = values.of(resource["Properties"]["Name"])
            made.identities[name] = identity_of(name, given, stack=made.name, endpoint=made.endpoint)
        return made.identities[name]

    def outputs_of(name: str) -> Mapping[str, str]:
        if name not in outputs:
            properties = template["Resources"][name]["Properties"]
            inner = nested.get(name) or templates.source(properties["TemplateURL"])
            outputs[name] = _resolve(inner, made, values.of(properties.get("Parameters", {})), {})
        return outputs[name]

    values = Values(template, stack=made.name, parameters=parameters, identity=identity, outputs=outputs_of)
    for name, resource in template["Resources"].items():
        if values.exists(name):
            if name in made.kinds:
                raise BadTemplate(f"{name} stands in two of the templates")
            identity(name, resource)
            made.kinds[name] = resource["Type"]
            made.properties[name] = values.of(resource.get("Properties", {}))
        if resource["Type"] == "AWS::CloudFormation::Stack":
            outputs_of(name)
    found = {name: str(values.of(each["Value"])) for name, each in template.get("Outputs", {}).items()}
    made.outputs.update(found)
    return found


def _literal(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that stand in the template as they are: a name may depend on those alone."""
    return {name: value for name, value in properties.items() if not isinstance(value, Mapping)}


def _make(made: Deployment) -> None:
    for role in made.of_type("AWS::IAM::Role"):
        made.gate.roles[made.key(role)] = made.statements(role)
    s3, dynamodb, sqs = (made.client(name) for name in ("s3", "dynamodb", "sqs"))
    for name in made.of_type("AWS::S3::Bucket"):
        bucket = made.identities[name]["Ref"]
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for each in made.of_type("AWS::S3::BucketPolicy").values():
        mine = made.gate.guarded.get(each["Bucket"], ())
        made.gate.guarded[each["Bucket"]] = (*mine, *each["PolicyDocument"]["Statement"])
    for name, each in made.of_type("AWS::DynamoDB::Table").items():
        settings = {key: each[key] for key in TABLE_SETTINGS}
        dynamodb.create_table(TableName=made.identities[name]["Ref"], **settings)
    for name, each in _graves_first(made.of_type("AWS::SQS::Queue")):
        queue = made.identities[name]["QueueName"]
        sqs.create_queue(QueueName=queue, Attributes={key: _as_text(value) for key, value in each.items()})
    for each in made.of_type("AWS::Events::EventBus").values():
        made.client("events").create_event_bus(Name=each["Name"])
    for name in made.of_type("AWS::SNS::Topic"):
        made.client("sns").create_topic(Name=made.identities[name]["TopicName"])


def _graves_first(queues: Mapping[str, dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return sorted(queues.items(), key=lambda item: "RedrivePolicy" in item[1])


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, Mapping) else str(value)


def _function(name: str, properties: Mapping[str, Any], made: Deployment, *, clock: Clock) -> Function:
    layers = [made.named(each, "AWS::Lambda::LayerVersion") for each in properties.get("Layers", [])]
    return Function(
        name,
        properties,
        key=made.key(made.role_of(properties["Role"])),
        endpoint=made.endpoint,
        opt=made.opt if layers else None,
        clock=clock,
    )
