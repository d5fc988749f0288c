"""A deployed stack, found by its name: what CloudFormation says of it, read into an Environment.

For whoever stands outside the stack, with credentials of their own; a function has its variables instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import (
    ClientError,
    InvalidRegionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)
from botocore.parsers import ResponseParserError

from afterprint.aws.clients import client
from afterprint.aws.environment import VARIABLES, Environment, read_environment
from afterprint.aws.failing import code_of, failing
from afterprint.errors import BadEnvironment, NoAccount, NoSuchStack, StackRefused, StackUnfinished, StoreError

OUTPUTS = {
    "ArchiveBucket": "ARCHIVE_BUCKET",
    "SiteBucket": "SITE_BUCKET",
    "CatalogTable": "TABLE",
    "FetchQueue": "FETCH_QUEUE",
    "DiffQueue": "DIFF_QUEUE",
    "PublishQueue": "PUBLISH_QUEUE",
    "NotifyQueue": "NOTIFY_QUEUE",
    "NoticeBus": "BUS",
    "NoticeTopic": "TOPIC",
}
"""The stack's outputs, and the variable of a function that says the same."""

ARCHIVE = ("ArchiveBucket",)
CATALOG = ("CatalogTable",)
EVERYTHING = tuple(OUTPUTS)

_NO_REGION = (NoRegionError, InvalidRegionError)
_NO_CREDENTIALS = (NoCredentialsError, PartialCredentialsError, ProfileNotFound, TokenRetrievalError, SSOError)
_REFUSALS = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
_UNKNOWN = frozenset({
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
})  # fmt: skip
_GOING = ("DELETE_IN_PROGRESS", "DELETE_COMPLETE")


def read_stack(name: str, *, needs: Iterable[str] = EVERYTHING) -> Environment:
    """Where the stack of this name or ARN keeps things: its outputs `needs`, and any other of OUTPUTS that it has.

    What it lacks and nobody needs is left empty, so that the retained storage stack alone will do to read an archive.
    `site_url` is the parameter that the functions were given; `watchlist` is empty, as it travels in a layer.
    Raises StackError: NoAccount, NoSuchStack, StackRefused, StackUnfinished; StoreError where AWS could not be asked.
    """
    found = _described(name)
    said = {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", ())}
    outputs = {output: said[output] for output in OUTPUTS if output in said}
    missing = [output for output in needs if output not in outputs]
    if missing or found["StackStatus"] in _GOING:
        raise _unfinished(found, missing)
    parameters = {each["ParameterKey"]: each.get("ParameterValue", "") for each in found.get("Parameters", ())}
    return _environment(name, outputs, site_url=parameters.get("SiteUrl", ""))


def read_outputs(name: str) -> Mapping[str, str]:
    """All outputs of the stack of this name or ARN; raises as `read_stack` does where it cannot be asked."""
    return {each["OutputKey"]: each["OutputValue"] for each in _described(name).get("Outputs", ())}


def _environment(name: str, outputs: Mapping[str, str], *, site_url: str) -> Environment:
    """The environment of these outputs, which are held to what a function's variables must look like."""
    given = {OUTPUTS[output]: value for output, value in outputs.items()} | {"SITE_URL": site_url}
    try:
        return read_environment(given, may_lack=VARIABLES)
    except BadEnvironment as error:
        whose = {variable: output for output, variable in OUTPUTS.items()} | {"SITE_URL": "SiteUrl"}
        wrong = "; ".join(whose.get(each.partition(" ")[0], "") + " " + each.partition(" ")[2] for each in error.wrong)
        raise StackUnfinished(name, f"is none of Afterprint's: {wrong}", _TAKE_ANOTHER) from error


_TAKE_ANOTHER = "name the stack that `make deploy` was given"


def _unfinished(found: Mapping[str, Any], missing: list[str]) -> StackUnfinished:
    status = found["StackStatus"]
    lacks = f"is {status} and has no output {', '.join(missing)}" if missing else f"is {status}"
    if status in _GOING:
        remedy = "what it kept lies in its storage stack, which stays: name that one to export from it"
    elif status.endswith("IN_PROGRESS"):
        remedy = "wait until it is deployed; if it is none of Afterprint's, " + _TAKE_ANOTHER
    elif status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        remedy = f"it is none of Afterprint's, or of an earlier template: {_TAKE_ANOTHER}, or deploy again"
    else:
        remedy = "see why in its events, then deploy again (docs/deploy.md)"
    return StackUnfinished(found["StackName"], lacks, remedy)


def _described(name: str) -> Mapping[str, Any]:
    with _asking(name):
        cloudformation = client("cloudformation")
        region = cloudformation.meta.region_name
        try:
            found: Mapping[str, Any] = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        except ClientError as error:
            if (refusal := _refusal(error, name, region)) is None:
                raise
            raise refusal from error
    return found


@contextmanager
def _asking(name: str) -> Iterator[None]:
    """Turn what boto3 raises where it does not know whom to ask, or as whom, into NoAccount; the rest is StoreError."""
    with failing(f"stack {name}"):
        try:
            yield
        except _NO_REGION as error:
            remedy = "set AWS_REGION (or AWS_DEFAULT_REGION) to the stack's region, as eu-west-1"
            raise NoAccount(name, f"no usable region is named ({_said(error)})", remedy) from error
        except _NO_CREDENTIALS as error:
            remedy = "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in again"
            raise NoAccount(name, f"there are no usable credentials ({_said(error)})", remedy) from error
        except ValueError as error:  # botocore's, for an address that is none
            remedy = "set AWS_ENDPOINT_URL to a whole address, or unset it"
            raise NoAccount(name, f"AWS is not to be asked there ({_said(error)})", remedy) from error
        except ResponseParserError as error:  # an answer of no AWS, as of a proxy; botocore has it outside its tree
            raise StoreError(f"stack {name}", f"an answer that cannot be read: {error}") from error


def _refusal(error: ClientError, name: str, region: str) -> NoAccount | NoSuchStack | StackRefused | None:
    """What CloudFormation's answer means; None where it means nothing in particular."""
    message = str(error.response["Error"].get("Message", ""))
    if code_of(error) == "ValidationError":
        remedy = "look at the name, at AWS_REGION and AWS_PROFILE; `aws cloudformation list-stacks` tells what is there"
        return NoSuchStack(name, f"is not in {region} of this account ({message.rstrip('. ')})", remedy)
    if code_of(error) in _REFUSALS:
        remedy = "the identity needs cloudformation:DescribeStacks on the stack, and to read what it keeps"
        return StackRefused(name, f"{region} refuses to describe it ({message.rstrip('. ')})", remedy)
    if code_of(error) in _UNKNOWN:
        remedy = "log in again, or look at AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
        return NoAccount(name, f"{region} does not accept the credentials ({message.rstrip('. ')})", remedy)
    return None


def _said(error: Exception) -> str:
    return str(error).rstrip(". ")
