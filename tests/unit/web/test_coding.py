"""Content codings, taken off whole or not at all."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.web.coding import DamagedCoding, TooLarge, UnknownCoding, take_off

TEXT = b"<p>The council voted on Tuesday to keep the library open.</p>" * 50


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


CODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "GZIP": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "identity": TEXT,
    "": TEXT,
    "identity, gzip": gzip.compress(TEXT),
}


@pytest.mark.parametrize("name", CODED)
def test_a_whole_body_is_decoded(name: str) -> None:
    assert take_off(CODED[name], name, limit=len(TEXT)) == TEXT


def test_deflate_without_its_wrapper_is_decoded() -> None:
    assert take_off(raw_deflate(TEXT), "deflate", limit=len(TEXT)) == TEXT


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
@pytest.mark.parametrize("cut", [1, 4, 8, 40])
def test_a_stream_that_ends_early_is_damaged(name: str, cut: int) -> None:
    with pytest.raises(DamagedCoding):
        take_off(CODED[name][:-cut], name, limit=len(TEXT))


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_a_body_that_is_not_coded_as_it_says_is_damaged(name: str) -> None:
    with pytest.raises(DamagedCoding):
        take_off(TEXT, name, limit=len(TEXT))


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_what_follows_a_whole_stream_is_damage(name: str) -> None:
    with pytest.raises(DamagedCoding):
        take_off(CODED[name] + b"\x1fjunk", name, limit=len(TEXT))


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_a_body_larger_than_the_limit_is_not_decoded_further(name: str) -> None:
    with pytest.raises(TooLarge):
        take_off(CODED[name], name, limit=len(TEXT) - 1)


def test_a_wrong_checksum_is_damage() -> None:
    body = bytearray(CODED["gzip"])
    body[-8] ^= 1
    with pytest.raises(DamagedCoding):
        take_off(bytes(body), "gzip", limit=len(TEXT))


def test_gzip_members_follow_one_another_up_to_the_limit() -> None:
    two = CODED["gzip"] * 2
    assert take_off(two, "gzip", limit=2 * len(TEXT)) == TEXT * 2
    with pytest.raises(TooLarge):
        take_off(two, "gzip", limit=2 * len(TEXT) - 1)


def test_zeros_may_pad_a_gzip_body() -> None:
    assert take_off(CODED["gzip"] + bytes(8), "gzip", limit=len(TEXT)) == TEXT


def test_a_body_of_endless_empty_members_is_damaged() -> None:
    with pytest.raises(DamagedCoding):
        take_off(gzip.compress(b"") * 101, "gzip", limit=10)


@pytest.mark.parametrize("name", ["gzip, gzip", "deflate, gzip", "zstd", "x-secret", "gzip;q=1"])
def test_an_unknown_or_stacked_coding_is_refused(name: str) -> None:
    with pytest.raises(UnknownCoding):
        take_off(CODED["gzip"], name, limit=len(TEXT))


def test_a_coding_that_was_not_offered_is_refused() -> None:
    with pytest.raises(UnknownCoding):
        take_off(CODED["br"], "br", limit=len(TEXT), offered=("gzip",))


def test_an_empty_body_stays_empty_whatever_it_claims() -> None:
    assert take_off(b"", "gzip", limit=10) == b""


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br"]))
def test_any_bytes_are_decoded_or_refused(body: bytes, name: str) -> None:
    with suppress(DamagedCoding, TooLarge):
        assert len(take_off(body, name, limit=1000)) <= 1000


@given(
    st.binary(max_size=300),
    st.sampled_from([("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)]),
)
def test_what_was_coded_comes_back(body: bytes, coder: tuple) -> None:
    name, compress = coder
    assert take_off(compress(body), name, limit=300) == body
