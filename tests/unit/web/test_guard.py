"""Which addresses may be connected to."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.errors import Blocked, FetchError
from afterprint.model import NetworkPolicy
from afterprint.web import guard
from afterprint.web.guard import is_public

PUBLIC = "93.184.216.34"


def resolver(*answers: str):
    return lambda host: list(answers)


def no_lookup(host: str) -> list[str]:
    raise AssertionError(f"looked up {host}")


def test_a_public_name_gives_its_addresses_in_order() -> None:
    answers = ["2606:4700:4700::1111", PUBLIC]
    assert guard("https://news.example.com/a", resolver(*answers)) == answers


def test_a_public_literal_needs_no_lookup() -> None:
    assert guard(f"http://{PUBLIC}/", no_lookup) == [PUBLIC]


@pytest.mark.parametrize(
    "answer",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "168.63.129.16",
        "169.254.169.254",
        "172.31.255.255",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:93.184.216.34",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:db8::1",
        "2002:a00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_public_is_refused(answer: str) -> None:
    with pytest.raises(Blocked):
        guard("https://news.example.com/", resolver(answer))


def test_one_bad_answer_among_good_ones_refuses_them_all() -> None:
    with pytest.raises(Blocked):
        guard("https://news.example.com/", resolver(PUBLIC, "10.0.0.1"))


def test_an_answer_with_a_zone_is_refused() -> None:
    with pytest.raises(Blocked):
        guard("https://news.example.com/", resolver("fe80::1%eth0"))


def test_an_answer_that_is_no_address_is_refused() -> None:
    with pytest.raises(Blocked):
        guard("https://news.example.com/", resolver("elsewhere.example.com"))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example.com/",
        "file:///etc/passwd",
        "//news.example.com/",
        "news.example.com",
        "https:news.example.com",
        "https:///",
        "https://user:secret@news.example.com/",
        "https://@news.example.com/",
        "https://news.example.com:22/",
        "https://news.example.com:0443/",
        "https://news.example.com:80a/",
        "https://news.example.com:８０/",
        "https://news.example.com:99999999/",
        "https://news.example.com\\@10.0.0.1/",
        "https://news.example.com/\r\nX: 1",
        "https://news.example.com/\x00",
        " https://news.example.com/",
        "https://news .example.com/",
        "https://news.example.com%2f/",
        "https://a..example.com/",
        "https://-a.example.com/",
        f"https://{'a' * 64}.example.com/",
        f"https://{'a.' * 130}com/",
        "https://[::1/",
        "https://[2606:4700:4700::1111%25eth0]/",
        "https://[2606:4700:4700::1111]x/",
        "http://0x5db8d822/",
        "http://1572395042/",
        "http://0135.0270.0330.042/",
        "http://93.12113954/",
        "http://93.184.216.34./",
        "http://93.184.216.034/",
        "http://⑨③.184.216.34/",
        "http://93。184。216。34/",
        "http://93.184.216.34\u200b/",
    ],
)
def test_an_address_that_parsers_could_read_differently_is_refused(url: str) -> None:
    with pytest.raises(Blocked):
        guard(url, resolver(PUBLIC))


@pytest.mark.parametrize(
    "url",
    [
        "HTTPS://News.Example.COM/a",
        "https://news.example.com./",
        "https://news.example.com?a=1",
        "https://news.example.com:/",
        "https://news.example.com/a b?c=\\",
        "https://news.example.com/?u=http://a:b@10.0.0.1/",
        "https://news.example.com/#@10.0.0.1",
        "https://zeitung-köln.example/",
    ],
)
def test_an_ordinary_address_is_let_through(url: str) -> None:
    assert guard(url, resolver(PUBLIC)) == [PUBLIC]


def test_a_name_is_looked_up_in_lower_case_ascii_without_its_last_dot() -> None:
    asked = []

    def look_up(host: str) -> list[str]:
        asked.append(host)
        return [PUBLIC]

    guard("https://News.Zeitung-Köln.Example./", look_up)
    assert asked == ["news.xn--zeitung-kln-zfb.example"]


def test_a_name_without_an_address_is_a_dns_error_and_not_blocked() -> None:
    def look_up(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "not found")

    with pytest.raises(FetchError) as caught:
        guard("https://news.example.com/", look_up)
    assert caught.value.reason == "dns"


def test_a_name_with_no_answers_is_a_dns_error() -> None:
    with pytest.raises(FetchError) as caught:
        guard("https://news.example.com/", resolver())
    assert caught.value.reason == "dns"


def test_a_refusal_is_no_oserror() -> None:
    assert not issubclass(Blocked, OSError)


def test_an_allowed_block_covers_exactly_what_it_says() -> None:
    policy = NetworkPolicy(allow=("10.1.2.0/24",))
    assert guard("http://intranet.example.com/", resolver("10.1.2.255"), policy) == ["10.1.2.255"]
    for outside in ("10.1.3.0", "127.0.0.1", "::ffff:10.1.2.3", "2002:a01:203::"):
        with pytest.raises(Blocked):
            guard("http://intranet.example.com/", resolver(outside), policy)


def test_a_port_of_the_policy_is_allowed_beside_80_and_443() -> None:
    policy = NetworkPolicy(ports=(8080,))
    for port in (80, 443, 8080):
        assert guard(f"http://news.example.com:{port}/", resolver(PUBLIC), policy) == [PUBLIC]
    with pytest.raises(Blocked):
        guard("http://news.example.com:8081/", resolver(PUBLIC), policy)


def test_a_fixed_host_is_not_looked_up() -> None:
    policy = NetworkPolicy(allow=("127.0.0.0/8",), hosts=(("north-herald.test", "127.0.0.2"),))
    assert guard("http://North-Herald.test/", no_lookup, policy) == ["127.0.0.2"]


def test_a_fixed_host_must_itself_be_public_or_allowed() -> None:
    policy = NetworkPolicy(hosts=(("north-herald.test", "127.0.0.2"),))
    with pytest.raises(Blocked):
        guard("http://north-herald.test/", no_lookup, policy)


@given(st.ip_addresses())
def test_no_address_that_python_calls_special_is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_public(ip):
        assert ip.is_global
        assert not ip.is_multicast


@given(st.text(max_size=60))
def test_any_text_gives_vetted_addresses_or_a_refusal(text: str) -> None:
    for url in (text, f"http://{text}/", f"http://news.example.com/{text}"):
        with suppress(Blocked):
            assert guard(url, resolver(PUBLIC)) == [PUBLIC]
