"""The templates before linters and policy rules: as written, and as CloudFormation is given them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import cfn_guard_rs
import pytest
from cfnlint import api as cfnlint
from cfnlint.config import ManualArgs

from transformed import NESTED, ROOT, Template, nested, transformed

RULES = (ROOT / "infra" / "policy" / "rules.guard").read_text(encoding="utf-8")
EVERY = {"template": transformed, **{name: (lambda name=name: nested(name)) for name in NESTED}}
"""What CloudFormation is given: the transformed template and the nested ones."""


def lint(text: str, *ignored: str) -> list[str]:
    settings = ManualArgs(regions=["us-east-1", "eu-west-1"], ignore_checks=list(ignored))
    return [
        f"{match.rule.id} line {match.linenumber}: {match.message}" for match in cfnlint.lint(text, config=settings)
    ]


@pytest.mark.parametrize("path", ["template.yaml", *(f"infra/{name}.yaml" for name in NESTED)])
def test_the_linter_finds_nothing_in_a_template_as_written(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint((ROOT / path).read_text(encoding="utf-8")) == []


def test_the_linter_finds_nothing_in_the_transformed_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    # W3002: nested templates are local files until `package` has uploaded them.
    assert lint(json.dumps(transformed(), indent=1), "W3002") == []


def broken_rules(template: Template) -> set[str]:
    """The names of the rules that the template breaks; each is run by itself."""
    head, *rules = re.split(r"^(?=rule )", RULES, flags=re.MULTILINE)
    return {rule.split()[1] for rule in rules if _is_broken(template, head + rule)}


def _is_broken(template: Template, rule: str) -> bool:
    try:
        return bool(cfn_guard_rs.run_checks(template, rule).not_compliant)
    except (json.JSONDecodeError, cfn_guard_rs.errors.UnknownError):
        return True  # the library cannot read back some of its own reports of failures, and has none of success like it


@pytest.mark.parametrize("name", EVERY)
def test_no_rule_of_our_own_is_broken(name: str) -> None:
    assert broken_rules(EVERY[name]()) == set()


def retention_lost(template: Template) -> None:
    del template["Resources"]["FetchLogs"]["Properties"]["RetentionInDays"]


def failures_unreported(template: Template) -> None:
    del template["Resources"]["DiffFunctionVersions"]["Properties"]["FunctionResponseTypes"]


def rights_by_wildcard(template: Template) -> None:
    policy = template["Resources"]["FetchRole"]["Properties"]["Policies"][0]["PolicyDocument"]
    policy["Statement"].append({"Effect": "Allow", "Action": ["s3:*"], "Resource": "arn:aws:s3:::any"})


def unpinned_rule(template: Template) -> None:
    del template["Resources"]["DiffRule"]["Properties"]["EventPattern"]["detail"]["object"]


def undeliverable_events_dropped(template: Template) -> None:
    del template["Resources"]["DiffRule"]["Properties"]["Targets"][0]["DeadLetterConfig"]


def dead_end(template: Template) -> None:
    del template["Resources"]["NotifyQueue"]["Properties"]["RedrivePolicy"]


def named_schedule(template: Template) -> None:
    template["Resources"]["ScheduleFunctionMinute"]["Properties"]["Name"] = "Minute"


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (retention_lost, "logs_end"),
        (failures_unreported, "failures_are_reported"),
        (rights_by_wildcard, "rights_are_written_out"),
        (unpinned_rule, "rules_are_pinned"),
        (undeliverable_events_dropped, "rules_are_pinned"),
        (dead_end, "queues_lead_somewhere"),
        (named_schedule, "schedules_do_not_pile_up"),
    ],
)
def test_the_rules_bite(spoil: Callable[[Template], None], rule: str) -> None:
    template = transformed()
    spoil(template)
    assert rule in broken_rules(template)


@pytest.mark.parametrize("kind", ["AWS::S3::Bucket", "AWS::DynamoDB::Table"])
def test_the_rules_bite_where_things_are_kept(kind: str) -> None:
    template = nested("storage")
    for resource in template["Resources"].values():
        if resource["Type"] == kind:
            del resource["UpdateReplacePolicy"]
    assert broken_rules(template)


def test_every_exception_from_checkov_has_its_reason() -> None:
    lines = (ROOT / "infra" / "policy" / "checkov.yaml").read_text(encoding="utf-8").splitlines()
    exceptions = [line for line in lines if line.strip().startswith("- CKV")]
    assert exceptions
    assert all(len(line.partition("#")[2].strip()) > 20 for line in exceptions)


@pytest.mark.slow
def test_checkov_finds_nothing_but_the_exceptions(tmp_path: Path) -> None:
    """It has an environment of its own (`make policy` makes it), as it wants other libraries than we have."""
    own = ROOT / ".venv-policy" / "bin" / "checkov"
    checkov = str(own) if own.exists() else shutil.which("checkov")
    if checkov is None:
        why = "checkov is not installed: make policy"
        _ = pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    for name, make in EVERY.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(make(), indent=1))
    config = ROOT / "infra" / "policy" / "checkov.yaml"
    command = [checkov, "--directory", str(tmp_path), "--config-file", str(config), "--skip-download"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
