"""Deploys the stack: uploads, shows what would change, asks, does it, and locks what must not be lost.

Usage: python infra/deploy.py --stack NAME --bucket ARTEFACTS [--yes] [Parameter=Value …]
Parameters that are not given keep the values they have. Nothing is changed before the answer is yes. The last step
runs repair once, so that a changed watchlist is followed at once. Ends with code 1 where it was not done.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError

from upload import upload_template

ROOT = Path(__file__).resolve().parents[1]
POLICY = ROOT / "infra" / "policy" / "stack-policy.json"
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
KEPT = ("AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::CloudFormation::Stack")


@dataclass(frozen=True)
class Account:
    """The clients that a deployment needs."""

    cloudformation: Any
    s3: Any
    functions: Any


def _account() -> Account:
    """The account and region of the environment; `AWS_REGION` goes first, as with AWS's other programs."""
    session = boto3.session.Session(region_name=os.environ.get("AWS_REGION") or None)
    return Account(session.client("cloudformation"), session.client("s3"), session.client("lambda"))


def main(arguments: list[str], *, account: Account | None = None, ask: Callable[[str], str] = input) -> int:
    parser = argparse.ArgumentParser(description="Deploy the stack.")
    parser.add_argument("--stack", required=True)
    parser.add_argument("--bucket", required=True, help="where artefacts are put; in the stack's region")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("parameters", nargs="*", metavar="Parameter=Value")
    options = parser.parse_args(arguments)
    account = account or _account()
    given = dict(each.split("=", 1) for each in options.parameters)
    address = upload_template(ROOT, s3=account.s3, bucket=options.bucket)
    change_set = propose(options.stack, address, given, cloudformation=account.cloudformation)
    if change_set is not None:
        show(change_set, cloudformation=account.cloudformation)
        if not options.yes and ask("Do this? [y/N] ").strip().lower() != "y":
            account.cloudformation.delete_change_set(ChangeSetName=change_set)
            print("Nothing was changed.")
            return 1
        if not execute(options.stack, change_set, cloudformation=account.cloudformation):
            return 1
    lock(options.stack, cloudformation=account.cloudformation)
    finish(options.stack, account=account)
    return 0


# ── what would change ──


def propose(stack: str, address: str, given: dict[str, str], *, cloudformation: Any) -> str | None:
    """A change set of the stack and all it nests; None where nothing would change."""
    before = standing(stack, cloudformation=cloudformation)
    parameters: list[dict[str, Any]] = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]
    wanted = {each["ParameterKey"] for each in cloudformation.get_template_summary(TemplateURL=address)["Parameters"]}
    for each in before["Parameters"] if before else []:
        if each["ParameterKey"] in wanted - set(given):
            parameters.append({"ParameterKey": each["ParameterKey"], "UsePreviousValue": True})
    made = cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=f"deploy-{time.time_ns()}",
        ChangeSetType="UPDATE" if before else "CREATE",
        TemplateURL=address,
        Parameters=parameters,
        Capabilities=CAPABILITIES,
        IncludeNestedStacks=True,
    )["Id"]
    try:
        cloudformation.get_waiter("change_set_create_complete").wait(ChangeSetName=made)
    except WaiterError as error:
        said = cloudformation.describe_change_set(ChangeSetName=made)
        if "didn't contain changes" in said.get("StatusReason", "") or "No updates" in said.get("StatusReason", ""):
            cloudformation.delete_change_set(ChangeSetName=made)
            print("Nothing would change.")
            return None
        raise SystemExit(f"CloudFormation refuses: {said.get('StatusReason')}") from error
    return str(made)


def standing(stack: str, *, cloudformation: Any) -> dict[str, Any] | None:
    """The stack as it is; None where there is none yet."""
    try:
        (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if "does not exist" not in str(error):
            raise
        return None
    return None if found["StackStatus"] == "REVIEW_IN_PROGRESS" else dict(found)


def show(change_set: str, *, cloudformation: Any) -> None:
    for depth, change in changes(change_set, cloudformation=cloudformation):
        kind, replaced = change["ResourceType"], change.get("Replacement", "False")
        loud = "" if replaced == "False" and change["Action"] != "Remove" else f"  replaced: {replaced}"
        warning = "  ← THIS IS WHERE DATA LIES" if loud and kind in KEPT else ""
        print(f"{'  ' * depth}{change['Action']:<8}{change['LogicalResourceId']}  {kind}{loud}{warning}")


def changes(change_set: str, *, cloudformation: Any, depth: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every change of a change set and of those it nests, with how deep it is nested."""
    token: dict[str, str] = {}
    while True:
        page = cloudformation.describe_change_set(ChangeSetName=change_set, **token)
        for each in page["Changes"]:
            change = each["ResourceChange"]
            yield depth, change
            if change.get("ChangeSetId"):
                yield from changes(change["ChangeSetId"], cloudformation=cloudformation, depth=depth + 1)
        if "NextToken" not in page:
            return
        token = {"NextToken": page["NextToken"]}


# ── doing it ──


def execute(stack: str, change_set: str, *, cloudformation: Any) -> bool:
    is_new = standing(stack, cloudformation=cloudformation) is None
    cloudformation.execute_change_set(ChangeSetName=change_set)
    try:
        waiter = cloudformation.get_waiter("stack_create_complete" if is_new else "stack_update_complete")
        waiter.wait(StackName=stack)
    except WaiterError:
        for event in failures(stack, cloudformation=cloudformation):
            print(event, file=sys.stderr)
        return False
    return True


def failures(stack: str, *, cloudformation: Any) -> list[str]:
    """What went wrong lately, the newest first."""
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [each for each in events if each["ResourceStatus"].endswith("FAILED")]
    return [f"{each['LogicalResourceId']}: {each.get('ResourceStatusReason', '')}" for each in failed]


def lock(stack: str, *, cloudformation: Any) -> None:
    """Protect the stack from deletion, and what it keeps from being replaced: neither can be said in a template."""
    cloudformation.update_termination_protection(EnableTerminationProtection=True, StackName=stack)
    storage = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId="Storage")
    policy = POLICY.read_text(encoding="utf-8")
    for each in (stack, storage["StackResourceDetail"]["PhysicalResourceId"]):
        cloudformation.set_stack_policy(StackName=each, StackPolicyBody=policy)


def finish(stack: str, *, account: Account) -> None:
    """Run repair once, and tell where things are."""
    (found,) = account.cloudformation.describe_stacks(StackName=stack)["Stacks"]
    outputs = {each["OutputKey"]: each["OutputValue"] for each in found["Outputs"]}
    answer = account.functions.invoke(FunctionName=outputs["RepairFunction"])
    said = answer["Payload"].read().decode()
    print(f"repair: {said}")
    for name, value in sorted(outputs.items()):
        print(f"{name}: {value}")
    values = {each["ParameterKey"]: each["ParameterValue"] for each in found.get("Parameters", [])}
    if not values.get("SiteUrl"):
        print(f"Links are relative as yet. Deploy once more with SiteUrl={outputs['SiteUrl']}")
    if answer.get("FunctionError"):
        raise SystemExit("repair failed; see the log of RepairFunction: " + json.dumps(said))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
