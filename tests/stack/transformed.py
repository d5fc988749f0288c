"""The stack's templates as plain data: as they are written, and as AWS's transform leaves them."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import yaml
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]
REGION = "us-east-1"
NESTED = ("storage", "delivery", "observability")

Template = dict[str, Any]


def source(path: str = "template.yaml") -> Template:
    """A template as it is written, its short forms (`!Ref`) as mappings, its anchors resolved."""
    return copy.deepcopy(_source(path))


def nested(name: str) -> Template:
    """A nested template: `storage`, `delivery` or `observability`."""
    return source(f"infra/{name}.yaml")


def transformed(template: Template | None = None) -> Template:
    """`template.yaml` (or a changed copy of it) as the SAM transform leaves it: what CloudFormation is given."""
    if template is None:
        return copy.deepcopy(_transformed())
    given = _uploaded(copy.deepcopy(template))
    region = boto3.session.Session(region_name=REGION)
    return dict(Translator({}, Parser(), boto_session=region).translate(given, {}))


def of_type(template: Template, kind: str) -> dict[str, dict[str, Any]]:
    """The resources of a type, by logical id, with their properties alone."""
    resources = template["Resources"].items()
    return {name: each.get("Properties", {}) for name, each in resources if each["Type"] == kind}


@cache
def _source(path: str) -> Template:
    return dict(yaml_parse((ROOT / path).read_text(encoding="utf-8")))


@cache
def _transformed() -> Template:
    return transformed(source())


def _uploaded(template: Template) -> Template:
    """As `package` leaves it: local folders replaced by addresses in a bucket."""
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        for key in ("CodeUri", "ContentUri"):
            if key in properties:
                properties[key] = f"s3://artefacts/{properties[key]}"
    return template


def as_yaml(template: Template) -> str:
    return yaml.safe_dump(template, sort_keys=False)
