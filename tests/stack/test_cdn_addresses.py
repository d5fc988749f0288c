"""The CDN's function for addresses, run by Node as the template has it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from afterprint.engine.server import serve_site
from transformed import nested

CODE = nested("delivery")["Resources"]["AddressFunction"]["Properties"]["FunctionCode"]
ARTICLE = "north-herald/abcdefghij234567"

STORE = """
const cf = { kvs: () => ({
  exists: async (key) => { asked.push(key); return key in takenDown; },
  get: async (key) => takenDown[key],
}) };
const asked = [];
const takenDown = %s;
"""
ASK = """
const answers = [];
for (const uri of %s) {
  const answer = await handler({ request: { method: 'GET', uri, querystring: {}, headers: {} } });
  answers.push({ ...answer, asked: asked.splice(0) });
}
console.log(JSON.stringify(answers));
"""


def ask(tmp_path: Path, *uris: str, withdrawn: tuple[str, ...] = (), on: str = "2026-11-24") -> list[dict[str, Any]]:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("Node is needed here and absent")
        pytest.skip("Node is absent")
    code = CODE.replace("import cf from 'cloudfront';\n", "")
    script = tmp_path / "address.mjs"
    script.write_text(STORE % json.dumps(dict.fromkeys(withdrawn, on)) + code + ASK % json.dumps(uris))
    done = subprocess.run([node, str(script)], capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def test_a_folder_is_its_index(tmp_path: Path) -> None:
    answers = ask(tmp_path, "/", "/north-herald/", f"/{ARTICLE}/", "/2026/11/")
    assert [each["uri"] for each in answers] == [
        "/index.html",
        "/north-herald/index.html",
        f"/{ARTICLE}/index.html",
        "/2026/11/index.html",
    ]


def test_a_document_is_itself(tmp_path: Path) -> None:
    paths = ["/feeds/all.atom", f"/{ARTICLE}/1-2.html", "/static/style.css", "/404.html"]
    assert [each["uri"] for each in ask(tmp_path, *paths)] == paths


def test_a_folder_without_its_slash_is_sent_to_it(tmp_path: Path) -> None:
    (answer,) = ask(tmp_path, "/north-herald")
    assert answer["statusCode"] == 301
    assert answer["headers"]["location"]["value"] == "/north-herald/"


def test_all_of_a_withdrawn_article_is_gone(tmp_path: Path) -> None:
    answers = ask(tmp_path, f"/{ARTICLE}/", f"/{ARTICLE}/1-2.html", f"/{ARTICLE}/feed.atom", withdrawn=(ARTICLE,))
    assert [each["statusCode"] for each in answers] == [410, 410, 410]
    assert "noindex" in answers[0]["body"]["data"]


def test_the_notice_is_the_local_servers_byte_for_byte(tmp_path: Path) -> None:
    (answer,) = ask(tmp_path, f"/{ARTICLE}/", withdrawn=(ARTICLE,), on="2026-09-03")
    since = datetime(2026, 9, 3, 1, 2, tzinfo=UTC)
    with serve_site(tmp_path, port=0, gone_since=lambda path: since) as server:
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{server.address}{ARTICLE}/")
        assert refused.value.code == answer["statusCode"] == 410
        assert refused.value.read().decode() == answer["body"]["data"]
    assert "withdrawn on 3 September 2026." in answer["body"]["data"]


def test_a_notice_carries_its_own_security_headers_as_no_origin_made_it(tmp_path: Path) -> None:
    (answer,) = ask(tmp_path, f"/{ARTICLE}/", withdrawn=(ARTICLE,))
    headers = {name: each["value"] for name, each in answer["headers"].items()}
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_a_value_that_is_no_date_is_a_notice_all_the_same(tmp_path: Path) -> None:
    (answer,) = ask(tmp_path, f"/{ARTICLE}/", withdrawn=(ARTICLE,), on="1")
    assert answer["statusCode"] == 410
    assert "What was here has been withdrawn." in answer["body"]["data"]


def test_one_withdrawn_document_leaves_the_others(tmp_path: Path) -> None:
    paths = (f"/{ARTICLE}/1-2.html", f"/{ARTICLE}/2-3.html", f"/{ARTICLE}/")
    answers = ask(tmp_path, *paths, withdrawn=(f"{ARTICLE}/1-2.html",))
    assert [each.get("statusCode") for each in answers] == [410, None, None]


def test_only_articles_are_looked_up_since_each_look_is_billed(tmp_path: Path) -> None:
    answers = ask(tmp_path, "/", "/feeds/all.atom", "/static/style.css", "/north-herald/", "/2026/11/page-2.html")
    assert [each["asked"] for each in answers] == [[]] * 5


def test_the_code_fits_the_cdns_limit() -> None:
    assert len(CODE.encode()) <= 10 * 1024
