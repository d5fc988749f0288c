"""Bytes to text, as browsers do it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.web import decode
from afterprint.web.charset_labels import CODECS

FRENCH = "Le café de l’été reste fermé, déçu à Orléans : ça coûte 5 €"
RUSSIAN = "Совет решил оставить библиотеку открытой, сообщил мэр"
POLISH = "Zażółć gęślą jaźń, mówi burmistrz Łodzi"
JAPANESE = "市議会は図書館を開けておくことを決めた"
HTML = "text/html"


def page(text: str, codec: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}<title>{text}</title></head><body><p>{text}</p></body></html>".encode(
        codec
    )


def test_a_byte_order_mark_beats_the_header() -> None:
    assert FRENCH in decode(b"\xef\xbb\xbf" + page(FRENCH, "utf-8"), "text/html; charset=iso-8859-1")


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert decode(b"\xff\xfe" + "a".encode("utf-16-le")) == "a"


@pytest.mark.parametrize(
    "content_type",
    ['text/html; charset="windows-1251"', "text/html;CHARSET=cp1251", "text/html; charset='windows-1251'; x=y"],
)
def test_the_header_names_the_encoding(content_type: str) -> None:
    assert RUSSIAN in decode(page(RUSSIAN, "cp1251"), content_type)


def test_the_header_beats_the_page() -> None:
    body = page(RUSSIAN, "cp1251", '<meta charset="koi8-r">')
    assert RUSSIAN in decode(body, "text/html; charset=windows-1251")


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET = windows-1251 />",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        "<meta content='text/html;charset=windows-1251' http-equiv=content-type>",
        '<!-- <meta charset="koi8-r"> --><meta charset="windows-1251">',
        '<meta name="description" content="charset=koi8-r"><meta charset="windows-1251">',
        '<meta charset="no-such"><meta charset="windows-1251">',
    ],
)
def test_the_page_names_the_encoding(meta: str) -> None:
    assert RUSSIAN in decode(page(RUSSIAN, "cp1251", meta), HTML)


def test_an_xml_declaration_names_the_encoding() -> None:
    body = f'<?xml version="1.0" encoding="ISO-8859-2"?><rss><title>{POLISH}</title></rss>'.encode(
        "iso8859-2", "replace"
    )
    assert "gęślą" in decode(body, "application/rss+xml")


def test_an_unknown_label_counts_as_none() -> None:
    assert RUSSIAN in decode(page(RUSSIAN, "utf-8"), "text/html; charset=none")


def test_a_page_that_says_utf16_in_ascii_is_utf8() -> None:
    assert FRENCH in decode(page(FRENCH, "utf-8", '<meta charset="utf-16">'), HTML)


def test_latin1_is_read_as_windows_1252() -> None:
    assert FRENCH in decode(page(FRENCH, "cp1252"), "text/html; charset=iso-8859-1")


def test_a_damaged_byte_in_utf8_costs_only_itself() -> None:
    assert (
        decode(page(FRENCH, "utf-8") + b"\xff", "text/html; charset=utf-8") == page(FRENCH, "utf-8").decode() + "\ufffd"
    )


def test_without_any_label_valid_utf8_is_utf8() -> None:
    assert RUSSIAN in decode(page(RUSSIAN, "utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        "The council’s “new” plan costs £5 – or €6 – a head…",
        "¿Qué pasó? El niño comió 1½ piñas, dijo la señora Núñez, n.º 5; ¡olé!",
        "„Größe“ über alles: Bürgermeister Müller grüßt Straßburg",
        "Bæjarráð ákvað að halda bókasafninu opnu, sagði borgarstjórinn",
    ],
)
def test_without_any_label_western_text_is_windows_1252(text: str) -> None:
    assert text in decode(page(text, "cp1252"))


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        ("시의회는 도서관을 계속 열기로 결정했다고 시장이 말했다", "cp949"),
        ("市议会决定图书馆继续开放，市长说", "gb18030"),
        ("Το συμβούλιο αποφάσισε να μείνει ανοιχτή η βιβλιοθήκη", "cp1253"),
        ("המועצה החליטה להשאיר את הספרייה פתוחה", "cp1255"),
    ],
)
def test_without_any_label_other_text_is_guessed(text: str, codec: str) -> None:
    assert text in decode(page(f"{text}. " * 4, codec))


def test_utf8_under_a_wrong_label_is_utf8() -> None:
    assert FRENCH in decode(page(FRENCH, "utf-8"), "text/html; charset=iso-8859-1")


def test_two_accents_do_not_prove_a_label_wrong() -> None:
    body = "Ã©".encode("cp1252")
    assert decode(body, "text/html; charset=windows-1252") == "Ã©"


def test_what_is_no_utf8_under_its_label_is_read_as_the_page_says() -> None:
    body = page(RUSSIAN, "cp1251", '<meta charset="windows-1251">')
    assert RUSSIAN in decode(body, "text/html; charset=utf-8")


def test_utf16_without_a_mark_is_betrayed_by_its_zeros() -> None:
    assert FRENCH in decode(page(FRENCH, "utf-16-le"), HTML)


def test_equal_text_is_equal_whatever_carried_it() -> None:
    plain = "Le café reste fermé, déçu à Orléans"
    carried = {
        decode(page(plain, codec), f"text/html; charset={label}")
        for codec, label in [("utf-8", "utf-8"), ("cp1252", "latin1"), ("iso8859-15", "l9"), ("utf-16-le", "utf-16")]
    }
    assert len(carried) == 1


@pytest.mark.parametrize("codec", sorted(set(CODECS.values())))
def test_every_label_has_a_codec_that_decodes(codec: str) -> None:
    assert isinstance(b"\x00\x80\xff".decode(codec, "replace"), str)


@given(st.binary(max_size=200), st.none() | st.sampled_from(sorted(CODECS)) | st.text(max_size=30))
def test_any_bytes_under_any_label_give_text_without_surrogates(body: bytes, label: str | None) -> None:
    decode(body, label and f"text/html; charset={label}").encode("utf-8")
