"""Every function that may meet a withdrawn record can tell that it was withdrawn."""

from __future__ import annotations

import json

import pytest

from transformed import source


@pytest.mark.parametrize("role", ["FetchRole", "DiffRole", "PublishRole", "NotifyRole", "RepairRole"])
def test_a_function_that_may_meet_a_withdrawn_record_can_read_tombstones(role: str) -> None:
    policies = source()["Resources"][role]["Properties"]["Policies"]
    readable = [
        each for each in policies[0]["PolicyDocument"]["Statement"] if "s3:GetObject" in json.dumps(each["Action"])
    ]
    assert "ArchiveBucketArn}/withdrawn/*" in json.dumps(readable)
