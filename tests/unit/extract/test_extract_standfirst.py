"""The line under the headline, however it is marked."""

from __future__ import annotations

import pytest

from afterprint.extract import extract_article

BODY = (
    "The ferry to Skarrow was delayed by fog on Monday morning, and it left the north quay at nine instead of seven.",
    "Forty passengers waited in the hall of the harbour office, where hot tea was served by the island’s own women.",
    "The next boat is due on Tuesday at noon, unless the fog comes back in the night as the weather office expects.",
)


def page(head: str, *, body: tuple[str, ...] = BODY, language: str = "en") -> bytes:
    paragraphs = "".join(f"<div class='row'><p>{paragraph}</p></div>" for paragraph in body)
    return f"<html lang={language}><body><main>{head}<div>{paragraphs}</div></main></body></html>".encode()


def test_a_line_between_headline_and_byline_is_the_standfirst_without_any_mark() -> None:
    told = "Passengers waited two hours at the north quay."
    head = f"<h1>Fog over Skarrow</h1><i>{told}</i><br><br><font class=author>By Nils Adair</font><br>Monday<br><br>"
    article = extract_article(page(head), "https://e.example/a")
    assert (article.standfirst, article.byline, article.paragraphs) == (told, "Nils Adair", BODY)


def test_a_first_paragraph_before_a_name_that_is_no_byline_stays_in_the_body() -> None:
    first = "Nobody in the harbour remembered a thicker fog than the one of this Monday, said the oldest pilot."
    article = extract_article(page("<h1>Fog over Skarrow</h1>", body=(first, *BODY)), "https://e.example/a")
    assert (article.standfirst, article.paragraphs) == ("", (first, *BODY))


@pytest.mark.parametrize("told", ["けが人はなかったものの、百台の車が一晩取り残された。", "港湾局は原因を調べている。"])
def test_a_standfirst_in_a_script_without_spaces_is_read(told: str) -> None:
    body = tuple(
        f"{place}の北側の取り付け道路の工事は月曜日に始まる見通しだと港湾局は説明した。" for place in "甲乙丙丁"
    )
    head = f"<h1>橋の補修に八億円</h1><div class='subtitle'>{told}</div>"
    article = extract_article(page(head, body=body, language="ja"), "https://e.example/a")
    assert article.standfirst == told


def test_a_heading_in_a_row_of_its_own_among_rows_is_in_the_body() -> None:
    rows = [*(f"<div class=k7><p>{paragraph}</p></div>" for paragraph in BODY)]
    rows.insert(2, "<div class=k7><h3>The long road to Tuesday</h3></div>")
    html = page("<h1>Fog over Skarrow</h1>", body=()).replace(b"<div></div>", f"<div>{''.join(rows)}</div>".encode())
    article = extract_article(html, "https://e.example/a")
    assert article.paragraphs == (*BODY[:2], "The long road to Tuesday", BODY[2])
