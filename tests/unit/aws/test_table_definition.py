"""The table that the template declares is the one that the catalog is written for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from afterprint.aws.table import DEFINITION

STORAGE = Path(__file__).parents[3] / "infra" / "storage.yaml"


class Template(yaml.SafeLoader):
    """Reads a template's own tags (`!Ref …`) as nothing."""


Template.add_multi_constructor("!", lambda *_: None)


def declared() -> dict[str, Any]:
    resources = yaml.load(STORAGE.read_text(encoding="utf-8"), Template)["Resources"].values()
    (table,) = (each["Properties"] for each in resources if each["Type"] == "AWS::DynamoDB::Table")
    return dict(table)


def test_the_template_declares_the_keys_and_the_index_that_the_catalog_uses() -> None:
    table = declared()
    assert {name: table.get(name) for name in DEFINITION} == DEFINITION


def test_the_table_is_named_by_the_stack() -> None:
    """A fixed name would make a second stack collide with the first."""
    assert "TableName" not in declared()
