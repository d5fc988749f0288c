"""A small stack on moto, made by its CloudFormation: buckets, table, queues, bus and topic, told by their outputs."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import moto_server
from afterprint.aws.archive import S3Archive
from afterprint.aws.catalog import DynamoCatalog
from afterprint.aws.stack import OUTPUTS
from afterprint.aws.table import DEFINITION
from afterprint.ports import Archive, Catalog

REGION = "eu-west-1"
_NUMBERS = itertools.count(1)
_KINDS = {
    "ArchiveBucket": "AWS::S3::Bucket",
    "SiteBucket": "AWS::S3::Bucket",
    "CatalogTable": "AWS::DynamoDB::Table",
    "FetchQueue": "AWS::SQS::Queue",
    "DiffQueue": "AWS::SQS::Queue",
    "PublishQueue": "AWS::SQS::Queue",
    "NotifyQueue": "AWS::SQS::Queue",
    "NoticeBus": "AWS::Events::EventBus",
    "NoticeTopic": "AWS::SNS::Topic",
}


@dataclass(frozen=True)
class SmallStack:
    """A stack by its name, and what it keeps."""

    name: str
    outputs: Mapping[str, str]

    def archive(self) -> Archive:
        return S3Archive(client("s3"), self.outputs["ArchiveBucket"])

    def catalog(self) -> Catalog:
        return DynamoCatalog(client("dynamodb"), self.outputs["CatalogTable"])

    def items(self) -> list[dict[str, Any]]:
        """Every item of the table as it lies there."""
        return list(client("dynamodb").scan(TableName=self.outputs["CatalogTable"])["Items"])

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """The bodies in a queue, taken out of it."""
        answer = client("sqs").receive_message(QueueUrl=self.outputs[queue], MaxNumberOfMessages=10)
        return [json.loads(each["Body"]) for each in answer.get("Messages", ())]


def client(service: str) -> Any:
    return moto_server.client(service, moto_server.endpoint())


def make_stack(*, outputs: tuple[str, ...] = tuple(OUTPUTS), status: str = "CREATE_COMPLETE") -> SmallStack:
    """A stack that tells these outputs and is said to be in this status."""
    name = f"small-{next(_NUMBERS)}"
    body = json.dumps(_template(name, outputs))
    client("cloudformation").create_stack(StackName=name, TemplateBody=body)
    (found,) = client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    _set_status(found["StackId"], status)
    return SmallStack(name, {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", ())})


def _template(name: str, outputs: tuple[str, ...]) -> dict[str, Any]:
    resources: dict[str, Any] = {each: {"Type": kind} for each, kind in _KINDS.items()}
    resources["ArchiveBucket"]["Properties"] = {"BucketName": f"{name}-archive"}
    resources["SiteBucket"]["Properties"] = {"BucketName": f"{name}-site"}
    resources["CatalogTable"]["Properties"] = DEFINITION
    resources["FetchQueue"]["Properties"] = {"FifoQueue": True, "QueueName": f"{name}.fifo"}
    resources["NoticeBus"]["Properties"] = {"Name": f"{name}-notices"}
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": {"SiteUrl": {"Type": "String", "Default": ""}},
        "Resources": resources,
        "Outputs": {each: {"Value": _value(each, name)} for each in outputs},
    }


def _value(output: str, name: str) -> Any:
    """What an output tells; of a bus, moto's Ref is not the name, as CloudFormation's is."""
    return f"{name}-notices" if output == "NoticeBus" else {"Ref": output}


def _set_status(stack: str, status: str) -> None:
    """Moto's stacks are always complete; its backend lies in this process, so another status can be written there."""
    from moto.cloudformation.models import cloudformation_backends

    cloudformation_backends["123456789012"][REGION].stacks[stack].status = status
