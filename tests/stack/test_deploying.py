"""`make deploy` before an account of our own making: what is shown, asked, done and locked, in this order."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

import deploy
from deploy import Account
from upload import put, upload_template, zipped

OUTPUTS = [
    {"OutputKey": key, "OutputValue": value} for key, value in (("RepairFunction", "f"), ("SiteUrl", "https://s/"))
]
CHANGES = [
    {"Action": "Modify", "LogicalResourceId": "Storage", "ResourceType": "AWS::CloudFormation::Stack",
     "ChangeSetId": "nested", "Replacement": "False"},
]  # fmt: skip
NESTED = [
    {"Action": "Modify", "LogicalResourceId": "ArchiveBucket", "ResourceType": "AWS::S3::Bucket", "Replacement": "True"}
]


@dataclass
class FakeCloudFormation:
    """Notes what it is asked. `exists`: whether the stack is there before."""

    exists: bool = True
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(**request: Any) -> Any:
            self.asked.append((name, request))
            return getattr(self, f"_{name}", lambda **_: {})(**request)

        return call

    def get_waiter(self, name: str) -> FakeCloudFormation:
        return self

    def _describe_stacks(self, **request: Any) -> Any:
        if not self.exists:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "it does not exist"}}, "DescribeStacks")
        parameters = [{"ParameterKey": key, "ParameterValue": value} for key, value in (("SiteUrl", ""), ("Old", "1"))]
        return {"Stacks": [{"StackStatus": "UPDATE_COMPLETE", "Parameters": parameters, "Outputs": OUTPUTS}]}

    def _get_template_summary(self, **request: Any) -> Any:
        return {"Parameters": [{"ParameterKey": "SiteUrl"}, {"ParameterKey": "AlarmEmail"}]}

    def _create_change_set(self, **request: Any) -> Any:
        return {"Id": "root"}

    def _describe_change_set(self, *, ChangeSetName: str) -> Any:  # noqa: N803
        found = CHANGES if ChangeSetName == "root" else NESTED
        return {"Changes": [{"ResourceChange": each} for each in found]}

    def _execute_change_set(self, **request: Any) -> Any:
        self.exists = True

    def _describe_stack_resource(self, **request: Any) -> Any:
        return {"StackResourceDetail": {"PhysicalResourceId": "arn:storage"}}

    def names(self) -> list[str]:
        return [name for name, _ in self.asked]


class FakeFunctions:
    def __init__(self) -> None:
        self.invoked: list[str] = []

    def invoke(self, *, FunctionName: str) -> Any:  # noqa: N803
        self.invoked.append(FunctionName)
        return {"Payload": io.BytesIO(b"{}")}


class FakeBucket:
    class meta:  # noqa: N801 - as the client calls it
        region_name = "eu-west-1"

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.puts = 0

    def head_object(self, *, Bucket: str, Key: str) -> None:  # noqa: N803
        if Key not in self.held:
            raise ClientError({"Error": {"Code": "404", "Message": ""}}, "HeadObject")

    def put_object(self, *, Bucket: str, Key: str, Body: bytes) -> None:  # noqa: N803
        self.held[Key] = Body
        self.puts += 1


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny repository with its build."""
    (tmp_path / "build" / "fetch").mkdir(parents=True)
    (tmp_path / "build" / "fetch" / "a.py").write_text("1")
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "storage.yaml").write_text("Resources: {}")
    (tmp_path / "template.yaml").write_text(
        "Resources:\n"
        "  Storage: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: infra/storage.yaml}}\n"
        "  F: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: build/fetch, Role: !GetAtt R.Arn}}\n"
    )
    monkeypatch.setattr(deploy, "ROOT", tmp_path)
    return tmp_path


def run(*parameters: str, answer: str = "y", exists: bool = True) -> tuple[int, FakeCloudFormation, FakeFunctions]:
    cloudformation, functions = FakeCloudFormation(exists=exists), FakeFunctions()
    account = Account(cloudformation, FakeBucket(), functions)
    arguments = ["--stack", "afterprint", "--bucket", "artefacts", *parameters]
    return deploy.main(arguments, account=account, ask=lambda _: answer), cloudformation, functions


@pytest.mark.usefixtures("built")
def test_nothing_is_done_before_the_answer_is_yes() -> None:
    code, cloudformation, functions = run(answer="n")
    assert code == 1
    assert "execute_change_set" not in cloudformation.names()
    assert cloudformation.names()[-1] == "delete_change_set"
    assert functions.invoked == []


@pytest.mark.usefixtures("built")
def test_after_yes_it_is_done_then_locked_then_repaired() -> None:
    code, cloudformation, functions = run()
    assert code == 0
    names = cloudformation.names()
    assert names.index("execute_change_set") < names.index("update_termination_protection")
    locked = [request["StackName"] for name, request in cloudformation.asked if name == "set_stack_policy"]
    assert locked == ["afterprint", "arn:storage"]
    assert functions.invoked == ["f"]


@pytest.mark.usefixtures("built")
def test_changes_of_nested_stacks_are_shown_and_a_replaced_bucket_cries_out(capsys: pytest.CaptureFixture[str]) -> None:
    run(answer="n")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Modify  Storage  AWS::CloudFormation::Stack"
    assert lines[1].startswith("  Modify  ArchiveBucket  AWS::S3::Bucket  replaced: True  ← THIS IS WHERE DATA LIES")


@pytest.mark.usefixtures("built")
def test_parameters_that_are_not_given_keep_their_values() -> None:
    _, cloudformation, _ = run("AlarmEmail=a@example.org")
    (request,) = [request for name, request in cloudformation.asked if name == "create_change_set"]
    assert request["Parameters"] == [
        {"ParameterKey": "AlarmEmail", "ParameterValue": "a@example.org"},
        {"ParameterKey": "SiteUrl", "UsePreviousValue": True},
    ]
    assert (request["ChangeSetType"], request["IncludeNestedStacks"]) == ("UPDATE", True)


@pytest.mark.usefixtures("built")
def test_the_first_deployment_creates_and_tells_the_address_for_the_second(capsys: pytest.CaptureFixture[str]) -> None:
    code, cloudformation, _ = run(exists=False)
    (request,) = [request for name, request in cloudformation.asked if name == "create_change_set"]
    assert (code, request["ChangeSetType"]) == (0, "CREATE")
    assert "Deploy once more with SiteUrl=https://s/" in capsys.readouterr().out


def test_a_template_is_uploaded_with_all_it_names(built: Path) -> None:
    bucket = FakeBucket()
    address = upload_template(built, s3=bucket, bucket="artefacts")
    template = json.loads(bucket.held[address.removeprefix("https://artefacts.s3.eu-west-1.amazonaws.com/")])
    function = template["Resources"]["F"]["Properties"]
    assert function["Role"] == {"Fn::GetAtt": ["R", "Arn"]}
    archive = zipfile.ZipFile(io.BytesIO(bucket.held[function["CodeUri"].removeprefix("s3://artefacts/")]))
    assert archive.namelist() == ["a.py"]
    assert template["Resources"]["Storage"]["Properties"]["TemplateURL"].startswith("https://")


def test_the_same_files_make_the_same_archive_and_are_sent_once(built: Path) -> None:
    bucket = FakeBucket()
    first = put(zipped(built / "build" / "fetch"), "zip", s3=bucket, bucket="artefacts")
    (built / "build" / "fetch" / "a.py").touch()
    assert put(zipped(built / "build" / "fetch"), "zip", s3=bucket, bucket="artefacts") == first
    assert bucket.puts == 1


def test_what_was_not_built_is_missed_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make build"):
        zipped(tmp_path / "build" / "functions" / "fetch")


def test_the_stack_policy_refuses_to_replace_or_delete_what_holds_data() -> None:
    allow, deny = json.loads(deploy.POLICY.read_text())["Statement"]
    assert allow["Effect"] == "Allow"
    assert deny["Action"] == ["Update:Replace", "Update:Delete"]
    assert set(deny["Condition"]["StringEquals"]["ResourceType"]) == set(deploy.KEPT)
