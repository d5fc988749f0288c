"""Addresses taken apart."""

from __future__ import annotations

import pytest

from afterprint.web.parts import read_address


def test_the_target_is_percent_encoded_and_has_no_fragment() -> None:
    address = read_address("https://news.example.com/straße/a b?q=ü&x=%20#teil")
    assert address.target == "/stra%C3%9Fe/a%20b?q=%C3%BC&x=%20"


@pytest.mark.parametrize(("url", "target"), [("http://a.example", "/"), ("http://a.example?q=1", "/?q=1")])
def test_an_address_without_a_path_asks_for_the_root(url: str, target: str) -> None:
    assert read_address(url).target == target


def test_http_and_https_of_a_host_share_a_lane_on_ports_80_and_443() -> None:
    lanes = {read_address(url).lane for url in ("http://A.example/", "https://a.example:443/", "http://a.example:80")}
    assert lanes == {("a.example", None)}


def test_another_port_is_another_lane() -> None:
    assert read_address("http://a.example:8080/").lane != read_address("http://a.example/").lane


def test_an_ipv6_host_stands_without_brackets_in_its_short_form() -> None:
    assert read_address("http://[2606:4700:4700:0:0:0:0:1111]/").host == "2606:4700:4700::1111"
