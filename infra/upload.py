"""Puts what was built where CloudFormation finds it, under names that are digests: what is there is not sent again."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError
from samtranslator.yaml_helper import yaml_parse

LONG_AGO = (1980, 1, 2, 0, 0, 0)
READABLE = 0o644 << 16


def upload_template(root: Path, *, s3: Any, bucket: str) -> str:
    """Upload the template below `root` with all it names; the address of the template."""
    template = yaml_parse((root / "template.yaml").read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        for key in ("CodeUri", "ContentUri"):
            if key in properties:
                properties[key] = f"s3://{bucket}/{put(zipped(root / properties[key]), 'zip', s3=s3, bucket=bucket)}"
        if "TemplateURL" in properties:
            nested = yaml_parse((root / properties["TemplateURL"]).read_text(encoding="utf-8"))
            properties["TemplateURL"] = _put_template(nested, s3=s3, bucket=bucket)
    return _put_template(template, s3=s3, bucket=bucket)


def _put_template(template: dict[str, Any], *, s3: Any, bucket: str) -> str:
    key = put(json.dumps(template, indent=1).encode(), "template.json", s3=s3, bucket=bucket)
    return f"https://{bucket}.s3.{s3.meta.region_name}.amazonaws.com/{key}"


def zipped(folder: Path) -> bytes:
    """The folder as a ZIP; the same bytes for the same files, whenever and wherever it is made."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not there; run make build")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), LONG_AGO)
            entry.external_attr = READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return held.getvalue()


def put(body: bytes, kind: str, *, s3: Any, bucket: str) -> str:
    """Upload, unless it is there; the key."""
    key = f"afterprint/{hashlib.sha256(body).hexdigest()}.{kind}"
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError:
        s3.put_object(Bucket=bucket, Key=key, Body=body)
    return key
