"""What is loaded, and when."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from afterprint.web import decode, guard
assert decode(b"caf\\xc3\\xa9") == "caf\\u00e9"
print(sorted(sys.modules.keys() & {"urllib3", "requests", "charset_normalizer", "brotli", "ada_url", "lxml"}))
"""


def test_decoding_and_vetting_load_no_http_library() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
