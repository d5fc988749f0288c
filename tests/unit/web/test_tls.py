"""TLS to a vetted address: the certificate is held against the name, and an end without the closing alert is no end."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from afterprint.errors import FetchError
from afterprint.model import NetworkPolicy
from afterprint.web import GuardedWeb

BODY = b"<p>The council voted.</p>"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
WHOLE = OK + b"Content-Length: 25\r\n\r\n" + BODY
TO_THE_END = OK + b"Connection: close\r\n\r\n" + BODY


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for news.test that is its own authority, and its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        if os.environ.get("CI"):
            pytest.fail("openssl is needed here and absent")
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    subject = ["-subj", "/CN=news.test", "-addext", "subjectAltName=DNS:news.test"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([openssl, "req", "-x509", *kind, *subject, *files], check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return both


class TLSServer:
    """Answers every connection with the same bytes; ends it with TLS's closing alert, or without."""

    def __init__(self, certificate: Path, answer: bytes, *, orderly: bool = True) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._context.sni_callback = lambda sock, name, context: self.names.append(name)
        self.names: list[str | None] = []
        self._answer = answer
        self._orderly = orderly
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> TLSServer:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self._listener.accept()
                with peer, suppress(OSError):
                    self._play(self._context.wrap_socket(peer, server_side=True))

    def _play(self, tls: ssl.SSLSocket) -> None:
        with tls:
            tls.recv(65_536)
            tls.sendall(self._answer)
            if self._orderly:
                tls.unwrap()


def client(server: TLSServer, certificate: Path | None) -> GuardedWeb:
    hosts = (("news.test", "127.0.0.1"), ("other.test", "127.0.0.1"))
    policy = NetworkPolicy(allow=("127.0.0.0/8",), ports=(server.port,), hosts=hosts)
    return GuardedWeb(user_agent="Test/1", policy=policy, deadline_s=5, ca_file=certificate and str(certificate))


def reason(web: GuardedWeb, url: str) -> str:
    with pytest.raises(FetchError) as caught:
        web.get(url)
    return caught.value.reason


def test_the_name_is_kept_for_sni_and_verified_though_the_address_is_fixed(certificate: Path) -> None:
    with TLSServer(certificate, WHOLE) as server:
        assert client(server, certificate).get(f"https://news.test:{server.port}/").body == BODY
        assert server.names == ["news.test"]


def test_a_certificate_for_another_name_is_refused(certificate: Path) -> None:
    with TLSServer(certificate, WHOLE) as server:
        assert reason(client(server, certificate), f"https://other.test:{server.port}/") == "tls"


def test_a_certificate_of_an_unknown_authority_is_refused(certificate: Path) -> None:
    with TLSServer(certificate, WHOLE) as server:
        assert reason(client(server, None), f"https://news.test:{server.port}/") == "tls"


def test_plain_text_where_tls_was_expected_is_a_tls_error(certificate: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with listener.accept()[0] as peer:
                peer.recv(65_536)
                peer.sendall(WHOLE)

        threading.Thread(target=answer, daemon=True).start()
        port = listener.getsockname()[1]
        policy = NetworkPolicy(allow=("127.0.0.0/8",), ports=(port,))
        web = GuardedWeb(user_agent="Test/1", policy=policy, deadline_s=5)
        assert reason(web, f"https://127.0.0.1:{port}/") == "tls"


def test_a_handshake_that_never_ends_meets_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        policy = NetworkPolicy(allow=("127.0.0.0/8",), ports=(port,))
        web = GuardedWeb(user_agent="Test/1", policy=policy, deadline_s=0.1)
        assert reason(web, f"https://127.0.0.1:{port}/") == "deadline"


def test_a_body_without_a_length_ends_with_the_closing_alert(certificate: Path) -> None:
    with TLSServer(certificate, TO_THE_END) as server:
        assert client(server, certificate).get(f"https://news.test:{server.port}/").body == BODY


def test_a_body_without_a_length_that_ends_without_the_closing_alert_is_truncated(certificate: Path) -> None:
    with TLSServer(certificate, TO_THE_END, orderly=False) as server:
        assert reason(client(server, certificate), f"https://news.test:{server.port}/") == "truncated"


def test_a_body_with_its_length_needs_no_closing_alert(certificate: Path) -> None:
    with TLSServer(certificate, WHOLE, orderly=False) as server:
        assert client(server, certificate).get(f"https://news.test:{server.port}/").body == BODY
