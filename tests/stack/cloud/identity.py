"""What a resource is called once it is made: its `Ref` and its attributes, by type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cloud.values import ACCOUNT, REGION

Identity = Mapping[str, str]

INERT = (
    "AWS::CloudFront::",
    "AWS::CloudWatch::",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
)
"""Types that play no part in how events move; only their attributes are made up."""


def arn(service: str, name: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"


def identity_of(name: str, resource: Mapping[str, Any], *, stack: str, endpoint: str) -> Identity:
    """The identity of a resource of `stack`; unknown types are a KeyError, so that none is passed over unseen."""
    kind: str = resource["Type"]
    physical = f"{stack}-{name}"
    if kind.startswith(INERT):
        return _Anything(physical)
    return _KINDS[kind](physical, resource.get("Properties", {}), endpoint)


class _Anything(dict[str, str]):
    """Has every attribute."""

    def __init__(self, physical: str) -> None:
        super().__init__(Ref=physical)

    def __contains__(self, _: object) -> bool:
        return True

    def __missing__(self, attribute: str) -> str:
        return f"{self['Ref']}.{attribute}"


def _bucket(physical: str, _: Mapping[str, Any], __: str) -> Identity:
    name = physical.lower()
    domain = f"{name}.s3.{REGION}.amazonaws.com"
    return {"Ref": name, "Arn": f"arn:aws:s3:::{name}", "RegionalDomainName": domain}


def _queue(physical: str, properties: Mapping[str, Any], endpoint: str) -> Identity:
    name = physical + (".fifo" if properties.get("FifoQueue") else "")
    return {"Ref": f"{endpoint}/{ACCOUNT}/{name}", "Arn": arn("sqs", name), "QueueName": name}


def _named(service: str, prefix: str = "", *, suffix: str = "") -> Callable[[str, Mapping[str, Any], str], Identity]:
    def identity(physical: str, _: Mapping[str, Any], __: str) -> Identity:
        return {"Ref": physical, "Arn": arn(service, prefix + physical) + suffix}

    return identity


def _role(physical: str, _: Mapping[str, Any], __: str) -> Identity:
    return {"Ref": physical, "Arn": f"arn:aws:iam::{ACCOUNT}:role/{physical}"}


def _topic(physical: str, _: Mapping[str, Any], __: str) -> Identity:
    return {"Ref": arn("sns", physical), "TopicName": physical}


def _bus(_: str, properties: Mapping[str, Any], __: str) -> Identity:
    return {
        "Ref": properties["Name"],
        "Name": properties["Name"],
        "Arn": arn("events", f"event-bus/{properties['Name']}"),
    }


def _plain(physical: str, _: Mapping[str, Any], __: str) -> Identity:
    return {"Ref": physical}


_KINDS: dict[str, Callable[[str, Mapping[str, Any], str], Identity]] = {
    "AWS::ApiGatewayV2::Api": _plain,
    "AWS::ApiGatewayV2::Stage": _plain,
    "AWS::CloudFormation::Stack": _plain,
    "AWS::DynamoDB::Table": _named("dynamodb", "table/"),
    "AWS::Events::EventBus": _bus,
    "AWS::Events::Rule": _named("events", "rule/"),
    "AWS::IAM::Role": _role,
    "AWS::Lambda::EventInvokeConfig": _plain,
    "AWS::Lambda::EventSourceMapping": _plain,
    "AWS::Lambda::Function": _named("lambda", "function:"),
    "AWS::Lambda::LayerVersion": _plain,
    "AWS::Lambda::Permission": _plain,
    "AWS::Logs::LogGroup": _named("logs", "log-group:", suffix=":*"),
    "AWS::S3::Bucket": _bucket,
    "AWS::S3::BucketPolicy": _plain,
    "AWS::SNS::Topic": _topic,
    "AWS::SQS::Queue": _queue,
    "AWS::SQS::QueuePolicy": _plain,
    "AWS::Scheduler::Schedule": _plain,
}
