"""The stack's templates read as CloudFormation sees them: transformed, and by the rules of its resource schemas.

Needs aws-sam-translator and cfn-lint, which the repository's `make setup` installs and nothing else of Afterprint does.
"""

from __future__ import annotations

import copy
import importlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from afterprint.aws.clients import client
from afterprint.aws.failing import failing
from afterprint.aws.stack import read_stack
from afterprint.errors import NoTemplate

PARTED = re.compile(r"^--- # (\S+)\n", re.MULTILINE)
"""Stands between the templates that one file keeps of a release; the path of each follows."""

ROOT_TEMPLATE = "template.yaml"
REGION = "us-east-1"

Template = dict[str, Any]


def templates_beside(path: Path) -> dict[str, str]:
    """`template.yaml` and what it nests, each text by its path, as the repository has them. Raises NoTemplate."""
    try:
        found = {ROOT_TEMPLATE: path.read_text(encoding="utf-8")}
        for inner in dict.fromkeys(re.findall(r"TemplateURL: (\S+\.yaml)", found[ROOT_TEMPLATE])):
            found[inner] = (path.parent / inner).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoTemplate(str(path), f"cannot be read ({error})") from error
    return found


def templates_kept(path: Path) -> dict[str, str]:
    """The templates that a file keeps of a release, each text by its path. Raises NoTemplate."""
    try:
        parts = PARTED.split(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise NoTemplate(str(path), f"cannot be read ({error})") from error
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    if ROOT_TEMPLATE not in found:
        raise NoTemplate(str(path), "keeps no release: it has no part `--- # template.yaml`")
    return found


def as_kept(texts: Mapping[str, str]) -> str:
    """One file of these templates, as `templates_kept` reads it."""
    return "".join(f"--- # {path}\n{text.rstrip()}\n" for path, text in texts.items())


def as_deployed(texts: Mapping[str, str]) -> tuple[Template, dict[str, Template]]:
    """The root as the SAM transform leaves it, and the nested templates by the logical ids of their stacks.

    Raises NoTemplate where a text is no template, or where the translator is not installed.
    """
    parse = _needed("samtranslator.yaml_helper").yaml_parse
    read: dict[str, Template] = {}
    for path, text in texts.items():
        try:
            read[path] = dict(parse(text))
        except Exception as error:  # its parser raises what it likes
            raise NoTemplate(path, f"is no template ({error})") from error
    return transformed(read[ROOT_TEMPLATE]), _nested(read)


def _nested(read: Mapping[str, Template]) -> dict[str, Template]:
    resources = read[ROOT_TEMPLATE]["Resources"].items()
    urls = {name: each.get("Properties", {}).get("TemplateURL") for name, each in resources}
    return {name: read[url] for name, url in urls.items() if url in read}


def transformed(template: Template) -> Template:
    """A template as CloudFormation gets it from the SAM transform. Raises NoTemplate."""
    translator = _needed("samtranslator.translator.translator").Translator
    parser = _needed("samtranslator.parser.parser").Parser
    session = _needed("boto3").session.Session(region_name=REGION)
    try:
        return dict(translator({}, parser(), boto_session=session).translate(_uploaded(template), {}))
    except Exception as error:  # likewise
        raise NoTemplate(ROOT_TEMPLATE, f"cannot be transformed ({error})") from error


def _uploaded(template: Template) -> Template:
    """As it is once its folders were put into a bucket; an archive of one name, so that code counts as unchanged."""
    given = copy.deepcopy(template)
    for resource in given["Resources"].values():
        for key in ("CodeUri", "ContentUri"):
            if key in resource.get("Properties", {}):
                resource["Properties"][key] = f"s3://artefacts/{resource['Properties'][key]}"
    return given


@cache
def schema_rules(kind: str) -> tuple[frozenset[str], frozenset[str]]:
    """The properties of a type whose change replaces a resource, and those whose change may, as `A` or `A/B`."""
    schemas = _needed("cfnlint.schema")
    try:
        schema = schemas.PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, kind).schema
    except Exception:  # noqa: BLE001 - a type without a schema, as a custom resource, has no rules
        return frozenset(), frozenset()
    return _names(schema.get("createOnlyProperties")), _names(schema.get("conditionalCreateOnlyProperties"))


def _names(pointers: list[str] | None) -> frozenset[str]:
    return frozenset(each.removeprefix("/properties/") for each in pointers or ())


def read_deployed(name: str) -> tuple[Template, dict[str, Template]]:
    """What a stack was last deployed from: its processed template, and those of its nested stacks by logical id.

    Raises StackError where it cannot be found or used, StoreError where AWS fails.
    """
    read_stack(name, needs=())
    cloudformation = client("cloudformation")
    with failing(f"stack {name}"):
        root = _template_of(name, cloudformation)
        return root, {id_: _template_of(stack, cloudformation) for id_, stack in _stacks_in(name, cloudformation)}


def _template_of(name: str, cloudformation: Any) -> Template:
    body = cloudformation.get_template(StackName=name, TemplateStage="Processed")["TemplateBody"]
    return dict(body if isinstance(body, Mapping) else _needed("samtranslator.yaml_helper").yaml_parse(body))


def _stacks_in(name: str, cloudformation: Any) -> Iterator[tuple[str, str]]:
    for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=name):
        for each in page["StackResourceSummaries"]:
            if each["ResourceType"] == "AWS::CloudFormation::Stack":
                yield each["LogicalResourceId"], each["PhysicalResourceId"]


def _needed(module: str) -> Any:
    """A module that only the repository's own environment has; NoTemplate, with what to do, where it is missing."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        said = f"cannot be compared: {error.name} is not installed; run `make setup` in the repository"
        raise NoTemplate("the stack's templates", f"{said} and use .venv/bin/afterprint") from error
